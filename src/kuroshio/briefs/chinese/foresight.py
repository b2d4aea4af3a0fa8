"""Forecasts in Chinese: the mechanisms of the sign table, and what a row says."""

# Why a kind of event moves prices, then what part of the market it reaches.
_RULES = {
    "goods sold to the imposer cost more there, and an answer from China is expected": (
        "售往加税方的商品在当地变贵，且预期中方回应"
    ),
    "imports are replaced and the quarrel goes on": "进口被替代，争端持续",
    "the duties and the answers to them are taken back": "关税及其反制被撤回",
    "withheld minerals flow again": "受限矿产恢复流通",
    "foreign technology may be bought again": "可再次购买外国技术",
    "what is no longer sold must be made at home": "不再出售之物须在国内制造",
    "scarcity raises the price of what is withheld": "稀缺抬高受限之物的价格",
    "foreign holders must sell or may not buy": "外国持有人须卖出或不得买入",
    "technology cannot be bought with the company": "无法随公司一并购得技术",
    "the regulator takes from platforms what it gives to nobody": (
        "监管从平台取走而不转予他人"
    ),
    "an easing lifts credit, turnover and prices": "宽松抬升信贷、成交与价格",
    "a rival is paid to build": "竞争对手获补贴建设",
    "capacity is built that competes abroad": "建成在海外竞争的产能",
    "a label is a threat of duties": "贴标签即关税威胁",
    "foreign income is worth more and dollar debt costs more": (
        "海外收入更值钱，美元债务更贵"
    ),
    "fear lifts fuel and arms and keeps people at home": (
        "恐慌抬升燃料与军工，并使人居家"
    ),
}
_ROLES = {
    "it sells abroad what a duty makes dearer": "该主题向海外销售因关税变贵的商品",
    "it moves the goods of foreign trade": "该主题运送外贸货物",
    "it needs chips and tools or software from abroad": (
        "该主题需要海外芯片、设备或软件"
    ),
    "it replaces what foreigners no longer sell": "该主题替代外方不再出售之物",
    "it is mostly supplied by China and can be withheld": (
        "该主题主要由中国供应，可被扣留"
    ),
    "it replaces imports from the countries that China retaliates against": (
        "该主题替代自受中方反制国家的进口"
    ),
    "it state groups that foreign lists name": "该主题属外国清单点名的国有集团",
    "it orders follow tension": "该主题的订单随紧张局势而来",
    "it lives by foreign capital and by the regulator's favour": (
        "该主题依赖外资与监管态度"
    ),
    "it earns by turnover and by rising prices": "该主题靠成交与上涨获利",
    "it lives by spending and credit at home": "该主题依赖国内消费与信贷",
    "it steady earnings at home that fall less in fear": (
        "该主题国内盈利稳定，恐慌时跌幅较小"
    ),
    "it owns or moves oil and gas whose price tension lifts": (
        "该主题拥有或运送因紧张而涨价的油气"
    ),
    "it owes and pays in dollars": "该主题以美元负债与付款",
    "it sells research or drugs to foreign clients": "该主题向海外客户提供研发或药品",
    "it competes abroad with what a pledge would build there": (
        "该主题与承诺将在海外建设的产能竞争"
    ),
    "it sells metal at a world price that duties split": (
        "该主题按被关税割裂的国际价出售金属"
    ),
}
WORDS = {
    **_RULES,
    **_ROLES,
    "a single name: past forecasts of names had a rank IC of about .05, R² about 0": (
        "单一标的：过往个股预测的秩IC约 .05，R²约 0"
    ),
    "its own risk is not known: the range is twice that of its themes": (
        "自身风险未知：区间取其主题的两倍"
    ),
    "its link points against the rest of its theme, so the mean is 0": (
        "其关联与主题其余方向相反，故均值为0"
    ),
    "measured on A shares and carried to this listing one to one": (
        "在A股上测得，一比一移用于本上市地"
    ),
    "share of NAV; only names with a path, without what the whole market does": (
        "占净值比例；仅含有路径的标的，不含大盘变动"
    ),
    "no market abroad could be read for the night before": "前一夜没有可读的海外市场",
    "its return was not known by then": "当时其收益尚不可知",
    "China: purchasing managers' indices (usual timetable)": (
        "中国：采购经理指数（通常日程）"
    ),
    "China: loan prime rate (usual timetable)": "中国：贷款市场报价利率（通常日程）",
    "US: employment report (usual timetable)": "美国：就业报告（通常日程）",
    "unknown: needs your prices": "未知：需要您自己的价格数据",
    "Mean move of the theme's A shares in the user's own closes over the all-share "
    "index's, from the close before the first disclosure; z by the basket's daily "
    "deviation over the index in the 120 sessions before.": (
        "以用户自有收盘价计该主题A股相对全市场指数的平均变动，自首次披露前一收盘起；"
        "z以披露前120个交易日篮子相对指数的日偏差计。"
    ),
    "sessions from day 0": "自第0日起的交易日数",
    "purchasing managers' indices": "采购经理指数",
    "loan prime rate": "贷款市场报价利率",
    "employment report": "就业报告",
}
MESSAGES = {
    "{n:n} of {all:n} precedents lifted {theme:name} on day 0; the band holds 90% of "
    "what is forecast": "{all} 个先例中 {n} 个在第0日推升{theme}；色带含预测的 90%",
    "turned round: {what:name}": "反向：{what}",
    "thin evidence: {n:n} past session of this kind with a measured return; the tails "
    "are wider for it and the mean leans on the wider family": (
        "证据薄弱：同类交易日仅 {n} 个有实测收益；尾部因此更宽，均值倚重更大的类别"
    ),
    "thin evidence: {n:n} past sessions of this kind with a measured return; the "
    "tails are wider for it and the mean leans on the wider family": (
        "证据薄弱：同类交易日仅 {n} 个有实测收益；尾部因此更宽，均值倚重更大的类别"
    ),
    "cut at the daily limit of {share:pct}: the rest comes on later sessions": (
        "按每日涨跌幅限制 {share} 截断：其余在之后交易日体现"
    ),
    "{day:long} {what:name} takes effect": "{day}{what}生效",
    "{day:long} {what:name} suspension ends": "{day}{what}暂停期满",
    "{day:long} {what:name} expires": "{day}{what}到期",
    "{day:long} {place:name}: {what:name} (usual timetable)": (
        "{day}{place}：{what}（通常日程）"
    ),
    "{id:code} {share:pct} turned": "{id} {share}（反向）",
    "{id:code} {share:pct}": "{id} {share}",
    "{n:n} further choices: kuroshio hedge": "另有 {n} 种选择：kuroshio hedge",
    "{n:n} further choice: kuroshio hedge": "另有 {n} 种选择：kuroshio hedge",
    "{before:bp} bp → {after:bp} bp ({low:bp} bp to {high:bp} bp)": (
        "{before} bp → {after} bp（{low} bp 至 {high} bp）"
    ),
    "Priced? {theme:name} basket since {day:iso}: ": "已计价？{day}以来{theme}篮子：",
    "Priced? {theme:name} basket since {day:iso}": "已计价？{day}以来{theme}篮子",
    ", {n:n} of {all:n} names over {index:code} to {day:iso}": (
        "，{all} 个标的中 {n} 个，相对 {index}，截至{day}"
    ),
    "{move:pct} (z {z:n})": "{move}（z {z}）",
    "Short {what:raw} leaves least: {a:bp} bp → {b:bp} bp": (
        "卖空 {what} 剩余最少：{a} bp → {b} bp"
    ),
    "Sell {n:n} lots {code:sec}": "卖出 {n} 手 {code}",
    "Buy {n:n} {code:code} ({what:paren})": "买入 {n} 手 {code}（{what}）",
    "Short {what:raw}": "卖空 {what}",
}
