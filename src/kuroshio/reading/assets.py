"""Noun phrases of things that money builds: plants, lines, mines, ports, centres."""

from collections.abc import Iterator
from dataclasses import dataclass

from kuroshio.text import compile_folded, compile_sought

# Heads that are assets by themselves.
_HEAD_EN = (
    r"(?:plants?|factor(?:y|ies)|fabs?|foundr(?:y|ies)|facilit(?:y|ies)|mills?"
    r"|refiner(?:y|ies)|smelters?|furnaces?|terminals?|pipelines?|ports?"
    r"|mines?|data cent(?:er|re)s?|reactors?|shipyards?|warehouses?|campus(?:es)?"
    r"|railways?|railroads?|motorways?|highways?|dams?|hospitals?|airports?|bridges?"
    r"|tunnels?|quarr(?:y|ies)|depots?|gigafactor(?:y|ies)|brewer(?:y|ies)"
    r"|wind farms?|solar farms?|solar parks?|power stations?"
    r"|substations?|battery parks?"
    r"|oil ?fields?|gas ?fields?|industrial parks?|science parks?|logistics parks?"
    r"|crackers?|electroly[sz]ers?|dockyards?|docks?|wharf|wharves"
    # Heads that need to be told of what.
    r"|(?:production|assembly|transmission|manufacturing|packaging|railway|rail|metro"
    r"|filling|welding|rolling) lines?"
    r"|(?:research|r&d|development|logistics|distribution|design|engineering|test|testing"
    r"|training|innovation|medical|service|computing|team|technology) cent(?:er|re)s?"
    r"|(?:industrial|petrochemical|chemical|steel|manufacturing|battery|lng) "
    r"(?:complex(?:es)?|hubs?|sites?|works|units?|bases?|clusters?))"
)
_COUNT_EN = (
    r"an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|another"
    r"|its (?:first|second|third|fourth|new)"
)
_WORD_EN = (
    r"(?!(?:and|or|of|in|to|for|on|by|that|at|with|from|as|is|are|was|were|will|has|have"
    r"|its|their|the|an?|which|who|said|says|into|over|under|per|this|than|would|could"
    r"|may|means?|money|one|two|three|four|five|six|seven|eight|nine|ten|another|not|no"
    r"|(?:buy|build|fund|financ|open|construct|operat|own|run|shut|clos|sell|acquir"
    r"|expand|erect)(?:e?s|ing|e)?|bought|sold|built) )"
)
_PHRASE_EN = compile_sought(
    rf"(?<![\w-])(?:(?P<count>{_COUNT_EN}) |(?P<the>the|its|their|his|our|this) )?"
    rf"(?P<body>(?P<mods>(?:{_WORD_EN}[a-z0-9&.'’/-]+ ){{0,5}}?){_HEAD_EN})(?![\w-])"
    r"(?! (?:fees?|workers?|operators?|business(?:es)?|arm|calls?|managers?|owners?"
    r"|capacity|output|authorit|charges?|closures?|clos|call|groups?|compan|firms?|makers?"
    r"|equipment|assets|director|head|jobs|gate|policy|industry|sector|tariff|state))"
    r"(?P<place> (?:in|at|near|off|outside) (?:[a-z]+ ?){1,4})?"
)
_VERB_EN = (
    r"buil[dt]|construct|invest|expand|fund|financ|operat|develop|upgrad|moderni[sz]"
    r"|erect|set(?:ting)? up|to be run|to make|cost|acquir|buy|sell|sale of|lot\b"
    r"|open|complet|install|commission|plann|plan (?:for|to)|rais|shut|clos"
    r"|break ground"
    r"|restart|conver|support|back|own|spen[dt]|earmark|proceeds|establish|start|add|for\b"
)
_NEAR_EN = compile_folded(
    r"(?:buil[dt]|construct|invest\w* (?:[^.;]{0,30} )?in|expand|fund"
    r"|financ|operat|develop"
    r"|upgrad|moderni[sz]|erect|set(?:ting)? up|acquir|\bbuy|\bsell|sale of|\bopen"
    r"|install|commission|restart|shut|\bclos|spend[^.;]{0,30} on|money (?:is )?for"
    r"|go(?:es)? to|used for|establish|complet)[^.;:]{0,48}$"
)
_AFTER_EN = compile_folded(
    r"[^.;:]{0,40}?\b(?:will be|to be|is being|are being|under construction|is due"
    r"|will (?:open|start|cost|make|employ|produce)|opens?|is to (?:open|cost))"
)
_WIDE_EN = compile_folded(_VERB_EN)
_OLD_EN = compile_folded(
    r"\b(?:existing|already (?:has|owns|runs|operates)|rival|like|unlike|such as"
    r"|compared"
    r"|used to|had (?:built|run)|once)\b[^.;:]{0,50}$"
)
_BEST_EN = compile_folded(r"\b(?:largest|biggest|oldest|existing)\b")
_HEAD_HAN = (
    r"(?:工厂|制造厂|组装厂|发电厂|发电站|核电站|电站|発電所?|码头|港口|(?:出口|进口|輸出|輸入|原油|深水)港|生产基地|基地|园区|产业园|工业园|矿山|矿场"
    r"|铜矿|金矿|镍矿|锂矿|煤矿|铁矿|铁路|高铁|地铁|公路|高速公路|大桥|隧道|机场|空港|水库|水电站|风电场|管道|管线|油田|气田"
    r"|数据中心|资料中心|算力中心|研发中心|物流中心|配送中心|研究所|研究开发拠点|研究拠点|开发拠点|生产拠点|物流拠点|物流仓库"
    r"|炼油厂|冶炼厂|精炼厂|钢厂|钢铁厂|电池厂|晶圆厂|面板厂|封测厂|封装厂|药厂|化工厂|造纸厂|水泥厂|纺织厂|轮胎厂|车厂"
    r"|生产线|产线|装配线|组装线|造船所|船厂|造船厂|船坞|製錬所|精錬所|工場|新棟|製造棟|製鉄所|高炉|電炉|电炉|プラント|ターミナル"
    r"|データセンター|銅鉱山|鉱山|ガス田|風力発電所|太陽光発電所|製油所|倉庫|仓库|病院|医院|ホテル|酒店|鉄道|新線|原子炉"
    r"|製造ライン|生産ライン|生产ライン|組立ライン|ダム)"
)
_PHRASE_HAN = compile_sought(
    rf"(?:(?:新しい|新たな)[\u4e00-\u9fffァ-ヺーA-Za-z]{{0,8}}?"
    rf"|[\u4e00-\u9fffァ-ヺーA-Za-z0-9・\-]{{1,16}}?){_HEAD_HAN}"
    r"(?![長长商主业務务費费运運员員])"
)
# A plant by the bare word, only as the object of a verb of building.
_BARE_HAN = compile_sought(
    r"(?:(?:(?![在到赴于来去将])[\u4e00-\u9fff]){2,4})?(?<!否认)(?:设|建|盖)(?:立|置|新)?[\u4e00-\u9fff]{0,8}?厂"
)
# Its sum right behind it.
_SUM_HAN = compile_folded(r"(?:が|の|に|=|:|,|为)?(?:约|最大)?\d[\d,.]*(?:亿|万|兆)")
# What is said of it: not decided, or one of a kind.
_NOT_SO = compile_folded(
    r"[^,。;]{0,16}?(?:未定|否定|否认|尚未|没有计划|計画はない)|一类|之类|大厂|などを例"
)
# A plant by the bare word with a number behind it, as Japanese counts.
_BEHIND_HAN = compile_folded(
    r"(?:工場|プラント|データセンター|発電所|倉庫|ホテル|ターミナル)"
    r"(?P<count>\d{1,2})(?:棟|カ所|か所|ヵ所|箇所|基|つ)"
)
_COUNT_HAN = compile_folded(
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十])(?:座|个|家|条|栋|处|基|カ所)"
)
# Something done to what is there, with its sum or as an undertaking.
_DEED_HAN = compile_sought(
    r"[\u4e00-\u9fffァ-ヺー]{2,12}?(?:近代化|増設|拡張|改修|整備|扩建|改造|技改)"
    r"(?=(?:の)?(?:事业|计画|工事|项目|工程|に?约?\d))"
)
# What a phrase begins behind.
_CUT_HAN = compile_folded(
    r".*(?:美元|亿|万|ドル|円|的|在|与|和|于|将|到|向|为|是|建设|新建|兴建|投资|扩建|收购|出售|位于|用于|建|日|年|月|了|の"
    r"|が|は|を|に|で|と|、|其中|国|拥有|运营|经营|设立|开设|成立|以及|及|至|把|由|等|从|该|此|这|那|市|州|省|县|県|中)"
)
_VERB_HAN = compile_folded(
    r"建设|兴建|建立|新设|设立|设厂|新建|扩建|建造|落成|投产|投资|着工|开所|稼働|量産|量产|补助|补贴|建て|建设|整備|投資|运营"
    r"|盖新|开发|动工|用于|兴办|出资|融资|贷款|援建|承建|收购|买下|出售|转让|売却|取得|买收|新設|増設|拡張|設け|開設|改修"
    r"|操業|开工|启用|竣工|完工|設置|设置|设在|兴|建廠|拡大|増強|増産|立ち上げ|报道|投じ|在建|转产|重启|关闭|閉鎖|停产"
)
_OLD_HAN = compile_folded(
    r"(?:现有|既有|既存|已有|原有|此前|曾|かつて|他社|同行|对手|也否认|一类|などの?既)$"
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A noun phrase of an asset; ``count`` as written, None where none is.

    ``bare`` is a plant by the bare word, the object of a verb.
    """

    start: int
    end: int
    count: str | None = None
    bare: bool = False


def find_assets(key: str) -> Iterator[Asset]:
    """Yield phrases of assets that a text speaks of building, funding or trading.

    Parameters
    ----------
    key : str
        The folded text.

    Notes
    -----
    A phrase with a count needs a verb anywhere near; one without needs it close by, for
    most plants a text names are somebody's old ones.
    """
    yield from _english(key)
    yield from _han(key)


def _english(key: str) -> Iterator[Asset]:
    """Yield phrases in English."""
    for match in _PHRASE_EN.finditer(key):
        start, end = match.span("body")
        before = key[max(0, match.start() - 160) : match.start()]
        before = before.rpartition("\n")[2]
        if _OLD_EN.search(before) or _BEST_EN.search(match["mods"] or ""):
            continue
        after = key[end : end + 80].partition("\n")[0]
        counted = match["count"] is not None
        told = bool(match["mods"]) or bool(match["place"])
        if counted:
            fits = bool(_WIDE_EN.search(before) or _WIDE_EN.search(after))
        else:
            fits = told and bool(_NEAR_EN.search(before) or _AFTER_EN.match(after))
        if fits:
            yield Asset(start, end, match["count"])


def _han(key: str) -> Iterator[Asset]:
    """Yield phrases in Chinese and Japanese."""
    for match in _PHRASE_HAN.finditer(key):
        start, end = match.span()
        cut = _CUT_HAN.match(key, start, end - 2)
        start = cut.end() if cut else start
        before = key[max(0, start - 60) : start].rpartition("\n")[2]
        window = before + key[start : end + 60].partition("\n")[0]
        if end - start < 3 or _OLD_HAN.search(before):
            continue
        if (_VERB_HAN.search(window) or _SUM_HAN.match(key, end)) and not _NOT_SO.match(
            key, end
        ):
            count = _COUNT_HAN.match(key, start, end)
            yield Asset(start, end, count["count"] if count else None)
    for match in _BEHIND_HAN.finditer(key):
        yield Asset(match.start(), match.end(), match["count"])
    for match in _BARE_HAN.finditer(key):
        yield Asset(match.start(), match.end(), bare=True)
    for match in _DEED_HAN.finditer(key):
        yield Asset(*match.span())
