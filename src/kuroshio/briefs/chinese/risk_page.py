"""The page of `risk` in Chinese: its headings, lines and the names of factors."""

WORDS = {
    "LOSS BY METHOD": "各方法的损失",
    "WHAT ADDS TO IT": "损失来自何处",
    "TOP HOLDINGS": "主要持仓",
    "VOLATILITY OUTLOOK": "波动率展望",
    "CURRENCY": "货币",
    "WAY OUT": "退出",
    "factor": "因子",
    "ES part": "ES贡献",
    "without": "剔除后",
    "exit": "退出",
    "limit": "涨跌停",
    "sale": "当日卖出",
    "% a session": "每交易日%",
    "news": "消息后",
    "factor-t": "因子模型t尾",
    "ewma-normal": "EWMA正态",
    "factor-fhs": "因子FHS",
    "historical-500": "历史500日",
    "ewma-fhs": "EWMA-FHS",
    "gjr-fhs": "GJR-FHS",
    "mean-of-three": "三法均值",
    "blend": "混合",
    "no theme": "无主题",
    "single names": "个股",
    "local returns": "本地收益",
    "T+0": "T+0",
    "T+1": "T+1",
    "CSI 300": "沪深300",
    "CSI 500": "中证500",
    "CSI 1000": "中证1000",
    "ChiNext": "创业板",
    "Nikkei": "日经",
    "S&P 500": "标普500",
    "Nasdaq 100": "纳斯达克100",
    "Brent": "布伦特原油",
    "gold": "黄金",
    "copper": "铜",
    "EWMA, HAR on ranges and GJR-GARCH-t, their variances averaged, fade to the long "
    "run; the pull, the width of the cone and the 1.3 after news are assumptions, "
    "checked on no cone.": (
        "EWMA、基于振幅的HAR与GJR-GARCH-t的方差取均值，再向长期水平回归；回归速度、"
        "锥形宽度与消息后的1.3倍均为假设，未经锥形检验。"
    ),
    "without: what it takes off the ES; exit in sessions at 20% of the turnover": (
        "剔除后：ES减少多少；退出：按成交额20%所需交易日"
    ),
    "cone: middle, and 5 to 95% of realised volatility; its pull, kurtosis and doubt "
    "are assumptions": (
        "锥形：中值与实现波动率的5–95%区间；回归速度、峰度与不确定性为假设"
    ),
}

MESSAGES = {
    "{n:n} others": "其余 {n} 项",
    "{place:cc} style momentum": "{place}动量风格",
    "{place:cc} style volatility": "{place}波动率风格",
    "{place:cc} style turnover": "{place}换手风格",
    "{place:cc} component {n:n}": "{place}统计因子{n}",
    "ES 99% over {n:n} session: {loss:bp} bp; each list adds up": (
        "{n} 个交易日 ES 99%：{loss} bp；各列表均可加总"
    ),
    "{n:n} other holdings: {loss:bp} bp, in --format json": (
        "其余 {n} 个持仓：{loss} bp，见 --format json"
    ),
    "{n:n} other holding: {loss:bp} bp, in --format json": (
        "其余 {n} 个持仓：{loss} bp，见 --format json"
    ),
    "buy {n:pct}": "买入 {n}",
    "sell {n:pct}": "卖出 {n}",
    "{n:pct} a year": "每年 {n}",
    "triangle {parts:raw} = {n:pct} of NAV; HKD and CNH go with USD and CNY": (
        "三角 {parts} = 净值的 {n}；港元随美元，离岸人民币随人民币"
    ),
    "forwards against {code:code}, each alone: they do not add up": (
        "对 {code} 的远期，各自单独计算，不可相加"
    ),
    "90% in {a:raw} sessions, all in {b:raw} sessions at 20% of the usual turnover, "
    "approximate": "按平常成交额20%：{a} 个交易日退出90%，{b} 个交易日全部退出，近似",
    "turnover unknown: {share:pct} of gross value; T+1 lines: {n:n}": (
        "成交额未知：总市值的 {share}；T+1 持仓 {n} 个"
    ),
    "suspended on {day:iso}: {names:raw}": "{day}停牌：{names}",
    "closed at the lower limit on {day:iso}: {names:raw}": "{day}收于跌停：{names}",
    "closed at the upper limit on {day:iso}: {names:raw}": "{day}收于涨停：{names}",
    "slowest: {code:code}": "最慢：{code}",
    "H-A premia to {day:raw}: ": "A股对H股溢价（截至 {day}）：",
    "{a:sec}/{b:sec} {n:pct}": "{a}/{b} {n}",
}
