"""How a text says things: without figures, with gaps, unclear, or machine-made."""

import re
from collections.abc import Iterator

from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.records import Finding
from kuroshio.text import compile_folded, compile_sought, fold

LONG_STORY = 3000
_FIGURE = re.compile(r"\d")
_DATA_CUE = compile_sought(
    r"\b(?:market |trading |price |industry |index |customs |trade )?data\b"
    r"(?: from [^,;.]{3,60}?)?\s*(?:\([^)]*\)\s*)*"
    r"(?:suggests?|shows?|showed|indicates?|reveals?|points? to)\b|"
    r"\b(?:statistics|figures|surveys?) (?:suggest|show|indicate|reveal)s?\b|"
    r"数据(?:显示|表明|指出)|統計顯示|统计显示|行情显示|"
    r"データ(?:によると|によれば|が示す|は示し|では)|統計によ"
)
_MARKET_CLAIM = compile_sought(
    r"\b(?:shares|stocks?|equities|sectors?|index|indices|yields?|prices?|markets?)\b"
    r"[^.;]{0,60}?\b(?:have|has|had)? ?(?:out|under)perform(?:ed|s|ing)?\b|"
    r"(?:股|板块|板塊|指数|指數|市场|市場)[^。;]{0,20}?(?:跑赢|跑贏|跑输|跑輸|表现优于|"
    r"表現優於)|"
    r"(?:株|セクター|指数|市場)[^。]{0,20}?(?:上回る|下回る|アウトパフォーム)"
)
_PLANNED = compile_folded(
    r"\b(?:scheduled|set|due|slated|planned|upcoming|to meet|to hold|will meet|"
    r"will be held|will hold|takes? place)\b|将于|将在|定于|预定|拟于|予定|開催|"
    r"開かれる"
)
_REPORTED = compile_folded(
    r"\b(?:said|told|announced|reported|met|signed|unveiled|confirmed|added)\b|"
    r"表示|宣布|述べた|発表した|明らかにした"
)
_WEEKDAY = compile_sought(
    r"\b(?:on|for|this|next|by)?\s*(?P<day>mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"(?:本|下|这|這)?(?:周|週|星期)(?P<zh>[一二三四五六日天])|"
    r"(?P<ja>[月火水木金土日])曜日?"
)
_ZONE = compile_folded(
    r"\b(?:gmt|utc|est|edt|et|jst|hkt|cst|pst|pdt|bst)\b|local time|eastern time|"
    r"(?:beijing|tokyo|washington|new york|hong kong|london) time|"
    r"当地时间|當地時間|现地时间|北京时间|北京時間|日本时间|日本時間|现地時間|現地時間|"
    r"美东|美東"
)
_DAY_NUMBER = compile_folded(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|"
    r"\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}日|"
    r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}"
)
_KANA, _HAN = re.compile(r"[\u3041-\u30fa]"), re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = r"[\u3400-\u9fff]{1,12}"
_FUSED = re.compile(
    rf"(?<=[a-z])-?(?P<after>{_HAN_RUN})|(?P<before>{_HAN_RUN})(?=[a-z]{{2}})"
)
_KANA_IN_CHINESE = re.compile(r"[\u3041-\u3096]{2,}|[\u30a1-\u30fa]{3,}")
_QUOTED = re.compile(r"[「『“\"((《〈][^」』”\"))》〉]{0,80}[」』”\"))》〉]")
_EQUITY_READER = compile_folded(
    r"chinese equit|a-shares?\b|a shares\b|chinese stocks|a股|中国株|中國股|港股"
)
_CLOSURE_WORDS = compile_folded(
    r"lunar new year|spring festival|golden week|holiday|market closure|"
    r"markets? (?:are|will be) closed|"
    r"春节|春節|休市|国庆|國慶|旧正月|休場|假期|連休"
)


def find_unquantified(case: Case) -> Iterator[Finding]:
    """Find claims about data or market performance that give no figure at all."""
    for subject in case.subjects:
        hits = []
        for start, end in subject.reading.sentences:
            sentence = subject.folded[start:end]
            cue = _DATA_CUE.search(sentence) or _MARKET_CLAIM.search(sentence)
            if cue is None or _has_figure(subject, start, end):
                continue
            hits.append((subject.span(start, end), bool(_DATA_CUE.search(sentence))))
        if not hits:
            continue
        spans = unique(span for span, _ in hits)
        yield Finding(
            kind="unquantified",
            severity="warn" if any(cue for _, cue in hits) else "info",
            say="Data or market performance is cited without a figure or a period.",
            evidence=spans,
            claims=case.claims_at(spans),
        )


def _has_figure(subject: Subject, start: int, end: int) -> bool:
    """Tell whether a sentence holds a figure other than a sum of money."""
    words = list(subject.text[start:end])
    for mention in subject.reading.amounts:
        if start <= mention.span.start < end:
            low, high = mention.span.start - start, mention.span.end - start
            words[low:high] = " " * (high - low)
    return _FIGURE.search("".join(words)) is not None


def find_omissions(case: Case) -> Iterator[Finding]:
    """Find what the register expects of a careful story and the text leaves out.

    Only topics known on the day count. A short report is told of it, a long analysis
    is warned about it.
    """
    for subject in case.subjects:
        missing = [*_missing_topics(subject), *_missing_closure(case, subject)]
        if not missing:
            continue
        long = _length(subject.text) >= LONG_STORY
        spans = (subject.title_span(),)
        yield Finding(
            kind="omission",
            severity="warn" if long else "info",
            say=f"The text does not mention: {', '.join(missing)}.",
            evidence=spans,
            claims=(),
            knowledge=(subject.match.entry.id,) if subject.match else (),
        )


def _length(text: str) -> int:
    """Return the length of a text in Latin characters, Han counting three."""
    return len(text) + 2 * len(re.findall(r"[\u3040-\u9fff]", text))


def _missing_topics(subject: Subject) -> Iterator[str]:
    """Yield the expected topics whose words the text lacks."""
    if subject.match is None:
        return
    entry = subject.match.entry
    when = dict(entry.expected_when)
    for topic, words in entry.expected:
        narrowed = when.get(topic)
        if narrowed and not any(fold(word) in subject.folded for word in narrowed):
            continue
        if not any(fold(word) in subject.folded for word in words):
            yield topic


def _missing_closure(case: Case, subject: Subject) -> Iterator[str]:
    """Yield the closure of mainland markets ahead, for readers of Chinese equities."""
    if subject.match is None or not _EQUITY_READER.search(subject.folded):
        return
    if _CLOSURE_WORDS.search(subject.folded):
        return
    calendar = case.knowledge.calendars.get("XSHG")
    ahead = [
        day
        for day in (calendar.closures if calendar is not None else ())
        if 0 <= (day - subject.on).days <= 16
    ]
    if len(ahead) >= 4 and (ahead[0] - subject.on).days <= 7:
        yield f"closure of mainland markets from {ahead[0]} to {ahead[-1]}"


def find_ambiguous_dates(case: Case) -> Iterator[Finding]:
    """Find planned weekdays without date or zone, between places of several zones."""
    for subject in case.subjects:
        if not _spans_zones(case, subject):
            continue
        spans = []
        for start, end in subject.reading.sentences:
            sentence = subject.folded[start:end]
            found = _WEEKDAY.search(sentence)
            if found is None or not _is_planned(sentence, found):
                continue
            if _ZONE.search(sentence) or _DAY_NUMBER.search(sentence):
                continue
            spans.append(subject.span(start + found.start(), start + found.end()))
        if spans:
            yield Finding(
                kind="date_ambiguous",
                severity="info",
                say=(
                    f"{spans[0].text.strip()} is given without a date or a zone, and "
                    "the places concerned can have different dates then."
                ),
                evidence=unique(spans),
                claims=case.claims_at(spans),
            )


def _is_planned(sentence: str, weekday: re.Match[str]) -> bool:
    """Tell whether the words beside a weekday plan something for it."""
    near = sentence[max(0, weekday.start() - 60) : weekday.end() + 30]
    before = sentence[max(0, weekday.start() - 25) : weekday.start()]
    return _PLANNED.search(near) is not None and _REPORTED.search(before) is None


def _spans_zones(case: Case, subject: Subject) -> bool:
    """Tell whether a text concerns America or Europe and East Asia at once."""
    east = {"CN", "JP", "HK", "TW", "KR", "SG", "VN", "TH", "MY", "ID"}
    countries = {
        case.knowledge.country_of(one)
        for match in subject.names
        for one in match.candidates[:1]
    } - {None}
    return bool(countries & east) and bool(countries - east)


def find_mixed_scripts(case: Case) -> Iterator[Finding]:
    """Find words of another script left inside a sentence, as machine texts leave them.

    Glosses in brackets, quoted words and names written in Latin inside Chinese or
    Japanese are how people write; Han fused to lower-case Latin in English is not, nor
    is kana in Chinese.
    """
    for subject in case.subjects:
        spans = [
            subject.span(start, end)
            for start, end in _leftovers(subject)
            if not _is_quoted(subject, start)
        ]
        if not spans:
            continue
        yield Finding(
            kind="mixed_script",
            severity="info",
            say=f"{spans[0].text} is left in another script inside a sentence.",
            evidence=unique(spans),
            claims=(),
            slip="a word that a translation left untouched",
        )


def _leftovers(subject: Subject) -> Iterator[tuple[int, int]]:
    """Yield the characters of left-over words."""
    kana = len(_KANA.findall(subject.text))
    han = len(_HAN.findall(subject.text))
    if subject.document.languages[:1] == ("en",):
        for found in _FUSED.finditer(subject.text):
            name = "after" if found.group("after") else "before"
            yield found.start(name), found.end(name)
    elif han > 7 * kana:
        for found in _KANA_IN_CHINESE.finditer(subject.text):
            yield found.start(), found.end()


def _is_quoted(subject: Subject, at: int) -> bool:
    """Tell whether a character stands in quotation marks or brackets."""
    start, end = subject.sentence(at)
    return any(
        start + found.start() <= at < start + found.end()
        for found in _QUOTED.finditer(subject.text[start:end])
    )
