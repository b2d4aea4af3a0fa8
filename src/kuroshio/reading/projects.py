"""Funded assets: from bullets, lists in sentences, order-aligned lists and tables."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from kuroshio.reading.page import Page
from kuroshio.records import AmountMention, Money, ProjectMention
from kuroshio.text import compile_folded

_BULLET = re.compile(
    r"^[ \t]*(?:[–—▽▼●・•◆◇■□*]|-(?= )|\(?\d{1,2}[.)、．]|[①-⑳]"
    r"|[一二三四五六七八九十]、)\s*(?P<body>\S.*)$",
    re.MULTILINE,
)
_TITLED = re.compile(r"(?P<title>[^:：=＝\n]{3,70}?)\s?[:：=＝]\s?(?P<rest>\S.*)")
_HEAD = compile_folded(
    r"project|facilit|plant|investment|事業|案件|項目|项目|内訳|工程|计划|次の通り|以下"
)
_NOT_HEAD = compile_folded(
    r"watch|sectors|attention|should|considerations|prepare|risk|opportunit|takeaway|metrics|summary|glance"
    r"|implication|key |注意|リスク|要点|风险"
)
_ASSET_EN = (
    r"(?:fabrication |manufacturing |assembly |packaging |power |nuclear |steel "
    r"|battery "
    r"|chip |gas[- ]fired |gas |lng |oil |crude |export |wind |solar |data "
    r"|research |r&d "
    r"|advanced |new |smart )*(?:plants?|factor(?:y|ies)|fabs?|facilit(?:y|ies)|mills?"
    r"|refiner(?:y|ies)|smelters?|terminals?|pipelines?|ports?|mines?|data cent(?:er"
    r"|re)s?"
    r"|reactors?|shipyards?|warehouses?|campus(?:es)?|cent(?:er|re)s?|complex(?:es)?|dams?"
    r"|railways?|lines?|hubs?|wafer fab)"
)
_COUNT = (
    r"(?:an?|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|another"
    r"|its (?:first|second|third|new))"
)
_LISTED = compile_folded(
    rf"\b(?P<count>{_COUNT}) (?P<body>(?:(?!and\b|or\b|of\b|in\b|to\b|for\b|on\b"
    rf"|by\b|that\b)"
    rf"[a-z0-9&.'’-]+ ){{0,4}}{_ASSET_EN})\b(?P<place> (?:in|at|near"
    rf"|off) (?:[a-z]+ ?){{1,4}})?"
)
_BUILD = compile_folded(
    r"build|construct|invest|to be run|to make|cost|develop|expand|fund|financ|for "
    r"|operate|acquire|sell|sale of|lot"
    r"|建设|兴建|开所|稼働|量産|補助|着工|落成|投产|投资|新建|扩建|建造|建設|整備|投資|運営|蓋新|开发"
)
_ASSET_HAN = compile_folded(
    r"[\u4e00-\u9fffァ-ヺーA-Za-z0-9]{2,14}?(?:工厂|制造厂|发电厂|发电站|核电站|电站|発電所?|码头|港口|基地|园区|产业园|矿山"
    r"|铁路|高铁|管道|数据中心|资料中心|炼油厂|冶炼厂|生产线|造船所|製錬所|工場|製鉄所|プラント|ターミナル|データセンター|銅鉱山|鉱山)"
    r"(?![長长商主])"
)
# What a project's name begins behind.
_ASSET_CUT = compile_folded(
    r".*(?:美元|亿|万|ドル|円|的|在|与|和|于|将|到|向|为|是|建|新建|兴建|建设|投资|日|年|月|了|の|が|は|を|に|で|と|、|其中|国)"
)
_FIELDS = re.compile(r"\u3000+|\t+| {2,}|(?<=[^\s])[=＝:：](?=[^\s])")
# Labels of a table that say something of the deal, not of an asset.
_ATTRIBUTE = compile_folded(
    r"(?:金额|结构|借款|补助|自有|资金|投资额|出资|雇用|总额|总投资|时间|条件|价格|对价|合计|期限|利率|承诺|规模|营收"
    r"|総額|資金|融資|株式|期間|条件|備考|price|value|timing|break|equity|enterprise|terms|total"
    r"|funding|size|deal|cash|debt|headline|stake)"
)
_IN_ORDER = compile_folded(r"顺に|順に|それぞれ|依序|分别|依次|respectively")
# The lines above a run of bullets that may be its head, and how far they may be.
_HEADS, _FAR = 2, 4000
_COUNTS = {
    "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "another": 1,
}  # fmt: skip
_OPERATOR = compile_folded(
    r"(?:led by|operated by|run by|operator:?|built by)\s|(?:运营商?|運営|が運営|主导)"
)
_SECTORS = (
    (
        "semiconductors",
        compile_folded(
            r"semiconductor|chip|fab\b|fabs|fabrication|wafer|packaging|晶圆|半导体|半導体|矽"
        ),
    ),
    ("data centres", compile_folded(r"data cent|cloud|数据中心|データセンター|算力")),
    ("superhard materials", compile_folded(r"diamond|金刚石|钻石|ダイヤモンド|超硬")),
    (
        "power",
        compile_folded(
            r"power|nuclear|reactor|gas[- ]fired|发电|発電|核电|原発|火力|电站"
        ),
    ),
    (
        "oil and gas",
        compile_folded(r"crude|oil|lng|pipeline|原油|石油|天然气|ガス田|炼油"),
    ),
    ("ports", compile_folded(r"port\b|ports|terminal|港|码头")),
    ("steel", compile_folded(r"steel|mill|钢|鉄|铁")),
    ("batteries", compile_folded(r"battery|batteries|电池|電池")),
    (
        "mining",
        compile_folded(r"mine\b|mines|mining|smelter|矿|製錬|冶炼|copper|lithium"),
    ),
    ("railways", compile_folded(r"rail|高铁|铁路|鉄道")),
    (
        "automobiles",
        compile_folded(r"electric vehicle|\bev\b|car plant|vehicle|汽车|自動車"),
    ),
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
    found = found or _from_sentences(page, amounts)
    return tuple(sorted(found, key=lambda item: item.span.start))


def _from_bullets(page: Page, amounts: Sequence[AmountMention]) -> list[ProjectMention]:
    """Return projects from bullets: "Title: what it is", or rows with a sum."""
    found: list[ProjectMention] = []
    for match in _BULLET.finditer(page.text):
        body = match.span("body")
        titled = _TITLED.match(match.group("body"))
        if titled is not None and _head_of(page, match.start()):
            start = body[0] + titled.start("title")
            end = body[0] + titled.end("title")
            found.append(_mention(page, (start, end), body, amounts, None))
        elif _has_sum(body, amounts):
            found.extend(
                _mention(page, run, body, amounts, None) for run in _row(page, body)
            )
    return found


def _has_sum(run: tuple[int, int], amounts: Sequence[AmountMention]) -> bool:
    """Say whether a run holds money of the deal that is no price."""
    return any(item.deal and item.role != "price" for item in _in(run, amounts))


def _in(
    run: tuple[int, int], amounts: Sequence[AmountMention]
) -> Sequence[AmountMention]:
    """Return the sums that begin in a run."""
    low = bisect_left(amounts, run[0], key=_start_of)
    return amounts[low : bisect_left(amounts, run[1], lo=low, key=_start_of)]


def _start_of(item: AmountMention) -> int:
    return item.span.start


def _row(page: Page, body: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the runs of a row that name what the money is for.

    Fields with a sum and fields that are only names of bodies are left out; with
    "in that order" a field of several items is several projects.
    """
    line = page.text[body[0] : body[1]]
    if not _FIELDS.search(line):
        return []
    runs: list[tuple[int, int]] = []
    start = 0
    for gap in [*_FIELDS.finditer(line), None]:
        end = gap.start() if gap else len(line)
        run = (body[0] + start, body[0] + end)
        start = gap.end() if gap else len(line)
        if run[1] - run[0] < 2 or page.money_in(*run):
            continue
        rest = _after_names(page, run)
        if rest is not None:
            runs.append(rest)
    runs = [run for run in runs if not _ATTRIBUTE.match(page.key, *run)]
    if not runs:
        return []
    if len(runs) == 1 and _IN_ORDER.search(page.key, *body):
        return _split(page, runs[0])
    sums = [item.end for item in page.money_in(*body)]
    return [run for run in runs if run[0] >= sums[-1]][:1] or runs[:1]


def _after_names(page: Page, run: tuple[int, int]) -> tuple[int, int] | None:
    """Return what stands behind the bodies of a field; None where nothing does."""
    start = run[0]
    for name in page.names_in(*run):
        if name.kind in {"issuer", "institution", "body", "state"}:
            start = max(start, min(name.end, run[1]))
    while start < run[1] and page.text[start] in "の、・,などと ・米":
        start += 1
    return (start, run[1]) if run[1] - start >= 2 else None


def _split(page: Page, run: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the items of a list that runs in the order of another."""
    parts: list[tuple[int, int]] = []
    start = run[0]
    for at in range(run[0], run[1] + 1):
        if at == run[1] or page.text[at] in "、,，":
            if at - start >= 2:
                parts.append((start, at))
            start = at + 1
    return parts


def _head_of(page: Page, start: int) -> bool:
    """Say whether the line above a run of bullets speaks of projects."""
    low = max(0, start - _FAR)
    lines = page.key[low:start].split("\n")
    raw = page.text[low:start].split("\n")
    heads = [
        line
        for line, original in zip(lines, raw, strict=True)
        if line.strip() and not _BULLET.match(original)
    ][-_HEADS:]
    if any(_NOT_HEAD.search(line) for line in heads):
        return False
    return any(_HEAD.search(line) for line in heads)


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
            if pattern is _ASSET_HAN:
                cut = _ASSET_CUT.match(page.key, start, end - 2)
                start = cut.end() if cut else start
                if end - start < 3:
                    continue
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
            found.append(_mention(page, (start, end), (left, right), amounts, count))
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
    text = page.text[start:end].strip(' 「」“”"\u3000')
    start = page.text.index(text, start)
    end = start + len(text)
    window = (
        page.key[passage[0] : passage[1]] if passage[1] - passage[0] < 600 else text
    )
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
    return next(
        (i.money for i in _in(passage, amounts) if i.role != "conversion"), None
    )


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
