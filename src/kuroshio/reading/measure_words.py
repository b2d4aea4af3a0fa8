"""Words by which measures are told, in English, Chinese and Japanese."""

import re

from kuroshio.text import compile_folded, compile_sought

# What alone says that something is imposed, without a further verb. The kinds are
# those of instruments, and ``support``, ``visa`` and ``advice``, which turn otherwise.
ACTS: tuple[tuple[str, str], ...] = (
    (
        "relief",
        (
            r"\b(?:lets?|allow|permit|clear|approv|grant)\w* [^.;,]{0,60}\b(?:sales?|"
            r"sell|ship|shipments?|exports?|export licen[cs]es?)\b|"
            r"\blicen[cs]es? [^.;,]{0,50}(?:granted|approved|issued)\b|"
            r"(?:允许|批准|获准|放行|准许)[^。;,]{0,40}(?:出售|销售|出口|供货)|"
            r"(?:贩卖|输出|出荷)[^。、]{0,10}(?:认め(?!ない|ず)|容认|许可する|许可した|再开)"
        ),
    ),
    (
        "supply",
        (
            r"(?:退出|淘汰|化解|压减|整治|治理)[^。;,]{0,14}(?:产能|竞争)|落后产能|反内卷|"
            r"\b(?:curb|cut|tackle|rein in|end)\w* [^.;,]{0,20}(?:overcapacity|"
            r"excess capacity|price wars?)\b|過剰生産|過当競争"
        ),
    ),
    (
        "export_control",
        (
            r"\bexports? of [^.;]{3,200}? (?:needs?|requires?|be subject to|banned|"
            r"barred|restricted|halted|prohibited|under licen[cs]e)\b|"
            r"\b(?:needs?|requir(?:e|es|ed|ing)|(?:put|place)[sd]? [^.;]{2,60} under|"
            r"subject to)"
            r" (?:an? |export |special |government )*(?:export )?licen[cs](?:es?|ing)\b"
            r"|\b(?:barr?|bann?|block|prohibit|halt|stopp?|restrict|curb|suspend)"
            r"(?:s|ed|ing)? (?:the |all |its |any |most )*(?:[a-z-]+ ){0,2}?"
            r"(?:sales?|exports?|"
            r"shipments?|deliver(?:y|ies)|suppl(?:y|ies)|transfers?)\b"
            r"(?! (?:ban|control|curb|licen|restriction|rule|limit|dut|tariff)"
            r"|(?:-| )tax)|"
            r"\bforb(?:ids?|ade) [^.;]{0,30}(?:sales?|exports?|shipments?)\b|"
            r"凭证出口|凭许可证?出口|出口[^。;]{0,16}(?:须|需|应当?)[^。;]{0,30}"
            r"(?:许可|批准|申请)|不得(?:向[^。;,]{1,12})?出口|"
            r"禁止[^。;,]{0,30}出口|(?:限制|管控|暂停|停止|禁止)[^。;,]{0,10}(?:对华|"
            r"对中国|向中国)[^。;,]{0,12}(?:出口|销售|供应|出货|供货)"
            r"(?!管制|限制|禁令|许可|措施)|断供|"
            r"输出(?:を)?[^。、]{0,6}许可制|输出[^。、]{0,24}许可(?:が要|が必要|を义务)|"
            r"许可が(?:要る|必要)|许可制に|输出(?!规制|管理|许可)[^。、]{0,12}(?:禁じ|禁止|止め|停止)"
        ),
    ),
    (
        "listing",
        (
            r"\b(?:add|plac|nam|includ|put)\w* [^.;]{2,140}?\b(?:to|on|in) "
            r"(?:its |the |a |an )?[^.;,]{0,40}\b"
            r"(?:lists?\b|blacklist|roster|register)|"
            r"\bsanction(?:s|ed) "
            r"(?!on\b|against\b|polic|regime|list|relief)[^.;]{3,40}|"
            r"\b(?:impos|slap|announc|issu)\w* [^.;,]{0,30}\bsanctions\b|"
            r"制裁[^。;,]{0,16}(?:炼厂|企业|公司|油轮|船|实体|银行)|列入[^。;,]{0,8}制裁|"
            r"\blists? \d+ [^.;,]{0,20}(?:firms|companies|entities)|"
            r"(?:列入|纳入|加入|增列|新增至?)[^。;]{0,40}(?:清单|名单)|"
            r"(?:清单|名单)[^。;,]{0,12}(?:新增|增列|纳入)|"
            r"リストに[^。、]{0,12}(?:追加|掲載|加え|载せ)"
        ),
    ),
    (
        "ban",
        (
            r"\b(?:suspend|halt|stopp?|bann?|barr?|block|prohibit|outlaw)(?:s|ed|ing)?"
            r" (?:all |any |most |the |its |further |new |federal )*"
            r"(?:[a-z'-]+ ){0,4}?(?:imports?|purchas(?:es?|ing)|procurement|"
            r"investments?|trading|agencies)\b"
            r"(?! (?:ban|control|curb|restriction|rule|limit|dut|tariff))|"
            r"\bdelist\w*|\bholding foreign companies\b|\bhfcaa\b|"
            r"禁止[^。;,]{0,24}(?:采购|进口|使用|投资|销售|交易|买卖|参与|购买)|"
            r"叫停[^。;,]{0,20}(?:采购|进口|使用|销售)|"
            r"停止[^。;,]{0,14}(?:订购|购买|使用)|"
            r"\b(?:told|order|ask|urg|instruct)\w* [^.;]{3,60} (?:to (?:stop|avoid|"
            r"halt)|not to) (?:buy|us|order|purchas)\w*|"
            r"\bphas\w+ out\b[^.;,]{0,40}\b(?:from|chinese|equipment)\b|"
            r"\b(?:remove|strip|rip out) [^.;,]{0,30}(?:equipment|gear|kit)\b|"
            r"(?:购入|调达|使用)[^。、]{0,10}(?:中止|停止|控え)|"
            r"(?:暂停|停止)[^。;,]{0,12}(?:进口|采购|输入)(?!禁令|限制|关税|税)|"
            r"不得(?:采购|使用|购买|参与|投资)|停购|"
            r"除牌|摘牌|退市|下市|上场废止|外国公司问责|"
            r"输入[^。、]{0,14}(?:停止|禁止|禁じ|止め)|"
            r"(?:贩卖|使用|调达|购入|取引|投资)[^。、]{0,10}(?:禁じ|禁止|排除)|"
            r"禁止する(?:最终)?规则|を禁じる"
        ),
    ),
    (
        "other",
        (
            r"\bnationali[sz]\w*|\bseiz(?:e|es|ed|ure|ing)\b|\bexpropriat\w*|"
            r"\b(?:took|takes?|taking) control of\b|\bministerial order\b|"
            r"\bforced (?:sale|divest\w*)|\border\w* [^.;]{0,60}\bto (?:divest|sell)\b|"
            r"接管|征用|国有化|部长令|"
            r"(?<=对)[^。;,]{2,12}的行政令|强制(?:出售|剥离|转让)|责令[^。;,]{0,20}(?:出售|剥离)|"
            r"接収|売却を命|大臣令|経営権を(?:掌握|取得)"
        ),
    ),
    (
        "fee",
        (
            r"\bper net ton\b|收取[^。;,]{0,12}费用?|按净吨|"
            r"加收[^。;,]{0,16}费|缴费|净吨|純トン|"
            r"手数料を(?:課|徴収)"
        ),
    ),
    (
        "tariff",
        (
            r"\bpays? (?:the |an? )?[^.;,]{0,40}dut(?:y|ies)\b|"
            r"(?:加征|(?<![免减停])征收|开征|课征|课|(?<![免减停])征)(?!求)[^。;,]{0,24}税|加税"
        ),
    ),
)
# What is only named, and needs a verb.
NOUNS: tuple[tuple[str, str], ...] = (
    (
        "support",
        (
            r"\bdown payments?\b|首付|\breserve requirement|\brrr\b|"
            r"\brate cuts?\b|\b(?:interest|lending|repo|mortgage|prime|"
            r"policy) rates?\b|"
            r"\bswap facility\b|\brelending\b|"
            r"降准|降息|存款准备金率|降準|逆回购|互换便利|再贷款|房贷利率|贷款利率|"
            r"報价利率|利下げ|预金准备率|政策金利"
        ),
    ),
    (
        "visa",
        (
            r"\bvisa[- ](?:free|waivers?|exempt\w*)|\bvisa requirements?\b|"
            r"\bvisas? for\b|免签|ビザ(?:免除|なし)|査証免除|ビザ発給"
        ),
    ),
    (
        "advice",
        (
            r"\btravel (?:advisory|warning|alert|ban)\b|\bgroup (?:tours?|travel)\b|"
            r"赴日(?:旅游|旅行|团)|团队游|团体游|旅行(?:提醒|警告|预警)|出境游|"
            r"渡航(?:自粛|制限|注意)|団体旅行"
        ),
    ),
    (
        "export_control",
        (
            r"export (?:control|licen[cs]|restriction|curb|ban|rule|permit|quota|"
            r"screening)\w*|"
            r"\bscreening of (?:[a-z]+ )?exports|\blicen[cs](?:e|ing) requirements?\b|"
            r"\b(?:mining|ore|production|output) quotas?\b|出口审查|开采配额|开采指标|"
            r"輸出審査|"
            r"restrict\w* (?:the )?exports?|(?:curbs?|limits?|"
            r"ban|restrictions|controls) on (?:the |its )?(?:exports?|sales?)|"
            r"\bcurbs? (?:on )?[^.;,]{2,40} for ai chips|"
            r"dual-use (?:item|export|good)s?|"
            r"(?:削减|缩减|收紧)[^。;,]{0,12}配额|配额[^。;,]{0,8}(?:削减|缩减|减少)|"
            r"出口(?:管制|限制|许可|禁令|配额)|禁止(?:向\w{1,8})?出口|两用物项|对华出口|"
            r"輸出規制|輸出管理|輸出許可|輸出を(?:禁止|制限)|輸出禁止"
        ),
    ),
    (
        "listing",
        (
            r"entity list|blacklist\w*|unreliable[- ]entit\w*|1260h|"
            r"military companies list|list of chinese military|"
            r"denied persons|sanctions? list|\bsdn list|"
            r"实体清单|不可靠实体|管控名单|制裁清单|黑名单|涉军企业清单|军工企业名单|"
            r"エンティティー?・?リスト|制裁対象リスト|禁輸リスト"
        ),
    ),
    (
        "tariff",
        (
            r"\btariffs?\b|\banti-?dumping\b|\bcountervailing\b|"
            r"\bsafeguard (?:dut|meas)|"
            r"(?<!heavy-)(?<!\bon )\bdut(?:y|ies)\b(?![- ]free)|"
            r"\bimport (?:tax|surcharge)(?:es)?\b|\bsurtax(?:es)?\b|"
            r"零关税|附加税|小额(?:包裹)?免税|免税待遇|反ダンピング|少額免税|"
            r"\bde minimis\b|"
            r"\brates? on (?:imported|imports|goods|chinese)\b|"
            r"\blev(?:y|ies) (?:of|on) (?!ships|vessels)|"
            r"关税|反倾销|反补贴税|进口税|関税|相殺関税|追加課税"
        ),
    ),
    (
        "fee",
        (
            r"\b(?:port|docking|berth\w*|harbou?r|service) (?:fee|charge|due)s?\b|"
            r"\bspecial (?:port )?fees?\b|"
            r"\bfees? on (?:[a-z-]+ ){0,4}(?:ships|vessels|cranes|visas)\b|"
            r"港口费|港务费|停泊费|签证费|收费|入港料|港湾使用料"
        ),
    ),
    (
        "ban",
        (
            r"\bexclud\w+ [^.;]{0,40}procurement|"
            r"限制[^。;]{0,24}(?:采购|进口|参与)|"
            r"\bban(?:s|ned|ning)?\b|\bprohibit\w*|\bembargo\w*|\bbar(?:s|red|ring)? "
            r"(?:chinese|imports?|sales?|purchases?|companies|investors)|"
            r"\bmoratorium\b|\bcrackdown on [^.;,]{0,40}(?:imports?|sales?|exports?)\b|"
            r"高风险供应商|严查[^。;,]{0,12}进口|"
            r"限韩令|限日令|禁令|禁止进口|禁止采购|禁止使用|禁止投资|禁运|禁购|"
            r"禁輸|使用禁止|全面禁止"
        ),
    ),
    (
        "subsidy",
        (
            r"\b(?:pay|pays|give|gives|hand out) "
            r"(?:consumers|families|parents|buyers)\b|"
            r"\b(?:cash handouts?|vouchers?)\b|\bsubsid(?:y|ies|i[sz]\w+)\b|"
            r"\btax (?:credit|break|rebate)s?\b|"
            r"\bgrants? (?:to|for|of|"
            r"worth)\b|\bstimulus\b|\btrade-in (?:programme|program|scheme)|"
            r"补贴|补助|贴息|退税|税收抵免|以旧换新|刺激(?:政策|计划|方案)|補助金|助成|"
            r"景気対策|経済対策"
        ),
    ),
    ("tariff", r"section (?:232|301|122|201)\b|(?:232|301)(?:调查|条款|条)"),
)
IMPOSE = compile_sought(
    r"\b(?:impos|levi|levy|slap|recommend|propos|open|initiat|match|approv|vot|"
    r"introduc|plac|add|rais|increas|hik|tighten|expand|"
    r"restrict|ban|prohibit|blacklist|announc|launch|doubl|tripl|extend|appl|enforc|"
    r"start|adopt|put|set|halt|order|bring|take|took|issu|trigger|reinstat|resum|"
    r"unveil|bars?\b|barr|curb|requir|slap|hit|go(?:es)? ahead|widen|subsidi[sz]|grant|"
    r"offer|charg|face|pays?\b|finali[sz])\w*|"
    r"\b(?:effective|in force|into effect|into force)\b|"
    r"加征|征收|征|开征|发起|立案|展开|实施|施行|出台|发布|公布|宣布|列入|纳入|禁止|限制|收紧|扩大|"
    r"提高|上调|启动|恢复|采取|管制|补贴|发放|决定|新增|追加|加收|落实|敲定|裁定|"
    r"課す|課し|課税|発動|導入|強化|追加|引き上げ|適用|施行|禁じ|規制|実施|決め|始め|"
    r"拡大|停止|対象に|発表|公表|延長"
)
RELAX = compile_sought(
    r"\b(?:let(?:s|ting)? in|"
    r"eas(?:e|es|ed|ing)|lift(?:s|ed|ing)?|remov\w+|scrap(?:s|ped)?|cut(?:s|"
    r"ting)?|"
    r"lower(?:s|ed|ing)?|reduc\w+|roll(?:s|ed)? back|pull(?:s|ed)? back|waiv\w+|"
    r"exempt\w*|relax\w*|"
    r"withdr[ae]w\w*|revok\w+|cancel\w*|drop(?:s|ped)?|end(?:s|ed|ing)? (?:the|its)|"
    r"abolish\w*|loosen\w*|scal\w+ back|halv\w+|terminat\w+|repeal\w*|"
    r"resum\w+ (?:the )?(?:imports?|exports?|sales?|shipments?|purchases?)|"
    r"re-?open\w*|"
    r"allow\w* [^.;,]{0,60}(?:imports?|exports?|sales?|shipments?|to (?:sell|ship)))\b|"
    r"取消|解除|放宽|下调|降低|降至|豁免|撤销|废止|减免|免征|零关税|终止|停征|停收|"
    r"停止(?:征收|加征|收取|执行|实施)|不再(?:征收|加征|收取|实施)|"
    r"恢复[^。;,]{0,16}(?:进口|出口|销售|供应|演出|航班|配额)|"
    r"移出|移除|减半|允许[^。;,]{0,20}(?:出口|进口|销售)|放行|"
    r"緩和|撤廃|解除|引き下げ|免除|除外|廃止|再開|取りやめ|解禁|撤回"
)
SUSPEND = compile_sought(
    r"\bsuspend\w*|\bpaus\w+|\bdelay\w*|\bpostpon\w+|\bput on hold\b|\bon hold\b|"
    r"\bdefer\w*|\btruce\b|暂停|暂缓|推迟|延后|中止|一時停止|"
    r"停止を延長|(?:徴収|課税|発動|実施|適用|規制|管理|措置|関税)を"
    r"[^。、]{0,10}(?:停止|止め)|見送る|"
    r"延期|猶予|見合わせ|停止した|の停止"
)
# Who ends an exemption imposes what it exempted from.
EXEMPTION_ENDS = compile_sought(
    r"\b(?:los(?:e|es|ing)|lost) (?:the |their |its )?(?:[a-z]+ ){0,3}(?:exempt\w*|"
    r"waivers?|duty-free)|"
    r"(?:end|revok|remov|cancel|scrap|suspend|abolish|clos)\w*[^.;]{0,30}"
    r"(?:exempt\w*|waivers?|de minimis|duty-free)|"
    r"\brevok\w* [^.;]{0,24}(?:licen[cs]es?(?! requirement)|authori[sz]ation|status)\b|"
    r"(?:取消|终止|撤销|废止|停止)[^。;,]{0,30}(?:免税|豁免|免征|优惠税率|许可证|资格)|"
    r"(?:免税|豁免|优惠)[^。;,]{0,12}(?:终止|取消|结束)|"
    r"(?:免税|除外|適用除外)\w{0,10}(?:撤廃|廃止|終了|停止)"
)
# A smaller quota is a tighter control.
QUOTA_CUT = compile_sought(
    r"\b(?:cut|reduc|lower|shrink|slash|trim)\w* [^.;]{0,30}quotas?\b|"
    r"\bquotas? [^.;]{0,20}(?:cut|reduced|lowered|slashed)\b|"
    r"(?:削减|下调|缩减|减少|收紧)[^。;,]{0,12}(?:配额|指标)|"
    r"(?:配额|指标)[^。;,]{0,8}(?:削减|下调|缩减|减少)|枠を?(?:削減|縮小|減ら)"
)
EXPIRE = compile_sought(
    r"\b(?:expir\w+|laps\w+)\b|\bruns out\b|到期|届满|失效|期限切れ|失効|期限を迎え"
)
EXTEND_PAUSE = compile_sought(
    r"extend\w* (?:the |its |a )?(?:[a-z]+ )?(?:suspension|pause|truce|exemption|"
    r"exclusion|waiver)s?|延长\w{0,6}(?:暂停|豁免|休战)|停止(?:措置)?を延長"
)
# Lower bank rates support; higher ones, or support withdrawn, do not.
TIGHTEN = compile_folded(
    r"\b(?:rais|hik|increas|tighten|end|scrap|withdr[ae]w|cut)\w* [^.;,]{0,20}"
    r"(?:stimulus|subsid\w+|rates?\b)|\brate (?:hike|increase)s?\b|"
    r"加息|上调|提高[^。;,]{0,8}(?:利率|准备金)|退坡|取消补贴|利上げ|引き上げ"
)
LOOSEN = compile_folded(
    r"\b(?:cut|lower|reduc|trimm?|slash)\w* [^.;]{0,40}(?:rates?|requirement|ratio|rrr|"
    r"down payments?)"
    r"\b|\brate cuts?\b|降准|降息|下调|降至|下降|创设|降准|降準|利下げ|引き下げ"
)
CLOSE = compile_folded(
    r"\b(?:suspend|scrap|end|cancel|halt|stop|revok|tighten|warn|advis|urg)\w*|"
    r"\btravel (?:advisory|warning|alert|ban)\b|"
    r"取消|终止|停止|暂停|收紧|提醒|警告|避免|自粛|停止|呼びかけ|控える"
)
REOPEN = compile_folded(
    r"\b(?:lift|eas|remov|withdr[ae]w|resum|relax|reopen|expand|extend|widen|grant|"
    r"restor)\w*|取消[^。;,]{0,12}(?:禁令|限制|警告)|解除|恢复|放宽|扩大|延长|再開|緩和|"
    r"拡大|延長|解禁"
)
NOT = compile_folded(
    r"\b(?:not|never|no plans? to|denied|denies|without|ruled out|may|might|could|"
    r"would|consider\w*|threaten\w*|weigh\w*|mull\w*)\b|"
    r"不会|没有|并未|未(?!经|来|成年|上市|满)|否认|考虑|威胁|或将|検討|可能性|しない|見送"
)
THREAT = compile_folded(
    r"\b(?:may|might|could|would|consider\w*|threaten\w*|weigh\w*|mull\w*|"
    r"plans? to)\b|考虑|威胁|或将|検討|可能性|方針"
)
# Announcing what one would do is no threat.
FIRM_WOULD = compile_folded(
    r"\b(?:said|announced|confirmed|declared)\b[^.;]{0,50}\bwould\b"
)
BACKGROUND = compile_folded(
    r"^\W*(?:background|context|the other side|in the past|earlier|previously|"
    r"what it was|"
    r"last year|history|背景|此前|早些时候|去年|参考|資料|これまで|昨年|なお|参考)"
)
# Clauses on what went before or what is answered: no part of the measure itself.
ASIDE_CLAUSE = compile_sought(
    r"(?:^|(?<= - )|(?<=--)|(?<=: ))\W*(?:[a-z0-9-]+ ){0,3}?(?:after|following|"
    r"in response to|in retaliation for|"
    r"responding to|hitting back at|while|although|even as)\b[^.;,]{3,160},|"
    r"\b(?:in response to|in retaliation for|hitting back at|responding to|"
    r"(?:days|weeks|hours|minutes|months) after|which (?:came|comes|follows) |"
    r"and came|a response to)\b[^.;,]{3,160}|"
    r"\b(?:part of|under) (?:a|an|the|their) [^.;,]{0,40}(?:truce|deal|framework|"
    r"agreement|pact)\b|作为[^。;,]{2,30}的一部分|"
    r"(?:作为)?对[^。;,]{2,40}的(?:回应|反制|报复)|"
    r"(?:回应|反制|报复)(?:美国|美方|欧盟|中国|中方|日本|加拿大|对方)[^。;,]{0,40}|"
    r"^在?[^。;,]{4,40}(?:之后|后),|"
    r"[^。、,]{2,80}(?:を受け(?:て|た)?|に対抗し?(?:て|た)?|への対抗措?置?|"
    r"への報復|に歩調を合わせ\w{0,6})|"
    r"[^。、,]{0,20}(?:昨年|前年)[^。、,]{0,40}(?:,|、)"
)
# Sentences that go on with the same measure.
ANAPHOR = compile_folded(
    r"^\W*(?:they|it|these|those|this|among (?:them|those)|both|others|also|"
    r"the (?:\w+ ){0,2}(?:truce|measures?|rules?|list|lists|ban|bans|duty|duties|"
    r"tariffs?|fees?|curbs?|controls?|notice|order|update|announcement|move|steps?|"
    r"package|restrictions?|products?|goods|items|names|companies|deal|rate)\b|"
    r"其中|其|该|此次|本次|此举|这些|上述|名单|清单|细则|新规|规定|措施|公告|"
    r"(?:相关)?物项|包括|具体|首批|新版|同时|対象|これ|この|同(?:規則|措置|リスト)|"
    r"新規則|措置|規制|うち|ソフトは|追加)|"
    r"^[^。、,]{1,16}(?:など)?が(?:含まれ|対象)"
)
GOES_ON = compile_folded(
    r"\b(?:appl(?:y|ies)|covers?|includ\w+|also names?|now need|taking effect|"
    r"takes? effect)\b|包括|涵盖|适用|涉及|另|还|并|含む|含み|含まれ|対象|"
    r"あわせて"
)
# What markets, firms and other sides make of it.
REACTION = compile_sought(
    r"\b(?:analysts?|investors?|shares|stocks|brokers?|markets?|traders?|expect\w*|"
    r"fears?|could|might|may|rivals?|welcomed|called|protested|quotes|jump\w*|"
    r"bookings|orders|surg\w+|tumbl\w+|slid|rose|fell|rall\w+|shipments "
    r"already|dealers|makers said|futures|retailers|makes? practically)\b|"
    r"分析|股价|个股|沪指|恒指|深成指|大涨|领涨|大跌|急挫|急升|飙升|暴跌|走高|走低|涨停|跌停|市场人士|业界|业内|航运界|预计|表示|认为|"
    r"反应|厂商|上市公司|警告|担心|株価|銘柄|アナリスト|関係者|専門家|見方|みられる|"
    r"公算|懸念|恐れ|株式"
)
# Up to three words, or a few characters, right before a name.
APPOSITION = compile_folded(r"(?:[a-z-]+ ){1,3}$|[^\x00-\x7f,、。和与及的]{1,10}$")
OFFICE = compile_folded(
    r"\bthe (?:office|ministry|department|bureau|commission|agency|administration|"
    r"government|regulator|central bank)\b|(?:该|这一|上述)(?:办公室|部门?|局|委员?会?|"
    r"机构|国)|当局|央行|両省|同(?:省|局|委|庁|国)(?:は|が|の)"
)
TARGET_CUE = compile_folded(
    r"\b(?:on|against|to|from|targeting|hitting|for|of|in|imported from|except|"
    r"toward)\s+"
    r"(?:all |most |certain |some |imported |goods from |imports from |the )*$|"
    r"(?:对|向|针对|从|自|於|于|对原产于?|産|対|回应|除)$"
)
EXCEPT = compile_folded(r"\b(?:except|besides|other than|unlike)\s+(?:the )?$|除$")
TARGET_AFTER = compile_folded(
    r"(?:产|产の|制|を原产地|原产|からの|から|向け|への|に対|籍|系|"
    r"の(?:军事|企业|防卫|军需))|"
    r"(?:'s)?\s*-?(?:made|built|origin)|"
    r"\s?(?:商品|产品|制品|企业|公司|船|客户|车|电动|造|货|学生|游客|投资)|"
    r"\s+(?:(?:electric|battery|solar|steel|imported|farm|medical|made|legacy|"
    r"semiconductor|technology|biotechnology|industrial) ){0,2}?"
    r"(?:goods|products|imports|companies|firms|ships|makers|exports|chips|"
    r"farm\w*|beef|wine|barley|coal|cars?|vessels|entities|military|soybeans?)\b"
)
IMPOSER_AFTER = compile_folded(
    r"\s+(?:\w+ )?(?:tariffs?|dut(?:y|ies)|curbs?|controls?|sanctions?|ban)\b|"
    r"(?:加征|关税|方)"
)
CHINA_WORD = compile_sought(
    r"\bchinese\b|\bchina\b(?! daily)|中国|对华|输华|中企|中概|华为|対中|中資"
)
# Where firms that foreigners list are at home.
CHINA_PLACE = compile_sought(
    r"\bchina\b|\bchinese\b|\bshandong\b|\bguangdong\b|\bzhejiang\b|\bjiangsu\b|"
    r"\bhebei\b|\bfujian\b|\bxinjiang\b|\bhainan\b|\bdalian\b|\bqingdao\b|"
    r"\bshanghai\b|\bshenzhen\b|\bhong kong\b|中国|山东|广东|浙江|江苏|河北|福建|"
    r"新疆|重庆|大连|青岛|日照|上海|深圳|香港"
)
CAPITALS = {
    "washington": "country-us", "beijing": "country-cn", "tokyo": "country-jp",
    "brussels": "country-eu", "the hague": "country-nl", "seoul": "country-kr",
    "ottawa": "country-ca", "canberra": "country-au", "new delhi": "country-in",
    "london": "country-gb", "berlin": "country-de", "moscow": "country-ru",
    "ankara": "country-tr", "jakarta": "country-id", "hanoi": "country-vn",
    "brasilia": "country-br", "kinshasa": "country-cd", "taipei": "country-tw",
 "delhi": "country-in", "paris": "country-fr",
    "华盛顿": "country-us", "布鲁塞尔": "country-eu", "首尔": "country-kr",
    "ワシントン": "country-us", "ブリュッセル": "country-eu",
}  # fmt: skip
CAPITAL = re.compile(
    r"(?:^|(?<=[^a-z]))(?:" + "|".join(CAPITALS) + r")"
    r"(?=\s+[a-z]+(?:s|ed|d|ll)\b|'s (?!exchange)|\s(?:said|will|put|hit)\b|方面|当局)"
)
DATELINE = CAPITALS | {
    "北京": "country-cn", "东京": "country-jp", "雅加达": "country-id",
    "台北": "country-tw", "新德里": "country-in", "伦敦": "country-gb",
    "莫斯科": "country-ru", "渥太华": "country-ca", "堪培拉": "country-au",
}  # fmt: skip
DATELINE_CAPITAL = re.compile("|".join(DATELINE))
SHORT = {
    "美": "country-us", "中": "country-cn", "日": "country-jp", "欧": "country-eu",
    "韩": "country-kr", "荷": "country-nl", "英": "country-gb", "加": "country-ca",
    "印": "country-in", "澳": "country-au", "米": "country-us", "独": "country-de",
    "德": "country-de",
}  # fmt: skip
SHORT_ACTOR = re.compile(
    r"(?:^|(?<=[\s,。、]))(?P<who>[" + "".join(SHORT) + r"])"
    r"(?=对|対|方|、|拟|将|财|商务|证监|宣|就|再|暂|政府|が|を|は|防|贸易|国防|司法)"
)
SHORT_TARGET = re.compile(
    r"[对対](?P<who>[美日欧韩英澳印]|加(?![征强快工大税]))(?!元|方)"
)
ARMS = compile_folded(r"\barms\b|\bweapons?\b|\bmissiles?\b|军售|武器|台湾|taiwan")
RATE = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d+)?\s?(?:%|percent\b|per cent\b|パーセント)|"
    r"\$\s?\d[\d,.]* (?:per|a) (?:net )?ton\b|每净吨[^,。;]{1,8}?美?元"
)
_LOW = r"(?P<from{0}>\d{{1,3}}(?:\.\d+)?)"
_HIGH = r"(?P<to{0}>\d{{1,3}}(?:\.\d+)?)"
_PERCENT = r"\s?(?:%|percent|per cent)"
RATE_CHANGE = compile_sought(
    rf"\bfrom {_LOW.format(1)}(?:{_PERCENT})?(?: [a-z ]{{0,20}})? ?to "
    rf"{_HIGH.format(1)}{_PERCENT}|"
    rf"\bto {_HIGH.format(2)}{_PERCENT},? from {_LOW.format(2)}{_PERCENT}|"
    rf"(?:从|由|自){_LOW.format(3)}%[^。;,]{{0,12}}(?:至|到|为){_HIGH.format(3)}%|"
    rf"{_LOW.format(4)}%から{_HIGH.format(4)}%"
)
HS = re.compile(
    r"(?<!\d)(?:HS\s?|税号\s?|税則番号\s?)?(\d{4}\.?\d{2}(?:\.?\d{2,4})?)(?!\d)"
)
