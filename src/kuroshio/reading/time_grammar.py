"""What the grammar round a time says of its role; one sign among others."""

from kuroshio.reading.page import Page
from kuroshio.records import DateRole
from kuroshio.text import DateFound, Hit, compile_folded

_CLOSED: dict[str, DateRole] = {
    "agreed": "agreed", "approved": "approved", "blocked": "blocked",
    "announced": "announced", "meeting": "meeting", "effective": "effective",
    "deadline": "deadline", "closed": "closed", "closing": "closed", "other": "other",
}  # fmt: skip
# What an announcement is of, where its sentence says so in the past tense.
_STRONG: tuple[tuple[DateRole, str], ...] = (
    (
        "closed",
        r"終えた|完了した|\bcompleted\b|交割完成|完成收购|has closed|have closed",
    ),
    ("agreed", r"\bsigned\b|署名した|調印した|締結した|签署了?|签订"),
    ("approved", r"\bapproved\b|附条件批准|批准了|获批|承認した|認可した|\bcleared\b"),
    ("blocked", r"must sell|prohibited the|blocked the|否决|禁止了|禁じた"),
)
_STRENGTH = tuple((role, compile_folded(pattern)) for role, pattern in _STRONG)
_UNTIL_BEFORE = compile_folded(
    r"(?:\b(?:by|until|till|before|through|no later than|deadline of|expires? on"
    r"|expires?|up to)"
    r" (?:the )?(?:end of )?|期限:?|截至|截止|到|至|有效至|延长至|不晚于)$"
)
_RANGE = compile_folded(r"(?:\d(?:年|月|日)?|年|月|日)\s?(?:到|至|から|through|to)\s?$")
_UNTIL_AFTER = compile_folded(
    r"\s?(?:までに?|迄|以?前|之前|底前|期限|截止|到期|为止|届满|を期限|deadline)"
)
_TOPIC = compile_folded(
    r"\s?(?:\([^)]{0,20}\))?(?:[、,]|の?(?:朝|午前|午後|夜|夕|深夜|未明|早朝))"
)
# A cue before a time counts as so many characters further away in Chinese.
_BEHIND = 14
_AHEAD_ENGLISH = 3


def role_by_grammar(page: Page, found: DateFound) -> DateRole:
    """Return the role of a time by the words of its clause, then of its sentence.

    Parameters
    ----------
    page : Page
        The document.
    found : DateFound
        One of its times.
    """
    clause = page.clause(found.start, found.end)
    whole = page.bounds(found.start)
    hits = _hits(page, found, clause)
    if {"expected", "closing"} <= {hit.kind for hit in hits} and found.side >= 0:
        return "expected_close"
    if _is_until(page, found):
        return "deadline"
    role = _by_place(page, found, hits, whole)
    if role == "announced":
        return _sharpened(page, found, role)
    return role


def _hits(page: Page, found: DateFound, run: tuple[int, int]) -> list[Hit]:
    """Return the cues of a run that are no part of the time itself."""
    return [
        hit
        for hit in page.near("date", *run)
        if not (found.start <= hit.start and hit.end <= found.end)
    ]


def _is_until(page: Page, found: DateFound) -> bool:
    """Say whether the words that touch a time make it a deadline."""
    before = page.key[max(0, found.start - 24) : found.start]
    past = page.anchor and found.last and found.last < page.anchor
    # The end of a count that is over, not of a time that runs.
    if past and (_RANGE.search(before) or before.endswith("截至")):
        return False
    return bool(_UNTIL_BEFORE.search(before) or _UNTIL_AFTER.match(page.key, found.end))


def _by_place(
    page: Page, found: DateFound, hits: list[Hit], whole: tuple[int, int]
) -> DateRole:
    """Return the role of the cue that the grammar of the language points to."""
    usable = [hit for hit in hits if hit.kind in _CLOSED and hit.kind != "deadline"]
    main = page.languages[:1]
    if main == ("ja",):
        everything = [
            hit
            for hit in _hits(page, found, (found.end, whole[1]))
            if hit.kind in _CLOSED and hit.kind != "deadline"
        ]
        # A time with a comma is the sentence's, whose verb comes last.
        if everything and _TOPIC.match(page.key, found.end):
            return _CLOSED[everything[-1].kind]
        usable = [h for h in usable if h.start >= found.end] or everything or usable
        return _CLOSED[usable[0].kind] if usable else "other"
    if not usable:
        usable = [
            hit
            for hit in _hits(page, found, whole)
            if hit.kind in _CLOSED and hit.kind != "deadline"
        ]
    if not usable:
        return "other"
    return _CLOSED[min(usable, key=lambda hit: _cost(found, hit, main)).kind]


def _cost(found: DateFound, hit: Hit, main: tuple[str, ...]) -> int:
    """Return how far a cue stands from a time, in the language's own order."""
    if hit.start >= found.end:
        return hit.start - found.end + (_AHEAD_ENGLISH if main == ("en",) else 0)
    return found.start - hit.end + (0 if main == ("en",) else _BEHIND)


def _sharpened(page: Page, found: DateFound, role: DateRole) -> DateRole:
    """Return what an announcement is of, where its sentence says it has happened."""
    left, right = page.bounds(found.start)
    if len(page.dates_in(left, right)) > 2:
        return role
    window = page.key[left:right]
    return next((name for name, p in _STRENGTH if p.search(window)), role)
