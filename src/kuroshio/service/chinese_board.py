"""The words of the board of risks, the sources and the bench in simplified Chinese."""

PHRASES: dict[str, str] = {
    "Political risks": "政治风险",
    "Topic": "主题",
    "Items in seven days": "七日条数",
    "Attention": "关注度",
    "Rank in own history": "在自身历史中的位次",
    "Likelihood": "可能性",
    "Pricing": "定价",
    "Read from": "读自",
    "against {n} weeks": "对比 {n} 周",
    "Three readings, apart": "三项读数,各自独立",
    "No reading yet: kuroshio watch run counts attention, and a likelihood is set "
    "below.": "尚无读数:运行 kuroshio watch run 统计关注度,可能性在下方签署。",
    "Attention counts what is written, likelihood is somebody's signed word, pricing "
    "is read from the market. They are never mixed into one number.":
        "关注度统计报道数量,可能性是某人签署的判断,定价读自市场。三者从不合并为一个数字。",
    "Geopolitical risk index (Caldara and Iacoviello)":
        "地缘政治风险指数(Caldara 与 Iacoviello)",
    "Sign a likelihood": "签署可能性",
    "or a pair of countries": "或一对国家",
    "Likelihood, %": "可能性,%",
    "Earlier words are kept; the audit log tells who set what and when.":
        "先前的判断保留;审计日志记录何人何时所设。",
    "Sign it": "签署",
    "pair": "国家对",
    "Sources watched": "监测信源",
    "Health": "健康",
    "Checked live": "实测",
    "Last good answer": "最近有效应答",
    "Last asked": "最近询问",
    "Asked next": "下次询问",
    "Failures in a row": "连续失败",
    "Every (minutes)": "间隔(分钟)",
    "What went wrong": "问题",
    "A source counts as checked live once this machine had an answer that it could "
    "read.": "本机得到可读的应答后,信源才算实测。",
    "kuroshio watch run asks them.": "由 kuroshio watch run 询问。",
    "approved by {checker} {at}; proposed by {maker}: {reason}":
        "{checker} 于 {at} 批准;{maker} 提出:{reason}",
    "instead of {value}": "替代 {value}",
    "overridden": "已改判",
    "{maker} proposes {value}; not checked yet": "{maker} 提议 {value};尚未复核",
    "Override a field": "改判字段",
    "Value used instead": "改用的值",
    "Propose": "提出",
    "It is used once somebody else has approved it.": "经他人批准后方才采用。",
    "Field of the sheet that it settles": "所涉要素表字段",
    "Set the sizes yourself": "自定幅度",
    "The name of a scenario above fills the form with its sizes. Everything not set "
    "moves as expected given what is.":
        "点击上方情景名称可载入其幅度。未设定者按已设定者的条件期望变动。",
    "Probability, % (yours to sign)": "概率,%(由您签署)",
    "Begin with a packaged scenario": "从内置情景开始",
    "What moves": "变动项",
    "Size, %": "幅度,%",
    "A fall has a minus sign. A yield: points of percent. A volatility: percent of the "
    "present one, 130 is 1.3 times.":
        "下跌用负号。收益率:百分点。波动率:现值的百分比,130 即 1.3 倍。",
    "Measure": "计算",
    "set by {who}, {when}": "{who} 设定,{when}",
    "not measured here yet": "此处尚未计算",
    "the deal's own themes": "交易自身主题",
    "all volatilities": "全部波动率",
    "Factors": "因子",
    "Volatility": "波动率",
    "Claims without a figure": "没有数字的说法",
    "No claim without a figure in the texts sent in.": "送入的文本中没有缺数字的说法。",
    "By how much": "幅度",
    "Index": "指数",
    "Window": "窗口",
    "against {name}": "对比 {name}",
    "against {name}, which the text does not say": "对比 {name}(文本未说明)",
    "cannot be computed: needs {what}": "无法计算:需要{what}",
    "{gap} points": "{gap} 个百分点",
    "an index that the sentence names": "句中点名的指数",
    "what it is compared with": "比较对象",
    "first and last day: the text gives none": "起止日期:文本未给出",
    "levels of these days: data import brings them in":
        "这些日期的点位:由 data import 导入",
    "ok": "正常", "stale": "过时", "failing": "失败", "paused": "暂停",
    "off": "停用", "dead": "失效", "verified": "已验证", "unverified": "未验证",
}  # fmt: skip
