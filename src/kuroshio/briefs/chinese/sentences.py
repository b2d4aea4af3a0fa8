"""Sentences of the brief's blocks in Chinese: wordings with places."""

LAYOUT = {
    "as of {at:raw} Shanghai ({basis})": "截至上海时间 {at}（{basis}）",
    "{market:code} {day:iso} STALE": "{market} {day}（过期）",
    "{market:code} {day:iso} LATER THAN AS-OF": "{market} {day}（晚于截止时点）",
    "{market:code} {day:iso}": "{market} {day}",
    "pack {day:raw}": "数据包 {day}",
    "doc {digest:code}": "文本 {digest}",
    "and {n:n} more kind of fault": "另有 {n} 类问题",
    "and {n:n} more kinds of fault": "另有 {n} 类问题",
    "{n:n} of {all:n} claims are borne out by the register": (
        "{all} 项陈述中有 {n} 项获登记册证实"
    ),
    "Book effect: {what}": "组合影响：{what}",
    "Register: {name:name}, last news {day:iso}": "登记册：{name}，最近消息{day}",
    "Register: {name:name}, last news none": "登记册：{name}，没有消息",
    "{name:name} {code:sec}": "{name} {code}",
    "New against it: {names}": "登记册之外的新内容：{names}",
    "{what}, known since {day:iso}": "{what}（{day}起已知）",
    "text says: {what}": "文本称：{what}",
    "claims: {yes:n} supported, {no:n} contradicted, {n:n} read": (
        "陈述：{yes} 项证实，{no} 项矛盾，共读出 {n} 项"
    ),
    "(text: {money:money}, {n:n}×)": "（文本：{money}，{n}次）",
    "{who:known} on {whom:known}": "{who}对{whom}",
    "{day:long} ({places:ccs})": "{day}（{places}）",
    "{day:long} provisional": "{day}（暂定）",
    "{day:long} ({places:ccs}) provisional": "{day}（{places}，暂定）",
    "shut until {day:days}": "休市至{day}",
    "{day:days} (half)": "{day}（半日）",
    "{market:code} {day:days}": "{market} {day}",
    "{market:code} shut now": "{market} 当前休市",
    "{market:code} {days:days}, shut until {until:days}": (
        "{market} {days}，休市至{until}"
    ),
    "{market:code} {days:days}, {half:days} (half)": "{market} {days}，{half}（半日）",
    "{market:code} shut now, shut until {until:days}": (
        "{market} 当前休市，休市至{until}"
    ),
    "{market:code} {days:days}, {half:days} (half), shut until {until:days}": (
        "{market} {days}，{half}（半日），休市至{until}"
    ),
    "A shares bought at the next session: sellable {day:long}": (
        "下一交易日买入的A股：{day}起可卖出"
    ),
    "Gap over the closure: variance ×{n:n}": "休市跳空：方差×{n}",
    "NAV {code:code} {n:n}": "净值 {n} {code}",
    "{n:n} names": "{n} 个标的",
    "{n:n} with own history": "{n} 个有自身历史数据",
    "Impact on themes and book: {what}": "对主题与组合的影响：{what}",
    "No path found: {n:n} names, {share:pct} of NAV": (
        "未找到路径：{n} 个标的，占净值 {share}"
    ),
    "CHECK {what:raw}": "待核查 {what}",
    "Scenarios: {what}": "情景：{what}",
    "Loss ranges refused: {what}": "拒绝给出损失区间：{what}",
    "{n:pct} a session": "每交易日 {n}",
    "currency {list:list}": "币种 {list}",
    "{code:code} {n:pct}": "{code} {n}",
    "{n:n} session": "{n} 个交易日",
    "{n:n} sessions": "{n} 个交易日",
    "{n:n} session, with the holiday gap": "{n} 个交易日（含假期跳空）",
    "{n:n} sessions, with the holiday gap": "{n} 个交易日（含假期跳空）",
    "Not priced: {names:list}": "未定价：{names}",
    "None: {why}": "无：{why}",
    "BLOCKED {name}: {why}": "受阻 {name}：{why}",
    "BLOCKED: {why}": "受阻：{why}",
    "NOT ESTIMABLE (no series in the pack): {names:semis}": (
        "无法估计（数据包无该序列）：{names}"
    ),
    "A hedge leaves: {list:list}": "对冲后仍剩：{list}",
    "{code:code} {n:n} ({basis})": "{n} {code}（{basis}）",
    "{code:code} {n:n}": "{n} {code}",
    "UNKNOWN ({basis})": "未知（{basis}）",
    "{before:bp} bp → {after:bp} bp": "{before} bp → {after} bp",
    "{n:n} errors": "{n} 个错误",
    "{n:n} warnings, {m:n} remarks → deal sheet": (
        "{n} 个警告，{m} 个提示 → 见交易要素表"
    ),
    "{n:n} more behind, in the deal sheet": "另有 {n} 条，见交易要素表",
    "{n:n} more behind, under RULES": "另有 {n} 条，见“法规”",
    "{kind:word} @{at:n}": "{kind} @{at}",
    "Likely slip: {what}": "可能的笔误：{what}",
    "→ {what:raw}: ": "→ {what}：",
    "next {day:iso}": "下一日期{day}",
    "{day:long}: {what}": "{day}：{what}",
    "{market:code} reopens": "{market} 重新开市",
    "choice ____  reason ____________  PM ____  Compliance ____  text {digest:code}": (
        "选择 ____  理由 ____________  基金经理 ____  合规 ____  文本 {digest}"
    ),
    "{money:money} ({n:n}×)": "{money}（{n}次）",
    "{money:money}, {day:iso}": "{money}，{day}",
    "{stage:word}, {day:iso}": "{stage}，{day}",
    "{project:code}: {stage:word}, {day:iso}": "{project}：{stage}，{day}",
    "{project:code}: {stage:word}, {money:money}, {day:iso}": (
        "{project}：{stage}，{money}，{day}"
    ),
    "{day:iso} ({what})": "{day}（{what}）",
    "{day:code} ({what})": "{day}（{what}）",
    "{day:iso}: {what}": "{day}：{what}",
    "official.{post:name}": "官员.{post}",
    "project.{n:n}": "项目{n}",
    "{fact} (true {on:iso}, published {day:iso}, confidence {level})": (
        "{fact}（事实日 {on}，发布日 {day}，可信度 {level}）"
    ),
    "{what:raw} as read": "{what}（按读入内容）",
    "pack {day:iso}: {list:list}": "数据包 {day}：{list}",
    "{market:code} to {day:iso}": "{market} 至 {day}",
    "{theme:code} → {name:name}: {why}": "{theme} → {name}：{why}",
    "{n:n} more behind": "另有 {n} 条",
    "{n:n} business days to fund": "{n}个工作日内出资",
    "{what} ({batch:word} tranche)": "{what}（{batch}批次）",
    "{what} ({places:ccs})": "{what}（{places}）",
    "Not published then: {names:raw}": "当时尚未发布：{names}",
    "{n:n} more, in the workbook and JSON": "另有 {n} 条，见工作簿与JSON",
    "{state:word}; {rest}": "{state}；{rest}",
    "since {at:raw} Shanghai": "自上海时间 {at} 起",
}

RISK = {
    "{name:name} estimates are of {day:iso}, later than as-of": (
        "{name}的估计日期为{day}，晚于截止时点"
    ),
    "{name:code} data end {day:iso}, {n:n} {unit} ago: STALE": (
        "{name}数据止于{day}，已过{n}{unit}：过期"
    ),
    "{name:code} data end {day:iso}, {n:n} {unit} ago": (
        "{name}数据止于{day}，已过{n}{unit}"
    ),
    "{n:n} measured by a stand-in: {names:raw}": "{n} 个以替代标的衡量：{names}",
    "{n:n} in no number: {names:raw}": "{n} 个未计入任何数字：{names}",
    "{n:n} with own data older than {m:n} sessions: {names:raw}": (
        "{n} 个自身数据早于 {m} 个交易日：{names}"
    ),
    "Short {n:n} {code:code} ({index:paren})": "卖空 {n} 手 {code}（{index}）",
    "Short {code:code} ({index:paren})": "卖空 {code}（{index}）",
    "{code:code} ({index:paren}): no lot to short": "{code}（{index}）：无可卖空手数",
    "{bound} binds: {n:n} lots would be least": "{bound}构成约束：最优为 {n} 手",
    "quota of {code:code}, {n:n} lots": "{code} 额度 {n} 手",
    "quota of {code:code}, {n:n} lots, {m:n} used by the book": (
        "{code} 额度 {n} 手（组合已用 {m} 手）"
    ),
    "gross limit of {n:n}": "总敞口上限 {n}",
    "margin limit of {n:n}": "保证金上限 {n}",
    "single names: {n:pct} of what is left": "个股风险：占剩余的 {n}",
    "currency: {n:pct} of what is left": "汇率：占剩余的 {n}",
    "moves of {places:cc} that the index does not share": (
        "指数不包含的{places}市场波动"
    ),
    "margin of {n:n} is more than the cash of {m:n}": "保证金 {n} 超过现金 {m}",
    "fee of {n:n} bp a side, in and out, assumed; {rest}": (
        "假设单边费用 {n} bp，进出各一次；{rest}"
    ),
}
RISK_WORDS = {"sessions": "个交易日", "weekdays": "个工作日"}

PICTURES = {
    "{n:n} dated step still ahead on {day:iso}": (
        "截至{day}，尚有 {n} 个有日期的步骤未到"
    ),
    "{n:n} dated steps still ahead on {day:iso}": (
        "截至{day}，尚有 {n} 个有日期的步骤未到"
    ),
    "The text differs from the register in: {list:list}": (
        "文本与登记册在以下层级不一致：{list}"
    ),
    "{n:n} themes reach {m:n} holdings of the book": (
        "{n} 个主题触及组合中的 {m} 个持仓"
    ),
    "{code:code} billion, logarithmic scale": "十亿{code}，对数刻度",
    "{n:n} of {m:n} field in the text contradict the register": (
        "文本 {m} 个字段中有 {n} 个与登记册矛盾"
    ),
    "{n:n} of {m:n} fields in the text contradict the register": (
        "文本 {m} 个字段中有 {n} 个与登记册矛盾"
    ),
    "{n:n} of {m:n} markets close for more than a weekend in the days ahead": (
        "未来数日 {m} 个市场中有 {n} 个休市超过一个周末"
    ),
    "In the worst hundredth of {n:n} session the book loses {m:n} bp on average": (
        "在最差的百分之一情形下，{n} 个交易日组合平均损失 {m} bp"
    ),
    "In the worst hundredth of {n:n} sessions the book loses {m:n} bp on average": (
        "在最差的百分之一情形下，{n} 个交易日组合平均损失 {m} bp"
    ),
    "{what} leaves least: {a:bp} bp → {b:bp} bp": "{what}剩余最少：{a} bp → {b} bp",
    "{n:pct} of NAV moves with currencies other than {code:code}": (
        "净值的 {n} 随 {code} 以外的货币波动"
    ),
    "{n:n} rule turn on a known date, the first on {day:iso}": (
        "{n} 项法规有已知的转折日，最早为{day}"
    ),
    "{n:n} rules turn on a known date, the first on {day:iso}": (
        "{n} 项法规有已知的转折日，最早为{day}"
    ),
    "{what} is the worst of {n:n} scenarios at {m:n} bp; lines hold 90% of outcomes": (
        "{n} 个情景中最差为{what}（{m} bp）；线段含90%的结果"
    ),
    "{n:n} of {m:n} forecasts are 90% sure of their sign (in brackets: chance of a "
    "rise)": "{m} 个预测中有 {n} 个对方向有90%把握（括号内为上涨概率）",
    "{n:n} precedents (rings) stand behind the 90% bands of {m:n} themes": (
        "{m} 个主题的90%区间由 {n} 个先例（圆环）支持"
    ),
    "The book's volatility a session is put at {a:pct} next and {b:pct} over {n:n} "
    "sessions": "组合每交易日波动率：下一日 {a}，{n} 个交易日内 {b}",
    "{what} adds most to the loss in the worst hundredth: {n:n} bp": (
        "在最差的百分之一情形下，{what}对损失贡献最大：{n} bp"
    ),
    "New York {at:raw}": "纽约 {at}",
    "Tokyo {at:raw}": "东京 {at}",
    "Hong Kong {at:raw}": "香港 {at}",
    "Shanghai {at:raw}": "上海 {at}",
}
PICTURE_WORDS = {
    "window, sessions from day 0": "窗口（自第0日起的交易日）",
    "mean, percent": "均值（百分比）",
    "by listing": "按上市币种",
    "by what it follows": "按价值所随币种",
    "sessions ahead": "未来交易日数",
    "volatility a session, percent": "每交易日波动率（百分比）",
    "after such news": "此类消息之后",
    "adds to the loss": "增加损失",
    "takes off": "减少损失",
    "part": "部分",
    "session": "交易日",
    "half day": "半日市",
    "closed": "休市",
    "silent": "未提及",
    "day, local to each market": "日期（各市场当地）",
    "venue": "市场",
    "P&L, basis points of NAV": "损益（净值基点）",
    "P&L, bp of NAV": "损益（净值基点）",
    "net weight, percent of NAV": "净权重（占净值百分比）",
    "expected shortfall left (99%), basis points of NAV": (
        "剩余预期亏损ES（99%，净值基点）"
    ),
    "cost unknown": "成本未知",
    "cost known in part": "成本部分已知",
    "ES after, bp": "之后ES（bp）",
    "range, bp": "区间（bp）",
    "range": "区间",
    "value": "数值",
    "abnormal return, percent": "超额收益（百分比）",
    "like precedents behind it, effective number": "支持的相似先例（有效数）",
    "measurable": "可衡量",
    "no measurable skill": "无可衡量的预测力",
    "loss": "损失",
    "gain": "收益",
    "scenario": "情景",
    "precedent": "先例",
    "precedents": "先例",
    "mean, %": "均值（%）",
    "CAR, %": "累计超额收益（%）",
    "Nothing in the text differs from the register's money": (
        "文本金额与登记册没有不一致"
    ),
}

SCENARIOS = {
    "{n:n} precedent": "{n} 个先例",
    "{n:n} precedents": "{n} 个先例",
    "1 in {n:n} days": "每 {n} 天一次",
    "1 in {n:n} times {m:n} days": "每 {n} 个{m}日期一次",
    "1 in {n:n} years": "每 {n} 年一次",
    "{n:n} scenarios refused: {why}": "{n} 个情景被拒绝：{why}",
    "Probabilities signed by {who:raw}": "概率由{who}签署",
    "Sized with precedents LATER THAN AS-OF: {names:list}": (
        "规模取自晚于截止时点的先例：{names}"
    ),
    "In no number: {share:pct} of NAV, not estimable": (
        "未计入任何数字：净值的 {share}，无法估计"
    ),
}
SCENARIO_WORDS = {
    "SCENARIOS AND LOSS": "情景与损失",
    "prob": "概率",
    "book bp": "组合（bp）",
    "5% … 95%": "5% … 95%",
    "worst name": "最差个股",
    "odds": "罕见度",
    "sized from": "规模依据",
    "usual": "常见",
    "under 1 in 10,000 years": "不到万年一遇",
    "measured moves": "实际波动",
    "covariance": "协方差",
    "views": "观点",
    "– = nobody has signed a probability": "– = 无人签署概率",
    "No scenario fits; none is played": "没有适用的情景；未推演",
    "As announced": "按公告执行",
    "Cancelled": "取消",
    "China retaliates": "中国反制",
    "China supports": "中国出台支持",
    "Currency regime break": "汇率制度突变",
    "Delay": "延期",
    "Delisting step": "退市升级",
    "Export-control step-up": "出口管制升级",
    "Modified": "修改",
    "Taiwan-strait stress": "台海压力",
    "Tariff step-up": "关税升级",
    "Truce": "休战",
    "Moves expected given the shocks: betas, factor covariance and written links; "
    "sizes measured round dated precedents; residual risk simulated on top.": (
        "给定冲击下的预期变动：贝塔、因子协方差与书面关联；规模取自有日期的先例；"
        "另模拟残差风险。"
    ),
    "dated": "有日期",
    "mechanic": "机制",
    "milestone": "里程碑",
}

IMPACT = {
    "the dispersion is that of {day:raw}: later prices are not held": (
        "离散度取自{day}：未持有更晚价格"
    ),
    "thin evidence: {n:n} past event of this kind with a measured return; the tails "
    "are wider for it and the mean leans on the wider family": (
        "证据薄弱：同类事件仅 {n} 个有实测收益；尾部因此更宽，均值倚重更大的类别"
    ),
    "thin evidence: {n:n} past events of this kind with a measured return; the "
    "tails are wider for it and the mean leans on the wider family": (
        "证据薄弱：同类事件仅 {n} 个有实测收益；尾部因此更宽，均值倚重更大的类别"
    ),
    "unlike the precedents (distance {n:n} of 1): none is of its kind": (
        "与先例不同（距离 {n}，满分1）：没有同类"
    ),
    "same session as {lead:word}: counted once": "与 {lead} 同一交易日：只计一次",
    "the parts disagree: up {a:list}; down {b:list}": (
        "各部分不一致：上涨 {a}；下跌 {b}"
    ),
    "{range:raw} bp of NAV": "净值 {range} bp",
    "(5 / 50 / 95 %), {what}": "（5 / 50 / 95 %），{what}",
    "{p:pct} likely to be a gain": "{p} 的概率为收益",
    "{range:raw} bp": "{range} bp",
    "{n:n} ({m:n} out)": "{n}（排除 {m}）",
    "Not forecast: {why}": "未预测：{why}",
    "Day 0 in Shanghai {day:long}": "上海第0日为{day}",
    "abnormal returns against the all-share index | panel to {day:raw}": (
        "相对全市场指数的超额收益 | 面板截至 {day}"
    ),
    "{n:n} more in --format json": "另有 {n} 条，见 --format json",
    "BOOK {window:raw}  ": "组合 {window}  ",
    "{name:name}, for": "{name}，利好",
    "{n:n} left out, with reasons in --format json": (
        "排除 {n} 个，理由见 --format json"
    ),
    "novelty {n:n} (0 seen before, 1 like nothing)": (
        "新颖度 {n}（0 曾见过，1 前所未有）"
    ),
    "{windows:raw}: no measurable skill; the mean is 0": (
        "{windows}：无可衡量的预测力；均值取0"
    ),
    "sessions with other events near were {a:pct} of the past ones and {b:pct} of the "
    "squared misses": "附近另有事件的交易日占历史的 {a}，占误差平方的 {b}",
}
IMPACT_WORDS = {
    "no path reaches it, so nothing is forecast": "没有路径触及，故不作预测",
    "Book effect": "组合影响",
    "no measurable skill so far ahead: the mean is 0, the range is the dispersion "
    "alone": "如此之远无可衡量的预测力：均值取0，区间仅为离散度",
    "no precedent was known by then": "当时没有已知先例",
    "no basket of five listed names: no precedents of its own, and the range is that "
    "of the median theme": "不足五个上市标的：没有自身先例，区间取主题中位数",
    "nothing in common with this event": "与本事件无共同点",
    "the written sign": "书面方向",
    "markets abroad": "海外市场",
    "BOOK  ": "组合  ",
    "INCLUDES ZERO": "含零",
    "   INCLUDES ZERO": "   含零",
    "day 0, abnormal, names with a path": "第0日，超额收益，有路径的标的",
    "Book effect on day 0": "组合第0日影响",
    "Book effect: no path reaches it, so nothing is forecast": (
        "组合影响：没有路径触及，故不作预测"
    ),
    "not distinguishable from zero": "与零无法区分",
    "no document was read": "未读入文本",
    "(provisional)": "（暂定）",
    "At publication": "发布时",
    "Before the open": "开盘前",
    "THEMES": "主题",
    "ISSUERS": "发行人",
    "mean %": "均值 %",
    "5% / 50% / 95%": "5% / 50% / 95%",
    "5% / 50% / 95%, day 0": "5% / 50% / 95%，第0日",
    "two sessions": "两个交易日",
    "up": "上涨",
    "past + sign + night, %": "历史＋方向＋隔夜，%",
    "no mechanism": "无机制",
    "against: ": "利空：",
    "precedents: ": "先例：",
    "also then: ": "同期另有：",
    "Like past events pooled, the written sign with a pooled size, and before the open "
    "the night abroad, damped; Student-t ranges from fading dispersion, closures and "
    "how wide event days were. Scored walked forward: kuroshio score.": (
        "汇集相似历史事件、书面方向与汇集幅度，开盘前另加隔夜外盘，并作衰减；"
        "学生t区间取自衰减离散度、休市与事件日宽度。向前滚动评分：kuroshio score。"
    ),
}

MESSAGES: dict[str, str] = {**LAYOUT, **RISK, **PICTURES, **SCENARIOS, **IMPACT}
