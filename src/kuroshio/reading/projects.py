"""Funded assets: from bullets, lists in sentences, order-aligned lists and tables."""

import re
from collections.abc import Sequence

from kuroshio.reading.page import Page
from kuroshio.records import AmountMention, Money, ProjectMention
from kuroshio.text import compile_folded

_BULLET = re.compile(
    r"^[ \t]*(?:[–—▽▼●・•◆◇■□*]|-(?= )|\(?\d{1,2}[.)、．]|[①-⑳]|[一二三四五六七八九十]、)\s*(?P<body>\S.*)$",
    re.MULTILINE,
)
_TITLED = re.compile(r"(?P<title>[^:：=＝\n]{3,70}?)\s?[:：=＝]\s?(?P<rest>\S.*)")
_HEAD = compile_folded(
    r"project|facilit|plant|investment|事業|案件|項目|项目|内訳|工程|计划|次の通り|以下"
)
_NOT_HEAD = compile_folded(
    r"watch|should|considerations|prepare|risk|opportunit|takeaway|metrics|summary|glance"
    r"|implication|key |注意|リスク|要点|风险"
)
_ASSET_EN = (
    r"(?:fabrication |manufacturing |assembly |packaging |power |nuclear |steel |battery "
    r"|chip |gas[- ]fired |gas |lng |oil |crude |export |wind |solar |data |research |r&d "
    r"|advanced |new |smart )*(?:plants?|factor(?:y|ies)|fabs?|facilit(?:y|ies)|mills?"
    r"|refiner(?:y|ies)|smelters?|terminals?|pipelines?|ports?|mines?|data cent(?:er|re)s?"
    r"|reactors?|shipyards?|warehouses?|campus(?:es)?|cent(?:er|re)s?|complex(?:es)?|dams?"
    r"|railways?|lines?|hubs?|wafer fab)"
)
_COUNT = (
    r"(?:an?|the|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|another|its|their)"
)
_LISTED = compile_folded(
    rf"\b(?P<count>{_COUNT}) (?P<body>(?:(?!and\b|or\b|of\b|in\b|to\b|for\b|on\b|by\b|that\b)"
    rf"[a-z0-9&.'’-]+ ){{0,4}}{_ASSET_EN})\b(?P<place> (?:in|at|near|off) (?:[a-z]+ ?){{1,4}})?"
)
_BUILD = compile_folded(
    r"build|construct|invest|develop|expand|fund|financ|for |operate|acquire|sell|sale of|lot"
    r"|建设|兴建|投资|新建|扩建|建造|建設|整備|投資|運営|蓋新|开发"
)
_ASSET_HAN = compile_folded(
    r"(?:[\u4e00-\u9fffァ-ヺーA-Za-z0-9]{2,14})(?:工厂|厂|发电站?|电站|発電所?|码头|港口|港|基地|园区|产业园|矿山?"
    r"|铁路|高铁|管道|数据中心|炼油厂|冶炼厂|生产线|制造厂?|造船所|製錬所|工場|プラント|ターミナル|製造)(?![長长商])"
)
_COUNTS = {
    "a": 1, "an": 1, "the": None, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "another": 1, "its": None, "their": None,
}  # fmt: skip
_OPERATOR = compile_folded(
    r"(?:led by|operated by|run by|operator:?|built by)\s|(?:运营商?|運営|が運営|主导)"
)
_SECTORS = (
    ("semiconductors", compile_folded(r"semiconductor|chip|fab\b|fabs|fabrication|wafer|packaging|晶圆|半导体|半導体|矽")),
    ("data centres", compile_folded(r"data cent|cloud|数据中心|データセンター|算力")),
    ("superhard materials", compile_folded(r"diamond|金刚石|钻石|ダイヤモンド|超硬")),
    ("power", compile_folded(r"power|nuclear|reactor|gas[- ]fired|发电|発電|核电|原発|火力|电站")),
    ("oil and gas", compile_folded(r"crude|oil|lng|pipeline|原油|石油|天然气|ガス田|炼油")),
    ("ports", compile_folded(r"port\b|ports|terminal|港|码头")),
    ("steel", compile_folded(r"steel|mill|钢|鉄|铁")),
    ("batteries", compile_folded(r"battery|batteries|电池|電池")),
    ("mining", compile_folded(r"mine\b|mines|mining|smelter|矿|製錬|冶炼|copper|lithium")),
    ("railways", compile_folded(r"rail|高铁|铁路|鉄道")),
    ("automobiles", compile_folded(r"electric vehicle|\bev\b|car plant|vehicle|汽车|自動車")),
    ("research", compile_folded(r"r&d|research|研发|研究")),
)


def find_projects(
    page: Page, amounts: Sequence[AmountMention]
) -> tuple[ProjectMention, ...]:
    """Return the assets that the money of a deal is for.

    Bullets with a title under a head that speaks of projects come first; then counted
    assets in sentences that speak of building, buying or funding them.

    Parameters
    ----------
    page : Page
        The document as found so far.
    amounts : sequence of AmountMention
        Its sums; those in a project's own passage become the project's.
    """
    found = _from_bullets(page, amounts)
    if not found:
        found = _from_sentences(page, amounts)
    return tuple(sorted(found, key=lambda item: item.span.start))


def _from_bullets(
    page: Page, amounts: Sequence[AmountMention]
) -> list[ProjectMention]:
    """Return projects from bullets of the form "Title: what it is"."""
    found = []
    for match in _BULLET.finditer(page.text):
        titled = _TITLED.match(match.group("body"))
        if titled is None or not _head_of(page, match.start()):
            continue
        start = match.start("body") + titled.start("title")
        end = match.start("body") + titled.end("title")
        found.append(_mention(page, (start, end), match.span("body"), amounts, None))
    return found


def _head_of(page: Page, start: int) -> bool:
    """Say whether the line above a run of bullets speaks of projects."""
    lines = page.key[max(0, start - 4000) : start].split("\n")
    original = page.text[max(0, start - 4000) : start].split("\n")
    heads = 0
    for line, raw in zip(reversed(lines), reversed(original), strict=True):
        if not line.strip() or _BULLET.match(raw):
            continue
        heads += 1
        if _NOT_HEAD.search(line):
            return False
        if _HEAD.search(line):
            return True
        if heads >= 2:
            return False
    return False


def _from_sentences(
    page: Page, amounts: Sequence[AmountMention]
) -> list[ProjectMention]:
    """Return counted assets from sentences that speak of building or funding."""
    found: list[ProjectMention] = []
    seen: set[str] = set()
    quoted = [(quote.start, quote.end) for quote in page.quotes]
    for pattern, group in ((_LISTED, "body"), (_ASSET_HAN, 0)):
        for match in pattern.finditer(page.key):
            start, end = match.span(group)
            if any(low <= start < high for low, high in quoted):
                continue
            left, right = page.bounds(start)
            window = page.key[max(left, start - 160) : min(right, end + 80)]
            name = page.key[start:end]
            if not _BUILD.search(window) or name in seen:
                continue
            if start < page.title_end:
                continue
            seen.add(name)
            count = match.groupdict().get("count")
            found.append(
                _mention(page, (start, end), (left, right), amounts, count)
            )
    return found


def _mention(
    page: Page,
    run: tuple[int, int],
    passage: tuple[int, int],
    amounts: Sequence[AmountMention],
    count: str | None,
) -> ProjectMention:
    """Return the record of a project with what its passage says."""
    start, end = run
    text = page.text[start:end].strip(" 「」“”\"")
    start = page.text.index(text, start)
    end = start + len(text)
    window = page.key[passage[0] : passage[1]] if passage[1] - passage[0] < 600 else text
    return ProjectMention(
        name=text,
        span=page.span(start, end),
        passage=page.span(*passage),
        sector=_sector(page.key[start:end]) or _sector(window),
        amount=_amount(passage, amounts, count),
        location=_location(page, end, passage),
        operator=_operator(page, passage),
        count=_number(count),
    )


def _number(count: str | None) -> int | None:
    if count is None:
        return None
    return int(count) if count.isdigit() else _COUNTS.get(count)


def _sector(words: str) -> str | None:
    return next((name for name, pattern in _SECTORS if pattern.search(words)), None)


def _amount(
    passage: tuple[int, int], amounts: Sequence[AmountMention], count: str | None
) -> Money | None:
    """Return the sum of the passage of a bullet, the first that is no conversion."""
    if count is not None:
        return None
    for item in amounts:
        if passage[0] <= item.span.start < passage[1] and item.role != "conversion":
            return item.money
    return None


def _location(page: Page, end: int, passage: tuple[int, int]) -> str | None:
    """Return the place named first behind a project in its passage."""
    for name in page.names_in(end, passage[1]):
        if name.kind == "state":
            return name.canonical
    return None


def _operator(page: Page, passage: tuple[int, int]) -> str | None:
    """Return the body that the passage says runs the project."""
    names = [
        name
        for name in page.names_in(*passage)
        if name.kind in {"issuer", "body", "institution"}
    ]
    match = _OPERATOR.search(page.key, *passage)
    if match is None or not names:
        return None
    after = [n for n in names if n.start >= match.end()]
    if page.key[match.start()].isascii() and after:
        return after[0].canonical
    return min(names, key=lambda n: abs(n.end - match.start())).canonical
