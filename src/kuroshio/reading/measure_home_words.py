"""Words of measures at home and of barriers that customs words do not tell.

Taxes on dealings, curbs on buying, links between markets, approvals, bulk buying,
permits to travel, bars from tenders and shops, stops of exports and charges on cars.
"""

from kuroshio.text import compile_folded

# What alone says that something is imposed or opened.
ACTS: tuple[tuple[str, str], ...] = (
    (
        "approval",
        (
            r"\b(?:approv|licens|clear)\w* (?:\w+ ){0,5}?(?:games?|titles|gam(?:e|ing) "
            r"licen[cs]es)\b|"
            r"(?:批准|发放|下发|核发|过审|获批)[^。;,]{0,16}(?:版号|款游戏|网络游戏|"
            r"自动驾驶|准入|牌照)|版号[^。;,]{0,10}(?:下发|发放|公布|重启)"
        ),
    ),
    (
        "buying",
        (
            r"\b(?:bulk|centrali[sz]ed|volume-based) (?:procurement|buying|purchas\w+)|"
            r"(?:带量|集中带量|药品集中|耗材集中)采购|集采|医保谈判|集中(?:调达|购买)"
        ),
    ),
    (
        "export_control",
        (
            r"\b(?:suspend|halt|stopp?|bann?|freez|restrict|prohibit|curb|block)"
            r"(?:s|ed|ing|es)? (?:all |the |its |any |most |raw |overseas )*"
            r"(?:[a-z-]+ ){0,4}?exports\b"
            r"(?! (?:ban|control|curb|licen|restriction|rule|limit|dut|tariff|tax))|"
            r"(?:暂停|停止|中断|叫停|禁止|全面禁止|冻结)[^。;,]{0,14}出口"
            r"(?!退税|管制|限制|许可|禁令|配额)|"
            r"输出を?(?:一时)?(?:停止|凍結|制限)|"
            r"\b(?:un)?licen[cs]ed? (?:exports?|shipments?) (?:only|required)\b"
        ),
    ),
    (
        "ban",
        (
            r"\b(?:shut|kept|thrown|locked|push\w*|forc\w*|driv\w*|remov\w*|pull\w*|"
            r"exclud\w*|barr?(?:ed|ing|s)?|kick\w*) (?:\w+ ){0,4}?(?:out of|from|off) "
            r"(?:\w+ ){0,6}?(?:tenders?|procurement|contracts|bids|bidding|app stores?|"
            r"stores|networks?|markets?|indexes|indices|benchmarks?|auctions?|schemes?)\b|"
            r"\b(?:bar|bars|barred|barring|ban|bans|banned|stop|stops|prevent|prevents|"
            r"prohibit|prohibits|block|blocks) (?:\w+ ){1,4}?from (?:funding|investing|"
            r"contracting|buying|using|selling|owning|entering|working|dealing)\b|"
            r"\bstop(?:s|ped)? approving\b|\b(?:strip|rip|remove|phase|phasing)s? "
            r"(?:out )?[^.;,]{0,40}(?:equipment|gear|kit|components|vendors?)\b|"
            r"(?:移除|拆除|清退|淘汰|剔除)[^。;,]{0,16}(?:设备|供应商|华为|中兴|组件)|"
            r"(?:认证|贩卖|出荷|认可)を(?:止め|停止)|(?:机器|製品|设备|制品)を?[^。、]{0,10}排除|"
            r"\b(?:block|bann?|outlaw)(?:s|ed|ing)? (?:\w+ ){0,5}?(?:apps?|websites?|"
            r"platforms?|software|equipment|vehicles|flights|visas?|goods)\b|"
            r"\b(?:barr?|block)(?:s|ed|ing)? goods from\b|"
            r"封禁|封杀|下架|屏蔽|(?:排除|剔除|踢出|逐出|挡)[^。;,]{0,10}(?:在外|门外|招标|"
            r"采购|市场|指数)|不得进入|拒绝[^。;,]{0,10}入境|"
            r"(?:入札|公共调达|市场|配信|ストア)[^。、]{0,12}(?:除外|排除|締め出)|"
            r"締め出し|配信停止"
        ),
    ),
    (
        "price",
        (
            r"\bprice caps?\b|\bguidance price|"
            r"\bcap(?:s|ped)? (?:prices|commissions|fees)\b|"
            r"限价|指导价|价格上限|下调[^。;,]{0,8}(?:派费|佣金|费率|服务费)|"
            r"\b(?:rein(?:s|ed)? in|crack(?:s|ed|ing)? down on|clamp\w* down on|"
            r"summon(?:s|ed)?|fin(?:es|ed))\b[^.;]{0,40}(?:platforms?|tech|tutor\w+|"
            r"gam(?:es|ing)|lenders|apps?|delivery|developers|firms|companies)|"
            r"约谈[^。;,]{0,30}(?:平台|企业|公司)|整改|立案调查|罚款"
        ),
    ),
)
# A currency that is moved or moves through a mark.
CURRENCY = compile_folded(
    r"\b(?:yuan|renminbi)\b[^.;]{0,40}(?P<up1>strengthen\w*|ris(?:e|es|ing)|rose|"
    r"firm\w*|gain\w*|appreciat\w*)|"
    r"\b(?:yuan|renminbi)\b[^.;]{0,40}(?P<down1>weaken\w*|fell|fall\w*|slid\w*|"
    r"devalu\w*|depreciat\w*)|"
    r"人民(?:币|元)[^。;]{0,24}(?P<up2>升破|升值|走强|升至|调升|上升|元高|突破)|"
    r"人民(?:币|元)[^。;]{0,24}(?P<down2>跌破|贬值|走弱|跌至|调贬|下跌|元安)"
)
# What is only named, and needs a verb.
NOUNS: tuple[tuple[str, str], ...] = (
    (
        "tax",
        (
            r"\bstamp dut(?:y|ies)\b|\bpurchase tax\w*|\bvalue[- ]added tax|"
            r"\bconsumption tax|\bsales tax on\b|\btransaction tax|\bduty[- ]free "
            r"(?:shopping|shops?|quota|allowance|policy|limits?)|"
            r"印花税|购置税|消费税|增值税(?!和)|免税(?:购物|商品|额度|政策|店)|离境退税|"
            r"取得税|印纸税|证券取引税"
        ),
    ),
    (
        "curb",
        (
            r"\b(?:home|housing|property|buying|purchase|mortgage|lending|travel|entry|"
            r"ownership|investment|quarantine|short-selling|listing)[- ](?:\w+ )?"
            r"(?:curbs|restrictions|limits|rules|quotas?)\b|\bcooling measures\b|"
            r"需求管理|限购|限贷|限售|限价令|调控措施|辣招|持股比例|负面清单|"
            r"准入限制|外资准入|隔离措施|入境限制|行動制限|購入制限|水際対策|出資制限"
        ),
    ),
    (
        "access",
        (
            r"\b(?:stock|bond|etf|wealth management|swap) connect\b|\bqfii\b|"
            r"\bcross-border (?:links?|schemes?)\b|互联互通|沪深港通|港股通|债券通|"
            r"理财通|互换通|合格境外|相互接続|ストックコネクト"
        ),
    ),
    (
        "visa",
        (
            r"\b(?:individual|solo) (?:visit|travel\w*) (?:scheme|visas?|permits?)|"
            r"\b(?:travel|entry) permits?\b|"
            r"\bborder (?:crossings?|checks?|controls?)\b|"
            r"\bborders? (?:re)?open|签注|个人游|自由行|通关|往返航班|直航|入境検疫"
        ),
    ),
    (
        "fee",
        (
            r"\b(?:recycling|utili[sz]ation|scrappage|scrapping|disposal|carbon|"
            r"processing|handling|parcel|export) (?:fees?|lev(?:y|ies)|charges?|tax)\b|"
            r"报废税|回收税|报废费|利用税|环保税|碳税|碳关税|处理费|出口税|"
            r"廃车税|リサイクル税|炭素税|輸出税"
        ),
    ),
    (
        "undertaking",
        (
            r"\b(?:minimum (?:import )?prices?|price undertakings?)\b|最低(?:进口)?价|"
            r"价格承诺|最低価格|価格約束"
        ),
    ),
)
RELIEF_MORE = compile_folded(
    r"\b(?:extend\w*|prolong\w*|halv\w*|cut(?:s|ting)?|lower\w*|scrap\w*|abolish\w*|"
    r"remov\w*|eas(?:e|es|ed|ing)|waiv\w*|exempt\w*|"
    r"rais\w* (?:the )?(?:quota|allowance|limit)|"
    r"widen\w*|expand\w*|loosen\w*|relax\w*|includ\w*|open\w*|lift\w*|add(?:s|ed)?)"
    r"\b|减半|延长|延续|延期|放宽|取消|撤销|撤|下调|降低|降至|免征|减免|扩大|增至|增加|"
    r"新增|提高[^。;,]{0,8}额度|优化|调整[^。;,]{0,14}免税|纳入|支持|恢复|重启|"
    r"緩和|撤廃|延長|拡大|免除|引き下げ|廃止|再開|半減|拡充"
)
TIGHTEN_MORE = compile_folded(
    r"\b(?:rais\w*|hik\w*|increas\w*|impos\w*|introduc\w*|tighten\w*|levy|levies|"
    r"levied|end(?:s|ed|ing)? (?:the|its|an?) (?:\w+ )?exempt\w*|suspend\w*|halt\w*|"
    r"restor\w* (?:the )?tax)\b|加征|开征|上调|提高(?![^。;,]{0,8}额度)|收紧|恢复征收|"
    r"取消[^。;,]{0,12}(?:免征|免税|优惠|减免|退税)|暂停|重启限|"
    r"引き上げ|強化|導入|課税|停止"
)
EXEMPTION_GOES_ON = compile_folded(
    r"(?:exempt\w*|tax breaks?|halv\w*)[^.;]{0,60}(?:extend|prolong|until|through|"
    r"another)\w*|(?:extend|prolong)\w*[^.;]{0,60}(?:exempt\w*|tax breaks?)|"
    r"(?:减免|免征|减征|优惠)[^。;]{0,24}(?:延长|延续|再延|至\d{4})|"
    r"(?:延长|延续)[^。;]{0,24}(?:减免|免征|减征|优惠)|"
    r"(?:免除|減免)[^。]{0,20}延長"
)
