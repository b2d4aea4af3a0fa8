from datetime import date

import numpy as np
import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.market.quality import check_bars, count_gaps, is_session_day
from kuroshio.records import Bars

CALENDARS = load_knowledge().calendars
DAYS = np.array(
    ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"],
    "datetime64[D]",
)


def bars(close, *, days=DAYS, symbol=None, symbols=("600519.SH",), **fields):
    close = np.array(close, float)
    return Bars(
        source="bars.csv",
        symbols=symbols,
        symbol=np.zeros(len(close), np.int64) if symbol is None else np.array(symbol),
        day=days,
        fields={"close": close, **{k: np.array(v, float) for k, v in fields.items()}},
        row=np.arange(1, len(close) + 1),
    )


def kinds(held, weight=None):
    return {
        issue.kind
        for issue in check_bars(held, CALENDARS)
        if weight is None or issue.weight == weight
    }


def test_clean_bars_say_nothing():
    assert not check_bars(bars([10, 11, 10, 9, 10]), CALENDARS)


def test_a_hundredfold_spike_is_a_fault_and_a_split_a_note():
    assert kinds(bars([10, 10, 1000, 10, 10]), "fault") == {"spike"}
    assert kinds(bars([10, 10, 0.1, 10, 10]), "fault") == {"spike"}
    split = bars([100, 100, 10, 10, 10])
    assert kinds(split) == {"lasting step"}
    assert not kinds(split, "fault")


def test_repeated_days_and_days_without_a_session_are_faults():
    days = DAYS.copy()
    days[1] = days[0]
    assert "duplicate" in kinds(bars([1, 1, 1, 1, 1], days=days), "fault")
    days = DAYS.copy()
    days[0] = np.datetime64("2024-01-01")
    assert kinds(bars([1, 1, 1, 1, 1], days=days), "fault") == {"no session"}


@pytest.mark.parametrize("price", [0.0, -1.0])
def test_prices_must_be_above_zero(price):
    assert kinds(bars([1, price, 1, 1, 1]), "fault") == {"price not above zero"}


def test_missing_sessions_are_counted_not_filled():
    held = bars([1, 1, 1], days=DAYS[[0, 1, 4]])
    (issue,) = check_bars(held, CALENDARS)
    assert (issue.kind, issue.count) == ("sessions without a bar", 2)


def test_highs_and_lows_that_do_not_enclose_are_noted():
    held = bars([5] * 5, open=[5] * 5, high=[6, 6, 4, 6, 6], low=[4, 4, 3, 4, 4])
    assert kinds(held) == {"high or low inside open and close"}


def test_a_foreign_currency_is_a_fault():
    held = bars([1, 1, 1, 1, 1])
    strange = Bars(
        source=held.source,
        symbols=held.symbols,
        symbol=held.symbol,
        day=held.day,
        fields=held.fields,
        row=held.row,
        currency=("USD",),
    )
    assert kinds(strange, "fault") == {"currency"}


def test_gaps_agree_with_a_walk_over_the_calendar():
    rng = np.random.default_rng(1)
    calendar = CALENDARS["XSHG"]
    whole = np.arange(np.datetime64(date(2023, 1, 1)), np.datetime64(date(2024, 1, 1)))
    sessions = whole[is_session_day(whole, calendar)]
    symbol, day, wanted = [], [], []
    for code in range(3):
        kept = np.sort(rng.choice(sessions, size=100 + code, replace=False))
        symbol += [code] * len(kept)
        day += list(kept)
        inside = [d for d in sessions if kept[0] <= d <= kept[-1]]
        wanted.append(len(inside) - len(kept))
    names = ("600519.SH", "600036.SH", "601318.SH")
    found = count_gaps(
        np.array(symbol), np.array(day, "datetime64[D]"), names, CALENDARS
    )
    assert found.tolist() == wanted
