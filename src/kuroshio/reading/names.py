"""Names in a text: known ones through the knowledge base, unknown bodies by form."""

import re
from collections.abc import Sequence
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading.page import Name
from kuroshio.records import NameMatch
from kuroshio.text import compile_folded

# Where the day of a text is not known, names mean what they meant lately.
_TODAY = date(2026, 1, 1)
_GAP = re.compile(r"(?:['’]s)?\s?|の|駐|驻")

_SUFFIX = (
    "Incorporated|Inc|Corporation|Corp|Company|Co|Limited|Ltd|LLC|L\\.P|LP|PLC|plc|AG|SE"
    "|S\\.A|NV|N\\.V|GmbH|AB|ASA|Oyj|SpA|KK|Group|Holdings?|Capital|Partners|Ventures"
    "|Investments?|Management|Technolog(?:y|ies)|Semiconductors?|Electronics|Motors?"
    "|Industries|Industrial|Energy|Power|Petroleum|Oil|Gas|Steel|Metals?|Mining|Minerals"
    "|Chemicals?|Pharma(?:ceuticals?)?|Therapeutics|Biotech|Sciences|Systems|Networks?"
    "|Software|Media|Entertainment|Airlines|Airways|Aerospace|Shipping|Lines|Logistics"
    "|Ports?|Terminals?|Foods?|Brands|Stores|Bank|Bancorp|Securities|Insurance|Financial"
    "|Materials|Battery|Batteries|Solar|Robotics|Labs?|Laboratories|Telecom|Mobile"
    "|Foundry|Fab|Infrastructure|Properties|Resources|Heavy Industries|Ocean|Midstream"
)
_OFFICE = (
    "Ministry|Department|Agency|Bureau|Commission|Committee|Council|Authority|Board"
    "|Administration|Institute|Academy|University|Association|Federation|Union|Chamber"
    "|Court|Parliament|Assembly|Congress|Senate|Treasury|Fund|Foundation|Party|Office"
    "|Directorate|Secretariat|Embassy|Alliance|Consortium|Exchange|Steelworkers"
)
_WORD = r"(?:[A-Z][\w&’'.\-]*[\w]|[A-Z]{1,2}\.?|[A-Z])"
_OFFICE_NAME = re.compile(
    rf"(?:{_WORD} ){{0,4}}(?:{_OFFICE})\b(?: (?:of|for|on)(?: the)?(?: {_WORD},?)"
    rf"(?: (?:and |of |for )?{_WORD})*)?"
)
_COMPANY_NAME = re.compile(
    rf"(?:(?:{_WORD}|&) ){{1,5}}(?:{_SUFFIX})\b(?:,? (?:Inc|LLC|Ltd|Corp|Co|PLC|AG"
    r"|Limited)\b\.?)?"
)
_LATIN_IN_HAN = re.compile(r"[A-Z][A-Za-z0-9&.\-]*(?: [A-Z][A-Za-z0-9&.\-]*){0,4}")
_KATAKANA_BODY = re.compile(
    r"(?:[A-Za-z&]{1,10})?[ァ-ヺー]{2,14}(?:[・=＝][ァ-ヺー]{2,14}){0,3}(?:社|銀行|証券|生命|製鉄|電機|重工|化学|商事|物産)?"
)
_HAN_TAIL = (
    "集团|公司|银行|基金会|基金|控股|股份|证券|保险|科技|半导体|汽车|能源|电力|石油|矿业|航运|重工|"
    "委员会|研究院|研究所|大学|协会|商会|联合会|法院|议会|立法院|管理局|总局|监管局|理事会|事务所|"
    "财团|财务省|经济部|贸易部|外交部|国防部|财政部|内政部|运输部|能源部|商工会议所|经团连|新闻社|通讯社|报社|日报|时报"
)
_HAN_BODY = compile_folded(
    rf"[^\W\d_ぁ-んァ-ヺ的和与及对由向被将把从是为了以据称在让使给跟同就都也还又并而但或说于其该此这那有]{{1,9}}?"
    rf"(?:{_HAN_TAIL})(?![一-龥]{{0,2}}(?:长|人))"
)
_BOOK_TITLE = re.compile(r"《([^》\n]{2,16})》")
_NO_BODY = frozenset(
    "ai ipo ceo cfo coo cto m&a mou moq gdp ev evs lng gw mw r&d ad pr esg etf fdi it app "
    "ipo sns tv pc gpu cpu hbm dram nand led lcd oled api usb 5g b2b kg km the a an in on "
    "at of for to and or co-ceo cio nav roe eps ebitda usd jpy cny eur gbp krw hkd nsa vs "
    "no q1 q2 q3 q4 h1 h2 covid covid-19 internet dna faq ok id".split()
)
_STOP_FIRST = frozenset(
    "The A An In On At Of For To And Or But If It Its This That These Those His Her Their "
    "Our My No Not Under Over With From By As After Before Since When While Where What "
    "Why How Who Both Each Every Some Any All Most More Many Also Then Thus So Yet Still "
    "One Two Three Four Five Six Seven Eight Nine Ten New Last Next First Second".split()
)
# Common katakana words that are goods or ideas rather than bodies.
_COMMON_KATAKANA = frozenset(
    "ドル ユーロ ポンド ウォン プロジェクト データセンター データ センター エネルギー インフラ サービス システム "
    "メーカー グループ ビジネス シェア トップ メディア インターネット ソフトウェア ハードウェア クラウド "
    "パートナー リーダー リスク コスト ルール チーム ニュース コメント インタビュー テレビ レベル ガス "
    "オンライン プラットフォーム サプライチェーン バッテリー モデル ダイヤモンド レアアース エンジン タンカー "
    "ターミナル スタートアップ アナリスト エコノミスト ファンド ブランド コンビニ スーパー ドローン ロボット "
    "チップ メモリー メモリ ウエハー ウエハ ウェハー パソコン スマートフォン スマホ アプリ ゲーム タイヤ "
    "トン バレル キロ メートル パーセント ポイント ワット ギガワット メガワット エッチング カ国 カ所 カ月 "
    "アジア ヨーロッパ アフリカ ワシントン ニューヨーク ロンドン パリ ソウル テキサス オハイオ ジョージア "
    "テキサス州 オハイオ州 ペンシルベニア ペンシルベニア州 カリフォルニア アリゾナ ピッツバーグ シリコン "
    "トランプ バイデン プーチン ラトニック オーナー スタッフ メンバー フェーズ ステージ テーマ ポート "
    "フロー スキーム ベース カット アップ ダウン オファー プレミアム コンテナ クレーン サイト ライセンス "
    "セキュリティ セキュリティー アクセス ネットワーク サーバー ケーブル パネル モーター エアコン プラント "
    "オプション デジタル アルミ リチウム コバルト ニッケル ウラン ガリウム ゲルマニウム アンチモン".split()
)


def known_names(text: str, knowledge: Knowledge, on: date | None) -> tuple[Name, ...]:
    """Return the known names in a text, each resolved as of a day.

    Parameters
    ----------
    text : str
        The document's text.
    knowledge : Knowledge
        Who is who.
    on : date or None
        The day the text speaks of.

    Returns
    -------
    tuple of Name
        In order, without overlaps. A name that stays open between several holders has
        no ``id`` but keeps its ``candidates``.
    """
    day = on or _TODAY
    found: list[Name] = []
    before: Name | None = None
    for match in knowledge.find_names(text):
        country = None
        if before is not None and before.kind == "state":
            gap = text[before.end : match.start]
            country = before.country if _GAP.fullmatch(gap) else None
        country = country or _short_country(text, match.start)
        name = _resolved(match, knowledge, day, country)
        found.append(name)
        before = name
    return tuple(found)


_SHORT_COUNTRY = {
    "米": "US", "美": "US", "中": "CN", "日": "JP", "英": "GB", "独": "DE", "仏": "FR",
    "韓": "KR", "韩": "KR", "陸": "CN", "台": "TW", "豪": "AU", "印": "IN", "露": "RU",
    "俄": "RU", "德": "DE", "法": "FR", "加": "CA",
}  # fmt: skip


def _short_country(text: str, start: int) -> str | None:
    """Return the country of a one-character state name right before an offset."""
    return _SHORT_COUNTRY.get(text[start - 1]) if start else None


def _resolved(
    match: NameMatch, knowledge: Knowledge, day: date, country: str | None
) -> Name:
    """Return a name with what it means on a day."""
    identity = knowledge.resolve(match, on=day, country=country)
    chosen = identity or match.candidates[0]
    kind = knowledge.kind_of(chosen) or "body"
    if kind == "institution" and knowledge.institutions[chosen].kind == "state":
        kind = "state"
    names = knowledge.names_of(chosen)
    known = identity is not None and names is not None
    return Name(
        start=match.start,
        end=match.end,
        text=match.text,
        kind=kind,
        canonical=names.en if known and names is not None else match.text,
        id=identity,
        country=knowledge.country_of(chosen),
        candidates=match.candidates,
    )


def unknown_bodies(
    text: str, key: str, known: Sequence[Name], languages: Sequence[str]
) -> tuple[Name, ...]:
    """Return bodies that the knowledge base does not hold, found by their form.

    English names by their last word or their office word, Latin and katakana names
    inside Chinese or Japanese, Han names by their last characters.

    Parameters
    ----------
    text, key : str
        The text and its fold key.
    known : sequence of Name
        Known names; nothing that touches one is returned.
    languages : sequence of str
        Languages of the text, main first.
    """
    found: list[Name] = []
    taken = bytearray(len(text))
    for name in known:
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    main = languages[0] if languages else "en"
    if main == "en":
        _scan(text, _COMPANY_NAME, taken, found)
        _scan(text, _OFFICE_NAME, taken, found)
    else:
        for match in _BOOK_TITLE.finditer(text):
            _keep(text, match.start(1), match.end(1), taken, found)
        if main == "ja":
            _scan(text, _KATAKANA_BODY, taken, found)
        else:
            for match in _HAN_BODY.finditer(key):
                _keep(text, match.start(), match.end(), taken, found)
        _scan(text, _LATIN_IN_HAN, taken, found)
    return tuple(sorted(found, key=lambda name: name.start))


def _scan(
    text: str,
    pattern: re.Pattern[str],
    taken: bytearray,
    found: list[Name],
) -> None:
    """Keep the matches of a pattern that look like a body's name."""
    for match in pattern.finditer(text):
        start, end = match.span()
        words = match.group().split(" ")
        while len(words) > 1 and words[0] in _STOP_FIRST:
            start += len(words[0]) + 1
            words = words[1:]
        while end > start and text[end - 1] in ".,-&":
            end -= 1
        name = text[start:end]
        if len(words) == 1 and name.isascii() and not _is_single_body(name, pattern):
            continue
        _keep(text, start, end, taken, found)


def _is_single_body(name: str, pattern: re.Pattern[str]) -> bool:
    """Say whether one Latin word alone may name a body: only inside Han text."""
    return pattern is _LATIN_IN_HAN and len(name) >= 3


def _keep(
    text: str, start: int, end: int, taken: bytearray, found: list[Name]
) -> None:
    """Keep one body unless it is a common word or touches another name."""
    name = text[start:end]
    if name.lower() in _NO_BODY or name in _COMMON_KATAKANA or len(name) < 2:
        return
    if any(taken[start:end]) or "\n" in name:
        return
    taken[start:end] = b"\1" * (end - start)
    found.append(Name(start=start, end=end, text=name, kind="body", canonical=name))
