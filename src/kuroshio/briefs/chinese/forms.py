"""Numbers, money and days in simplified Chinese, read back from their English form."""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_name

_LOCALE = "zh_Hans"
_SCALE = {"tn": 12, "bn": 9, "m": 6, "": 0}
_SUM = r"[\d.,]+(?:tn|bn|m)?"
MONEY = rf"(?:about |over |up to )?(?:[A-Z]{{3}}|\?|money) [−-]?{_SUM}(?:–{_SUM})?"
ISO_DAY = r"\d{4}-\d\d-\d\d"
LONG_DAY = r"[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{4}"
SHORT_DAYS = r"(?:\d{1,2}(?:, \d{1,2})* [A-Z][a-z]{2}(?:, )?)+"
_ABOUT = {"about ": "约", "over ": "逾", "up to ": "至多"}
_MONEY = re.compile(
    rf"(?P<bound>about |over |up to )?(?P<currency>[A-Z]{{3}}|\?|money) "
    rf"(?P<low>[−-]?{_SUM})(?:–(?P<high>{_SUM}))?"
)
_NUMBER = re.compile(r"([−-]?)([\d.,]+)(tn|bn|m)?")
_MONTHS = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]  # fmt: skip


def money(text: str) -> str:
    """Word money: USD 550bn -> 5500亿美元."""
    found = _MONEY.fullmatch(text)
    if found is None:
        return text
    amounts = [number(found["low"])]
    if found["high"]:
        amounts.append(number(found["high"]))
    about = _ABOUT.get(found["bound"] or "", "")
    return f"{about}{'–'.join(amounts)}{currency(found['currency'])}"


def number(text: str) -> str:
    """Word a scaled number by 万, 亿 and 万亿: 36bn -> 360亿."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    sign, digits, scale = found.groups()
    if not scale:
        return text
    value = Decimal(digits.replace(",", "")) * Decimal(10) ** _SCALE[scale]
    for power, word in ((12, "万亿"), (8, "亿"), (4, "万")):
        if value >= Decimal(10) ** power:
            return f"{sign}{_plain(value / Decimal(10) ** power)}{word}"
    return f"{sign}{_plain(value)}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def currency(code: str) -> str:
    """Return a currency's Chinese name, the code itself where it has none."""
    if code == "?":
        return "（币种不明）"
    if code == "money":
        return ""
    return "元人民币" if code == "CNY" else get_currency_name(code, locale=_LOCALE)


def iso_day(text: str) -> str:
    """Word an ISO day: 2026年2月12日."""
    return _say(date.fromisoformat(text), weekday=False)


def long_day(text: str) -> str:
    """Word a day with its weekday: 2026年2月12日周四."""
    _, day, month, year = text.split()
    return _say(date(int(year), _MONTHS.index(month) + 1, int(day)), weekday=True)


def _say(day: date, *, weekday: bool) -> str:
    pattern = "y年M月d日EEE" if weekday else "y年M月d日"
    return format_date(day, pattern, locale=_LOCALE)


def short_days(text: str) -> str:
    """Word days of one or two months: 12, 13 Feb -> 2月12、13日."""
    groups = re.findall(r"((?:\d{1,2}(?:, )?)+) ([A-Z][a-z]{2})", text)
    return "、".join(
        f"{_MONTHS.index(month) + 1}月{days.replace(', ', '、')}日"
        for days, month in groups
    )


@cache
def _territories() -> dict[str, str]:
    return dict(Locale.parse(_LOCALE).territories)


def places(text: str) -> str:
    """Word country codes: US+JP -> 美国＋日本; a market's short name is kept."""
    known = _territories()
    for mark, joined in ((", ", "、"), (" or ", "或"), ("+", "＋")):
        if mark in text:
            return joined.join(places(part) for part in text.split(mark))
    special = {"HK": "香港", "TW": "台湾", "MO": "澳门", "EU": "欧盟", "all": "各国"}
    return special.get(text) or known.get(text, text)
