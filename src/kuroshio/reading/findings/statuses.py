"""Two statements of one document about how far things have come, pulling apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kuroshio.reading.findings.case import Case, Subject, unique
from kuroshio.records import Finding
from kuroshio.text import SoughtPattern, compile_folded, compile_sought

MOST_STATEMENTS = 60
# What is said to be open contradicts what is said to be done, by family of words: a
# signed deal may await approval and an approved one its signing, but nothing can be
# complete that is still to be signed.
_CLASHES: dict[str, frozenset[str]] = {
    "select": frozenset({"select", "agree", "negotiate"}),
    "agree": frozenset({"agree", "select", "negotiate"}),
    "sign": frozenset({"sign", "agree"}),
    "act": frozenset({"act", "sign", "agree", "approve", "select", "negotiate"}),
    "block": frozenset({"block"}),
    "lift": frozenset({"lift"}),
    "approve": frozenset(),
}
_STEM_WORDS: tuple[tuple[str, str], ...] = (
    ("select", r"select|chosen|choos|picked|shortlist"),
    ("agree", r"finali[sz]|agree|conclud|sealed|struck|reach|settle|decid|determin"),
    ("approve", r"approv|clear|ratif|authori[sz]"),
    ("sign", r"sign"),
    ("act", r"complet|clos|implement|enact|into force|effect|launch|fund"),
    ("select", r"选定|選定|入选|入選|选出|選出|敲定项目"),
    (
        "agree",
        r"敲定|达成|達成|定案|谈妥|談妥|拍板|合意|決定|决定|妥結|最终确定|最終確定",
    ),
    ("approve", r"批准|核准|获批|獲批|承認|認可|通过|通過"),
    ("sign", r"签署|簽署|签订|簽訂|签约|簽約|署名|締結|調印"),
    ("act", r"完成|生效|落实|落實|实施|實施|完了|成立|発効|施行|实行|終え"),
    ("lift", r"lift|解除|撤销"),
    ("act", r"取得|買収"),
    ("block", r"block|ban|prohibit|veto|reject|禁|叫停|否决|阻止|却下"),
)
_DONE_EN = compile_sought(
    r"\b(?:has|have|had|was|were|been|is|are)\s+(?:\w+ly\s+|now\s+|already\s+|been\s+)*"
    r"(?P<verb>selected|chosen|picked|finali[sz]ed|agreed|concluded|sealed|approved|"
    r"cleared|ratified|signed|completed|closed|implemented|enacted|struck|reached|"
    r"settled|decided|lifted)\b"
    r"|\bmoves? from negotiations? to (?P<step>implementation|execution)"
    r"|\b(?:took|taken|takes|came|come|entered) (?:in)?to? ?(?P<force>effect|force)\b"
    r"|\b(?:on \w+day|today|yesterday|formally|officially|have|has)\s+"
    r"(?P<active>signed|finali[sz]ed|sealed|completed|concluded|approved|lifted)\b"
    r"|\b(?:has|have|had|was|were) (?:\w+ly )?(?P<stop>blocked|banned|prohibited|"
    r"vetoed)"
    r" (?:the|this) (?:deal|merger|takeover|purchase|transaction|sale)\b"
)
_DONE_EAST = compile_sought(
    r"(?:已经|已經|已|正式|均已|业已|業已)(?:\w{0,6}?)"
    r"(?P<verb>选定|選定|敲定|达成|達成|谈妥|談妥|拍板|批准|核准|签署|簽署|签订|簽訂|"
    r"签约|簽約|完成|生效|落实|落實|定案|解除|撤销)"
    r"|(?P<past>签署|簽署|敲定|达成|達成|选定|選定|批准|完成|签订|簽訂)了"
    r"|(?P<ja>選定|合意|決定|承認|署名|締結|調印|完了|成立|妥結|発効)"
    r"(?:は|が|を|に)?(?:し終え|しました|した|済み|された|に達した|に至った)"
    r"|買収を(?P<jaend>終え)た"
)
# In a title a bare noun or a present tense asserts.
_DONE_TITLE = compile_sought(
    r"(?P<ja>決定|合意|署名|妥結|締結|完了|成立|発効|選定)(?=[、。\s]|$)"
    r"|(?P<zhstop>禁止|叫停|否决|阻止)(?!\w{0,6}(?:可能|或|考虑))"
    r"|(?P<zh>签署|敲定|达成|完成|生效|选定)(?=\s|$|[,。]|\w{0,6}(?:协议|收购|交易))"
    r"|\b(?P<stop>blocks|bans|prohibits|vetoes|rejects)\b"
    r"|\b(?P<en>signs|seals|completes|closes|finali[sz]es|approves)\b"
)
_OPEN_EN = compile_sought(
    r"\b(?:whether|if)\b[^.;]{0,80}?\b(?P<verb>finali[sz]ed|signed|approved|selected|"
    r"agreed|concluded|completed|go(?:es)? ahead|proceeds?|closed|decided)\b"
    r"[^.;]{0,60}?(?:\bwill\b|\bremains?\b|\bunclear\b|\bto be\b|\bdepends?\b|$)"
    r"|\b(?:will|would|to|could|may|is expected to|are expected to) "
    r"(?:determine|decide|settle)\b[^.;]{0,20}\b(?:whether|if)\b[^.;]{0,60}?"
    r"\b(?P<when>finali[sz]ed|signed|approved|selected|agreed|concluded|completed|"
    r"go(?:es)? ahead|proceeds?|closed)\b"
    r"|\b(?:yet to|not yet|remains? to|still to|has yet to|have yet to)\s+"
    r"(?:be\s+|been\s+)?"
    r"(?P<yet>select\w*|chosen|finali[sz]\w*|sign\w*|approv\w*|agree\w*|conclud\w*|"
    r"complet\w*|decid\w*|settle\w*|reach\w*)"
    r"|\b(?:has|have|had|was|were|is|are) (?:not|n't)(?: yet)?(?: been)? "
    r"(?P<not>selected|chosen|finali[sz]ed|signed|approved|agreed|concluded|completed|"
    r"decided|settled|reached)\b"
    r"|\bno (?:final |formal |such )?"
    r"(?P<none>agreement|deal|decision|contract|project) "
    r"(?:has|have|had|was|were|is) (?:yet )?(?:been )?(?:reached|made|signed|selected)"
    r"|\b(?P<talk>still (?:being )?(?:negotiat|discuss|talk)\w*|"
    r"(?:talks|negotiations|discussions)[^.;]{0,30}?(?:are|were|remain)\w* "
    r"(?:continuing|ongoing|under way|underway|unfinished)|under negotiation)"
    r"|\bremains? (?P<stay>blocked|prohibited|on hold|unfinished|incomplete|"
    r"unresolved|unsigned|open)\b"
    r"|\b(?:remains?|still) (?P<inforce>in force|in place|in effect)\b"
    r"|\b(?:no|none of the) (?:\w+ ){0,3}(?:has|have) (?:\w+ )?"
    r"(?P<nobody>blocked|banned|prohibited|vetoed)\b"
    r"|\b(?:has|have|had|was|were|is|are) not (?:been )?(?P<notstop>blocked|banned|"
    r"prohibited|vetoed)\b"
    r"|\b(?P<hinge>finali[sz]ation|signing|approval|completion) "
    r"(?:hinges|depends|rests|awaits|is pending)\b"
)
_OPEN_EAST = compile_sought(
    r"(?:是否|能否)\w{0,10}?(?P<verb>敲定|签署|簽署|批准|达成|達成|完成|定案|成行|选定|"
    r"選定)"
    r"|(?:尚未|仍未|还未|還未|还没有|還沒有|未能|并未|並未|迄未)\w{0,6}?"
    r"(?P<not>敲定|签署|簽署|批准|达成|達成|完成|定案|选定|選定|决定|決定|谈妥|談妥|"
    r"生效)"
    r"|(?:没有|无)\w{0,8}?(?P<notstop>禁止|叫停|否决|阻止)"
    r"|才(?:会|能)(?:正式)?(?P<only>生效|完成|签署|批准|解除)"
    r"|(?P<still>仍然?有效|仍在生效|なお有効)"
    r"|(?:仍须|仍需|尚须|尚需|还须|还需|须待|有待|尚待)\w{0,14}?"
    r"(?P<must>批准|审议|通过|同意|核准)"
    r"|将(?:于|在)?\w{0,8}?(?:日|月|前|后)\w{0,2}(?P<future>签署|签订|完成交割)"
    r"|(?P<talk>仍在(?:谈判|談判|磋商|协商|協商|商谈|洽谈)|(?:谈判|談判|磋商|协商|"
    r"協商)仍在(?:继续|繼續|进行|進行))"
    r"|(?:まだ|いまだ|なお)?(?P<jasel>選ばれ|決まっ|署名され|承認され)て(?:いない|"
    r"おらず)"
    r"|(?P<jatalk>(?:交渉|協議)(?:は|が|を)?(?:なお|まだ|引き続き)?(?:続い|続け|"
    r"継続)\w*|交渉中|協議中)"
    r"|(?P<ja>合意|署名|決定|承認|選定|妥結|完了)(?:は|に|には)?(?:まだ|いまだ|なお)?"
    r"(?:至っていない|達していない|していない|されていない|得られていない)"
    r"|(?:まだ|いまだ|未だ)\w{0,10}?(?P<janot>決ま|合意|署名|選定|承認|決定|"
    r"完了|取得|買収)\w{0,4}?(?:ない|ず)"
    r"|(?P<jawhether>合意|署名|決定|承認|選定|妥結)(?:する|できる|に至る|"
    r"される)かどうか"
)
_CONCESSION = compile_folded(
    r"\b(?:but|however|although|though|while|despite|pending)\b|"
    r"但|不过|不過|然而|虽然|雖然|ただし|だが|ものの|一方"
)
_DENIED = compile_folded(
    r"\b(?:not|never|no|n't|denied|denies|if|unless|until|once|when|would|could|may|"
    r"might|expected|yet|before|as soon as|be|to|whether)\b|"
    r"未|没有|沒有|并非|並非|否认|否認|如果|若|一旦|预计|預計|将|將|予定|見通し|場合|"
    r"ば|かどうか"
)
_JA_PASSIVE = {
    "選ばれ": "select", "选ばれ": "select", "決まっ": "agree", "决まっ": "agree",
    "署名され": "sign", "承認され": "approve", "承认され": "approve",
}  # fmt: skip
_GROUPS = {
    "talk": "negotiate", "jatalk": "negotiate", "step": "act", "force": "act",
    "stay": "act", "must": "approve", "still": "lift", "inforce": "lift",
}  # fmt: skip
_PRELIMINARY = compile_folded(
    r"memorandum|\bmou\b|framework|in principle|letter of intent|preliminary|outline|"
    r"备忘录|備忘錄|框架|意向|原则|原則|覚書|枠組み|基本合意|大筋"
)
_OBJECT_WORDS: tuple[tuple[str, str], ...] = (
    ("loan", r"\bloans?\b|financing|lending|贷款|貸款|融資契約"),
    ("contract", r"contract|purchase order|合同|契約書|契約"),
    ("treaty", r"treaty|trade agreement|条约|條約|条約"),
    ("bill", r"\bbill\b|legislation|\blaw\b|法案|立法"),
    ("project", r"projects?\b|项目|項目|專案|案件|事業|プロジェクト|案子"),
    ("tranche", r"tranche|批次|首批|第1弾|第一弾"),
    ("deal", r"\bdeal\b|agreement|accord|pact|merger|takeover|acquisition"),
    ("deal", r"transaction|协议|協議|协定|協定|交易|收购|收購|合意|買収|取引"),
    ("deal", r"合併|統合|合并|purchase|buyout|\bsale\b|takeover|契約"),
    ("order", r"\bban\b|\border\b|sanction|拒绝令|禁令|制裁|命令"),
    ("tariff", r"tariff|dut(?:y|ies)|关税|關稅|関税"),
)  # fmt: skip
_STEMS = tuple((kind, compile_folded(words)) for kind, words in _STEM_WORDS)
_OBJECTS = tuple((kind, compile_folded(words)) for kind, words in _OBJECT_WORDS)
_COVERED = {"project", "tranche", "deal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A step said to be done or open, and what it is a step of."""

    start: int
    end: int
    sentence: int
    family: str
    objects: frozenset[str]
    preliminary: bool


def find_status_conflicts(case: Case) -> Iterator[Finding]:
    """Find a step asserted as done in one place and said to be open in another.

    Only one document is looked at: what differs between documents may be news.
    """
    for subject in case.subjects:
        done, undone = find_statements(subject)
        pairs = [
            (one, two)
            for one in done[:MOST_STATEMENTS]
            for two in undone[:MOST_STATEMENTS]
            if _clash(one, two) and not _is_weighed(subject, one, two)
        ]
        if not pairs:
            continue
        one, two = max(pairs, key=lambda pair: _weight(*pair))
        more = [span for pair in pairs for span in pair]
        spans = unique(subject.span(each.start, each.end) for each in (one, two, *more))
        yield from _title_findings(case, subject, pairs)
        yield Finding(
            kind="status_conflict",
            severity="error",
            say=(
                f'"{subject.text[one.start : one.end]}" against '
                f'"{subject.text[two.start : two.end]}": the text has one step both '
                "done and open."
            ),
            evidence=spans[:6],
            claims=case.claims_at(spans[:6]),
            slip="an outcome that was expected, written as if it had happened",
        )


def _title_findings(
    case: Case, subject: Subject, pairs: list[tuple[Statement, Statement]]
) -> Iterator[Finding]:
    """Yield a finding where the title asserts what the body leaves open or denies."""
    for one, two in pairs:
        if _is_title(subject, subject.sentence(one.start)[0]):
            spans = (subject.title_span(), subject.span(two.start, two.end))
            yield Finding(
                kind="headline_body",
                severity="warn",
                say=f'The title has it done, the body says "{spans[1].text}".',
                evidence=spans,
                claims=case.claims_at(spans),
            )
            return


def find_statements(
    subject: Subject,
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Return what a document asserts as done and what it says is open.

    Quoted, denied, planned and conditional clauses are not asserted.
    """
    done: list[Statement] = []
    undone: list[Statement] = []
    for index, (start, end) in enumerate(subject.reading.sentences):
        sentence = subject.folded[start:end]
        opened = [
            *_statements(_OPEN_EN, sentence, start, index),
            *_statements(_OPEN_EAST, sentence, start, index),
        ]
        undone += opened
        taken = [(one.start, one.end) for one in opened]
        for one in (
            *_statements(_DONE_EN, sentence, start, index),
            *_statements(_DONE_EAST, sentence, start, index),
            *(
                _statements(_DONE_TITLE, sentence, start, index)
                if _is_title(subject, start)
                else ()
            ),
        ):
            inside = any(low <= one.start < high for low, high in taken)
            if not inside and _is_asserted(subject, one, start):
                done.append(one)
    return tuple(done), tuple(undone)


# Patterns that find nothing in a sentence of Latin letters alone.
_EAST = frozenset({_OPEN_EAST, _DONE_EAST})


def _statements(
    pattern: SoughtPattern, sentence: str, offset: int, index: int
) -> Iterator[Statement]:
    """Yield the statements of one kind in a sentence."""
    if pattern in _EAST and sentence.isascii():
        return
    for found in pattern.finditer(sentence):
        name = found.lastgroup or ""
        word = found.group(name) if name else found.group()
        family = _family(name, word)
        near = sentence[max(0, found.start() - 70) : found.end() + 20]
        yield Statement(
            start=offset + found.start(),
            end=offset + found.end(),
            sentence=index,
            family=family,
            objects=frozenset(kind for kind, words in _OBJECTS if words.search(near)),
            preliminary=_PRELIMINARY.search(near) is not None,
        )


def _family(group: str, word: str) -> str:
    """Return the family of a matched word."""
    if group in _GROUPS:
        return _GROUPS[group]
    if group == "none":
        return "select" if word == "project" else "agree"
    if group == "jasel":
        return _JA_PASSIVE[word]
    for family, stems in _STEMS:
        if stems.match(word):
            return family
    return "agree"


def _is_title(subject: Subject, start: int) -> bool:
    """Tell whether a sentence is the title."""
    title = subject.document.title
    return title is not None and start == subject.title_span().start


def _is_weighed(subject: Subject, done: Statement, undone: Statement) -> bool:
    """Tell whether one sentence weighs the two against each other, as it may.

    "Agreed in July, but not yet signed" is fine; one and the same step both done and
    open in a sentence is not.
    """
    if done.sentence != undone.sentence:
        return False
    start, end = subject.sentence(done.start)
    between = subject.folded[min(done.end, undone.end) : max(done.start, undone.start)]
    if done.family == undone.family:
        return done.start > undone.start or abs(done.start - undone.start) < 3
    return _CONCESSION.search(between) is not None or end - start < 12


def _is_asserted(subject: Subject, one: Statement, sentence_start: int) -> bool:
    """Tell whether nothing before the words denies, plans or conditions them."""
    left = max(sentence_start, one.start - 28)
    before = subject.folded[left : one.start]
    clause = re.split(r"[,;:,、;:]", before)[-1]
    quoted = any(
        quote.span.start <= one.start < quote.span.end
        for quote in subject.reading.quotes
    )
    return not quoted and _DENIED.search(clause) is None


def _clash(done: Statement, undone: Statement) -> bool:
    """Tell whether an open step contradicts a done one."""
    if undone.family not in _CLASHES[done.family] or (
        done.preliminary and not undone.preliminary
    ):
        return False
    if done.objects & undone.objects:
        return True
    if not done.objects:
        return done.family == undone.family and done.family not in {"act", "approve"}
    if not undone.objects:
        open_talks = undone.family == "negotiate" and bool(done.objects & _COVERED)
        return done.family == undone.family or open_talks
    # A project or tranche cannot be settled while the deal that holds it is open.
    return bool(done.objects & _COVERED) and "deal" in undone.objects


def _weight(done: Statement, undone: Statement) -> tuple[int, int, int]:
    """Rank pairs for display: decisions before talks, shared object, then order."""
    shared = len(done.objects & undone.objects)
    explicit = int(done.family != "act") + int(undone.family != "negotiate")
    return (explicit, shared, -done.start)
