# ruff: noqa: E501 - a reason and its translation stand on one line
"""Why a theme reaches an issuer, in Chinese: the mechanisms that are told most."""

WORDS: dict[str, str] = {
    "AI spending buys its high-speed modules for cloud data centres": (
        "AI投资采购其用于云数据中心的高速模块"
    ),
    "security rules and rival allied supply can shut Chinese gear out of American "
    "projects": "安全规则与盟国竞争供应可能把中国设备排除在美国项目之外",
    "78.7% of 2024 revenue came from abroad": "2024年收入的78.7%来自海外",
    "sales abroad rose to 20.2% of revenue in 2024 and carry higher margins": (
        "2024年海外销售升至收入的20.2%且毛利更高"
    ),
    "grid rules and allied makers shut Chinese units out": (
        "电网规则与盟国厂商把中国设备排除在外"
    ),
    "17.7% of 2023 revenue came from abroad": "2023年收入的17.7%来自海外",
    "AI spending buys its modules": "AI投资采购其模块",
    "longer hauls from the Gulf of Mexico tie up ships": "墨西哥湾长航线占用运力",
    "154 tankers, two thirds of revenue from foreign trade in the first half of 2024": (
        "154艘油轮，2024年上半年外贸收入占三分之二"
    ),
    "the terminal is years away and fleets grow meanwhile": (
        "码头尚需数年，其间船队增长"
    ),
    "scarce transformers abroad lift its exports": "海外变压器短缺拉动其出口",
    "sales abroad were 44.7% of revenue in 2024": "2024年海外销售占收入44.7%",
    "castings for turbines": "燃气轮机铸件",
    "allied suppliers are preferred in American plants": "美国电厂优先选用盟国供应商",
    "cloud computing was 52% of revenue in 2024, mostly servers for American clouds": (
        "2024年云计算占收入52%，主要为美国云厂商服务器"
    ),
    "barrels from the Gulf of Mexico to Asia sail three times as far as from the "
    "Middle East": "墨西哥湾至亚洲的航程是中东航线的三倍",
    "AI spending buys modules, and those its optical components": (
        "AI投资采购模块，模块采用其光器件"
    ),
    "entering the lists of American customers": "正在进入美国客户名单",
    "the largest Chinese contractor for offshore works": "中国最大的海洋工程承包商",
    "29.5% of 2024 revenue from outside the mainland": "2024年收入的29.5%来自内地以外",
    "terminals need buoys, pipes and modules": "码头需要浮筒、管道和模块",
    "Japanese and American yards are preferred": "优先选用日本和美国船厂",
    "tight supply: buyers stock up while the plant is years off": (
        "供应紧张：建厂尚需数年，买家囤货"
    ),
    "the plant displaces Chinese grit exports": "该厂挤占中国磨料出口",
    "makes single-crystal diamond, micropowder and lab-grown stones": (
        "生产单晶金刚石、微粉和培育钻石"
    ),
    "data centres need its transformers": "数据中心需要其变压器",
    "builds AI servers and their boards for American cloud firms": (
        "为美国云厂商制造AI服务器及主板"
    ),
    "makes synthetic diamond": "生产人造金刚石",
    "superhard maker with a chemical-vapour diamond unit": "拥有CVD金刚石业务的超硬材料厂商",
    "turbine makers abroad are sold out and buy castings, blades and sets from China": (
        "海外燃机厂商产能售罄，从中国采购铸件、叶片和机组"
    ),
    "denser racks need liquid cooling and precision air conditioning": (
        "高密度机柜需要液冷和精密空调"
    ),
    "denser racks need its liquid cooling": "高密度机柜需要其液冷",
    "denser racks need its precision and liquid cooling": "高密度机柜需要其精密空调与液冷",
    "offshore terminals need buoys, pipelines and modules": "海上码头需要浮筒、管线和模块",
    "data centres need transformers and power supplies that Western makers cannot "
    "deliver in time": "数据中心需要西方厂商无法按时交付的变压器和电源",
    "a shortage of transformers abroad lifts Chinese exports": (
        "海外变压器短缺拉动中国出口"
    ),
    "a new maker needs presses and tooling": "新厂商需要压机和工装",
    "makes synthetic diamond and the presses for it": "生产人造金刚石及其压机",
    "castings for large turbines": "大型燃机铸件",
    "capital spending on data centres abroad buys optical modules from Chinese makers": (
        "海外数据中心资本开支采购中国厂商的光模块"
    ),
    "smart meters and distribution gear sold in more than ninety countries": (
        "智能电表和配电设备销往九十多个国家"
    ),
    "more supply from another source lowers the cost of crude": "新增供应降低原油成本",
    "supplies turbine makers abroad, whose order books are full to 2028 and beyond": (
        "供货海外燃机厂商，其订单已排至2028年以后"
    ),
    "more American crude weighs on prices that producers earn": (
        "美国原油增加压低生产商售价"
    ),
    "builds turbines abroad": "在海外制造燃机",
    "operates and powers the plant abroad": "在海外运营并为该厂供电",
    "operates the project": "运营该项目",
    "Japanese partners of the terminal": "码头的日本合作方",
    "orders for storage": "储能订单",
    "plants for data centres": "数据中心电厂",
    "fills gaps when the large makers are sold out": "大厂售罄时填补缺口",
    "builds grid gear abroad": "在海外制造电网设备",
    "orders for fibre": "光纤订单",
    "makes chemical-vapour diamond and tools": "生产CVD金刚石及工具",
    "makes diamond tools and wire from the material": "以该材料生产金刚石工具和线锯",
    "metal for grids and data centres": "电网和数据中心用金属",
    "Japanese customers of the plant": "该厂的日本客户",
    "grid connections need transformers": "并网需要变压器",
    "firm power for data centres": "数据中心稳定电源",
    "terminals and platforms": "码头与平台",
    "orders for cells": "电芯订单",
    "orders for inverters": "逆变器订单",
    "orders passed up the chain": "订单沿产业链向上传导",
    "damping 0.4 a hop": "每步衰减0.4",
    "largest contractor for offshore oil, gas and LNG works in China": (
        "中国最大的海上油气与LNG工程承包商"
    ),
    "new fabs of allies compete for mature-node orders": (
        "盟国新晶圆厂争夺成熟制程订单"
    ),
    "packaging plants abroad take American orders": "海外封装厂承接美国订单",
    "fabs abroad order tools": "海外晶圆厂订购设备",
    "cost of building abroad": "海外建设成本",
    "new mills abroad displace exports": "海外新钢厂挤占出口",
    "buys or builds mills abroad": "在海外收购或建设钢厂",
    "support": "政策支持",
    "home support": "国内支持",
    "rival plants": "竞争工厂",
    "support at home": "国内支持",
    "loses sales in China": "失去在华销售",
    "trade-in subsidies lift sales": "以旧换新补贴拉动销售",
    "support lifts sales": "支持政策拉动销售",
    "output discipline at home": "国内限产自律",
    "barriers against Chinese gear in foreign data centres cost orders": (
        "海外数据中心对中国设备的壁垒使订单流失"
    ),
    "installations at home": "国内装机",
    "support for consumption": "促消费支持",
    "orders move to other countries": "订单转移他国",
    "home brands": "本土品牌",
    "more cars built at home": "国内汽车增产",
    "lists, audits, data and chip rules threaten listings and holders": (
        "清单、审计、数据和芯片规则威胁上市地位与持有人"
    ),
    "tension lifts spending on arms at home": "局势紧张推升国内军费",
    "new fabs at home use more domestic materials": "国内新晶圆厂更多使用国产材料",
    "more wafers started at home": "国内投片增加",
    "support for robots": "机器人支持政策",
    "licences for cells, cathodes and tools slow exports": "电芯、正极和设备许可拖慢出口",
    "home parts": "国产零部件",
    "support for cells at home": "国内电芯支持",
    "rival plants in America": "美国的竞争工厂",
    "duties, bans and foreign-entity rules cut cell exports": (
        "关税、禁令和外国实体规则削减电芯出口"
    ),
    "duties on drugs and ingredients": "药品与原料药关税",
    "public buyers shut Chinese devices out": "公共采购排除中国器械",
    "output curbs lift prices": "限产推高价格",
    "duties on appliances and tools made in China": "中国产家电和工具关税",
    "duties on parts from China and Mexico": "中国和墨西哥零部件关税",
    "licences slow parts": "许可拖慢零部件",
    "part plants move to America": "零部件厂迁往美国",
    "car plants abroad buy parts": "海外车厂采购零部件",
    "subsidised plants abroad replace imports from China": (
        "海外受补贴工厂替代自华进口"
    ),
    "rivals gain lower duties": "竞争对手关税更低",
    "orders for tools": "设备订单",
    "new fabs at home order domestic tools": "国内新晶圆厂订购国产设备",
    "policy steers orders to domestic tools": "政策引导订单转向国产设备",
    "retaliation puts rare earths in play": "反制使稀土成为筹码",
    "pressure on China puts its rare-earth card in play": "对华施压使中国动用稀土牌",
    "licences slow shipments to American customers": "许可拖慢对美国客户发货",
    "home market": "国内市场",
    "rival research": "竞争研发",
    "licences slow deliveries abroad": "许可拖慢海外交付",
    "general duties hit the names that live on American buyers": (
        "普遍关税打击依赖美国买家的公司"
    ),
    "duties on chips made in China cut orders of foreign customers": (
        "中国产芯片关税削减海外客户订单"
    ),
    "most module sales go to North America, so barriers hit earnings directly": (
        "多数模块销往北美，壁垒直接打击盈利"
    ),
    "licences and quotas tighten supply abroad and lift prices": (
        "许可与配额收紧海外供应并推高价格"
    ),
    "foreign buyers pay up for scarce graphite": "海外买家高价求购稀缺石墨",
    "listing turns away foreign holders and buyers": "列名使外国持有人和买家离开",
    "listed or banned: loses sales, chips or foreign holders": (
        "被列名或禁止：失去销售、芯片或外国持有人"
    ),
}
