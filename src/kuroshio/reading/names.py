"""Names in a text: known ones through the knowledge base, unknown bodies by form."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading.firms import NO_BODY, STOP_FIRST, firms_shown
from kuroshio.reading.page import Name
from kuroshio.records import NameMatch
from kuroshio.text import compile_folded, compile_sought, fold, listed

# Where the day of a text is not known, names mean what they meant lately.
_TODAY = date(2026, 1, 1)
_LEGAL = re.compile(
    r"\s(?:Group|Corporation|Corp\b\.?|Company|Co\.|Inc\b\.?|Ltd\b\.?|Holdings|Limited|PLC|AG"
    r"|SE|LLC|N\.V\.)(?![a-z])|(?:股份有限公司|有限公司|集团|集團|公司|グループ|株式会社)"
)
_PAIR = re.compile(
    r"(?P<pair>[日中米美韓韩英欧歐台臺][日中米美韓韩英欧歐台臺])"
    r"(?=両?政府|双方|雙方|两国|兩國|両国|貿易|贸易|关税|關稅|關税|首脳|首脑|首腦|經貿|经贸|间|間|談判|谈判|\d|将|將|で|は|が)"
    r"|(?<=[对對])(?P<to>[美日中韓韩欧歐])(?=投|关|關|出口|贸|貿|加征)"
    r"|(?P<side>[美中日韓韩英欧歐米])(?=方(?![面案法式向便]))"
)
_PAIR_FIRST = re.compile("[日中米美韓韩英欧歐台臺]")
_CLOSED_NAME = frozenset('」』”》"')
_STATES = {
    "US": "country-us", "CN": "country-cn", "JP": "country-jp", "KR": "country-kr",
    "GB": "country-gb", "TW": "country-tw", "EU": "country-eu",
}  # fmt: skip
_GAP = re.compile(r"(?:['’]s)?\s?|の|駐|驻")

_SUFFIX = (
    "Incorporated|Inc|Corporation|Corp|Company|Co|Limited|Ltd|LLC|L\\.P|LP|PLC|plc|AG|SE"
    "|S\\.A|NV|N\\.V|GmbH|AB|ASA|Oyj|SpA|KK|Group|Holdings?|Capital|Partners|Ventures"
    "|Investments?|Technolog(?:y|ies)|Semiconductors?|Electronics|Motors?|Industries"
    "|Petroleum|Steel|Metals|Mining|Minerals|Chemicals?|Pharma(?:ceuticals?)?|Therapeutics"
    "|Biotech|Airlines|Airways|Aerospace|Shipping|Lines|Logistics|Bank|Bancorp|Securities"
    "|Insurance|Financial|Battery|Batteries|Robotics|Laboratories|Telecom|Fab|Midstream"
    "|Heavy Industries|Foods|Brands|Stores|Systems|Networks|Fund|Vats|Works|Venture"
)
_OFFICE = (
    "Ministry|Department|Agency|Bureau|Commission|Committee|Council|Authority"
    "|Administration|Institute|Academy|University|Association|Federation|Chamber"
    "|Court|Parliament|Assembly|Congress|Senate|Treasury|Foundation|Party|Office"
    "|Directorate|Embassy|Alliance|Exchange|Steelworkers"
)
_WORD = r"(?:[A-Z][\w&’'.\-]*\w|[A-Z]{1,2}\.?|[A-Z])"
_OFFICE_NAME = re.compile(
    rf"(?:{_WORD} ){{0,4}}(?:{_OFFICE})\b(?: (?:of|for|on)(?: the)?(?: {_WORD},?)"
    rf"(?: (?:and |of |for )?{_WORD}){{0,8}})?"
)
_COMPANY_NAME = re.compile(
    rf"(?:(?:{_WORD}|&) ){{1,5}}(?:{_SUFFIX})\b(?:,? (?:Inc|LLC|Ltd|Corp|Co|PLC|AG"
    r"|Limited)\b\.?)?"
)
_CAPITALS = re.compile(
    r"[A-Z&][\w&’'.\-]*(?:,? (?:(?:of|for|on|and|the) ){0,2}[A-Z&][\w&’'.\-]*)+"
)
_BULLET_TITLE = 30
_PLAIN = re.compile(r"[A-Za-z]+")
_SUFFIX_WORDS = frozenset(
    listed(
        "Incorporated Inc Corporation Corp Company Co Limited Ltd LLC LP PLC plc "
        "AG SE NV GmbH AB ASA Oyj SpA KK Group Holding Holdings Capital Partners "
        "Ventures Investment Investments Technology Technologies Semiconductor "
        "Semiconductors Electronics Motor Motors Industries Petroleum Steel Metals "
        "Mining Minerals Chemical Chemicals Pharma Pharmaceutical Pharmaceuticals "
        "Therapeutics Biotech Airlines Airways Aerospace Shipping Lines Logistics "
        "Bank Bancorp Securities Insurance Financial Battery Batteries Robotics "
        "Laboratories Telecom Fab Midstream Foods Brands Stores Systems Networks "
        "Fund Vats Works Venture"
    )
)
_OFFICE_WORDS = frozenset(_OFFICE.split("|"))
_LATIN_IN_HAN = re.compile(r"[A-Z][A-Za-z&.\-]*(?: [A-Z][A-Za-z&.\-]*){0,4}(?![0-9])")
_KATAKANA_BODY = re.compile(
    r"(?:[A-Z&]{1,10})?[ァ-ヺー]{2,24}(?:[・=＝&＆][ァ-ヺー]{2,24}){0,3}"
)
_JA_BEFORE = compile_folded(
    r"(?:大手|傘下の?|子会社の?|メーカーの?|企業の?|法人|株式会社|会社の?|商社の?|銀行の?"
    r"|▽米?|[・●■◆]米?|半導体の?|投資ファンドの?|新興の?|買収先の?|スタートアップの?|委託先の?)\s?$"
)
_JA_AFTER = compile_folded(
    r"社|グループ|ホールディングス|株式会社|が運営|を買収|の買収|に出資|と提携|との間|との契約|\([A-Z]"
    r"|は\d|は、|と発表|などの?企業|の株式"
)
_JA_BODY = compile_sought(
    r"[\u4e00-\u9fffァ-ヺーA-Z&]{2,12}?(?:生命保険|生命|製鉄|銀行|電機|重工業|重工|化学|商事|物産|自動車|証券"
    r"|海上|製作所|造船|電力|鉱業|製薬|不動産|郵船|汽船|石油|航空|大学校|大学|機構|公社|協会|連盟|委員会|裁判所|電子|電産|鉄道|工業会|連合会|商工会議所|公庫|取引所)"
    r"(?:株式会社)?(?![\u4e00-\u9fff])"
)
_JA_TAIL = compile_folded(
    r"グループ|ホールディングス|ファイナンシャル|キャピタル|パートナーズ|ソリューションズ"
)
_HAN_TAIL = (
    "股份有限公司|有限责任公司|有限公司|集团|银行|基金会|控股|证券|半导体|科技|委员会|研究院|研究所"
    "|大学|协会|商会|联合会|上诉法院|最高法院|法院|立法院|理事会|通讯社|日报|时报|电子|重工|精机|航运|矿业"
    "|电池公司|石油公司|电力公司|航空公司|能源公司|港务局|管理局|审计院|发展基金|投资基金|工业会|总商会"
    "|交易所|税则委员会"
)
_HAN_BODY = compile_sought(
    rf"[\u4e00-\u9fffA-Za-z]{{2,10}}?(?:{_HAN_TAIL})(?![长人法会员们])"
)
# A name begins behind the last of these characters.
_HAN_CUT = re.compile(
    "[的和与及对由向被将把从是为了以据称在让使给跟同就都也还又并而但或说于其该此这那至到等与获经送后前"
    "中外各两双该本贵某多家购签售买卖用需须要请令按依受因]|大厂|厂商|巨头|龙头|业者|公司(?!$)"
)
_HAN_GENERIC = frozenset(
    listed(
        "政策性 商业 国有 民营 投资 上市 合资 外资 寿险 有关 相关 当地 多家 股份 "
        "中央 地方 银行 基金 控股 证券 高 新 大 子 母 分 总 董事 监事 股东 执行 专门 "
        "调查 国际 全球 海外 先进 人工智能 信息 生物 金融 汽车 第三方 最高 上诉 一般 "
        "独立 家 美国 中国 日本 欧洲 英国 韩国 德国 主要 大型 消费 电力 动力 审查"
    )
)
_WITH_CODE = re.compile(r"([\u4e00-\u9fff]{2,6})[(（](?:\d{4,6})(?:\.[A-Z]{2})?[)）]")
_TITLE_DEAL = compile_folded(
    r"^(?P<x>[\u4e00-\u9fff]{2,6})(?:拟|将|宣布|完成|提议)?(?:收购|并购|入股|买下)(?P<y>[\u4e00-\u9fff]{2,6})(?=[\s,，:：]|$)"
)
_MEDIA_TITLE = compile_folded(
    r"《([^》\n]{2,12}(?:报|新闻|周刊|杂志|网|社|日经|评论))》"
)
# English heads of phrases that look like bodies but name things.
_THINGS = frozenset(
    listed(
        "infrastructure technology investment investments market markets economy "
        "growth security energy terminal capital summary focus system systems policy"
    )
)


def known_names(text: str, knowledge: Knowledge, on: date | None) -> tuple[Name, ...]:
    """Return the known names in a text, each resolved as of a day.

    Parameters
    ----------
    text : str
        The document's text.
    knowledge : Knowledge
        Who is who.
    on : date or None
        The day the text speaks of.

    Returns
    -------
    tuple of Name
        In order, without overlaps. A name that stays open between several holders has
        no ``id`` but keeps its ``candidates``.
    """
    day = on or _TODAY
    found: list[Name] = []
    meant: dict[tuple[str, tuple[str, ...], str | None], Name] = {}
    before: Name | None = None
    for match in knowledge.find_names(text):
        # "15日經" is a day with a verb behind it, not a newspaper.
        if match.text[0] == "日" and match.start and text[match.start - 1].isdigit():
            continue
        country = None
        if before is not None and before.kind == "state":
            gap = text[before.end : match.start]
            country = before.country if _GAP.fullmatch(gap) else None
        country = country or _short_country(text, match.start)
        key = (match.alias, match.candidates, country)
        if key in meant:
            name = _again(meant[key], match)
        else:
            name = meant[key] = _resolved(match, knowledge, day, country)
        before = name
        # A deal's own name may be its target's: the form of a body decides below.
        if name.kind not in {"register", "theme"}:
            found.append(_whole(text, name))
    return tuple(_with_pairs(text, found, knowledge))


def _again(name: Name, match: NameMatch) -> Name:
    """Return a name at another place; made anew, for copying takes thrice as long."""
    return Name(
        start=match.start,
        end=match.end,
        text=match.text,
        kind=name.kind,
        canonical=name.canonical,
        id=name.id,
        country=name.country,
        candidates=name.candidates,
    )


def _whole(text: str, name: Name) -> Name:
    """Return a company's name with the legal form behind it."""
    if name.kind not in {"issuer", "body"}:
        return name
    tail = _LEGAL.match(text, name.end)
    if tail is None:
        return name
    return replace(name, end=tail.end(), text=text[name.start : tail.end()])


def _with_pairs(text: str, found: list[Name], knowledge: Knowledge) -> list[Name]:
    """Add the states in 日米両政府, 中美, 美方 and their like."""
    shelf = _Shelf(text, found)
    extra: list[Name] = []
    for first in _PAIR_FIRST.finditer(text):
        match = _PAIR.match(text, first.start())
        if match is None or not shelf.is_free(*match.span()):
            continue
        for at in range(match.start(), match.start() + (2 if match["pair"] else 1)):
            state = _STATES.get(_SHORT_COUNTRY.get(text[at], ""))
            names = knowledge.names_of(state) if state else None
            if state is not None and names is not None:
                extra.append(
                    Name(
                        start=at,
                        end=at + 1,
                        text=text[at],
                        kind="state",
                        canonical=names.en,
                        id=state,
                    )
                )
    return sorted([*found, *extra], key=lambda name: name.start)


_SHORT_COUNTRY = {
    "米": "US", "美": "US", "中": "CN", "日": "JP", "英": "GB", "独": "DE", "仏": "FR",
    "欧": "EU", "歐": "EU", "臺": "TW", "韓": "KR", "韩": "KR", "陸": "CN",
    "台": "TW", "豪": "AU", "印": "IN", "露": "RU",
    "俄": "RU", "德": "DE", "法": "FR", "加": "CA",
}  # fmt: skip


def _short_country(text: str, start: int) -> str | None:
    """Return the country of a one-character state name right before an offset."""
    return _SHORT_COUNTRY.get(text[start - 1]) if start else None


def _resolved(
    match: NameMatch, knowledge: Knowledge, day: date, country: str | None
) -> Name:
    """Return a name with what it means on a day."""
    identity = knowledge.resolve(match, on=day, country=country)
    chosen = identity or match.candidates[0]
    kind = knowledge.kind_of(chosen) or "body"
    if kind == "institution" and knowledge.institutions[chosen].kind == "state":
        kind = "state"
    names = knowledge.names_of(chosen)
    known = identity is not None and names is not None
    return Name(
        start=match.start,
        end=match.end,
        text=match.text,
        kind=kind,
        canonical=names.en if known and names is not None else match.text,
        id=identity,
        country=knowledge.country_of(chosen),
        candidates=match.candidates,
    )


def unknown_bodies(
    text: str, key: str, known: Sequence[Name], languages: Sequence[str]
) -> tuple[Name, ...]:
    """Return bodies that the knowledge base does not hold, found by their form.

    English names by their last word or their office word; Latin and katakana names
    inside Chinese or Japanese; Han names by their last characters, a stock code, or
    their place in a title about a purchase.

    Parameters
    ----------
    text, key : str
        The text and its fold key.
    known : sequence of Name
        Known names; nothing that touches one is returned.
    languages : sequence of str
        Languages of the text, main first.
    """
    main = languages[0] if languages else "en"
    shelf = _Shelf(text, known)
    if main == "en":
        _scan_english(text, shelf)
        return shelf.names()
    for match in _MEDIA_TITLE.finditer(key):
        shelf.keep(*match.span(1))
    if main == "ja":
        for match in _JA_BODY.finditer(key):
            shelf.keep(_han_start(key, *match.span()), match.end())
        _scan_katakana(text, key, shelf)
    else:
        _scan_han(text, key, shelf)
    for match in _LATIN_IN_HAN.finditer(text):
        _keep_latin(text, match, shelf)
    return shelf.names()


class _Shelf:
    """Bodies found so far; the invariant: none touches another name."""

    __slots__ = ("found", "taken", "text")

    def __init__(self, text: str, known: Sequence[Name]) -> None:
        self.text = text
        self.taken = bytearray(len(text))
        self.found: list[Name] = []
        for name in known:
            self.taken[name.start : name.end] = b"\1" * (name.end - name.start)

    def is_free(self, start: int, end: int) -> bool:
        """Say whether no name touches a run."""
        return self.taken.find(1, start, end) < 0

    def keep(self, start: int, end: int) -> None:
        """Keep one body unless it touches another name."""
        name = self.text[start:end]
        if len(name) < 2 or "\n" in name or not self.is_free(start, end):
            return
        self.taken[start:end] = b"\1" * (end - start)
        self.found.append(
            Name(start=start, end=end, text=name, kind="body", canonical=name)
        )

    def names(self) -> tuple[Name, ...]:
        """Return the bodies in order."""
        return tuple(sorted(self.found, key=lambda name: name.start))


def _scan_english(text: str, shelf: _Shelf) -> None:
    """Keep English names of companies or offices among runs of capitalised words."""
    for start, end in firms_shown(text):
        shelf.keep(start, end)
    for run in _CAPITALS.finditer(text):
        words = frozenset(_PLAIN.findall(run.group()))
        if words & _SUFFIX_WORDS:
            _keep_english(text, _COMPANY_NAME, run.span(), shelf)
        if words & _OFFICE_WORDS:
            _keep_english(text, _OFFICE_NAME, run.span(), shelf)


def _keep_english(
    text: str, pattern: re.Pattern[str], run: tuple[int, int], shelf: _Shelf
) -> None:
    """Keep the names of a run that a pattern finds."""
    for match in pattern.finditer(text, *run):
        start, end = match.span()
        words = match.group().split(" ")
        while words and (words[0] in STOP_FIRST or words[0].endswith(("'s", "’s"))):
            start += len(words[0]) + 1
            words = words[1:]
        while end > start and text[end - 1] in ".,-&":
            end -= 1
        if len(words) < 2 or _is_heading(text, start, end):
            continue
        things = sum(word.lower() in _THINGS for word in words)
        if things * 2 < len(words):
            shelf.keep(start, end)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Say whether a run is a line of its own or the title of a bullet."""
    before = text[max(0, start - 2) : start]
    if before in {"– ", "- ", "• ", "— "}:
        return ":" in text[end : end + _BULLET_TITLE].partition("\n")[0]
    starts = start == 0 or before.endswith("\n")
    return starts and text[end : end + 1] in {":", "\n", ""}


def _scan_katakana(text: str, key: str, shelf: _Shelf) -> None:
    """Keep katakana names that words beside them show to be bodies."""
    for match in _KATAKANA_BODY.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in "・ー=＝&＆" and text[end - 1] != "ー":
            end -= 1
        name = text[start:end]
        shown = (
            _JA_BEFORE.search(key, max(0, start - 10), start)
            or _JA_AFTER.match(key, end)
            or _JA_TAIL.search(key, start, end)
        )
        if len(name) >= 3 and shown and not _JA_TAIL.fullmatch(key, start, end):
            shelf.keep(start, end)


def _scan_han(text: str, key: str, shelf: _Shelf) -> None:
    """Keep Han names by their last characters, a stock code, or the title."""
    for match in _WITH_CODE.finditer(text):
        start = _han_start(key, match.start(1), match.end(1))
        if match.end(1) - start >= 2 and key[start : match.end(1)] != "公司":
            shelf.keep(start, match.end(1))
    line_end = text.find("\n") if "\n" in text else len(text)
    title = _TITLE_DEAL.match(key[:line_end])
    if title is not None:
        shelf.keep(*title.span("x"))
        shelf.keep(*title.span("y"))
    for match in _MIXED_BODY.finditer(text):
        shelf.keep(*match.span())
    for match in _HAN_BODY.finditer(key):
        start = _han_start(key, match.start(), match.end() - 2)
        stem = re.sub(rf"(?:{_FOLDED_TAIL})$", "", key[start : match.end()])
        if len(stem) >= 2 and stem not in _HAN_GENERIC and not _QUANTITY.search(stem):
            shelf.keep(start, match.end())


_MIXED_BODY = re.compile(
    r"(?<![A-Za-z])[A-Z]{2,4}(?:新能源|化学|化學|国际|國際|电子|電子|显示|集团|集團|重工|商事|物产|能源)"
)
_FOLDED_TAIL = "|".join(fold(tail) for tail in _HAN_TAIL.split("|"))
_QUANTITY = compile_folded(r"亿|美元|万|%|\d|协议|年|月|日")


def _han_start(key: str, start: int, end: int) -> int:
    """Return where a name begins: behind the last character that begins a phrase."""
    cuts = [match.end() for match in _HAN_CUT.finditer(key, start, end)]
    return cuts[-1] if cuts else start


def _keep_latin(text: str, match: re.Match[str], shelf: _Shelf) -> None:
    """Keep a Latin name inside Han text, unless it glosses what is no body."""
    start, end = match.span()
    while end > start and text[end - 1] in ".-&":
        end -= 1
    name = text[start:end]
    if len(name) < 3 or name.lower() in NO_BODY:
        return
    if start and text[start - 1].isalnum() and text[start - 1].isascii():
        return
    opened = text[start - 1 : start] in {"(", "（"}
    if opened and (name.isupper() or text[start - 2 : start - 1] in _CLOSED_NAME):
        return
    if text[end : end + 1] in {":", "："} and name.isupper():
        return
    # The code of a drug or a site, "HRS-5346".
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit():
        return
    shelf.keep(start, end)
