"""Issuers: every code resolves, listings are joined, names lead to one of them."""

import re
import unicodedata

import pytest

from kuroshio.knowledge import load_knowledge

JOINED = {
    "688981.SH": "0981.HK",
    "600026.SH": "1138.HK",
    "601857.SH": "0857.HK",
    "600938.SH": "0883.HK",
    "002594.SZ": "1211.HK",
    "300750.SZ": "3750.HK",
    "603259.SH": "2359.HK",
    "601318.SH": "2318.HK",
    "688235.SH": "6160.HK",
    "688347.SH": "1347.HK",
    "BABA.US": "9988.HK",
    "BIDU.US": "9888.HK",
    "JD.US": "9618.HK",
    "NIO.US": "9866.HK",
    "7203.T": "TM.US",
    "JKS.US": "688223.SH",
}
# What a story calls them; one word alone that means them and nothing else.
CALLED = {
    "中芯国际": "smic",
    "中芯國際": "smic",
    "SMIC": "smic",
    "宁德时代": "catl",
    "CATL": "catl",
    "阿里巴巴": "alibaba-group",
    "アリババ": "alibaba-group",
    "日鉄": "nippon-steel",
    "日本製鉄": "nippon-steel",
    "Nippon Steel": "nippon-steel",
    "软银集团": "softbank-group",
    "ソフトバンクグループ": "softbank-group",
    "台積電": "tsmc",
    "TSMC": "tsmc",
    "中远海能": "cosco-shipping-energy",
    "力量钻石": "power-diamond",
    "中石油": "petrochina",
    "USスチール": "united-states-steel",
    "美國鋼鐵公司": "united-states-steel",
    "富士康": "foxconn",
    "SKハイニックス": "sk-hynix",
}
# Ordinary words and phrases that must not read as a company.
ORDINARY = (
    "中国石油进口增加",
    "中国船舶征收港口费",
    "对中国稀土的依赖",
    "中国核电站",
    "高通胀",
    "中美光伏贸易",
    "伊利诺伊州",
    "18日立案调查",
    "日产量",
    "外交行动",
    "施工行业",
    "山东航空公司",
    "中美的贸易",
    "中美团队将会谈",
    "对华为期90天的豁免",
    "18日铁矿石期货",
    "交通威胁",
    "四方达成一致",
    "其中铝材",
    "互联网龙头",
    "提高途径",
    "扩大疆域",
    "否则武力相向",
    "透明阳光",
    "娱乐信息",
    "伊戈尔·谢钦",
    "双喜临门",
    "米海尔",
    "在索菲亚举行",
    "商业航天发展",
    "资深科技记者",
    "跨越疆界",
    "完成飞行试验",
    "微创医疗技术",
    "人形机器人",
    "吉利德科学",
    "紫金山",
    "东北大荒",
    "great power rivalry",
    "a perfect world",
    "new hope for talks",
    "パイナップル",
    "barrels of oil equivalent (boe)",
)


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


@pytest.fixture(scope="module")
def master(shared):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(
        shared / "data" / "securities.parquet", columns=["symbol", "name_zh"]
    )
    return dict(zip(*(column.to_pylist() for column in table.columns), strict=True))


@pytest.fixture(scope="module")
def members(shared):
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = parquet.read_table(
        shared / "data" / "index_constituents.parquet",
        columns=["index", "month", "symbol"],
    ).to_pylist()
    latest = max(row["month"] for row in rows if row["index"] == "csi300")
    return {
        row["symbol"]
        for row in rows
        if row["index"] in {"csi300", "hsi"} and row["month"] == latest
    }


def listings(knowledge):
    return [one for issuer in knowledge.issuers.values() for one in issuer.listings]


def plain(name):
    """Return a short name without board marks, spaces and share-class letters."""
    name = unicodedata.normalize("NFKC", name).replace(" ", "")
    name = re.sub(r"^(XD|XR|DR|N|\*?ST)", "", name)
    return re.sub(r"-?(UW|U|WD|W|D|A|B)$", "", name)


def test_there_are_at_least_seven_hundred_listed_issuers(knowledge):
    listed = [one for one in knowledge.issuers.values() if one.listings]

    assert len(listed) >= 700


@pytest.mark.shared_data
def test_every_code_stands_in_the_security_master(knowledge, master):
    unknown = {one.security for one in listings(knowledge)} - master.keys()

    assert unknown == set()


@pytest.mark.shared_data
def test_the_chinese_name_of_a_mainland_code_is_that_of_the_master(knowledge, master):
    """Two characters in common with a name given here: a wrong code shows none."""
    strangers = []
    for issuer in knowledge.issuers.values():
        given = set("".join(issuer.names.all()))
        for listing in issuer.listings:
            name = master.get(listing.security)
            mainland = listing.security.endswith((".SH", ".SZ"))
            if mainland and name and len(set(plain(name)) & given) < 2:
                strangers.append((listing.security, name, issuer.names.en))

    assert strangers == []


@pytest.mark.shared_data
def test_members_of_the_csi_300_and_hang_seng_are_issuers(knowledge, members):
    known = {one.security for one in listings(knowledge)}

    assert members - known == set()


@pytest.mark.parametrize(("one", "other"), JOINED.items())
def test_listings_of_one_company_are_one_issuer(knowledge, one, other):
    assert knowledge.issuer_of(one) is not None
    assert knowledge.issuer_of(one) == knowledge.issuer_of(other)


def test_no_security_belongs_to_two_issuers(knowledge):
    codes = [one.security for one in listings(knowledge)]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("word", "identity"), CALLED.items())
def test_press_names_lead_to_the_issuer(knowledge, word, identity):
    (match,) = knowledge.find_names(word)

    assert match.candidates[0] == identity


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_no_company(knowledge, text):
    found = [
        match.text
        for match in knowledge.find_names(text)
        if any(one in knowledge.issuers for one in match.candidates)
    ]

    assert found == []


def test_no_name_leads_to_two_issuers(knowledge):
    owners = {}
    for issuer in knowledge.issuers.values():
        for name in issuer.names.all():
            owners.setdefault(name.casefold(), set()).add(issuer.id)

    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_english_names_are_written_as_names(knowledge):
    """No name is shouted or carries its legal form; short marks may be capitals."""
    bad = [
        issuer.names.en
        for issuer in knowledge.issuers.values()
        if re.search(r"(,| Co\.?,?) ?(Ltd|Limited|PLC)\.?$", issuer.names.en)
        or (issuer.names.en.isupper() and len(issuer.names.en) > 11)
    ]

    assert bad == []


def test_names_are_long_enough_to_mean_something(knowledge):
    """A name of one character, or of two Latin letters, would match too much."""
    short = [
        (issuer.id, name)
        for issuer in knowledge.issuers.values()
        for name in issuer.names.all()
        if len(name) < 2 or (name.isascii() and len(name) < 3)
    ]

    assert short == []


def test_every_listed_issuer_of_china_has_a_chinese_name(knowledge):
    missing = [
        issuer.id
        for issuer in knowledge.issuers.values()
        if issuer.country == "CN" and issuer.listings and not issuer.names.zh_hans
    ]

    assert missing == []
