"""How far a deal or measure has come, by what the document itself asserts."""

from collections.abc import Sequence

from kuroshio.reading.page import Page
from kuroshio.records import DateMention, Stance, Status, StatusMention
from kuroshio.text import Hit, compile_folded, listed

# How sharp the words of a stage are; a later stage beats an earlier one.
_WEIGHT: dict[str, float] = {
    "completed": 6.0, "blocked": 5.0, "in_force": 5.0, "final_not_effective": 5.5,
    "signed": 4.5, "in_review": 3.5, "negotiating": 3.5, "announced": 2.0,
}  # fmt: skip
_TITLE, _LEAD, _EARLY, _OLD = 2.5, 2.0, 0.5, -5.0
_CONDITIONAL, _DENIED_ELSEWHERE, _WEAK = -4.0, -3.0, -1.5
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
    r"|使用|从事|携带|or\b|ors\b|总结|代表|团|结束|专家|官员|成果|历时|桌|者)"
)
# A letter of intent is signed, and yet nothing is agreed.
_INTENT = compile_folded(
    r"[^,。;.]{0,12}?(?:意向书|备忘录?草案|letters? of intent|基本合意)"
)
# The day of the notice itself is the day from which it applies.
_SAME_DAY = compile_folded(r"(?:公布|发布|公告|告示|公示|即|本|当)の?日?$")
_BY_LAW = compile_folded(r"(?:宪法|法律|法规|规定|章程|the constitution|law)\s?$")
_MEASURE = compile_folded(
    r"tariff|dut(?:y|ies)\b|export control|export ban|sanction|entity list|port fee"
    r"|curbs?\b"
    r"|关税|出口管制|管制|加征|制裁|暂停进口|禁令|清单|輸出管理|輸出規制|輸出を禁止|禁輸|关税率|行政令"
    r"|对等关税|反倾销|反补贴|实体清单|许可证|停收|省令|規制"
)
_DEAL = compile_folded(
    r"acqui|takeover|\bbuy|\binvest|stake|merger|joint venture|loan|收购|投资|并购"
    r"|入股|买下|建厂|合资"
    r"|買収|投資|出資|融資|統合|設厂|设厂|贷款|\bmou\b|memorandum"
)
_DRAFT = compile_folded(
    r"proposed rule|draft|consultation paper|改正案|意見募集|征求意见|草案"
    r"|パブリックコメント|拟议规则"
)
_HEAD = 260


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
    longest = _longest(page.cues.get("status", []))
    hits = [hit for hit in longest if _counts(page, hit, measure)]
    stances = [_stance(page, hit) for hit in hits]
    denied = {
        hit.kind
        for hit, stance in zip(hits, stances, strict=True)
        if stance == "denied"
    }
    mentions: list[StatusMention] = []
    best: tuple[tuple[bool, float], StatusMention] | None = None
    for hit, stance in zip(hits, stances, strict=True):
        value, score = _weigh(page, hit, stance)
        if hit.kind in denied and stance != "denied":
            score += _DENIED_ELSEWHERE
        mention = _mention(page, hit, value, stance)
        mentions.append(mention)
        rank = (stance not in {"denied", "attributed"}, score)
        if stance != "denied" and (best is None or rank > best[0]):
            best = (rank, mention)
    chosen = best[1] if best else None
    return tuple(mentions), _by_day(page, dates, chosen) if measure else chosen


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
    if _OTHER_OBJECT.match(page.key, hit.end):
        return False
    if _BY_LAW.search(page.key, max(0, hit.start - 8), hit.start):
        return False
    word = page.key[hit.start : hit.end]
    return not (measure and hit.kind == "blocked" and _FORBIDS.search(word))


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


def _weigh(page: Page, hit: Hit, stance: Stance) -> tuple[Status, float]:
    """Return the stage that the words stand for in their stance, and their weight."""
    value: Status = hit.kind  # type: ignore[assignment]
    score = _WEIGHT[hit.kind]
    if hit.kind == "signed" and _INTENT.match(page.key, hit.end):
        return "announced", _WEIGHT["announced"] + _place(page, hit)
    if hit.kind == "final_not_effective" and _has_begun(page, hit):
        return "in_force", _WEIGHT["in_force"] + _place(page, hit)
    if stance == "planned" and hit.kind in {
        "completed",
        "signed",
        "in_force",
        "blocked",
    }:
        value = "final_not_effective" if hit.kind == "in_force" else "announced"
        score = 5.0 if hit.kind == "in_force" else 2.0
    if value == "final_not_effective" and _DRAFT.search(page.key):
        value = "announced"
    if stance == "conditional":
        score += _CONDITIONAL
    if page.key[hit.start : hit.end] in _WEAK_WORDS:
        score += _WEAK
    return value, score + _place(page, hit) + (_OLD if _is_old(page, hit) else 0.0)


def _has_begun(page: Page, hit: Hit) -> bool:
    """Say whether the day from which a rule is to apply has come."""
    if _SAME_DAY.search(page.key, max(0, hit.start - 6), hit.start + 1):
        return True
    low, _ = page.clause(hit.start, hit.end)
    days = [
        item.first for item in page.dates_in(low, hit.end) if item.first is not None
    ]
    return page.anchor is not None and bool(days) and days[-1] <= page.anchor


def _place(page: Page, hit: Hit) -> float:
    """Return what the place of the words adds: title, lead, first half."""
    if hit.start < page.title_end:
        return _TITLE
    if page.sentence_at(hit.start) <= 3:
        return _LEAD
    return _EARLY if hit.start < len(page.key) * 0.5 else 0.0


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
