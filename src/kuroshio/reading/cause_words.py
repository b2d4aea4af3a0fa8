"""Words that tell deals, their kinds and what is no business at all."""

from kuroshio.text import compile_folded, compile_sought

DEAL = compile_sought(
    r"\binvest(?:s|ed|ing|ment|ments)?\b|\bacqui\w+|\btakeover\b|\bmerg(?:e|es|er|ed|"
    r"ing)\b|"
    r"\bbuy(?:s|ing|out)?\b|\bbought\b|\bstakes?\b|\bpledg\w+|\bjoint venture\b|"
    r"\bplants?\b|"
    r"\bfactor(?:y|ies)\b|\bloans?\b|\blen[dt]\w*\b|\bfinanc(?:e|es|ed|ing)\b|"
    r"\bfund(?:s|ed|ing)?\b|\bvehicle\b|\bpurchas\w+|"
    r"\bsale of\b|\bdivest\w*|\bspin-?off\b|\bdeal\b|\bbuild(?:s|ing)?\b|\bipo\b|"
    r"\boffer for\b|"
    r"投资|收购|并购|入股|持股|股权|合资|建厂|工厂|贷款|融资|基金|出售|转让|竞购|要约|"
    r"合并|"
    r"\b(?:production|manufacturing|annual|new) capacity\b|"
    r"\b(?:double|triple|expand)s? (?:\w+ ){0,3}(?:capacity|output)\b|"
    r"\bcontracts? (?:to|with|for)\b|\bbroke ground\b|\bsuppl(?:y|ies) deal\b|"
    r"\bfirst (?:cargo|shipment|phase)\b|"
    r"开工|启运|首船|签署|牵头建设|着工|建设する|投じる|増設|"
    r"\border(?:s|ed)? (?:for|of|from|with|\d+|\w+ (?:ships|vessels|carriers|jets))\b|"
    r"产能|扩产|增产|扩建|订造|订购|订单|中标|"
    r"増産|生産能力|増強|拡充|発注|受注|"
    r"出資|買収|取得|工場|融資|合弁|統合|売却|譲渡|投資|子会社|提携"
)
TAKEOVER = compile_sought(
    r"\bacqui\w+|\btakeover\b|\bmerger\b|\bbuyout\b|\bstakes?\b|\bto buy\b|\bbuys\b|"
    r"\bbought\b|\bspin-?off\b|\bdivest\w*|\btender offer\b|"
    r"收购|并购|入股|股权|要约|竞购|转让|私有化|買収|子会社化|株式取得|譲渡|統合|"
    r"公開買付"
)
GREENFIELD = compile_sought(
    r"\bplants?\b|\bfabs?\b|\bfactor(?:y|ies)\b|\bfacilit(?:y|ies)\b|\bbuild\w*\b|"
    r"\bsite\b|"
    r"\bcapacity\b|\bproduction lines?\b|"
    r"建厂|工厂|厂房|基地|投产|新建|扩产|增产|扩建|产能|"
    r"工場|建設|新設|増産|生産能力|増強|拡充"
)
PLEDGE = compile_sought(
    r"\bpledg\w+|\bcommit(?:s|ted|ment)\b|\bvehicle\b|\binitiative\b|\bmemorandum\b|"
    r"承诺|备忘录|倡议|拠出|覚書|約束"
)
TRADE_PACT = compile_sought(
    r"\btrade (?:deal|agreement|pact|truce)\b|贸易(?:协议|协定)|经贸(?:会谈|磋商)|"
    r"通商(?:協定|合意)|貿易協定"
)
CURRENCY = compile_sought(
    r"\b(?:yuan|renminbi|yen|currency) (?:fixing|intervention|devaluation|band)\b|"
    r"\bintervention\b|汇率|中间价|介入|為替"
)
TRADE = compile_sought(
    r"\btariffs?\b|\bexport (?:control|licen)\w*|\bsanction\w*|\btrade (?:talks|war)\b|"
    r"\bsettle\w*|\bpenalt\w+|\bfined?\b|\bprocurement\b|"
    r"关税|出口管制|制裁|经贸|贸易战|和解|罚款|政府采购|関税|輸出規制|貿易摩擦|罰金"
)
CANCELLED = compile_sought(
    r"\b(?:scrap(?:s|ped)?|cancel\w*|abandon\w*|walk(?:s|ed)? away|withdr[ae]w\w*|"
    r"call(?:s|ed) off|terminat\w+|block(?:s|ed)|reject\w*|shelv\w+|halt(?:s|ed)|"
    r"veto\w*)\b|"
    r"终止|取消|叫停|否决|放弃|告吹|撤回|搁置|中止|断念|撤回|破談|白紙|阻止|却下|見送"
)
# Works that close or run lower leave room for those elsewhere.
CUTS = compile_sought(
    r"\b(?:clos|shut|idl|mothball|curtail)\w* [^.;]{0,40}(?:plants?|smelters?|mills?|"
    r"lines?|furnaces?|works|factor(?:y|ies)|capacity)\b|"
    r"\b(?:cut|reduc)\w* [^.;]{0,30}(?:capacity|output|production)\b|"
    r"(?:关停|关闭|停产|减产|压减|缩减|削减)|"
    r"(?:処理|生産|能力|操業|設備|工場|製錬所)[^。、]{0,8}(?:減ら|縮小|閉鎖|休止|停止|削減)"
)
# Ordered works and ships are demand on those who build them.
ORDER = compile_sought(
    r"\border(?:s|ed)?\b|\bcontracts? (?:for|to build)\b|"
    r"订造|订购|下单|签约|订单|中标|发包|発注|受注"
)
SELLER_BEFORE = compile_folded(r"(?:\b(?:from|at|with)\s+(?:the )?|向|与|和|同|给|在)$")
SELLER_AFTER = compile_folded(
    r"[^.。;]{0,12}(?:wins?\b|won\b|secur\w+|获|中标|接获|承接|に发注|が受注|は受注)"
)
HOME = frozenset({"CN", "HK", "MO"})
LEISURE = compile_sought(
    r"\bfootball\w*|\bsoccer\b|\bstriker\b|\bmidfielder\b|\bgoalkeeper\b|\bwinger\b|"
    r"\bpremier league\b|\bla liga\b|\bserie a\b|\bbundesliga\b|\bchampions league\b|"
    r"\btransfer (?:fee|window)\b|\bclub(?:s|'s)?\b|\bcoach\b|\bplayers?\b|\bgoals?\b|"
    r"\bbaseball\b|\bbasketball\b|\bolympic\w*|\btournament\b|\bmatch(?:es)?\b|"
    r"\bseason\b|"
    r"\bsinger\b|\balbum\b|\bactor\b|\bactress\b|\bconcert\b|\bwedding\b|\brecipe\b|"
    r"\bfans?\b|\bbox office\b|"
    r"足球|前锋|中场|门将|球员|球队|球迷|转会|联赛|俱乐部|英超|西甲|教练|赛季|演唱会|"
    r"明星|电影票房|"
    r"サッカー|移籍|選手|監督|リーグ|クラブ|得点|試合|野球|球団|歌手|映画|コンサート"
)


# A story on a trade may leave out who acts; these words say that it is one.
DEAL_OR_RULE = compile_sought(
    r"\b(?:billion|tariffs?|exports?|imports?|contract|acquir\w*|invest\w*|yuan)\b|"
    r"亿|投资|开工|签署|出口|进口|关税|政策|方案|产能|竞争秩序|人民币|封关|"
    r"兆|億|投資|輸出|輸入|関税|建設|人民元"
)
COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7,
}  # fmt: skip
PROJECT_COUNT = compile_sought(
    r"\b(?P<count>two|three|four|five|six|seven|[2-7]) (?:\w+ ){0,2}projects\b"
)
SUBJECTS = (DEAL, TRADE, TRADE_PACT, CURRENCY)
