"""Words for posts in three languages, and how a title is told from a name."""

from kuroshio.text import build_lexicon, compile_folded, fold

# The last words of English titles; the rest of a title stands before them.
_EN_HEADS = (
    "officer president chairman chairwoman chairperson chair premier chancellor "
    "secretary "
    "minister governor commissioner ambassador spokesman spokeswoman spokesperson "
    "director chief ceo cfo coo cto founder co-founder partner analyst economist "
    "strategist senator representative congressman congresswoman speaker mayor judge "
    "justice emir prince head leader lawyer envoy negotiator manager owner counsel "
    "executive vice-president vice-premier co-ceo scholar professor adviser advisor "
    "undersecretary king presidents trade_representative comptroller administrator "
    "general researcher fellow banker"
)
# Words that may stand before the head inside a title.
_EN_INNER = (
    r"(?:(?:executive|senior|vice|deputy|under|assistant|chief|prime|managing|general"
    r"|financial|operating|technology|investment|legal|strategy|economic|trade|commerce"
    r"|treasury|state|foreign|finance|industry|economy|energy|defen[cs]e|interior|home"
    r"|business|climate|transport|labou?r|health|agriculture|justice|science|digital"
    r"|crown|cabinet|press|white|house|founding|co-managing|co-chief|co|fund|portfolio"
    r"|former|ex|acting|interim|incoming|outgoing|then|competition|european|national"
    r"|security|policy|market|research|executive vice|non-executive|independent|world"
    r"|central|bank|ministry|foreign ministry|department|commission|company|government"
    r"|embassy|party|opposition|county|state|federal|district|supreme|court|and|&)[ -])"
)
EN_LEFT = compile_folded(
    rf"(?:\b(?:u\.?s\.?|uk|eu|chinese|japanese|british|korean|german|french) )?"
    rf"(?P<title>{_EN_INNER}{{0,6}})$"
)
EN_OF = compile_folded(
    r" (?:of|for) (?:the )?(?:state|commerce|defen[cs]e|the treasury|treasury|energy"
    r"|foreign affairs|finance|economy|economic affairs|trade|industry|labou?r"
    r"|transport"
    r"|interior|justice|agriculture|science|trade,? industry and (?:resources|energy)"
    r"|economy,? trade,? and industry|[a-z]+,? [a-z]+,? and [a-z]+|[a-z]+ affairs"
    r"|[a-z]+ security|export enforcement|industry and security)"
)
EN_JOINED = compile_folded(
    r" and (?:(?:chief|executive|vice|president|chairman|managing|financial|operating"
    r"|co-) ?){0,4}(?:officer|ceo|president|chairman|director|founder|executive"
    r"|chief)\b"
)
ZH_TITLES = {
    "执行副总裁": "Executive Vice President", "高级副总裁": "Senior Vice President",
    "首席执行官": "Chief Executive Officer", "首席财务官": "Chief Financial Officer",
    "首席运营官": "Chief Operating Officer", "首席经济学家": "Chief Economist",
    "首席谈判代表": "Chief Negotiator", "贸易代表": "Trade Representative",
    "新闻发言人": "spokesperson", "发言人": "spokesperson",
    "副发言人": "deputy spokesperson",
    "董事局主席": "Chairman", "董事会主席": "Chairman", "董事长": "Chairman",
    "副董事长": "Vice Chairman", "执行长": "Chief Executive Officer",
    "财务长": "Chief Financial Officer", "营运长": "Chief Operating Officer",
    "总经理": "General Manager", "总裁": "President", "副总裁": "Vice President",
    "行政总裁": "Chief Executive Officer", "创始人": "founder", "创办人": "founder",
    "联合创始人": "co-founder", "会长": "Chairman", "社长": "President",
    "副总统": "Vice President", "总统": "President", "国家主席": "President",
    "主席": "Chairman", "副主席": "Vice Chairman", "国务院总理": "Premier",
    "国务院副总理": "Vice Premier", "副总理": "Vice Premier", "总理": "Prime Minister",
    "首相": "Prime Minister", "国务卿": "Secretary of State",
    "财政部长": "Minister of Finance", "财政部部长": "Minister of Finance",
    "财长": "Finance Minister", "商务部长": "Minister of Commerce",
    "商务部部长": "Minister of Commerce", "商务部副部长": "Vice Minister of Commerce",
    "外交部长": "Minister of Foreign Affairs", "外长": "Foreign Minister",
    "经济部长": "Minister of Economic Affairs", "部长": "Minister",
    "副部长": "Vice Minister", "大臣": "Minister", "财相": "Chancellor of the "
        "Exchequer",
    "商相": "Business Secretary", "行长": "Governor", "院长": "President",
    "副院长": "Vice Premier", "行政院长": "Premier", "主委": "Minister",
    "主任": "Director",
    "副主任": "Deputy Director", "局长": "Director", "署长": "Administrator",
    "司长": "Director-General", "处长": "Director", "州长": "Governor", "市长": "Mayor",
    "大使": "Ambassador", "议长": "Speaker", "议员": "lawmaker", "参议员": "Senator",
    "众议员": "Representative", "专员": "Commissioner", "委员": "Commissioner",
    "执委": "Commissioner", "秘书长": "Secretary-General", "代表": "Representative",
    "分析师": "analyst", "经济学家": "economist", "研究员": "researcher",
    "教授": "Professor", "律师": "lawyer", "基金经理": "fund manager", "负责人": "head",
    "总监": "Director", "理事长": "Chairman", "特使": "envoy", "校长": "President",
    "副总经理": "Vice President", "掌门人": "head", "老板": "owner",
    "合伙人": "partner",
    "总书记": "General Secretary", "经产相": "Minister of Economy, Trade and Industry",
    "经济产业大臣": "Minister of Economy, Trade and Industry", "董事": "director",
    "经济再生大臣": "Minister for Economic Revitalization", "财务官": "Vice Minister",
    "防长": "Defense Minister", "国防部长": "Minister of Defense", "高管": "executive",
    "财政司司长": "Financial Secretary", "行政长官": "Chief Executive",
}  # fmt: skip
JA_TITLES = {
    "経済産業相": "Minister of Economy, Trade and Industry",
    "経済産業大臣": "Minister of Economy, Trade and Industry",
    "経産相": "Minister of Economy, Trade and Industry",
    "経済再生担当相": "Minister for Economic Revitalization",
    "経済再生相": "Minister for Economic Revitalization",
    "経済安全保障担当相": "Minister for Economic Security",
    "経済安保相": "Minister for Economic Security", "財務相": "Minister of Finance",
    "財務大臣": "Minister of Finance", "外相": "Foreign Minister",
    "外務大臣": "Foreign Minister", "防衛相": "Defense Minister",
    "官房長官": "Chief Cabinet Secretary", "副首相": "Vice Premier",
    "首相": "Prime Minister", "総理大臣": "Prime Minister", "総理": "Prime Minister",
    "商務長官": "Secretary of Commerce", "財務長官": "Secretary of the Treasury",
    "国務長官": "Secretary of State", "国防長官": "Secretary of Defense",
    "商務相": "Minister of Commerce", "商務部長": "Minister of Commerce",
    "通商代表": "Trade Representative", "副大統領": "Vice President",
    "大統領": "President", "国家主席": "President", "主席": "Chairman",
    "報道官": "spokesman", "報道局長": "spokesperson",
    "副報道官": "deputy spokesperson",
    "報道担当": "spokesperson", "広報官": "spokesperson",
    "会長兼社長": "Chairman and President", "会長兼最高経営責任者": "Chairman and CEO",
    "会長兼ceo": "Chairman and CEO", "社長兼ceo": "President and CEO",
    "社長兼最高経営責任者": "President and CEO", "会長": "Chairman",
    "社長": "President",
    "会長兼社長執行役員": "Chairman and President", "副会長": "Vice Chairman",
    "副社長": "Executive Vice President", "最高経営責任者": "Chief Executive Officer",
    "ceo": "Chief Executive Officer", "cfo": "Chief Financial Officer",
    "最高財務責任者": "Chief Financial Officer", "専務": "Senior Managing Director",
    "常務": "Managing Director", "頭取": "President", "総裁": "Governor",
    "副総裁": "Deputy Governor", "知事": "Governor", "市長": "Mayor",
    "委員長": "Chairman", "委員": "Commissioner", "長官": "Director-General",
    "次官": "Vice Minister", "事務次官": "Administrative Vice Minister",
    "局長": "Director-General", "大使": "Ambassador", "議員": "lawmaker",
    "上院議員": "Senator", "下院議員": "Representative", "担当相": "Minister",
    "大臣": "Minister", "代表": "Representative", "理事長": "President",
    "教授": "Professor", "アナリスト": "analyst", "エコノミスト": "economist",
    "研究員": "researcher", "弁護士": "lawyer", "ストラテジスト": "strategist",
    "執行役員": "Executive Officer", "創業者": "founder", "部長": "Minister",
    "副部長": "Vice Minister", "氏": "", "さん": "", "商業相": "Minister of Commerce",
    "産業通商資源相": "Minister of Trade, Industry and Resources",
    "産業相": "Minister of Industry", "経済相": "Minister of Economy",
    "貿易相": "Minister of Trade", "農相": "Minister of Agriculture",
    "官房副長官": "Deputy Chief Cabinet "
        "Secretary", "財務官": "Vice Minister of Finance",
    "皇太子": "Crown Prince", "国防相": "Defense Minister", "共同社長": "Co-President",
    "社長執行役員": "President", "代表取締役": "Representative Director",
    "取締役": "Director", "編集委員": "editor", "最高執行責任者": "Chief Operating "
        "Officer",
    "国土交通相": "Minister of Land, Infrastructure, Transport and Tourism",
}  # fmt: skip
MEANINGS = {fold(word): meaning for word, meaning in (JA_TITLES | ZH_TITLES).items()}
JA_MEANINGS = {fold(word): meaning for word, meaning in JA_TITLES.items()}
TITLES = build_lexicon(
    {"en": _EN_HEADS.split(), "zh": list(ZH_TITLES), "ja": list(JA_TITLES)}
)
# A title that speaks of an earlier time.
FORMER = compile_folded(r"(?:前|元|旧|原|时任|former |ex-|then )$")
# Heads that name people of companies rather than of states.
COMPANY_TITLES = compile_folded(
    r"officer|chairman|ceo|cfo|coo|founder|director|manager|analyst|economist|partner"
    r"|strateg|executive|owner|banker|董事|总裁|执行长|社长|会长|总经理|创始|创办|分析|基金经理"
    r"|経営責任者|頭取|専務|常務|アナリスト|役員|取締役"
)
