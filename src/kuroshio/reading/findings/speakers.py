"""Who is quoted, whether anything else vouches for them, and what they repeat."""

from collections.abc import Iterable, Iterator

from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.records import Finding, QuoteMention, Span
from kuroshio.text import compile_folded, compile_sought, fold, fold_name

_COMMENTATOR = compile_folded(
    r"analyst|economist|strategist|fund manager|portfolio manager|expert|researcher|"
    r"professor|fellow|consultant|trader|investor|insider|partner|"
    r"分析师|分析師|经济学家|經濟學家|基金经理|基金經理|专家|專家|研究员|研究員|教授|"
    r"策略|"
    r"アナリスト|エコノミスト|ストラテジスト|専門家|ファンドマネ"
)
_ANONYMOUS = compile_sought(
    r"people familiar|persons? familiar|"
    r"sources? (?:familiar|close|briefed|with knowledge)|"
    r"(?:people|officials?|sources?|executives?|insiders?)[^.;\n]{0,60}?"
    r"(?:requested anonymity|asked not to be (?:named|identified)|"
    r"(?:on|under) (?:the )?condition of anonymity|"
    r"declin\w+ to be (?:named|identified)|"
    r"spoke anonymously)|anonymous (?:source|official)s?|unnamed (?:source|official)s?|"
    r"insiders[^.;\n]{0,40}?anonymity|according to sources|sources said|"
    r"知情人士|知情者|消息人士|匿名|不愿具名|不願具名|不愿透露姓名|不具名|据悉有关人士|"
    r"関係者によると|関係者が明らかに|関係者は|関係筋|匿名を条件|複数の関係者"
)


def find_unverified_speakers(case: Case) -> Iterator[Finding]:
    """Find quoted people whom neither the reference data nor another document knows."""
    for subject in case.subjects:
        for speaker, quotes in _by_speaker(subject).items():
            first = quotes[0]
            if first.person is not None or _is_known(case, subject, first):
                continue
            if _said_elsewhere(case, subject, speaker):
                continue
            spans = unique(quote.span for quote in quotes)
            warn = _is_commentator(subject, first)
            yield Finding(
                kind="unverifiable_speaker",
                severity="warn" if warn else "info",
                say=(
                    f"No second source was found for {first.speaker}"
                    f"{_of(first)}, who is quoted here."
                ),
                evidence=spans,
                claims=case.claims_at(spans),
            )


def _by_speaker(subject: Subject) -> dict[str, list[QuoteMention]]:
    """Group named quotes by speaker, in order."""
    groups: dict[str, list[QuoteMention]] = {}
    for quote in subject.reading.quotes:
        if quote.anonymous or not quote.speaker.strip():
            continue
        groups.setdefault(fold_name(quote.speaker), []).append(quote)
    return groups


def _is_known(case: Case, subject: Subject, quote: QuoteMention) -> bool:
    """Tell whether a speaker is a known name, or an official in a known post."""
    wanted = fold_name(quote.speaker)
    for official in subject.reading.officials:
        same = wanted in {fold_name(official.name), fold_name(official.canonical)}
        if same and (official.person is not None or official.post is not None):
            return True
    return any(
        match.end - match.start >= 0.7 * len(quote.speaker)
        for match in case.knowledge.find_names(quote.speaker)
    )


def _said_elsewhere(case: Case, subject: Subject, speaker: str) -> bool:
    """Tell whether a document that is no copy of this one quotes the same speaker."""
    return any(
        fold_name(quote.speaker) == speaker
        for other in case.subjects
        for quote in other.reading.quotes
        if other.document.id != subject.document.id
        and (other.document.cluster or other.document.id)
        != (subject.document.cluster or subject.document.id)
    )


def _is_commentator(subject: Subject, quote: QuoteMention) -> bool:
    """Tell whether a speaker is quoted for an opinion rather than for a party."""
    if quote.title:
        return _COMMENTATOR.search(fold(quote.title)) is not None
    end = min(len(subject.text), quote.span.end + 120)
    start = max(0, quote.span.start - 120)
    return _COMMENTATOR.search(subject.folded[start:end]) is not None


def _of(quote: QuoteMention) -> str:
    """Say whom a speaker is said to work for."""
    return f" of {quote.org}" if quote.org else ""


def find_repeated_disputes(case: Case, found: Iterable[Finding]) -> Iterator[Finding]:
    """Find quotes that repeat a figure or name that another finding disputes.

    Such a quote is no second source: it shares the slip of the text round it.
    """
    disputed = [
        span
        for finding in found
        if finding.kind in {"power_of_ten", "amount_mismatch", "register_conflict"}
        for span in finding.evidence
    ]
    for subject in case.subjects:
        spans: list[Span] = []
        names: list[str] = []
        for quote in subject.reading.quotes:
            if _overlaps(quote.span, disputed):
                spans.append(quote.span)
                names.append(quote.speaker or "an unnamed speaker")
        if spans:
            yield Finding(
                kind="quote_repeats_disputed",
                severity="warn",
                say=(
                    f"{_joined(names)} repeat a disputed figure word for word; "
                    "as a second source these quotes count for nothing."
                ),
                evidence=unique(spans),
                claims=case.claims_at(spans),
            )


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span shares characters with any of the others."""
    return any(
        one.doc == span.doc and one.start < span.end and span.start < one.end
        for one in others
    )


def _joined(names: Iterable[str]) -> str:
    """Join names without repeats."""
    return ", ".join(dict.fromkeys(names))


def find_anonymous_sources(case: Case) -> Iterator[Finding]:
    """Find statements whose source is not named."""
    for subject in case.subjects:
        spans = [
            subject.span(found.start(), found.end())
            for found in _ANONYMOUS.finditer(subject.folded)
        ]
        spans += [one.span for one in subject.reading.quotes if one.anonymous]
        if not spans:
            continue
        evidence = unique(sorted(spans, key=lambda one: one.start))
        yield Finding(
            kind="anonymous_source",
            severity="info",
            say="The text rests on people whom it does not name.",
            evidence=evidence,
            claims=case.claims_at(evidence),
        )
