"""Theses from a book, held against a story: confirmed, challenged or untouched."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_PARTS = re.compile(
    r"\s*[;;|]\s*(?=(?:falsifier|wrong if|owner|证伪|證偽|反证|负责人|負責人)\s*[::])",
    re.IGNORECASE,
)
_FALSIFIER = re.compile(
    r"(?:falsifier|wrong if|证伪|證偽|反证)\s*[::]\s*(.+)", re.IGNORECASE
)
_OWNER = re.compile(r"(?:owner|负责人|負責人)\s*[::]\s*(.+)", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?。!?\n]+[.!?。!?]?")
_WORD = re.compile(r"[a-z][a-z\-]{3,}|[\u3400-\u9fff]{2}", re.IGNORECASE)
ENOUGH = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesis:
    """Why a holding is held: ``falsifier`` and ``owner`` are "" where none is given."""

    security: str
    name: str
    claim: str
    falsifier: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedThesis:
    """A thesis and what a story does to it: confirmed, challenged or untouched."""

    thesis: Thesis
    state: str
    reason: str


def parse_thesis(security: str, name: str, text: str) -> Thesis:
    """Read a thesis: a claim, then ``falsifier:`` and ``owner:`` behind semicolons.

    Examples
    --------
    >>> parse_thesis("1.SZ", "A", "prices hold; falsifier: quota lifted; owner: Li")
    ... # doctest: +NORMALIZE_WHITESPACE
    Thesis(security='1.SZ', name='A', claim='prices hold', falsifier='quota lifted',
           owner='Li')
    """
    claim, falsifier, owner = "", "", ""
    for part in _PARTS.split(text.strip()):
        against, whose = _FALSIFIER.fullmatch(part), _OWNER.fullmatch(part)
        if against is not None:
            falsifier = against[1].strip()
        elif whose is not None:
            owner = whose[1].strip()
        else:
            claim = part.strip() if not claim else f"{claim}; {part.strip()}"
    return Thesis(
        security=security, name=name, claim=claim, falsifier=falsifier, owner=owner
    )


def judge_theses(
    theses: Iterable[Thesis],
    holdings: Iterable[Mapping[str, Any]],
    texts: Iterable[str],
) -> list[JudgedThesis]:
    """Hold theses against what the causes do to the holdings, and against the words.

    Parameters
    ----------
    theses : iterable of Thesis
    holdings : iterable of mapping
        ``security``, ``weight``, ``sign`` and ``via`` as ``expose`` gives them; a
        short's thesis is confirmed by what harms the issuer.
    texts : iterable of str
        The documents: a falsifier most of whose words stand in one sentence
        challenges its thesis whatever the sign is.
    """
    by_security = {item["security"]: item for item in holdings}
    sentences = [found[0] for text in texts for found in _SENTENCE.finditer(text)]
    return [
        _judge(thesis, by_security.get(thesis.security), sentences) for thesis in theses
    ]


def _judge(
    thesis: Thesis, holding: Mapping[str, Any] | None, sentences: list[str]
) -> JudgedThesis:
    said = _said(thesis.falsifier, sentences)
    if said is not None:
        reason = f"the words of its falsifier are in the text: {said[:160]}"
        return JudgedThesis(thesis=thesis, state="challenged", reason=reason)
    sign = holding["sign"] if holding is not None else None
    via = ", ".join(holding["via"]) if holding is not None else ""
    if sign is None:
        return JudgedThesis(thesis=thesis, state="untouched", reason="no path found")
    if sign == 0:
        reason = f"evidence both ways through {via}"
        return JudgedThesis(thesis=thesis, state="challenged", reason=reason)
    side = sign * (-1 if holding is not None and holding["weight"] < 0 else 1)
    state = "confirmed" if side > 0 else "challenged"
    word = "for" if side > 0 else "against"
    reason = f"evidence {word} the position through {via}"
    return JudgedThesis(thesis=thesis, state=state, reason=reason)


def _said(falsifier: str, sentences: list[str]) -> str | None:
    """Return the sentence that holds most of a falsifier's words."""
    wanted = {word.casefold() for word in _WORD.findall(falsifier)}
    if not wanted:
        return None
    for sentence in sentences:
        words = {word.casefold() for word in _WORD.findall(sentence)}
        if len(wanted & words) >= max(2, ENOUGH * len(wanted)):
            return " ".join(sentence.split())
    return None
