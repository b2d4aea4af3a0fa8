"""Bytes to text: which encoding reads them strictly and gives words that people use.

A decoder that does not fail proves little: GB18030 decodes most Japanese and
Traditional Chinese bytes into rare characters. So each strict decoding is weighed by
the share of its East Asian characters that are common ones, and rubbish is refused.
"""

import codecs
import itertools
import re
from dataclasses import dataclass

from kuroshio.errors import Fault, InputError

SAMPLE = 20_000
LEAST_SCORE = 0.22
CANDIDATES = ("gb18030", "big5hkscs", "cp932", "euc_jp")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_WIDE = re.compile(r"[^\x00-\x7f]")
_TYPOGRAPHIC = frozenset(
    b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa5\xa7\xa9"
)
# The most used characters of running news text in each script, kana and punctuation
# aside: a right decoding has a third or more of its ideographs among them, a wrong one
# next to none.
_HANS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
    "同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自"
    "二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条"
    "没结解问意建月公无系军很情最何持华美亿元万资投报记者月商务部长宣布协议企业项目市场"
    "价格出口管制措施政府总统关税半导体芯片能源石油计划据称表示将被已交易收购审查"
)
_HANT = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動"
    "同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自"
    "二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日"
    "那社義事平形相全表間樣與關各重新線內數正心反你明看原又利比或但質氣第向道命此變條"
    "沒結解問意建月公無系軍很情最何持華美億元萬資投報記者商務長宣布協議企業項目市場"
    "價格出口管制措施政府總統關稅半導體晶片能源石油計畫據稱表示將被已交易收購審查"
)
_JA = (
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地"
    "合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通"
    "外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協"
    "取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産"
    "結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参"
    "売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基"
    "億兆万円企米国輸出規制関税投資買収合意発表株鉄鋼電源融資政府大臣経済産業相"
)
_PUNCTUATION = "、。,“”‘’「」『』()《》〈〉【】·・:;!?—…%〜ー々〇-~ 　"
_COMMON = {
    "gb18030": frozenset(_HANS + _HANT),
    "big5hkscs": frozenset(_HANT),
    "cp932": frozenset(_JA),
    "euc_jp": frozenset(_JA),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text and the encoding that gave it."""

    text: str
    encoding: str


def decode_text(
    raw: bytes, *, source: str = "input", declared: str | None = None
) -> Decoded:
    r"""Decode bytes strictly, by byte order mark, validity and plausibility.

    Parameters
    ----------
    raw : bytes
        The file as it is.
    source : str
        What the user called it, for messages.
    declared : str, optional
        An encoding that the container names (HTML meta, mail header); used where the
        bytes are no UTF-8 and it decodes strictly into plausible text.

    Returns
    -------
    Decoded
        Text with line ends as ``\\n`` and without a byte order mark.

    Raises
    ------
    InputError
        When the bytes are empty, binary, or text in no encoding that is read here.
    """
    refuse_binary(raw, source=source)
    decoded = (
        _by_mark(raw)
        or _by_codec(raw, "utf-8")
        or _by_declaration(raw, declared)
        or _by_typography(raw)
        or _by_plausibility(raw)
    )
    if decoded is None:
        raise _refusal(
            source,
            "neither text in UTF-8, GB18030, Big5, Shift_JIS or EUC-JP "
            "nor a readable document",
            "save it as UTF-8 text, HTML or PDF",
        )
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _refusal(source, "holds white space only", "give a document with text")
    return Decoded(text=text, encoding=decoded.encoding)


def refuse_binary(raw: bytes, *, source: str) -> None:
    """Raise InputError for empty input and for formats that hold no story."""
    if not raw:
        raise _refusal(source, "the file is empty", "give a document with text")
    for mark, name in _BINARY:
        if raw.startswith(mark):
            raise _refusal(source, f"{name}, not a document", "unpack or export it")


def _refusal(source: str, problem: str, mend: str) -> InputError:
    """Build the one-fault error of this module."""
    return InputError(source, [Fault(place=source, problem=problem, mend=mend)])


def _by_mark(raw: bytes) -> Decoded | None:
    """Decode by byte order mark."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _by_codec(raw[len(mark) :], encoding)
    return None


def _by_declaration(raw: bytes, declared: str | None) -> Decoded | None:
    """Decode by the declared encoding where that is known and plausible."""
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32")):
        return None  # without a mark these decode anything
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
    name = {"shift_jis": "cp932"}.get(name, wider.get(name, name))
    decoded = _by_codec(raw, name)
    if decoded is not None and name in CANDIDATES:
        best = _by_plausibility(raw)
        own = score_text(decoded.text, name)
        if best is not None and score_text(best.text, best.encoding) > own + 0.1:
            return best
    return decoded


def _by_codec(raw: bytes, encoding: str) -> Decoded | None:
    """Decode strictly; None when it fails or gives control characters."""
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    controls = len(_CONTROL.findall(text[:SAMPLE])) + text.count("\x00")
    if controls * 500 > min(len(text), SAMPLE):
        return None
    return Decoded(text=text.replace("\x00", " "), encoding=encoding)


def _by_typography(raw: bytes) -> Decoded | None:
    """Decode English with single curly quotes, dashes and accents as Windows-1252."""
    high = [at for at, byte in enumerate(raw[:SAMPLE]) if byte >= 0x80]
    if not high or len(high) * 12 > min(len(raw), SAMPLE):
        return None
    pairs = sum(1 for one, two in itertools.pairwise(high) if two == one + 1)
    typographic = sum(1 for at in high if raw[at] in _TYPOGRAPHIC)
    letters = sum(1 for at in high if raw[at] >= 0xC0)
    if pairs * 5 > len(high) or typographic + letters < 0.9 * len(high):
        return None
    return _by_codec(raw, "cp1252")


def _by_plausibility(raw: bytes) -> Decoded | None:
    """Pick the strict East Asian decoding whose characters are the most common."""
    best: tuple[float, Decoded] | None = None
    for encoding in CANDIDATES:
        decoded = _by_codec(raw, encoding)
        if decoded is None:
            continue
        score = score_text(decoded.text, encoding)
        if score >= LEAST_SCORE and (best is None or score > best[0]):
            best = (score, decoded)
    return None if best is None else best[1]


def score_text(text: str, encoding: str) -> float:
    """Weigh how plausible a decoding is, in [0, 1].

    The share of common ideographs among ideographs, times the share of kana,
    ideographs and usual punctuation among all characters beyond ASCII.
    """
    wide = _WIDE.findall(text[:SAMPLE])
    if not wide:
        return 1.0
    common = _COMMON.get(encoding, frozenset())
    ideographs = [one for one in wide if "\u3400" <= one <= "\u9fff"]
    kana = sum(1 for one in wide if "\u3041" <= one <= "\u30ff")
    usual = sum(1 for one in wide if one in _PUNCTUATION or "\uff01" <= one <= "\uff5e")
    share_usual = min(1.0, (len(ideographs) + kana + usual) / len(wide))
    if not ideographs:
        return share_usual * (1.0 if kana else 0.5)
    share_common = sum(1 for one in ideographs if one in common) / len(ideographs)
    if kana and encoding in {"gb18030", "big5hkscs"}:
        share_common *= max(0.0, 1 - 3 * kana / len(wide))
    return share_usual * share_common
