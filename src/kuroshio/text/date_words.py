"""Patterns for times in folded English, Chinese and Japanese text."""

from kuroshio.text.lexicon import build_lexicon, compile_folded, listed

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct",
            "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon 一 月", "tuesday tue tues 二 火", "wednesday wed 三 水",
            "thursday thu thur thurs 四 木", "friday fri 五 金", "saturday sat 六 土",
            "sunday sun 日 天",
        )
    )
    for name in names.split()
}  # fmt: skip
# Days from the anchor.
DAY_WORDS = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1,
    "今天": 0, "今午": 0, "今日": 0, "本日": 0, "きょう": 0, "即日起": 0,
    "即日": 0,
    "昨天": -1, "昨日": -1, "きのう": -1, "昨晚": -1, "昨夜": -1, "今早": 0, "今晚": 0,
    "今朝": 0, "今夜": 0, "明天": 1, "明日": 1, "あす": 1, "あした": 1,
    "明早": 1, "明晚": 1, "昨午": -1, "今晨": 0, "昨早": -1,
    "前天": -2, "一昨日": -2, "おととい": -2, "后天": 2, "あさって": 2, "明后日": 2,
}  # fmt: skip
# Years, months and weeks from the anchor's.
YEAR_WORDS = {
    "今": 0, "本": 0, "去": -1, "昨": -1, "前": -2, "一昨": -2, "明": 1, "来": 1,
    "翌": 1, "后": 2, "再来": 2, "last": -1, "this": 0, "next": 1, "previous": -1,
    "coming": 1, "past": -1, "current": 0, "the coming": 1,
}  # fmt: skip
NEAR_WORDS = {
    "本": 0, "这": 0, "这个": 0, "今": 0, "当": 0, "上": -1, "上个": -1, "先": -1,
    "下": 1, "下个": 1, "来": 1, "翌": 1, "再来": 2, "last": -1, "this": 0, "next": 1,
    "past": -1, "coming": 1, "current": 0, "the coming": 1, "previous": -1,
}  # fmt: skip
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911}
QUARTERS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4,
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15,
    "eighteen": 18, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip

_MON = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|thurs|tues|thur|mon|tue"
    "|wed|thu|fri"
)
_HAN_DAY = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_HAN_MONTH = r"\d{1,2}|十[一二]?|[一二三四五六七八九]"
_DAY_TAIL = rf"(?:(?P<day>{_HAN_DAY})\s?[日号](?!本|元|币|圆|系|间|以内|内|程))"
_MONTH_TAIL = (
    rf"(?P<month>{_HAN_MONTH})\s?月(?![球面饼])"
    rf"(?P<part>上旬|中旬|下旬|末|底|初)?(?:{_DAY_TAIL})?"
)
_YEAR_PART = (
    r"(?P<half>上半年|下半年|前半|后半|上半期|下半期|上期|下期)"
    r"|第(?P<q>[一二三四1-4])(?:季度?|四半期)|(?P<qq>[一二三四1-4])季度|q(?P<qe>[1-4])"
    r"|(?P<edge>年?底|年?末|初头?|内|春|夏|秋|冬|中)"
)
NUMERIC_DAY = compile_folded(
    r"(?P<year>(?:19|20|21)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?!\d)"
)
HAN_YEAR = compile_folded(
    r"(?:(?P<era>令和|平成|昭和|民国)\s?(?P<eray>\d{1,3}|元|[一二三四五六七八九十]{1,3})"
    r"|(?P<year>(?:19|20|21)\d\d|[一二][〇零九][〇零一二三四五六七八九]{2})"
    r"|(?P<rel>再来|一昨|今|本|去|昨|前|明|来|翌|后))\s?年(?![间前代来]|第\d)度?"
    rf"(?:的|の)?\s?(?:{_MONTH_TAIL}|{_YEAR_PART})?"
)
HAN_QUARTER = compile_folded(
    r"(?:(?:(?P<year>(?:19|20)\d\d)|(?P<rel>今|本|去|昨|明|来))年)?の?"
    r"(?P<first>\d{1,2})月?\s?[~-]\s?(?P<last>\d{1,2})月期"
)
HAN_YEAR_SPAN = compile_folded(
    r"(?P<year>(?:19|20)\d\d)\s?(?:至|到|~|-)\s?(?:19|20)\d\d年"
)
HAN_KANJI_DAY = compile_folded(
    r"(?P<day>[一二三]?十[一二三四五六七八九]?|[四五六七八九])日(?!本|元|间|以内|内|程|游|行)"
)
HAN_NEXT_YEAR = compile_folded(rf"(?:次|翌|隔)年(?:的|の)?(?:{_MONTH_TAIL})?")
HAN_MONTH = compile_folded(_MONTH_TAIL)
HAN_DAY = compile_folded(
    r"(?P<day>\d{1,2})\s?(?:日|号)(?!本|元|币|圆|系|间|以内|以上|内|线|船|楼|程|机组|余|ぶり|连续)(?:付け?)?"
)
# "今(21)日": the day of the month of today.
HAN_BRACKET_DAY = compile_folded(r"[今昨明本前]\((?P<day>\d{1,2})\)日")
KANA = compile_folded(r"[ぁ-ゖァ-ヺ]")
LAW = compile_folded(r"\b(?:act|law|code|treaty|convention) of $")
# A year by its last two digits, as Japanese newspapers write it; not a length.
HAN_SHORT_YEAR = compile_folded(
    rf"(?P<short>\d\d)年(?:度|产)?(?:(?=\d{{1,2}}月){_MONTH_TAIL}期?|(?P<half>上半期|下半期"
    r"|上期|下期|前半|后半)|(?P<edge>末|初め?|春|夏|秋|冬|中|内)"
    r"|(?<=度)|(?P<tail>(?=期|ごろ|顷|以降|以来|时点|には?|の|は|が|も|から|まで|を|、|。|,|・|より|比"
    r"|と(?!い)|\))))"
)
SHORT_YEAR_NOT = compile_folded(
    r"(?:过去|今后|この|约|丸|満|满|この先|向こう|期间は|计|最长|最大|の)$"
)
HAN_NEAR_MONTH = compile_folded(
    r"(?P<near>这个|上个|下个|再来|本|上|下|今|先|来|翌|当)月(?![球面饼])"
    rf"(?P<part>上旬|中旬|下旬|末|底|初)?(?:{_DAY_TAIL})?"
)
HAN_WEEK = compile_folded(
    r"(?P<near>这个|上个|下个|再来|本|这|上|下|今|先|来|翌)(?:周|星期|礼拜)(?!年)"
    r"の?(?:(?P<han>[一二三四五六日天])(?![个大])|(?P<ja>[月火水木金土日])曜日?|(?P<edge>末|内|中|初))?"
)
HAN_WEEKDAY = compile_folded(
    r"(?<![\d每一两三数])(?:(?:周|星期|礼拜)(?P<han>[一二三四五六日天])(?![年个天])"
    r"|(?P<ja>[月火水木金土日])曜日?)"
)
HAN_YEAR_EDGE = compile_folded(
    r"(?<![\d一二三四五六七八九十两数])(?:(?P<half>上半年|下半年)|(?P<edge>年底|年末|年内|岁末)|第(?P<q>[一二三四1-4])(?:季度|四半期))"
)
HAN_DATE_DIGITS = compile_folded(
    rf"(?P<year>[一二][〇零九][〇零一二三四五六七八九]{{2}})年(?:{_MONTH_TAIL})?"
    r"|(?<![〇零一二三四五六七八九十\d])(?P<m>十[一二]?|[一二三四五六七八九])月"
    rf"(?P<d>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号](?!本)"
)
HAN_SPAN = compile_folded(
    r"(?P<count>\d{1,4}|[一二两三四五六七八九十百]{1,4}|半)\s?(?:个|カ|か|ヶ|ケ|箇)?"
    r"(?P<unit>工作日|营业日|交易日|日间|日以内|日内|日|天|周间|星期|周|年间|年|月)"
    r"(?P<tail>间|以内|内|以后|后|之内|期)?"
)
EN_MONTH = compile_folded(
    rf"(?P<mon>{_MON})(?![a-z])\.?(?:\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:\d|%)"
    r"(?!,\d|\.\d| ?(?:billion|million|percent|per cent|trillion)))?"
    r"(?:,?\s(?:of\s)?(?P<year>(?:19|20|21)\d\d)(?!\d))?"
)
EN_DAY = compile_folded(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<mon>{_MON})(?![a-z])\.?"
    r"(?:,?\s(?P<year>(?:19|20|21)\d\d)(?!\d))?"
)
EN_ORDINAL = compile_folded(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)(?![a-z ]*(?:century|year|anniv|round|time|most"
    r"|largest|biggest|meeting|session|district|fleet|congress|five))"
)
EN_WEEKDAY = compile_folded(
    rf"(?:(?P<near>last|next|this|coming|this past"
    rf"|this coming)\s)?(?P<name>{_WEEKDAY})(?![a-z])"
)
EN_NEAR = compile_folded(
    r"(?P<near>the coming|last|this|next|past|coming|previous|current)\s"
    r"(?P<unit>week|month|quarter|year|summer|spring|autumn|winter|fall)(?![a-z])"
)
EN_NEAR_MONTH = compile_folded(rf"(?P<near>last|this|next)\s(?P<mon>{_MON})(?![a-z])")
EN_PART = compile_folded(
    r"(?P<part>early|late|mid|later|earlier|(?:the )?(?:very )?(?:end|close) of"
    r"|year-end"
    r"|(?:the )?(?:beginning|start) of|(?:the )?(?P<half>first|second|latter"
    r"|last) half of"
    r"|(?:the )?(?P<q>first|second|third|fourth|final)"
    r"(?: (?:or|to|and) (?:second|third|fourth))? quarter(?: of)?"
    r"|spring|summer|autumn|fall|winter)[\s-](?:of\s|in\s)?(?:the\s)?"
    rf"(?:(?P<mon>{_MON})(?![a-z])\.?,?(?:\s(?P<myear>(?:19|20|21)\d\d)(?!\d))?"
    r"|(?P<year>(?:19|20|21)\d\d)(?!\d)|(?P<near>this|next|last)\s(?P<unit>year|month)"
    r"|(?P<only>year)(?![a-z-]))"
)
EN_YEAR = compile_folded(
    r"(?:in|by|since|until|till|through|from|during|before|after|to|for|of|between|and"
    r"|fiscal|fy|around|as early as|back in|calendar)\s?(?:the year |fiscal )?"
    r"(?P<year>(?:19|20)\d\d)(?![\d,.]\d|\d|-\d\d\d\d| ?(?:billion|million|percent|%"
    r"|people|jobs|workers|mw|megawatts|employees|tons|tonnes))"
)
EN_QUARTER = compile_folded(
    r"(?P<q>q[1-4])\s?(?:of\s)?(?P<year>20\d\d)|(?P<half>h[12]|[12]h)\s?(?P<hyear>20\d\d)"
)
EN_SPAN = compile_folded(
    r"(?P<count>\d{1,4}|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
    r"|fifteen|eighteen|twenty|thirty|sixty|ninety)(?![a-z]))[\s-]"
    r"(?P<kind>business|working|calendar|trading)?[\s-]?(?P<unit>day|week|month|year)s?"
    r"(?![a-z])(?!-old)"
)
EN_AGO = compile_folded(
    r"(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)\s"
    r"(?P<unit>day|week|month|year)s?\s(?P<way>ago|earlier)"
)
# Words before or behind a length of time that make it a term or a clock.
SPAN_CUES = compile_folded(
    r"(?:\b(?:within|valid for|for a period of|for|term of|period of|lasting|lasts"
    r"|suspend(?:ed)? for|extend(?:ed)?(?: it)? (?:by|for)|another|a further|has|have)"
    r"|(?:为期|有效期|期限|宽限期|期间|期間|有効期間)(?:合计|为|是|は|:)?|自签署之日起|起|延长|延后"
    r"|暂停|暂缓|展延|展期|中止|停止|から|在)\s?$"
)
SPAN_NOUNS = compile_folded(
    r"[\s-]?(?:\w+\s)?(?:truce|pause|extension|review|period|suspension|term|window"
    r"|deadline|lease|agreement|contract|licen[cs]e|deal|waiver|reprieve|grace|clock"
    r"|moratorium|plan|pact|concession)|期?的?[\u4e00-\u9fff]{0,3}(?:合同|合约|协议|契约|长约|租约|特许)|间|以内|内|之内|期|の猶予|的有效期|有效|猶予"
)
SPAN_ACTS = compile_folded(
    r"(?:の|的)?(?:一時)?(?:停止|延長|延期|猶予|暂停|延长|宽限|过渡期|有效期|缓冲期|停战|休战|適用停止)"
)

# The letter of ISO 8601 for a unit of time.
UNITS = {
    "工作日": "D", "营业日": "D", "交易日": "D", "日间": "D", "日以内": "D",
    "日内": "D",
    "日": "D", "天": "D", "周间": "W", "星期": "W", "周": "W", "年间": "Y", "年": "Y",
    "月": "M", "day": "D", "week": "W", "month": "M", "year": "Y",
}  # fmt: skip

_SPAN_NUMBERS = listed(
    "一 二 三 四 五 六 七 八 九 十 十五 二十 三十 四十 五十 六十 九十 一百二十"
)
TRIGGERS = build_lexicon(
    {
        "month": list(MONTHS),
        "weekday": _WEEKDAY.split("|"),
        "day": list(DAY_WORDS),
        "near": listed("last this next past coming previous current the_coming"),
        "part": listed(
            "early late mid later earlier end_of close_of beginning_of "
            "start_of the_end_of first second latter third fourth final year-end "
            "spring summer autumn fall winter"
        ),
        "span": list(COUNTS),
        "quarter": ["q1", "q2", "q3", "q4", "h1", "h2", "1h", "2h"],
        "year": ["fy20*", "fiscal"],
        "han_year": listed(
            "今年 本年 去年 昨年 前年 一昨年 明年 来年 翌年 后年 "
            "再来年 令和 平成 昭和 民国"
        ),
        "han_next": ["次年", "翌年", "隔年"],
        "han_month": listed(
            "本月 上月 上个月 下月 下个月 今月 先月 来月 翌月 再来月 这个月 当月"
        ),
        "han_week": listed(
            "本周 这周 上周 下周 今周 先周 来周 翌周 再来周 本星期 "
            "这星期 上星期 下星期 上个星期 下个星期 本礼拜 上礼拜 下礼拜 上个周 "
            "下个周 这个周"
        ),
        "han_weekday": listed(
            "周一 周二 周三 周四 周五 周六 周日 星期一 星期二 "
            "星期三 星期四 星期五 星期六 星期日 星期天 礼拜一 礼拜二 礼拜三 礼拜四 "
            "礼拜五 礼拜六 礼拜天 月曜 火曜 水曜 木曜 金曜 土曜 日曜"
        ),
        "han_edge": listed(
            "上半年 下半年 年底 年末 年内 岁末 第一季度 第二季度 "
            "第三季度 第四季度 第1四半期 第2四半期 第3四半期 第4四半期"
        ),
        "han_digits": listed(
            "二〇 二零 一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月"
        ),
        "han_span": [
            *(f"{n}{unit}" for n in _SPAN_NUMBERS for unit in ("年", "天", "个月")),
            "半年",
            "两年",
            "两个月",
            "四十五个工作日",
        ],
        "han_bracket": ["今(", "昨(", "明(", "本(", "前("],
        "han_kanji_day": [
            f"{tens}{ones}日"
            for tens in ("", "十", "二十", "三十")
            for ones in ("", *"一二三四五六七八九")
            if tens or ones in set("四五六七八九")
        ],
    }
)
