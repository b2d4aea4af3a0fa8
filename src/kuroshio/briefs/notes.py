"""The notes of a brief: what stands behind each number, numbered once.

R notes are register facts, T notes sentences of the documents, L notes links, K notes
rules, M notes methods, D notes data. A block asks for the reference of a key; the notes
are printed behind the first page and linked to from every number.
"""

from dataclasses import dataclass, replace

from kuroshio.records import (
    Brief,
    Exposure,
    Finding,
    Note,
    NoteKind,
    RegimeAnswer,
    RegisterFact,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How a number is made, in one sentence, and the page that says it in full."""

    says: str
    page: str


METHODS: dict[str, Method] = {
    "reading": Method(
        says="Rule-based reading of the stored text; every value keeps the exact "
        "characters it was read from; repeats within a document count once.",
        page="docs/guide/read.md",
    ),
    "exposure": Method(
        says="Strengths for and against are summed apart over paths of up to three "
        "hops with 0.4 a hop; the sign is that of the larger, ± when the smaller "
        "exceeds half of it. Strengths rank names and enter no money figure.",
        page="docs/guide/expose.md",
    ),
    "impact": Method(
        says="Like past events pooled, the written sign with a pooled size, and before "
        "the open the night abroad, damped; Student-t ranges from fading dispersion, "
        "closures and how wide event days were. Scored walked forward: kuroshio score.",
        page="docs/guide/impact.md",
    ),
    "priced": Method(
        says="Mean move of the theme's A shares in the user's own closes over the "
        "all-share index's, from the close before the first disclosure; z by the "
        "basket's daily deviation over the index in the 120 sessions before.",
        page="docs/guide/brief.md",
    ),
    "loss": Method(
        says="Factor-model volatility of the book from the pack's betas, factor "
        "covariance and residual risk; VaR and ES are losses in share of NAV.",
        page="docs/guide/risk.md",
    ),
    "outlook": Method(
        says="EWMA, HAR on ranges and GJR-GARCH-t, their variances averaged, fade to "
        "the long run; the pull, the width of the cone and the 1.3 after news are "
        "assumptions, checked on no cone.",
        page="docs/guide/risk.md",
    ),
    "scenarios": Method(
        says="Moves expected given the shocks: betas, factor covariance and written "
        "links; sizes measured round dated precedents; residual risk simulated on top.",
        page="docs/guide/stress.md",
    ),
    "gap": Method(
        says="The variance of the first session after more than five closed days is "
        "doubled: what A shares showed after long closures since 2016.",
        page="docs/guide/risk.md",
    ),
    "hedge": Method(
        says="Whole lots of one index future that minimise the ES of book and hedge "
        "within the profile's quota and gross limit, beside doing nothing.",
        page="docs/guide/risk.md",
    ),
    "window": Method(
        says="Sessions and half days of each exchange; a day past the calendar's bound "
        "is provisional and says so.",
        page="docs/guide/brief.md",
    ),
    "regimes": Method(
        says="Dated records of rules with a test of applicability; a suspension past "
        "its date that nobody checked is unknown. Not legal advice.",
        page="docs/guide/regimes.md",
    ),
}

_LETTERS: dict[NoteKind, str] = {
    "register": "R",
    "text": "T",
    "link": "L",
    "rule": "K",
    "method": "M",
    "data": "D",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """All notes in printing order, and the id that each key was given."""

    notes: tuple[Note, ...]
    ids: dict[str, str]

    def ref(self, *keys: str) -> tuple[str, ...]:
        """Return the ids of those keys that have a note."""
        found = (self.ids[key] for key in keys if key in self.ids)
        return tuple(dict.fromkeys(found))


def fact_key(fact: RegisterFact) -> str:
    """Return the key of a register fact's note."""
    return f"register:{fact.field}:{fact.published}:{fact.text}"


def finding_key(finding: Finding) -> str:
    """Return the key of a finding's note."""
    first = finding.evidence[0] if finding.evidence else None
    place = f"{first.doc}:{first.start}" if first else ""
    return f"finding:{finding.kind}:{place}"


def link_key(exposure: Exposure) -> str:
    """Return the key of an exposure's note."""
    return f"link:{exposure.cause}:{exposure.theme}:{exposure.issuer}"


def regime_key(answer: RegimeAnswer) -> str:
    """Return the key of a regime's note."""
    return f"regime:{answer.id}"


def number_notes(brief: Brief) -> Notes:
    """Give every fact, finding, link, rule, method and input its note."""
    keyed = [
        *_register_notes(brief),
        *_text_notes(brief),
        *_link_notes(brief),
        *_rule_notes(brief),
        *_method_notes(),
        *_data_notes(brief),
    ]
    counts: dict[str, int] = {}
    ids: dict[str, str] = {}
    notes: list[Note] = []
    for key, note in keyed:
        if key in ids:
            continue
        letter = _LETTERS[note.kind]
        counts[letter] = counts.get(letter, 0) + 1
        ids[key] = f"{letter}{counts[letter]}"
        notes.append(replace(note, id=ids[key]))
    return Notes(notes=tuple(notes), ids=ids)


def _register_notes(brief: Brief) -> list[tuple[str, Note]]:
    return [
        (
            fact_key(fact),
            Note(
                id="",
                kind="register",
                text=f"{fact.text} (true {fact.on}, published {fact.published}, "
                f"confidence {fact.confidence})",
                source=fact.source,
            ),
        )
        for fact in brief.facts
    ]


def _text_notes(brief: Brief) -> list[tuple[str, Note]]:
    return [
        (
            finding_key(finding),
            Note(
                id="",
                kind="text",
                text=finding.say,
                source=finding.evidence[0].doc if finding.evidence else "",
                evidence=finding.evidence,
            ),
        )
        for finding in brief.sheet.findings
    ]


def _link_notes(brief: Brief) -> list[tuple[str, Note]]:
    notes = []
    for exposure in brief.exposures:
        text = "; ".join(step.because for step in exposure.path if step.because)
        sources = dict.fromkeys(
            step.evidence for step in exposure.path if step.evidence
        )
        note = Note(
            id="",
            kind="link",
            text=f"{exposure.theme} → {exposure.name}: {text}",
            source=" ; ".join(filter(None, sources)) or exposure.basis,
        )
        notes.append((link_key(exposure), note))
    return notes


def _rule_notes(brief: Brief) -> list[tuple[str, Note]]:
    return [
        (
            regime_key(answer),
            Note(id="", kind="rule", text=answer.reason, source=answer.source),
        )
        for answer in brief.regimes
    ]


def _method_notes() -> list[tuple[str, Note]]:
    return [
        (
            f"method:{name}",
            Note(id="", kind="method", text=method.says, source=method.page),
        )
        for name, method in METHODS.items()
    ]


def _data_notes(brief: Brief) -> list[tuple[str, Note]]:
    notes = [
        (
            f"input:{item.source}",
            Note(
                id="",
                kind="data",
                text=f"{item.source} as read",
                source=f"sha256 {item.sha256}",
            ),
        )
        for item in brief.inputs
    ]
    if brief.pack is not None:
        ages = ", ".join(f"{age.market} to {age.data_date}" for age in brief.ages)
        note = Note(
            id="",
            kind="data",
            text=f"pack {brief.pack}: {ages}",
            source="pack manifest",
        )
        notes.append(("pack", note))
    return notes
