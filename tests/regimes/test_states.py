"""A regime's state on a day, from dates alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.records import Names, Regime, RegimeChange
from kuroshio.regimes import regime_state

RULE = Regime(
    id="rule",
    names=Names(en="Rule"),
    jurisdiction="CN",
    article="1",
    scope="things",
    test="export_control",
    source="own_knowledge",
    published=date(2025, 10, 9),
    effective=date(2025, 11, 8),
)
PAUSED = replace(
    RULE,
    suspended_from=date(2025, 11, 7),
    suspended_until=date(2026, 11, 10),
    checked=date(2025, 11, 10),
)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def change(kind, on, published=None, until=None) -> RegimeChange:
    return RegimeChange(
        kind=kind,
        on=on,
        published=published or on,
        until=until,
        text="",
        source="own_knowledge",
    )


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2025, 10, 8), "unseen"),
        (date(2025, 10, 9), "not_yet"),
        (date(2025, 11, 6), "not_yet"),
        (date(2025, 11, 7), "suspended"),
        (date(2025, 11, 8), "suspended"),
        (date(2026, 11, 10), "suspended"),
        (date(2026, 11, 11), "unknown"),
    ],
)
def test_suspension_runs_to_its_last_day_and_is_then_unknown(day, phase):
    assert regime_state(PAUSED, day).phase == phase


def test_rule_without_suspension_is_in_force_from_its_day():
    assert regime_state(RULE, date(2025, 11, 7)).phase == "not_yet"
    assert regime_state(RULE, date(2025, 11, 7)).next_date == date(2025, 11, 8)
    assert regime_state(RULE, date(2025, 11, 8)).phase == "in_force"


def test_later_check_without_a_change_brings_the_rule_back():
    checked = replace(PAUSED, checked=date(2026, 11, 20))
    assert regime_state(checked, date(2026, 11, 22)).phase == "in_force"
    # On the 15th nobody had looked yet.
    assert regime_state(checked, date(2026, 11, 15)).phase == "unknown"


def test_extension_is_seen_only_once_published():
    longer = replace(
        PAUSED,
        changes=(
            change(
                "extended", date(2026, 11, 10), date(2026, 11, 5), date(2027, 11, 10)
            ),
        ),
    )
    assert regime_state(longer, date(2026, 11, 4)).expires == date(2026, 11, 10)
    assert regime_state(longer, date(2026, 12, 1)).phase == "suspended"
    assert regime_state(longer, date(2026, 12, 1)).expires == date(2027, 11, 10)


def test_end_that_was_published_ahead_is_the_next_date():
    struck = replace(
        RULE, changes=(change("ended", date(2026, 2, 24), date(2026, 2, 20)),)
    )
    assert regime_state(struck, date(2026, 2, 19)).next_date is None
    ahead = regime_state(struck, date(2026, 2, 21))
    assert (ahead.phase, ahead.next_date) == ("in_force", date(2026, 2, 24))
    assert regime_state(struck, date(2026, 2, 24)).phase == "ended"


def test_last_day_passed_is_unknown_until_somebody_checks():
    sunset = replace(RULE, expires=date(2026, 7, 24), checked=date(2026, 3, 6))
    assert regime_state(sunset, date(2026, 7, 24)).phase == "in_force"
    assert regime_state(sunset, date(2026, 7, 25)).phase == "unknown"
    seen = replace(sunset, checked=date(2026, 8, 1))
    assert regime_state(seen, date(2026, 8, 2)).phase == "ended"


def test_resumption_ends_a_suspension_early():
    back = replace(PAUSED, changes=(change("resumed", date(2026, 5, 1)),))
    assert regime_state(back, date(2026, 4, 30)).phase == "suspended"
    assert regime_state(back, date(2026, 5, 1)).phase == "in_force"


@given(day=DAYS, on=DAYS, lag=st.integers(1, 400))
def test_what_is_published_later_changes_nothing(day, on, lag):
    later = change("ended", on, published=day + timedelta(days=lag))
    assert regime_state(replace(PAUSED, changes=(later,)), day) == regime_state(
        PAUSED, day
    )


@given(day=DAYS)
def test_next_date_never_lies_behind(day):
    state = regime_state(PAUSED, day)
    assert state.next_date is None or state.next_date >= day
