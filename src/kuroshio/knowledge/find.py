"""Candidates for a name, each with its reason."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from kuroshio.knowledge.names import NameTable, name_key
from kuroshio.records import Candidate, Institution, NameMatch, Names, Post, Term

_SHORTEST = 5
_CUTOFF = 80
_MOST = 20


class _Known(Protocol):
    """What is asked of knowledge here; `Knowledge` answers."""

    @property
    def institutions(self) -> Mapping[str, Institution]: ...
    @property
    def posts(self) -> Mapping[str, Post]: ...
    @property
    def names(self) -> NameTable: ...
    def find_names(self, text: str) -> tuple[NameMatch, ...]: ...
    def holders(self, post: str, on: date) -> tuple[Term, ...]: ...
    def terms_in(self, post: str) -> tuple[Term, ...]: ...
    def is_active(self, identity: str, on: date) -> bool: ...
    def names_of(self, identity: str) -> Names | None: ...
    def kind_of(self, identity: str) -> str | None: ...


def find_entities(
    knowledge: _Known, text: str, *, on: date | None = None
) -> tuple[Candidate, ...]:
    """Return what a text may mean, best first.

    Parameters
    ----------
    knowledge : Knowledge
        What is known.
    text : str
        A name, a title, or a title with a name.
    on : date or None
        The day the text speaks of; then holders of a post on that day are named, and
        bodies or people of another time come later.

    Returns
    -------
    tuple of Candidate
        Each id once, by score, kind and id; at most twenty. The score is 1 for a known
        name as written, less for one equal after folding, for the holder of a post that
        the text names, for a name within the text, and for a similar name (Indel ratio
        of at least 0.8, names of at least five letters).
    """
    best: dict[str, Candidate] = {}
    for candidate in (
        *_whole(knowledge, text, on),
        *_within(knowledge, text, on),
        *_similar(knowledge, text, on),
    ):
        known = best.get(candidate.id)
        if known is None or candidate.score > known.score:
            best[candidate.id] = candidate
    ordered = sorted(best.values(), key=lambda one: (-one.score, one.kind, one.id))
    return tuple(ordered[:_MOST])


def _candidate(
    knowledge: _Known, identity: str, reason: str, score: float, on: date | None
) -> Candidate:
    """Return a candidate; one of another time scores less and says so."""
    if on is not None and not knowledge.is_active(identity, on):
        reason, score = (
            f"{reason}; {_out_of_time(knowledge, identity, on)}",
            score * 0.9,
        )
    names = knowledge.names_of(identity)
    return Candidate(
        id=identity,
        kind=knowledge.kind_of(identity) or "",
        name=names.en if names is not None else identity,
        reason=reason,
        score=round(score, 3),
        on=on,
    )


def _out_of_time(knowledge: _Known, identity: str, on: date) -> str:
    body = knowledge.institutions.get(identity)
    if body is None:
        return f"in no known post on {on}"
    if body.end is not None and body.end < on:
        return f"ended on {body.end}"
    return f"began on {body.start}"


def _whole(knowledge: _Known, text: str, on: date | None) -> Iterator[Candidate]:
    """Yield what the whole text names, and holders of the posts among them."""
    for alias, ids in knowledge.names.lookup(text):
        same = alias == text.strip()
        reason = f"known name {alias}" if same else f"same as {alias} after folding"
        for identity in ids:
            yield _candidate(knowledge, identity, reason, 1.0 if same else 0.98, on)
            yield from _holders(knowledge, identity, on, 0.95)


def _within(knowledge: _Known, text: str, on: date | None) -> Iterator[Candidate]:
    """Yield what parts of the text name."""
    for match in knowledge.find_names(text):
        share = (match.end - match.start) / max(len(text.strip()), 1)
        for identity in match.candidates:
            reason = f"{match.alias} is in the text"
            yield _candidate(knowledge, identity, reason, 0.6 + 0.3 * share, on)
            yield from _holders(knowledge, identity, on, 0.55 + 0.3 * share)


def _holders(
    knowledge: _Known, post: str, on: date | None, score: float
) -> Iterator[Candidate]:
    if post not in knowledge.posts:
        return
    terms = knowledge.holders(post, on) if on is not None else knowledge.terms_in(post)
    title = knowledge.posts[post].names.en
    for term in terms:
        reason = f"{title} {_period(term)}"
        yield _candidate(knowledge, term.person, reason, score, on)


def _period(term: Term) -> str:
    return f"from {term.start}" + (f" to {term.end}" if term.end is not None else "")


def _similar(knowledge: _Known, text: str, on: date | None) -> Iterator[Candidate]:
    """Yield entities with a similar name; short names are too easily alike."""
    # Imported where used: only this command compares names loosely.
    from rapidfuzz import fuzz, process

    key = name_key(text.strip())
    if len(key) < _SHORTEST:
        return
    for name, ratio, index in process.extract(
        key, knowledge.names.keys, scorer=fuzz.ratio, score_cutoff=_CUTOFF, limit=_MOST
    ):
        if len(name) < _SHORTEST or name == key:
            continue
        for form in knowledge.names.forms[index]:
            reason = f"similar to {form.alias} ({ratio:.0f} %)"
            for identity in form.ids:
                yield _candidate(knowledge, identity, reason, ratio / 100 * 0.8, on)
