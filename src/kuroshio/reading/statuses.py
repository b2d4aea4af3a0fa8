"""How far a deal or measure has come, by what the document itself asserts."""

from kuroshio.reading.page import Page
from kuroshio.records import Stance, Status, StatusMention
from kuroshio.text import Hit

# How sharp the words of a stage are; a later stage beats an earlier one.
_WEIGHT: dict[str, float] = {
    "completed": 6.0, "blocked": 5.0, "in_force": 5.0, "final_not_effective": 5.5,
    "signed": 4.5, "in_review": 3.5, "negotiating": 3.0, "announced": 2.0,
}  # fmt: skip
_TITLE, _LEAD, _EARLY = 2.5, 2.0, 0.5
_OLD = -5.0
_MONTHS_OLD = 120


def find_statuses(page: Page) -> tuple[tuple[StatusMention, ...], StatusMention | None]:
    """Return the words of stages, each with its stance, and the one that holds.

    A denied or attributed statement never beats an asserted one; a planned completion
    is an announcement; an event of another time is history.

    Parameters
    ----------
    page : Page
        The document as found so far.
    """
    mentions: list[StatusMention] = []
    best: tuple[tuple[bool, float], StatusMention] | None = None
    for hit in page.cues.get("status", []):
        stance = _stance(page, hit)
        value, score = _weigh(page, hit, stance)
        mention = StatusMention(
            value=value,
            span=page.span(hit.start, hit.end),
            stance=stance,
            sentence=page.sentence_at(hit.start),
        )
        mentions.append(mention)
        rank = (stance not in {"denied", "attributed"}, score)
        if stance != "denied" and (best is None or rank > best[0]):
            best = (rank, mention)
    return tuple(mentions), best[1] if best else None


def _stance(page: Page, hit: Hit) -> Stance:
    """Return how the document stands to the words of a stage."""
    low, high = page.clause(hit.start, hit.end)
    moods = {
        mood.kind
        for mood in page.near("mood", low, high)
        if not (hit.start <= mood.start and mood.end <= hit.end)
        and (mood.start < hit.start or page.text[hit.start] > "\u2fff")
        and abs(mood.start - hit.start) < 40
    }
    if "negation" in moods:
        return "denied"
    if "conditional" in moods:
        return "conditional"
    if "attributed" in moods:
        return "attributed"
    return "planned" if "modal" in moods else "asserted"


def _weigh(page: Page, hit: Hit, stance: Stance) -> tuple[Status, float]:
    """Return the stage that the words stand for in their stance, and their weight."""
    value: Status = hit.kind  # type: ignore[assignment]
    score = _WEIGHT[hit.kind]
    if stance == "planned" and hit.kind in {"completed", "signed", "in_force"}:
        value = "final_not_effective" if hit.kind == "in_force" else "announced"
        score = 2.0
    if stance == "conditional":
        score -= 4
    if hit.start < page.title_end:
        score += _TITLE
    elif page.sentence_at(hit.start) <= 3:
        score += _LEAD
    elif hit.start < len(page.key) * 0.5:
        score += _EARLY
    if _is_old(page, hit):
        score += _OLD
    return value, score


def _is_old(page: Page, hit: Hit) -> bool:
    """Say whether the nearest time of the clause lies well before the document."""
    if page.anchor is None:
        return False
    low, high = page.clause(hit.start, hit.end)
    for found in page.dates:
        if found.start >= high:
            break
        if found.start >= low and found.last is not None:
            return (page.anchor - found.last).days > _MONTHS_OLD
    return False
