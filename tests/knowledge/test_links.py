"""Themes and links: counts, references, scopes, sources, and what stories reach."""

from collections import Counter, defaultdict

import pytest

from kuroshio.exposure import expose
from kuroshio.exposure.scopes import is_set_off, setting_of
from kuroshio.knowledge import load_knowledge
from kuroshio.records import Cause, ThemeReach

DIAMOND = {
    "600172.SH", "300179.SZ", "301071.SZ", "000519.SZ", "002046.SZ", "688028.SH",
    "300861.SZ", "300700.SZ",
}  # fmt: skip
POWER = {
    "300308.SZ", "300502.SZ", "300394.SZ", "688676.SH", "002028.SZ", "002922.SZ",
    "002837.SZ", "300499.SZ", "601138.SH",
}  # fmt: skip
CRUDE = {
    "600026.SH", "601872.SH", "600583.SH", "000039.SZ", "600028.SH", "601857.SH",
}  # fmt: skip
PROJECT = {"kind": "project", "type": "greenfield", "location": "country-us"}
US = {"kind": "measure", "imposer": "country-us", "target": "country-cn"}
CN = {"kind": "measure", "imposer": "country-cn"}
JP = {"kind": "measure", "imposer": "country-jp", "target": "country-cn"}
EU = {"kind": "measure", "imposer": "country-eu", "target": "country-cn"}

# What an analyst lists first for a story of this kind, with the sign.
STORIES = {
    "rare-earth licences": (
        "rare-earths", 1, CN | {"type": "export_control"},
        {"600111.SH": 1, "000831.SZ": 1, "600392.SH": 1, "600259.SH": 1,
         "300748.SZ": 1},
    ),
    "rare-earth licences suspended": (
        "rare-earths", -1, CN | {"type": "suspension", "instrument": "export_control"},
        {"600111.SH": -1, "000831.SZ": -1, "600392.SH": -1, "600259.SH": -1},
    ),
    "rare-earth plant of allies": (
        "rare-earths", 1, PROJECT, {"600111.SH": -1, "000831.SZ": -1, "300748.SZ": -1},
    ),
    "germanium ban": (
        "gallium-germanium-antimony", 1, CN | {"type": "ban", "target": "country-us"},
        {"002428.SZ": 1, "600497.SH": 1, "002155.SZ": 1, "600301.SH": 1},
    ),
    "American port fees": (
        "port-fees-shipping", 1, US | {"type": "fee"},
        {"601919.SH": -1, "0316.HK": -1, "600150.SH": -1, "600026.SH": -1},
    ),
    "Entity List adds a server maker": (
        "ai-servers", 1, US | {"type": "listing"},
        {"000977.SZ": -1, "603019.SH": -1, "688041.SH": 1, "688256.SH": 1},
    ),
    "duties on solar cells from Vietnam": (
        "solar", 1, US | {"type": "tariff", "target": "country-vn"},
        {"601012.SH": -1, "688223.SH": -1, "688599.SH": -1, "002459.SZ": -1,
         "688472.SH": -1},
    ),
    "Japan licenses photoresist": (
        "semi-materials", 1, JP | {"type": "export_control"},
        {"300346.SZ": 1, "603650.SH": 1, "300655.SZ": 1, "300236.SZ": 1},
    ),
    "Japan licenses chip tools": (
        "semicap", 1, JP | {"type": "export_control"},
        {"002371.SZ": 1, "688012.SH": 1, "688072.SH": 1, "688082.SH": 1,
         "688981.SH": -1},
    ),
    "European duties on electric cars": (
        "ev", 1, EU | {"type": "tariff"},
        {"002594.SZ": -1, "600104.SH": -1, "0175.HK": -1, "601633.SH": -1},
    ),
    "Biosecure": (
        "biotech-cro", 1, US | {"type": "ban"},
        {"603259.SH": -1, "2269.HK": -1, "300759.SZ": -1, "300676.SZ": -1,
         "688114.SH": -1},
    ),
    "Japanese seafood banned": (
        "seafood", 1, CN | {"type": "ban", "target": "country-jp"},
        {"300094.SZ": 1, "600467.SH": 1, "002069.SZ": 1, "600257.SH": 1,
         "000798.SZ": 1},
    ),
    "duties on American soybeans": (
        "agriculture", 1, CN | {"type": "tariff", "target": "country-us"},
        {"000998.SZ": 1, "002041.SZ": 1, "600598.SH": 1, "601952.SH": 1},
    ),
    "European duties on electric bicycles": (
        "two-wheelers", 1, EU | {"type": "tariff"},
        {"300994.SZ": -1, "603489.SH": -1, "603129.SH": -1, "689009.SH": -1},
    ),
    "duties on American fibre": (
        "optical-fibre", 1, CN | {"type": "tariff", "target": "country-us"},
        {"601869.SH": 1, "600487.SH": 1, "600522.SH": 1, "600498.SH": 1},
    ),
    "European duties on biodiesel": (
        "biofuels", 1, EU | {"type": "tariff"},
        {"688196.SH": -1, "603822.SH": -1, "000803.SZ": -1},
    ),
    "fertiliser exports curbed": (
        "fertilisers", 1, CN | {"type": "export_control"},
        {"600096.SH": -1, "600141.SH": -1, "600426.SH": -1},
    ),
    "Japanese carbon fibre barred": (
        "carbon-fibre", 1, JP | {"type": "export_control"},
        {"300699.SZ": 1, "688295.SH": 1, "300777.SZ": 1},
    ),
    "Micron barred": (
        "memory-chips", 1, CN | {"type": "ban"},
        {"603986.SH": 1, "301308.SZ": 1, "688525.SH": 1, "MU.US": -1},
    ),
    "design software barred": (
        "eda", 1, US | {"type": "export_control"},
        {"301269.SZ": 1, "688206.SH": 1, "301095.SZ": 1},
    ),
    "general tariff on China": (
        "exporters-broad", 1, US | {"type": "tariff"},
        {"002475.SZ": -1, "300866.SZ": -1, "601138.SH": -1, "300308.SZ": -1},
    ),
    "travel warning against Japan": (
        "air-travel-tourism", 1, CN | {"type": "other", "target": "country-jp"},
        {"600115.SH": -1, "601021.SH": -1, "603885.SH": -1, "601888.SH": 1},
    ),
    "Korean money for American yards": (
        "shipbuilding", 1, PROJECT, {"600150.SH": -1, "600685.SH": -1},
    ),
    "trade-in subsidies": (
        "appliances-tools", 1, CN | {"type": "subsidy"},
        {"000333.SZ": 1, "600690.SH": 1, "000651.SZ": 1},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def cause(*themes, direction=1, **fields):
    reaches = tuple(ThemeReach(theme=one, direction=direction) for one in themes)
    return Cause(
        id="c1",
        name="a story",
        direction=direction,
        themes=reaches,
        evidence=(),
        **fields,
    )


def first_issuers(rows, many=10):
    """Return sign by security of the first issuers, in order."""
    signs, issuers = {}, {}
    for row in rows:
        issuers.setdefault(row.issuer, row)
    for row in list(issuers.values())[:many]:
        signs.update(dict.fromkeys(row.securities, row.sign))
    return signs


def test_there_are_enough_themes_and_links(knowledge):
    assert len(knowledge.themes) >= 45
    assert len(knowledge.links) >= 300


def test_every_link_joins_a_known_theme_to_a_listed_issuer(knowledge):
    bad = [
        (link.theme, link.issuer)
        for link in knowledge.links
        if link.theme not in knowledge.themes
        or not knowledge.issuers[link.issuer].listings
    ]

    assert bad == []


def test_suppliers_of_a_theme_are_themes(knowledge):
    bad = {
        (theme.id, one)
        for theme in knowledge.themes.values()
        for one in theme.upstream
        if one not in knowledge.themes or one == theme.id
    }

    assert bad == set()


def test_a_theme_reaches_five_names_where_the_market_has_them(knowledge):
    """The exceptions are markets with fewer listed makers than that."""
    reached = defaultdict(set)
    for link in knowledge.links:
        reached[link.theme].add(link.issuer)
    few = {one for one in knowledge.themes if len(reached[one]) < 5}

    assert few <= {"containers", "named-party", "telecom-operators", "uranium"}


def test_signs_strengths_and_shares_are_in_range(knowledge):
    for link in knowledge.links:
        assert link.sign in {1, -1}
        assert 0 < link.strength <= 1
        assert link.because
        assert (link.revenue_share is None) == (link.fiscal_year is None)
        assert link.revenue_share is None or 0 < link.revenue_share <= 1


def test_what_a_page_states_stands_apart_only_where_a_page_is_named(knowledge):
    told = [link for link in knowledge.links if link.evidence]
    assert len(told) >= 90
    for link in told:
        assert link.source.startswith("http"), link
        assert link.evidence not in link.because, link
        assert link.reason == f"{link.because}; {link.evidence}"


def test_own_knowledge_is_of_low_confidence_and_gives_no_share(knowledge):
    for link in knowledge.links:
        if link.source == "own_knowledge":
            assert link.confidence == "low"
            assert link.revenue_share is None
        else:
            assert link.source.startswith(("http://", "https://"))
            assert link.confidence in {"medium", "high"}


def test_every_scope_is_set_off_by_some_cause(knowledge):
    kinds = ("tariff", "export_control", "ban", "listing", "fee", "subsidy", "other")
    settings = [
        setting_of(cause(kind="measure", type=kind, imposer=who), knowledge)
        for kind in kinds
        for who in ("US", "CN", "NL", "JP")
    ]
    settings += [
        setting_of(cause(kind="project", location=where), knowledge)
        for where in ("country-us", "country-cn")
    ]
    scopes = {link.scope for link in knowledge.links}
    silent = {one for one in scopes if not any(is_set_off(one, s) for s in settings)}

    assert silent <= {"demand", "demand:home"}


def test_no_link_stands_twice(knowledge):
    keys = Counter((k.theme, k.issuer, k.scope, k.role) for k in knowledge.links)

    assert [key for key, times in keys.items() if times > 1] == []


def test_every_theme_but_the_named_one_has_words_in_three_languages(knowledge):
    for theme in knowledge.themes.values():
        if theme.id == "named-party":
            continue
        assert any(term.isascii() for term in theme.terms), theme.id
        assert any(not term.isascii() for term in theme.terms), theme.id
        names = theme.names
        assert names.en, theme.id
        assert names.zh_hans, theme.id
        assert names.zh_hant, theme.id
        assert names.ja, theme.id
        assert theme.unknowns, theme.id


def test_no_word_names_two_themes(knowledge):
    owners = defaultdict(set)
    for theme in knowledge.themes.values():
        for term in theme.terms:
            owners[term.casefold()].add(theme.id)

    assert {term: ids for term, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    "text",
    [
        "日本国际协力银行",
        "Nippon Export and Investment Insurance",
        "US Department of Defense",
        "日本出口与投资保险公司",
        "农林水产省",
        "外商投资安全审查",
        "黄金股",
        "5.2 trillion yen",
        "国家发展和改革委员会",
        "Goldman Sachs",
        "the striker scored two goals",
    ],
)
def test_bodies_and_plain_words_name_no_theme(knowledge, text):
    assert knowledge.find_themes(text) == ()


@pytest.mark.parametrize(
    ("theme", "wanted"),
    [
        ("superhard-materials", DIAMOND),
        ("data-centre-power", POWER),
        ("crude-export", CRUDE),
    ],
)
def test_projects_of_the_japanese_vehicle_reach_their_names(knowledge, theme, wanted):
    rows = expose([cause(theme, **PROJECT)], knowledge)
    reached = {code for row in rows for code in row.securities}

    assert wanted <= reached


@pytest.mark.parametrize(
    ("theme", "security"),
    [
        ("superhard-materials", "301071.SZ"),
        ("superhard-materials", "600172.SH"),
        ("data-centre-power", "300308.SZ"),
        ("crude-export", "600026.SH"),
        ("crude-export", "601857.SH"),
        ("crude-export", "600583.SH"),
    ],
)
def test_both_mechanisms_are_shown_where_both_exist(knowledge, theme, security):
    rows = expose([cause(theme, **PROJECT)], knowledge)
    (row,) = [one for one in rows if security in one.securities]

    assert row.for_strength > 0
    assert row.against_strength > 0
    assert row.evidence_for
    assert row.evidence_against


def test_a_diamond_plant_of_allies_hurts_the_makers_of_grit(knowledge):
    """The purpose is to replace Chinese grit, not to buy it."""
    rows = expose([cause("superhard-materials", **PROJECT)], knowledge)
    signs = first_issuers(rows)

    assert signs["301071.SZ"] == -1
    assert signs["600172.SH"] == -1
    assert "688981.SH" not in signs


@pytest.mark.parametrize("story", STORIES)
def test_first_order_names_are_among_the_first_ten_with_their_sign(knowledge, story):
    theme, direction, fields, wanted = STORIES[story]

    rows = expose([cause(theme, direction=direction, **fields)], knowledge)
    signs = first_issuers(rows)

    missing = {code: sign for code, sign in wanted.items() if signs.get(code) != sign}
    assert missing == {}


def test_chinese_names_come_before_japanese_and_american_ones(knowledge):
    """Of the first three issuers of any theme and cause, two are listed at home."""
    for theme in knowledge.themes:
        for fields in (PROJECT, US | {"type": "tariff"}, CN | {"type": "ban"}):
            rows = expose([cause(theme, **fields)], knowledge)
            first = {row.issuer: row for row in rows[:3]}
            abroad = [
                row
                for row in first.values()
                if all(code.endswith((".T", ".US")) for code in row.securities)
                and knowledge.issuers[row.issuer].country != "CN"
            ]
            if len(first) == 3:
                assert len(abroad) <= 1, (theme, fields)
