"""How numbers, money and dates are worded: the only place with percent and bp."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from kuroshio.records import Brief, Cell, Line, Money, Tone

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNKNOWN = "unknown"
ORIGINAL = "原文："  # before what has no translation and is kept

_SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
_MINUS = "−"


def say_number(value: Decimal) -> str:
    """Word a number with a scale suffix: 550000000000 -> 550bn."""
    for scale, suffix in _SCALES:
        if abs(value) >= scale:
            return f"{_plain(value / scale)}{suffix}"
    return f"{_plain(value):}"


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01"))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def say_money(money: Money) -> str:
    """Word an amount with its currency, range, bound and "about"."""
    currency = money.currency or "?"
    text = say_number(Decimal(money.amount))
    if money.max is not None:
        text = f"{text}–{say_number(Decimal(money.max))}"
    prefix = {"exact": "", "min": "over ", "max": "up to "}[money.bound]
    about = "about " if money.approx and not prefix else ""
    return f"{about}{prefix}{currency} {text}"


def say_amount(amount: str, currency: str | None) -> str:
    """Word a decimal string of whole units with its currency."""
    return say_money(Money(amount=amount, currency=currency))


def say_share(share: float, digits: int = 1) -> str:
    """Word a decimal share as a percentage with a true minus sign."""
    text = f"{abs(share) * 100:.{digits}f}%"
    return f"{_MINUS}{text}" if share < 0 and float(text[:-1]) else text


def say_loss(loss: float) -> str:
    """Word a loss (positive) in basis points of NAV, printed with a minus sign."""
    points = round(loss * 1e4)
    return f"{_MINUS}{points} bp" if points > 0 else f"{abs(points)} bp"


def say_whole(value: float) -> str:
    """Word a money value in whole units with separators."""
    text = f"{abs(value):,.0f}"
    return f"{_MINUS}{text}" if value < 0 else text


def say_sign(sign: int | None) -> str:
    """Word a sign: + − ± for two evidenced signs, ? for no path."""
    if sign is None:
        return "?"
    return {1: "+", -1: _MINUS, 0: "±"}[sign]


def say_day(day: date) -> str:
    """Word a day: Thu 12 Feb 2026."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def say_days(dates: Iterable[date]) -> str:
    """Word days of one or two months shortly: 12, 13 Feb."""
    groups: dict[str, list[str]] = {}
    for day in dates:
        groups.setdefault(f"{day:%b}", []).append(str(day.day))
    return ", ".join(
        f"{', '.join(numbers)} {month}" for month, numbers in groups.items()
    )


def say_instant(instant: datetime) -> str:
    """Word an instant in Shanghai time: 2026-02-12 08:30 Shanghai."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M} Shanghai"


def say_countries(countries: tuple[str, ...]) -> str:
    """Word whose calendar counts: (US+JP)."""
    return f" ({'+'.join(countries)})" if countries else ""


def shorten(text: str, limit: int = 44) -> str:
    """Cut a mechanism to its first clause, or at a word; the whole is in its note."""
    clause = text.partition(";")[0].strip()
    if len(clause) <= limit:
        return clause
    cut = (
        clause[: limit - 1].rsplit(" ", 1)[0] if " " in clause else clause[: limit - 1]
    )
    return f"{cut.rstrip(',. ')}…"


def name_of(brief: Brief, identity: str) -> str:
    """Return what to call an id; the id itself where nothing better is known."""
    return dict(brief.names).get(identity) or identity


def line(*parts: str | Cell, indent: int = 0) -> Line:
    """Join texts and cells into a line."""
    cells = tuple(Cell(text=part) if isinstance(part, str) else part for part in parts)
    return Line(cells=cells, indent=indent)


def cell(text: str, tone: Tone = "", refs: tuple[str, ...] = ()) -> Cell:
    """Make a cell."""
    return Cell(text=text, tone=tone, refs=refs)
