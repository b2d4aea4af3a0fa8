"""Funded assets: from bullets, lists in sentences, order-aligned lists and tables."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kuroshio.reading.assets import Asset, find_assets
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
_FIELDS = re.compile(r"\u3000+|\t+| {2,}|(?<=[^\s])[=＝:：](?=[^\s])")
# Labels of a table that say something of the deal, not of an asset.
_ATTRIBUTE = compile_folded(
    r"(?:金额|结构|借款|补助|自有|资金|投资额|出资|雇用|总额|总投资|时间|条件|价格|对价|合计|期限|利率|承诺|规模|营收"
    r"|厂址|地点|地址|総額|資金|融資|株式|期間|条件|備考|price|value|timing|break|equity|enterprise|terms|total"
    r"|funding|size|deal|cash|debt|headline|stake)"
)
_IN_ORDER = compile_folded(r"顺に|順に|それぞれ|依序|分别|依次|respectively")
# The lines above a run of bullets that may be its head, and how far they may be.
_HEADS, _FAR = 2, 4000
# So many names are compared with a new one.
_MOST = 60
# One asset of two names, where no count tells them apart.
_AND = frozenset({"及", "和", "以及", "与", "暨", "や", "と"})
_COUNTS = {
    "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "another": 1, "one": 1,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "十": 10,
}  # fmt: skip
# What tells one more plant from those before it.
_TOLD = compile_folded(r" (?:for|to make|making) [a-z]")
_BESIDE, _FIRST = 24, 160
# Between a place and its asset; between an asset and its place.
_LEADS = compile_folded(
    r"(?:['’]s)? ?(?:[\u4e00-\u9fffァ-ヺー]{0,10}(?:的|の|に|で|州|市|省|県|县|町))?"
    r"(?:新?建设?|兴建|设立?|投资)?(?:an? |the |new |first |second )*"
)
_BEHIND = compile_folded(
    r",? ?(?:\([^)]{0,30}\))?,? ?(?:(?:to be |will be |is )?(?:built |located |sited )?"
    r"(?:in|at|near|off|outside|across) )?(?:the |(?:north|south|east|west)ern )*"
    r"(?:[a-z.'-]+,? ){0,5}|(?:将|将会)?"
    r"(?:设在|位于|落户|坐落于|建在|建于|=)[^,。]{0,8}"
)
# A sea that bears a country's name is no place in it.
_SEA = compile_folded(r"(?:gulf|sea|bay|coast) of (?:the )?$")
_PLACE_EN = re.compile(
    r" (?:in|at|near|off|outside) (?:the )?"
    r"(?P<place>[A-Z][\w.'’-]+(?:(?: of| al| de)? [A-Z][\w.'’-]*\w)*)"
)
_PLACE_WORD = r"(?P<place>[\u4e00-\u9fffァ-ヺー]{2,8}?(?:州|省|県|县|縣|市|町|村))"
_PLACE_HAN = re.compile(
    rf"(?:^|[^\u4e00-\u9fffァ-ヺー]|在|位于|位於|国|國|米){_PLACE_WORD}"
    r"(?:[\u4e00-\u9fffァ-ヺー]{1,6}?(?:市|町|村|区|郡))?"
    r"(?:沖|内|に|の|で|的)?(?:建てる|建设|建設|興建|兴建|新建|投资|设|設)?(?:の)?$"
)
_PLACE_HAN_IN = re.compile(rf"{_PLACE_WORD}(?:に|の|で|的)")
_ASIDE = compile_folded(
    r"\b(?:where|while|whereas|which|who|as|amid|against|unlike|than|for|from|by|and|but"
    r"|with|its)\b|[.;。]"
)
_OPERATOR = compile_folded(
    r"(?:led by|operated by|run by|operator:?|built by)\s|(?:运营商?|運営|が運営|主导)"
)
# Items that are terms of a rule or of a contract, not assets.
_RULE = compile_folded(
    r"关税|税率|制裁|出口|许可证|tariff|dut(?:y|ies)\b|percent|licen[cs]e|royalt|milestone"
    r"|ships? a year|里程碑|分成|価格|税"
)
_COUNTED_HEAD = compile_folded(
    r"(?:\d+|[一二三四五六七八九十两]|two|three|four|five|six|seven)\s?(?:个|项|座|处|件|海域)"
    r"|(?:two|three|four|five|six|\d+) [a-z ]{0,20}(?:projects|plants|sites|facilities)"
)
_MADE_HEAD = compile_folded(
    r"support|buys|includ|build|fund|projects?|内訳|内容|包括|如下|以下|次の|项目|计划"
)
_WORKS = compile_folded(
    r"expansion|upgrad|moderni[sz]ation|docks?|quays?|plant|fab|lines?\b|facility|reactor"
    r"|terminal|park|grid|扩建|改造|升级|工程|増設|改修|前工程|後工程|整備"
)
_FIELD_END = re.compile(r"[(（,，;；。|]|\s[-–—]\s|\s?[:：]\s|\s\s|　|\s(?=最大|約|\d)")
_FIRST_WORDS, _LEAD, _MOST_NAMED = 80, 400, 6
# A project that bears a name in quotation marks.
_CALLED_PROJECT = re.compile(
    r"(?:项目|項目|工程|プロジェクト|工場|工厂)[“「『](?P<name>(?![是将有不会])[^”」』\n]{2,16})[”」』]"
)
# A project by its field: "a battery project", where the text speaks of building.
_FIELD_PROJECT = re.compile(
    r"(?:建设|建設|新建|投资|投資|开发|開発|参与|の)(?:的|の)?"
    r"(?P<name>[\u4e00-\u9fffA-Za-z()]{0,10}?(?:电池|電池|光伏|风电|風電|盐湖|石化|炼化|锂|鋰|铜|銅"
    r"|LNG|天然气|天然ガス|(?<=ガス)(?:\(LNG\))|氢能|水素|地热|地熱|核电|核電|煤电|水电|水電|铁路|鐵路|洋上風力発電)"
    r"(?:\([A-Za-z]+\))?(?:一体化|一期|合资|合資)?(?:项目|項目|計画|事業|プロジェクト))"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9-])(?P<name>[A-Z]{2,6}-\d{2,6}[A-Z]?)(?![A-Za-z0-9])"
)
_LICENCE = compile_folded(
    r"licen[cs]e|licensing|许可|授权|ライセンス|导出|新药|antibody|治疗薬|药"
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
    found = _from_bullets(page, amounts) or _from_items(page, amounts)
    found = found or _from_sentences(page, amounts)
    found += _from_names(page, amounts, found)
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


def _from_items(page: Page, amounts: Sequence[AmountMention]) -> list[ProjectMention]:
    """Return the assets that items of a list are, where two items or more are.

    Under a head that counts projects every item is one, by its first field.
    """
    found: list[ProjectMention] = []
    for match in _BULLET.finditer(page.text):
        start, end = match.span("body")
        if _RULE.search(page.key, start, end) or _ATTRIBUTE.match(page.key, start):
            continue
        counted = _COUNTED_HEAD.search(_line_above(page, match.start())) is not None
        assets = [
            item
            for item in find_assets(page.key[start:end])
            if item.start < _FIRST_WORDS
        ]
        if assets:
            asset = assets[0]
            run = (start + asset.start, start + asset.end)
        elif counted or (
            _WORKS.search(page.key, start, min(end, start + _FIRST_WORDS))
            and _MADE_HEAD.search(_line_above(page, match.start()))
        ):
            gap = _FIELD_END.search(page.text, start, end)
            run = (start, gap.start() if gap else end)
        else:
            continue
        if run[1] - run[0] >= 2 and not page.money_in(*run):
            found.append(_mention(page, run, (start, end), amounts, None))
    return found if len(found) > 1 else []


def _line_above(page: Page, start: int) -> str:
    """Return the last line above an item that is no item itself."""
    low = max(0, start - _FAR)
    for line, raw in zip(
        reversed(page.key[low:start].split("\n")),
        reversed(page.text[low:start].split("\n")),
        strict=True,
    ):
        if line.strip() and not _BULLET.match(raw):
            return line
    return ""


def _from_names(
    page: Page, amounts: Sequence[AmountMention], known: Sequence[ProjectMention]
) -> list[ProjectMention]:
    """Return projects by their own names: in quotation marks, or a drug's code."""
    found: list[ProjectMention] = []
    seen = {item.name for item in known}
    patterns = [_CALLED_PROJECT, _FIELD_PROJECT]
    if _LICENCE.search(page.key, 0, _LEAD):
        patterns.append(_CODE)
    for pattern in patterns:
        for match in pattern.finditer(page.text):
            start, end = match.span("name")
            name = page.text[start:end]
            inside = any(i.span.start < end and start < i.span.end for i in known)
            if inside or any(name in one or one in name for one in seen):
                continue
            seen.add(name)
            found.append(
                _mention(page, (start, end), page.bounds(start), amounts, None)
            )
    return found[:_MOST_NAMED]


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
    while start < run[1] and page.text[start] in "の、・,などと ・米州沖県":
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
    """Return assets from sentences that speak of building or funding.

    Each once by its name; those of the title only where the body has no such one.
    """
    found: list[ProjectMention] = []
    seen: list[str] = []
    quoted = [(quote.start, quote.end) for quote in page.quotes]
    assets = sorted(find_assets(page.key), key=lambda item: item.start)
    full = [item for item in assets if not item.bare]
    body = [item for item in full or assets if item.start >= page.title_end]
    before = 0
    for item in body or assets:
        name = page.key[item.start : item.end]
        joined = item.count is None and page.key[before : item.start] in _AND
        before = item.end
        if joined or _is_named(page, item) or _in_quotes(quoted, item.start):
            continue
        if _is_known(page, item, seen[:_MOST]):
            continue
        seen.append(name)
        passage = page.bounds(item.start)
        run = (item.start, item.end)
        found.append(_mention(page, run, passage, amounts, item.count))
    return found


def _is_known(page: Page, item: Asset, seen: Sequence[str]) -> bool:
    """Say whether an asset is one named before, perhaps in fewer words."""
    name = page.key[item.start : item.end]
    if item.count is not None and _TOLD.match(page.key, item.end):
        return name in seen
    return any(known.endswith(name) or name.endswith(known) for known in seen)


def _is_named(page: Page, item: Asset) -> bool:
    """Say whether a phrase is a body's name, or says what kind of firm one is."""
    for name in page.names_in(item.start, item.end + 2):
        if name.kind in {"issuer", "body", "institution"} and (
            name.end >= item.end or name.start == item.end
        ):
            return True
    return False


def _in_quotes(quoted: Sequence[tuple[int, int]], at: int) -> bool:
    """Say whether an offset lies in a quotation; those are in order."""
    index = bisect_right(quoted, at, key=lambda run: run[0])
    return index > 0 and at < quoted[index - 1][1]


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
        location=_location(page, (start, end), passage),
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


def _location(page: Page, run: tuple[int, int], passage: tuple[int, int]) -> str | None:
    """Return the place of an asset: in its name, right before or right behind it.

    A bullet's first sentence may name the place as well; later ones speak of others.
    """
    start, end = run
    _, stop = page.bounds(end)
    for name in page.names_in(max(passage[0], start - _BESIDE), stop):
        if name.kind != "state" or _SEA.search(page.key, name.start - 12, name.start):
            continue
        inside = start <= name.start < end
        ahead = name.end <= start and _LEADS.fullmatch(page.key, name.end, start)
        behind = name.start >= end and _is_behind(page.key[end : name.start])
        if inside or ahead or behind:
            return name.canonical
    return _written(page, run)


def _written(page: Page, run: tuple[int, int]) -> str | None:
    """Return the place that touches an asset, as the text writes it."""
    start, end = run
    after = _PLACE_EN.match(page.text, end) or _PLACE_EN.search(page.text, start, end)
    before = _PLACE_HAN.search(page.text, max(0, start - _BESIDE), start)
    within = _PLACE_HAN_IN.match(page.text, start, end)
    match = after or before or within
    return match["place"] if match else None


def _is_behind(gap: str) -> bool:
    """Say whether the words between an asset and a place make it the asset's."""
    if _ASIDE.search(gap):
        return False
    return bool(_BEHIND.fullmatch(gap)) or (":" in gap[:2] and len(gap) < _FIRST)


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
