"""How far a deal or measure has come, by what the document itself asserts."""

from collections.abc import Sequence
from typing import NamedTuple

from kuroshio.reading.page import Page
from kuroshio.reading.status_signs import ranked, status_signs
from kuroshio.reading.status_weights import WEIGHTS
from kuroshio.records import DateMention, Stance, Status, StatusMention
from kuroshio.text import Hit, SoughtPattern, compile_folded, compile_sought, listed

# What is only planned has not come about.
_UNDONE = frozenset({"completed", "signed", "in_force", "blocked"})
_MONTHS_OLD = 120
_NEAR = 40
# Talks go on about many things; only these say that the deal itself is not settled.
_WEAK_WORDS = frozenset(
    listed(
        "talks considering weighing candidate candidates preliminary 考虑 谈判 "
        "磋商 协商 洽谈 商谈 初步 交渉 検討 候補 候选 见送 lapsed suspended 恢复 重申"
    )
)
# What is forbidden or stopped here is a journey or a law's matter, not the deal.
_OTHER_OBJECT = compile_folded(
    r"\s?(?:前往|出境|离境|入境|对出口征税|on exports|对外披露|转让给"
    r"|委员会|制度|局\b|使用|从事|携带|or\b|ors\b|总结|代表|团|结束|专家|官员|成果|历时|桌|者)"
)
# A letter of intent is signed, and yet nothing is agreed.
_INTENT = compile_folded(
    r"[^,。;.]{0,12}?(?:意向书|备忘录?草案|letters? of intent|基本合意)"
)
# The day of the notice itself is the day from which it applies.
_SAME_DAY = compile_folded(r"(?:公布|发布|公告|告示|公示|即|本|当)の?日?$")
_BY_LAW = compile_folded(r"(?:宪法|法律|法规|规定|章程|the constitution|law)\s?$")
_MEASURE = compile_sought(
    r"tariff|dut(?:y|ies)\b|export control|export ban|sanction|entity list|port fee"
    r"|curbs?\b"
    r"|关税|出口管制|管制|加征|制裁|暂停进口|禁令|清单|輸出管理|輸出規制|輸出を禁止|禁輸|关税率|行政令"
    r"|对等关税|反倾销|反补贴|实体清单|许可证|停收|省令|規制"
)
_DEAL = compile_sought(
    r"acqui|takeover|\bbuy|\binvest|stake|merger|joint venture|loan|收购|投资|并购"
    r"|入股|买下|建厂|合资"
    r"|買収|投資|出資|融資|統合|設厂|设厂|贷款|\bmou\b|memorandum"
)
_DRAFT = compile_folded(
    r"proposed rule|draft|consultation paper|改正案|意見募集|征求意见|草案"
    r"|パブリックコメント|拟议规则"
)
_HEAD = 260


class Stage(NamedTuple):
    """A word of a stage: where it stands, its stance, the stage it stands for."""

    hit: Hit
    stance: Stance
    value: Status


_IN_REVIEW = compile_sought(
    r"(?:展开|启动|发起|开展|进行)[^,。;]{0,14}(?:调查|审查)|(?:审查|调查|审批)仍在进行"
    r"|(?:opened|began|launched|started|opens|begins|launches)[^.;,]{0,30}"
    r"(?:probe|investigation|review|inquiry)"
)
_BLOCKED = compile_sought(
    r"turn(?:ed|s)[^.;,]{0,30} down\b|不会[^,。]{0,16}(?:要约|收购|并购)"
    r"|(?:ordered|orders|must|has to|have to|told)[^.;,]{0,40}"
    r"(?:to (?:sell|close|shut|leave|end|divest)|end all|wind up)"
    r"|drop(?:s|ped) (?:its|the|a|their) (?:bid|offer|plan|deal|proposal)"
    r"|合意(?:书)?を(?:解除|破弃)|协议を(?:打ち切|终え)"
)
_SIGNED = compile_sought(
    r"订立[^,。]{0,12}协议|签[署订][^,。]{0,20}(?:协议|合同|合约|契约)"
)
_NEGOTIATING = compile_sought(
    r"(?:法的)?拘束力は?ない|没有(?:法律)?约束力|不具(?:有)?(?:法律)?约束力"
    r"|no binding (?:agreement|offer)|not binding"
)
_FOUND: tuple[tuple[Status, SoughtPattern], ...] = (
    ("in_review", _IN_REVIEW),
    ("blocked", _BLOCKED),
    ("signed", _SIGNED),
    ("negotiating", _NEGOTIATING),
)


def find_statuses(
    page: Page, dates: Sequence[DateMention]
) -> tuple[tuple[StatusMention, ...], StatusMention | None]:
    """Return the words of stages, each with its stance, and the one that holds.

    A denied or attributed statement never beats an asserted one; a planned completion
    is an announcement; an event of another time is history; a measure is in force or
    not by its effective day, and what it forbids is not a blocked deal.

    Parameters
    ----------
    page : Page
        The document as found so far.
    dates : sequence of DateMention
        Its times with their roles.
    """
    measure = is_measure(page)
    stages = find_stages(page, dates, measure=measure)
    mentions = tuple(_mention(page, one.hit, one.value, one.stance) for one in stages)
    best: tuple[tuple[bool, int], StatusMention] | None = None
    for one, mention in zip(stages, mentions, strict=True):
        if one.stance == "denied":
            continue
        weight = ranked(stage_signs(page, one, measure=measure), WEIGHTS)
        rank = (one.stance != "attributed", weight)
        if best is None or rank > best[0]:
            best = (rank, mention)
    chosen = best[1] if best else None
    return mentions, _by_day(page, dates, chosen) if measure else chosen


def find_stages(
    page: Page, dates: Sequence[DateMention], *, measure: bool
) -> list[Stage]:
    """Return the words of stages, each with its stance and the stage it stands for.

    Parameters
    ----------
    page : Page
        The document as found so far.
    dates : sequence of DateMention
        Its times with their roles.
    measure : bool
        Whether it is about a measure, whose prohibitions block no deal.
    """
    hits = [
        *page.cues.get("status", ()),
        *(
            Hit(match.start(), match.end(), kind)
            for kind, pattern in _FOUND
            for match in pattern.finditer(page.key)
        ),
    ]
    out = []
    for hit in _longest(hits):
        if _counts(page, hit, measure):
            stance = _stance(page, hit)
            value = _value(page, hit, stance)
            if measure and value == "signed":
                value = _by_effect(page, dates)
            out.append(Stage(hit, stance, value))
    return out


def _by_effect(page: Page, dates: Sequence[DateMention]) -> Status:
    """Return the stage of a signed measure: by the day from which it applies."""
    days = [d.when.start for d in dates if d.role == "effective" and d.when.start]
    if not days or page.anchor is None:
        return "announced"
    near = min(days, key=lambda day: abs((day - (page.anchor or day)).days))
    return "final_not_effective" if near > page.anchor else "in_force"


def stage_signs(page: Page, stage: Stage, *, measure: bool) -> list[str]:
    """Return the signs of a word of a stage; see :mod:`status_signs`."""
    signs = status_signs(page, stage.hit, stage.stance, stage.value, measure=measure)
    if page.key[stage.hit.start : stage.hit.end] in _WEAK_WORDS:
        signs.append("weak")
    if _is_old(page, stage.hit):
        signs.append("old")
    return signs


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that lie in no longer one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


def is_measure(page: Page) -> bool:
    """Say whether the head of a document is about a measure rather than a deal."""
    head = page.key[: max(_HEAD, page.title_end)]
    return len(_MEASURE.findall(head)) > len(_DEAL.findall(head))


def _mention(page: Page, hit: Hit, value: Status, stance: Stance) -> StatusMention:
    return StatusMention(
        value=value,
        span=page.span(hit.start, hit.end),
        stance=stance,
        sentence=page.sentence_at(hit.start),
    )


def _counts(page: Page, hit: Hit, measure: bool) -> bool:
    """Say whether words of a stage are about the deal or measure itself."""
    if _OTHER_OBJECT.match(page.key, hit.end) or _in_name(page, hit):
        return False
    if _BY_LAW.search(page.key, max(0, hit.start - 8), hit.start):
        return False
    word = page.key[hit.start : hit.end]
    return not (measure and hit.kind == "blocked" and _FORBIDS.search(word))


def _in_name(page: Page, hit: Hit) -> bool:
    """Say whether words lie inside somebody's name ("review board")."""
    return any(
        name.kind in _BODIES and name.start <= hit.start and hit.end <= name.end
        for name in page.names_in(hit.start - _LONGEST_NAME, hit.end)
    )


_BODIES = frozenset({"institution", "issuer", "body", "person"})
_LONGEST_NAME = 40
_FORBIDS = compile_folded(r"禁止|禁じ|prohibit|block|中止|停止|撤销|取り消し")


def _stance(page: Page, hit: Hit) -> Stance:
    """Return how the document stands to the words of a stage."""
    low, high = page.clause(hit.start, hit.end)
    is_han = page.text[hit.start] > "\u2fff"
    moods = {
        mood.kind
        for mood in page.near("mood", low, high)
        if not (hit.start < mood.end and mood.start < hit.end)
        and (mood.start < hit.start or is_han)
        and abs(mood.start - hit.start) < _NEAR
    }
    if "negation" in moods:
        return "denied"
    if "conditional" in moods:
        return "conditional"
    if "attributed" in moods:
        return "attributed"
    if "modal" in moods or _is_future(page, low, high):
        return "planned"
    return "asserted"


def _is_future(page: Page, low: int, high: int) -> bool:
    """Say whether a clause names a time after the document."""
    if page.anchor is None:
        return False
    return any(
        item.first is not None and item.first > page.anchor
        for item in page.dates_in(low, high)
    )


def _value(page: Page, hit: Hit, stance: Stance) -> Status:
    """Return the stage that the words stand for in their stance."""
    value: Status = hit.kind  # type: ignore[assignment]
    if hit.kind == "signed" and _INTENT.match(page.key, hit.end):
        return "announced"
    if hit.kind == "final_not_effective" and _has_begun(page, hit):
        return "in_force"
    if stance == "planned" and hit.kind in _UNDONE:
        value = "final_not_effective" if hit.kind == "in_force" else "announced"
    if value == "final_not_effective" and _DRAFT.search(page.key):
        return "announced"
    return value


def _has_begun(page: Page, hit: Hit) -> bool:
    """Say whether the day from which a rule is to apply has come."""
    if _SAME_DAY.search(page.key, max(0, hit.start - 6), hit.start + 1):
        return True
    low, _ = page.clause(hit.start, hit.end)
    near = page.dates_in(low, hit.end) or page.dates_in(
        page.bounds(hit.start)[0], hit.start
    )
    days = [item.first for item in near if item.first is not None]
    return page.anchor is not None and bool(days) and days[-1] <= page.anchor


def _is_old(page: Page, hit: Hit) -> bool:
    """Say whether the nearest time of the clause lies well before the document."""
    if page.anchor is None:
        return False
    low, high = page.clause(hit.start, hit.end)
    dated = (item.last for item in page.dates_in(low, high) if item.last is not None)
    first = next(dated, None)
    return first is not None and (page.anchor - first).days > _MONTHS_OLD


def _by_day(
    page: Page, dates: Sequence[DateMention], chosen: StatusMention | None
) -> StatusMention | None:
    """Return the stage of a measure by its effective day, where the text gives one.

    Only where no words of the text are sharper than an announcement.
    """
    if page.anchor is None or (chosen is not None and chosen.value != "announced"):
        return chosen
    if _DRAFT.search(page.key):
        return chosen
    anchor = page.anchor
    days = [d for d in dates if d.role == "effective" and d.when.start is not None]
    # Of several days the nearest is this measure's; an older one is another's.
    days.sort(key=lambda d: abs(((d.when.start or anchor) - anchor).days))
    for item in days:
        if item.when.start is not None:
            ahead = item.when.start > anchor
            return StatusMention(
                value="final_not_effective" if ahead else "in_force",
                span=item.span,
                stance="planned" if ahead else "asserted",
                sentence=item.sentence,
            )
    return chosen
