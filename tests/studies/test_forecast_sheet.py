"""Readings in the words of precedents: kind, direction, who and whom."""

from datetime import UTC, datetime

import pytest

from kuroshio.records import Cause, DealSheet, Event, SheetField, ThemeReach
from kuroshio.studies import describe_sheet

COUNTRIES = {"us-ustr": "US", "country-cn": "CN", "cn-mofcom": "CN", "jp-meti": "JP"}


def sheet(*causes, status=None):
    fields = (SheetField(field="status", state="single", used=status),)
    return DealSheet(
        event=Event(id="e", kind="measure"),
        as_of=datetime(2026, 2, 1, tzinfo=UTC),
        documents=(), claims=(), sheet=fields if status else (), findings=(),
        causes=causes,
    )  # fmt: skip


def measure(kind, *themes, direction=1, **more):
    return Cause(
        id=f"c-{kind}-{direction}", kind="measure", name=kind, direction=direction,
        themes=tuple(ThemeReach(theme=name, direction=direction) for name in themes),
        evidence=(), type=kind, **more,
    )  # fmt: skip


def told(*causes, status=None):
    return describe_sheet(sheet(*causes, status=status), None, country_of=COUNTRIES.get)


def test_a_duty_in_force_is_a_tariff_and_one_talked_of_a_threat():
    duty = measure("tariff", "ev", imposer="us-ustr", target="country-cn")
    (event,) = told(duty, status="in_force")
    assert (event.types, event.initiators, event.targets) == (
        ("tariff",),
        ("US",),
        ("CN",),
    )
    assert told(duty, status="negotiating")[0].types == ("tariff_threat",)


@pytest.mark.parametrize(
    ("instrument", "kind"),
    [("tariff", "tariff"), ("listing", "entity_list"), (None, "truce")],
)
def test_an_easing_is_its_instrument_turned_round(instrument, kind):
    eased = measure("easing", "toys", direction=-1, instrument=instrument)
    (event,) = told(eased, status="in_force")
    assert (event.types, event.direction) == ((kind,), -1)


def test_causes_of_one_kind_and_side_are_one_event():
    first = measure("export_control", "rare-earths", imposer="cn-mofcom")
    second = measure("export_control", "gold", "rare-earths", imposer="cn-mofcom")
    other = measure("listing", "defence", imposer="us-ustr")
    events = told(first, second, other)
    assert [event.types[0] for event in events] == ["export_control", "entity_list"]
    assert events[0].themes == ("rare-earths", "gold")


def test_a_kind_without_precedents_is_left_out():
    assert told(measure("other", "ev")) == ()
