"""What the steps answer, in Chinese: findings, reasons of rules, methods, clocks."""

FINDINGS = {
    "The text has {a:money}, the register as of {day:iso} has {b:money} for the "
    "{what}: a factor of {n:n}.": (
        "文本为{a}，截至{day}登记册中{what}为{b}：相差{n}倍。"
    ),
    "The text has {a:money}, the register as of {day:iso} has {b:money} for the "
    "{what}; no second source was found for the former.": (
        "文本为{a}，截至{day}登记册中{what}为{b}；前者未找到第二来源。"
    ),
    "{a:raw} and {b:raw} stand for one sum but differ by a factor of {n:n}.": (
        "“{a}”与“{b}”指同一金额，却相差{n}倍。"
    ),
    "The title has {a:money}, the body {b:money}.": "标题为{a}，正文为{b}。",
    "The title's {a:money} is not in the body, which has {b:money}.": (
        "标题中的{a}未见于正文，正文为{b}。"
    ),
    "{d:code} has {a:money}, {e:code} {b:money} for the same sum.": (
        "同一金额，{d} 为{a}，{e} 为{b}。"
    ),
    "{d:code} has {a:money}, {e:code} {b:money}.": "{d} 为{a}，{e} 为{b}。",
    "{body:name} ended on {day:iso} ({scope:raw}); the text of {on:iso} names it as if "
    "it still acted.": "{body}已于{day}终止（{scope}）；{on}的文本仍把它当作在运作。",
    "{body:name} ended on {day:iso}; the text of {on:iso} names it as if it still "
    "acted.": "{body}已于{day}终止；{on}的文本仍把它当作在运作。",
    "{regime:name} is said to apply, but {why}.": "文本称《{regime}》适用，但{why}。",
    "The reference data does not know {names:raw}.": "参考资料中没有：{names}。",
    "{a:raw} and {b:raw} imply {rate:raw}, off by about a factor of {n:n}.": (
        "“{a}”与“{b}”隐含的汇率（{rate}）约差{n}倍。"
    ),
    "{a:raw} and {b:raw} imply {rate:raw}, which no market of that time had.": (
        "“{a}”与“{b}”隐含的汇率（{rate}）当时任何市场都没有。"
    ),
    "{a:raw} is glossed as {b:raw}: the former is a name of {x:name}, the latter of "
    "{y:name}.": "“{a}”的注释为“{b}”：前者是{x}的名字，后者是{y}的名字。",
    "{a:raw} is only the beginning of {b:raw}, {c:raw}.": (
        "“{a}”只是“{b}”（{c}）的开头部分。"
    ),
    "{a:raw} is only the beginning of {b:raw}.": "“{a}”只是“{b}”的开头部分。",
    "{a:raw} does not fit {b:raw}, who is meant.": "“{a}”与所指的{b}不符。",
    "{a:money} is given as the price of projects; the register has {b:money} as the "
    "whole envelope and {what} as of {day:iso}.": (
        "文本以{a}为项目造价；截至{day}，登记册以{b}为总额度，{what}。"
    ),
    'The text has "{a:quote}"; the register\'s newest entry ({day:iso}) has it as '
    "{stage:word}, and no second source was found for more.": (
        "文本称“{a}”；登记册最新条目（{day}）为{stage}，更进一步的说法未找到第二来源。"
    ),
    "{a:raw} is not how the holder of the post on {day:iso} is named: {b:raw}.": (
        "“{a}”不是{day}该职务任职者的姓名：应为{b}。"
    ),
    "On {day:iso} the post of {post:name} was held by {a:name}, not by {b:name}, whose "
    "term ended on {end:iso}.": (
        "{day}担任{post}的是{a}，不是{b}（其任期于{end}结束）。"
    ),
    "On {day:iso} the post of {post:name} was held by {a:name}, not by {b:name}.": (
        "{day}担任{post}的是{a}，不是{b}。"
    ),
    "Two sources in the text differ: {a:money} against {b:money}.": (
        "文本中两个来源不一致：{a}与{b}。"
    ),
    "Two sources in the text differ: {a:n} against {b:n} ({what:raw}).": (
        "文本中两个来源不一致：{a}与{b}（{what}）。"
    ),
    "{d:code} names {a:raw} in a post in which {e:code} names {b:raw}.": (
        "同一职务，{d} 称为“{a}”，{e} 称为“{b}”。"
    ),
    "No second source was found for {who:raw} of {org:name}, who is quoted here.": (
        "未找到第二来源证实此处引述的{who}（{org}）。"
    ),
    "No second source was found for {who:raw}, who is quoted here.": (
        "未找到第二来源证实此处引述的{who}。"
    ),
    "{names:raw} repeat a disputed figure word for word; as a second source these "
    "quotes count for nothing.": (
        "{names}逐字重复了存疑的数字；这些引语不能算作第二来源。"
    ),
    '"{a:quote}" against "{b:quote}": the text has one step both done and open.': (
        "“{a}”与“{b}”：文本把同一步骤既说成已完成又说成未定。"
    ),
    'The title has it done, the body says "{a:quote}".': "标题说已完成，正文说“{a}”。",
    "The parts add up to {a:money}, the total given is {b:money}.": (
        "各部分合计{a}，而文本给出的总数为{b}。"
    ),
    "The text does not mention: {list:list}.": "文本未提及：{list}。",
    "closure of mainland markets from {a:iso} to {b:iso}": "内地市场{a}至{b}休市",
    "{a:raw} is given without a date or a zone, and the places concerned can have "
    "different dates then.": "“{a}”未给出日期或时区，相关各地届时日期可能不同。",
    "{a:raw} is left in another script inside a sentence.": (
        "句中“{a}”仍为另一种文字，未翻译。"
    ),
    "{x:raw} misread: {why}": "“{x}”误读：{why}",
    "{x:raw} misread by {n:n}: {why}": "“{x}”误读{n}倍：{why}",
    "its successor is {name:name}": "其继任机构为{name}",
    "the end of {a:raw} was dropped": "“{a}”的末尾被漏掉",
    "{batch:word} tranche": "{batch}批次",
    "whole {layer:word}": "整个{layer}",
    "project {name:raw}": "项目 {name}",
    "a {batch:word} tranche without a sum": "{batch}批次未给金额",
    "{a:money} as the {batch:word} tranche": "{batch}批次为{a}",
    "it screens money that enters {a:cc}, where the deal has no business": (
        "它审查进入{a}的资金，而本交易在该地没有业务"
    ),
    "it governs money that leaves {a:cc}, and the money of this deal comes from "
    "{b:cc}": "它管辖流出{a}的资金，而本交易的资金来自{b}",
    "it screens money that enters {a:cc}, and this deal goes to {b:cc}": (
        "它审查进入{a}的资金，而本交易流向{b}"
    ),
    "it expired on {day:iso}": "它已于{day}到期",
    "it ended on {day:iso}": "它已于{day}终止",
    "it is suspended from {a:iso} to {b:raw}": "它自{a}起暂停至{b}",
}

SLIPS = {
    "亿 and 億 are 10^8, a billion is 10^9: a digit is easily lost or won between "
    "them": ("亿为10^8，billion为10^9，换算时容易多一位或少一位"),
    "兆 is 10^12 and 億 is 10^8; million, billion and trillion differ too": (
        "兆为10^12，億为10^8；million、billion、trillion也各不相同"
    ),
    "one holder of the post put in place of another, the gloss kept": (
        "换成了该职务的另一位任职者，注释未改"
    ),
    "an earlier or wrong holder of the post": "写成了前任或错误的任职者",
    "a name read or written by machine from its sound or characters": (
        "机器按读音或汉字误读、误写的姓名"
    ),
    "a given name read from its characters by machine": "机器按汉字误读的名字",
    "the size of the vehicle taken for the cost of its projects": (
        "把工具的总规模当作项目造价"
    ),
    "an outcome that was expected, written as if it had happened": (
        "把预期的结果写成已经发生"
    ),
    "a word that a translation left untouched": "翻译时遗漏的词",
    "no tranche selected": "尚未选定任何批次",
    "first": "第一",
    "second": "第二",
    "third": "第三",
    "newest": "最新",
    "an open date": "未定日期",
    "45 business days": "45个工作日期限",
    "profit split": "利润分成",
    "tariff linkage": "与关税挂钩",
    "Chinese superhard controls": "中国超硬材料管制",
    "The text itself sets one source's account against another's.": (
        "文本自己就把一个来源的说法与另一个来源相对。"
    ),
    "The text rests on people whom it does not name.": "文本所依据的人未具名。",
    "Data or market performance is cited without a figure or a period.": (
        "引用数据或市场表现，却没有数字或期间。"
    ),
}

REASONS = {
    "ended on {day:iso}": "已于{day}终止",
    "ran out on {day:iso}": "已于{day}到期",
    "in force to {day:iso}": "有效期至{day}",
    "its last day, {day:iso}, has passed and was not checked since": (
        "其最后一日{day}已过，此后未核查"
    ),
    "takes effect on {day:iso}": "将于{day}生效",
    "suspended since {day:iso}": "自{day}起暂停",
    "suspended to {day:iso}": "暂停至{day}",
    "in force again since {day:iso}": "自{day}起恢复生效",
    "suspended to {day:iso}, not checked since": "暂停至{day}，此后未核查",
    "named as an instrument of this measure: {scope}": "被列为本措施的工具：{scope}",
    "named, but {a:cc} has no part in this": "被提及，但{a}与此无关",
    "named; whether it binds this is not stated: {scope}": (
        "被提及；是否约束本事项未说明：{scope}"
    ),
    "the text does not say whether it goes to {a:cc}": "文本未说明是否流向{a}",
    "a foreign buyer takes a business in {a:cc}": "外国买方收购{a}的企业",
    "no business in {a:cc} is bought or built": "未在{a}收购或建设企业",
    "the money comes from {a:cc} itself": "资金来自{a}本身",
    "the text does not say whether {a:cc} money is in it": "文本未说明是否含{a}资金",
    "{a:cc} money, if it goes abroad": "{a}资金，如流向境外",
    "{a:cc} money goes to {b:cc}": "{a}资金流向{b}",
    "it binds money from {a:cc}; this comes from {b:cc}": (
        "它约束{a}资金；本资金来自{b}"
    ),
    "the money stays in {a:cc}": "资金留在{a}",
    "it looks at money to {a:cc}": "它针对流向{a}的资金",
    "named in the text, covers {themes:list}: {scope}": (
        "文本提及，涵盖{themes}：{scope}"
    ),
    "same hand, same target, covers {themes:list}: {scope}": (
        "同一实施方、同一对象，涵盖{themes}：{scope}"
    ),
    "covers {themes:list}: {scope}": "涵盖{themes}：{scope}",
    "named in the text: {scope}": "文本提及：{scope}",
    "same hand, same target: {scope}": "同一实施方、同一对象：{scope}",
    "the text that this vehicle rests on: {scope}": "该工具所依据的文件：{scope}",
    "if a project takes the subsidy: {scope}": "若项目领取补贴：{scope}",
    "the issuer is named: {scope}": "发行人被列名：{scope}",
    "investor by {how}: {scope}": "投资者通道为{how}：{scope}",
    "{n:n} lines: {scope}": "{n} 条持仓：{scope}",
    "runs from: {stage}; {places:ccs} calendar unsettled": (
        "起算条件：{stage}；适用{places}日历尚未确定"
    ),
    "runs from: {stage}": "起算条件：{stage}",
    "{stage:word} on {day:iso}; {places:ccs} calendar unsettled": (
        "{day}{stage}；适用{places}日历尚未确定"
    ),
    "{stage:word} on {day:iso}": "{day}{stage}",
    "known since {day:iso}": "{day}起已知",
}

REASON_WORDS = {
    "by project: only where a business there is bought": "逐个项目：仅在收购当地企业时",
    "none of its sensitive fields is touched": "未触及其敏感领域",
    "none of its fields is touched": "未触及其领域",
    "the text does not say where the parties sit": "文本未说明当事方所在地",
    "by turnover, which the text does not give": "取决于营业额，文本未给出",
    "unnamed insiders are quoted: confirm that nothing non-public was used": (
        "引用了未具名的知情人士：请确认未使用非公开信息"
    ),
    "the investor is a US person and the issuer is named": (
        "投资者为美国人士且发行人被列名"
    ),
    "the issuer is named, the investor is no US person": (
        "发行人被列名，投资者不是美国人士"
    ),
    "the issuer is named; the profile gives no US person status": (
        "发行人被列名；投资者资料未说明是否美国人士"
    ),
    "US listing of a Chinese issuer: hangs on the yearly judgement": (
        "中国发行人在美上市：取决于每年的认定"
    ),
    "the profile does not say by which channel the investor comes": (
        "投资者资料未说明投资通道"
    ),
    "in force": "生效中",
    "not yet published": "尚未公布",
    "qfi": "合格境外投资者（QFI）",
    "stock connect": "沪深港通",
    "onshore fund": "境内基金",
    "offshore": "离岸",
    "Last day for investments under the memorandum": "备忘录项下投资的最后一日",
    "high": "高",
    "medium": "中",
    "low": "低",
}

METHODS = {
    "Rule-based reading of the stored text; every value keeps the exact characters it "
    "was read from; repeats within a document count once.": (
        "对存储文本作规则化阅读；每个数值保留其读自的原字符；同一文本内的重复只计一次。"
    ),
    "Strengths for and against are summed apart over paths of up to three hops with "
    "0.4 a hop; the sign is that of the larger, ± when the smaller exceeds half of it. "
    "Strengths rank names and enter no money figure.": (
        "利好与利空强度沿至多三步的路径分别求和，每步乘以0.4；方向取较大者，"
        "较小者超过其一半时记为±。强度只用于排序，不进入任何金额。"
    ),
    "Factor-model volatility of the book from the pack's betas, factor covariance and "
    "residual risk; VaR and ES are losses in share of NAV.": (
        "按数据包的贝塔、因子协方差与残差风险以因子模型计算组合波动率；"
        "VaR与ES为占净值的损失。"
    ),
    "The variance of the first session after more than five closed days is doubled: "
    "what A shares showed after long closures since 2016.": (
        "休市超过五天后的首个交易日方差加倍：2016年以来A股长假后的实际表现。"
    ),
    "Whole lots of one index future that minimise the ES of book and hedge within the "
    "profile's quota and gross limit, beside doing nothing.": (
        "在投资者额度与总敞口上限内，以整手单一股指期货使组合加对冲的ES最小，"
        "并与不操作对照。"
    ),
    "Sessions and half days of each exchange; a day past the calendar's bound is "
    "provisional and says so.": (
        "各交易所的交易日与半日市；超出日历范围的日期为暂定并注明。"
    ),
    "Dated records of rules with a test of applicability; a suspension past its date "
    "that nobody checked is unknown. Not legal advice.": (
        "带日期的法规记录与适用性检验；暂停期已过而无人核查的记为未知。不构成法律意见。"
    ),
}

MESSAGES: dict[str, str] = {**FINDINGS, **REASONS}
WORDS: dict[str, str] = {**SLIPS, **REASON_WORDS, **METHODS}
