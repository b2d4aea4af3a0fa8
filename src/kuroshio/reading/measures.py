"""Measures in a text: who imposes or eases what, on whom, for which products."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.records import EventType, NameMatch, Reading, Span
from kuroshio.text import compile_folded

_INSTRUMENT_WORDS: tuple[tuple[EventType, str], ...] = (
    (
        "export_control",
        (
            r"export (?:control|licen[cs]|restriction|curb|ban|rule)\w*|"
            r"restrict\w* (?:the )?exports?|(?:curbs?|limits?|"
            r"ban) on (?:the )?exports?|"
            r"exports? of [^.;]{3,60}? (?:banned|restricted|halted|require)|"
            r"dual-use (?:item|export|good)s?|"
            r"出口管制|出口限制|出口许可|禁止(?:向\w{1,8})?出口|两用物项|对华出口|"
            r"輸出規制|輸出管理|輸出許可|輸出を(?:禁止|制限)|輸出禁止"
        ),
    ),
    (
        "listing",
        (
            r"entity list|blacklist\w*|unreliable[- ]entit\w*|1260h|"
            r"military companies list|"
            r"denied persons|sanctions? list|\bsdn list|"
            r"实体清单|不可靠实体|管控名单|制裁清单|黑名单|涉军企业清单|"
            r"エンティティー?・?リスト|制裁対象リスト|禁輸リスト"
        ),
    ),
    (
        "tariff",
        (
            r"\btariffs?\b|\b(?:import|customs|anti-?dumping|countervailing|additional|"
            r"provisional|punitive|reciprocal|retaliatory) dut(?:y|ies)\b|"
            r"\bduties on\b|"
            r"\blev(?:y|ies) on\b|section (?:232|301|122)\b|"
            r"关税|反倾销税|反补贴税|加征|进口税|関税|相殺関税"
        ),
    ),
    (
        "fee",
        (
            r"\bport (?:fee|charge)s?\b|\bspecial (?:port )?fees?\b|"
            r"\bfees? on (?:ships|vessels)\b|"
            r"\bdocking fees?\b|港口费|港务费|特别港务费|入港料|停泊费"
        ),
    ),
    (
        "ban",
        (
            r"\bexclud\w+ [^.;]{0,40}procurement|"
            r"限制[^。;]{0,24}(?:采购|进口|参与)|"
            r"\bban(?:s|ned|ning)?\b|\bprohibit\w*|\bembargo\w*|\bbar(?:s|red|ring)? "
            r"(?:chinese|imports?|sales?|purchases?|companies|investors)|"
            r"\bmoratorium\b|"
            r"禁令|禁止进口|暂停进口|停止进口|禁止采购|禁止使用|禁止投资|禁运|"
            r"輸入(?:を)?(?:停止|禁止)|禁輸|使用禁止|全面禁止"
        ),
    ),
    (
        "subsidy",
        (
            r"\bsubsid\w+|\btax (?:credit|break|rebate)s?\b|\bgrants? (?:to|for|of|"
            r"worth)\b|"
            r"补贴|补助|退税|税收抵免|補助金|助成"
        ),
    ),
)
_IMPOSE = compile_folded(
    r"\b(?:impos|levi|levy|slap|introduc|plac|add|rais|increas|hik|tighten|expand|"
    r"restrict|ban|prohibit|blacklist|announc|launch|doubl|extend|appl|enforc|start|"
    r"adopt|put|set|halt|order|bring|take|took|issu|trigger|reinstat|resum|unveil|"
    r"bars?\b|barr|curb|requir|slap|hit|go(?:es)? ahead|widen|subsidi|grant|offer)\w*|"
    r"\b(?:effective|in force|into effect|into force)\b|"
    r"加征|征收|开征|实施|施行|出台|发布|公布|宣布|列入|纳入|禁止|限制|收紧|扩大|提高|"
    r"上调|"
    r"启动|恢复|采取|管制|暂停进口|停止进口|补贴|发放|决定|新增|追加|"
    r"課す|課し|課税|発動|導入|強化|追加|引き上げ|適用|施行|禁じ|規制|実施|決め|始め|"
    r"拡大|停止"
)
_RELAX = compile_folded(
    r"\b(?:eas(?:e|es|ed|ing)|lift(?:s|ed|ing)?|remov\w+|scrap(?:s|ped)?|cut(?:s|"
    r"ting)?|"
    r"lower(?:s|ed|ing)?|reduc\w+|roll(?:s|ed)? back|waiv\w+|exempt\w*|relax\w*|"
    r"withdr[ae]w\w*|revok\w+|cancel\w*|drop(?:s|ped)?|end(?:s|ed|ing)? (?:the|its)|"
    r"abolish\w*|loosen\w*|scal\w+ back|halv\w+|terminat\w+)\b|"
    r"取消|解除|放宽|下调|降低|降至|豁免|撤销|废止|减免|恢复进口|移出|减半|"
    r"緩和|撤廃|解除|引き下げ|免除|除外|廃止|再開|取りやめ"
)
_SUSPEND = compile_folded(
    r"\bsuspend\w*|\bpaus\w+|\bdelay\w*|\bpostpon\w+|\bput on hold\b|\bon hold\b|"
    r"\bdefer\w*|\btruce\b|暂停(?!进口|采购|出口)|暂缓|推迟|延后|中止|一時停止|"
    r"停止を延長|"
    r"延期|猶予|見合わせ|停止した|の停止"
)
# Who ends an exemption imposes what it exempted from.
_EXEMPTION_ENDS = compile_folded(
    r"(?:end|revok|remov|cancel|scrap|suspend|abolish)\w*[^.;]{0,30}"
    r"(?:exempt\w*|waivers?|de minimis|duty-free)|"
    r"(?:取消|终止|撤销|废止|停止)\w{0,16}(?:免税|豁免|免征|优惠税率)|"
    r"(?:免税|除外|適用除外)\w{0,10}(?:撤廃|廃止|終了|停止)"
)
_EXPIRE = compile_folded(
    r"\b(?:expir\w+|laps\w+)\b|\bruns out\b|到期|届满|失效|期限切れ|失効|期限を迎え"
)
_EXTEND_PAUSE = compile_folded(
    r"extend\w* (?:the |its |a )?(?:suspension|pause|truce|exemption|waiver)|"
    r"延长\w{0,6}(?:暂停|豁免|休战)|停止(?:措置)?を延長"
)
_NOT = compile_folded(
    r"\b(?:not|never|no plans? to|denied|denies|without|ruled out|may|might|could|"
    r"would|consider\w*|threaten\w*|weigh\w*|mull\w*)\b|"
    r"不会|没有|并未|未|否认|考虑|威胁|或将|検討|可能性|しない|見送"
)
_THREAT = compile_folded(
    r"\b(?:may|might|could|would|consider\w*|threaten\w*|weigh\w*|mull\w*|propos\w*|"
    r"plans? to)\b|考虑|威胁|或将|拟|検討|可能性|方針|提案"
)
_BACKGROUND = compile_folded(
    r"^\W*(?:background|context|the other side|in the past|earlier|previously|"
    r"what it was|"
    r"last year|history|背景|此前|早些时候|去年|参考|資料|これまで|昨年|なお|参考)"
)
_TARGET_CUE = compile_folded(
    r"\b(?:on|against|to|from|targeting|hitting|for|of)\s+(?:all |most |certain |some |"
    r"imported |the )*$|对|向|针对|从|自|対|向け$|への$"
)
_RATE = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d+)?\s?(?:%|%|percent\b|per cent\b|パーセント)"
)
_HS = re.compile(
    r"(?<!\d)(?:HS\s?|税号\s?|税則番号\s?)?(\d{4}\.?\d{2}(?:\.?\d{2,4})?)(?!\d)"
)
_STATE_KINDS = {"state", "country", "union"}
_INSTRUMENTS = tuple((kind, compile_folded(words)) for kind, words in _INSTRUMENT_WORDS)

# One scan rules out most sentences.
_ANY_INSTRUMENT = compile_folded("|".join(words for _, words in _INSTRUMENT_WORDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFound:
    """One measure as a sentence gives it.

    ``direction`` is +1 imposed, −1 eased, suspended, ended; ``imposer`` and ``target``
    are ids; ``type`` is the turn (easing, suspension, expiry) or the instrument.
    """

    instrument: EventType
    type: EventType
    direction: int
    span: Span
    imposer: str | None
    target: str | None
    rate: str | None
    products: tuple[str, ...]
    named: tuple[str, ...]
    threatened: bool
    order: int


def find_measures(
    reading: Reading, knowledge: Knowledge, folded: str, *, on: date
) -> tuple[MeasureFound, ...]:
    """Find the sentences that impose, ease, suspend or end a measure.

    Parameters
    ----------
    reading : Reading
        Mentions of one document.
    knowledge : Knowledge
        Gives bodies and their countries.
    folded : str
        The folded text of the document.
    on : date
        The day of the document.

    Returns
    -------
    tuple of MeasureFound
        In order of the text. Background sentences and bare threats are left out, unless
        nothing else is found.
    """
    found: list[MeasureFound] = []
    for order, (start, end) in enumerate(reading.sentences):
        words = folded[start:end]
        if _BACKGROUND.search(words):
            continue
        measure = _measure(reading, knowledge, words, start, order=order, on=on)
        if measure is not None:
            found.append(measure)
    firm = [one for one in found if not one.threatened]
    return tuple(firm or found)


def _measure(
    reading: Reading,
    knowledge: Knowledge,
    words: str,
    start: int,
    *,
    order: int,
    on: date,
) -> MeasureFound | None:
    """Read one sentence; None where it holds no measure."""
    instrument = instrument_in(words)
    if instrument is None:
        return None
    turn = _turn(words, instrument)
    if turn is None:
        return None
    kind, direction, at = turn
    before = words[max(0, at - 30) : at]
    negated = _NOT.search(before) is not None
    threatened = _THREAT.search(before) is not None
    if negated and not threatened:
        return None
    text = reading.document.text[start : start + len(words)]
    names = knowledge.find_names(text)
    imposer = _imposer(reading, knowledge, names, at, on=on)
    return MeasureFound(
        instrument=instrument,
        type=kind,
        direction=direction,
        span=Span(
            doc=reading.document.id, start=start, end=start + len(words), text=text
        ),
        imposer=imposer,
        target=_target(knowledge, names, text, imposer, on=on),
        rate=_rate(words),
        products=tuple(dict.fromkeys(_HS.findall(text)))[:8],
        named=_named(knowledge, names, instrument),
        threatened=threatened,
        order=order,
    )


def instrument_in(words: str) -> EventType | None:
    """Return the instrument that a folded sentence names, the most specific first."""
    if _ANY_INSTRUMENT.search(words) is None:
        return None
    return next((kind for kind, pattern in _INSTRUMENTS if pattern.search(words)), None)


def _turn(words: str, instrument: EventType) -> tuple[EventType, int, int] | None:
    """Return type, direction and place of what happens to an instrument."""
    if _EXEMPTION_ENDS.search(words):
        found = _EXEMPTION_ENDS.search(words)
        return instrument, 1, found.start() if found else 0
    for pattern, kind, direction in (
        (_EXTEND_PAUSE, "suspension", -1),
        (_SUSPEND, "suspension", -1),
        (_EXPIRE, "expiry", -1),
        (_RELAX, "easing", -1),
        (_IMPOSE, instrument, 1),
    ):
        found = pattern.search(words)
        if found is not None:
            return kind, direction, found.start()  # type: ignore[return-value]
    return None


def _imposer(
    reading: Reading,
    knowledge: Knowledge,
    names: Sequence[NameMatch],
    at: int,
    *,
    on: date,
) -> str | None:
    """Return who acts: a public body before the verb, else the party with that role."""
    before = [match for match in names if match.start <= at]
    for match in before:
        identity = knowledge.resolve(match, on=on) or match.candidates[0]
        if _is_public(knowledge, identity):
            return identity
    for party in reading.parties:
        if party.role in {"imposer", "authority", "regulator"} and party.entity:
            return party.entity
    for party in reading.parties:
        if party.entity and not party.bystander and _is_public(knowledge, party.entity):
            return party.entity
    return None


def _is_public(knowledge: Knowledge, identity: str) -> bool:
    """Tell whether an id is a state, a ministry or another public body."""
    body = knowledge.institutions.get(identity)
    if body is not None:
        return body.kind not in {"exchange", "media", "newspaper", "index", "company"}
    return identity in knowledge.posts


def _target(
    knowledge: Knowledge,
    names: Sequence[NameMatch],
    text: str,
    imposer: str | None,
    *,
    on: date,
) -> str | None:
    """Return the state a measure is aimed at: named after on, against, 对, 対."""
    own = knowledge.country_of(imposer) if imposer else None
    fallback = None
    for match in names:
        identity = knowledge.resolve(match, on=on) or match.candidates[0]
        body = knowledge.institutions.get(identity)
        if body is None or body.kind not in _STATE_KINDS or body.country == own:
            continue
        before = text[max(0, match.start - 24) : match.start].lower()
        if _TARGET_CUE.search(before):
            return identity
        fallback = fallback or identity
    if fallback is None:
        fallback = _adjective(text, own)
    return fallback


def _adjective(text: str, own: str | None) -> str | None:
    """Return China where goods or firms are called Chinese and China does not act."""
    chinese = re.search(
        r"\bchinese\b|china-(?:made|built|origin)|对华|對華|输华|中国产|中国製|対中",
        text.lower(),
    )
    return "country-cn" if chinese and own != "CN" else None


def _rate(words: str) -> str | None:
    """Return the first percentage of a sentence."""
    found = _RATE.search(words)
    return found.group() if found else None


def _named(
    knowledge: Knowledge, names: Sequence[NameMatch], instrument: EventType
) -> tuple[str, ...]:
    """Return the issuers that a listing or ban names."""
    if instrument not in {"listing", "ban", "export_control"}:
        return ()
    found = (one for match in names for one in match.candidates[:1])
    return tuple(dict.fromkeys(one for one in found if one in knowledge.issuers))


def title_measure(reading: Reading, folded: str) -> bool:
    """Tell whether the title names an instrument."""
    title = reading.document.title
    if not title:
        return False
    start = folded[:400].find(folded[: len(title)])
    return instrument_in(folded[start : start + len(title)]) is not None


def following_items(
    reading: Reading, folded: str, measure: MeasureFound
) -> Iterator[tuple[int, int]]:
    """Yield the list items right behind a measure: they spell out what it covers."""
    rest = reading.sentences[measure.order + 1 :]
    for start, end in rest[:8]:
        head = folded[start : start + 4]
        if not re.match(r"[-*•·]|\(?[一二三四五六七八九十\d]{1,2}[.、)]", head):
            return
        yield start, end
