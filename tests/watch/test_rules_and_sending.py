"""Rules, alerts, clocks, lists, messages, health, the board."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.errors import InputError
from kuroshio.knowledge import load_knowledge
from kuroshio.records import (
    Book,
    Channel,
    DueClock,
    Exposure,
    Fact,
    Holding,
    ListEntry,
    Quiet,
    Sketch,
    SourceState,
    Subscriber,
    WatchedEvent,
    WatchRule,
)
from kuroshio.watch import (
    clock_alerts,
    diff_lists,
    due_at,
    event_alert,
    health_of,
    is_due,
    is_near,
    list_alert,
    make_board,
    make_deliveries,
    match_changes,
    next_digest,
    parse_rules,
    read_attention,
    retry_after,
    word_message,
)

KNOWN = load_knowledge()
NOW = datetime(2026, 2, 12, 3, tzinfo=UTC)
BOOK = Book(
    source="b", sha256="", holdings=tuple(
        Holding(security=one, kind="equity", value=1.0, currency="CNY", row=1)
        for one in ("000977.SZ", "600111.SH")
    ),
)  # fmt: skip


def subscriber(*rules, **parts):
    channels = (Channel(id="desk", kind="desk"), Channel(id="mail", url="mailto://x"))
    return Subscriber(id="ann", rules=rules, channels=channels, **parts)


def event(**parts):
    base = Sketch(
        item="i1", source="us-bis-press", link="https://x/1", title="A notice",
        on=NOW.date(), kind="measure", type="listing", themes=("rare-earths",),
        countries=("US", "CN"), status="in_force",
    )  # fmt: skip
    sketch = replace(base, **parts)
    return WatchedEvent(id="w-1", edition=1, first=sketch, last=sketch), sketch


def exposure(strength=0.6, basis="sourced"):
    return Exposure(
        cause="k1", theme="rare-earths", issuer="x", name="X", sign=-1, hops=1,
        securities=("600111.SH",), for_strength=0.1, against_strength=strength,
        revenue_share=None, materiality=None, basis=basis, path=(),
    )  # fmt: skip


def raised(rule, *exposures, book=BOOK, **parts):
    happening, sketch = event(**parts)
    return event_alert(happening, sketch, subscriber(rule), exposures, book, at=NOW)


@pytest.mark.parametrize(
    ("rule", "matches"),
    [
        (WatchRule(id="r", themes=("rare-earths",)), True),
        (WatchRule(id="r", themes=("solar",)), False),
        (WatchRule(id="r", themes=("solar", "rare-earths"), types=("listing",)), True),
        (WatchRule(id="r", themes=("rare-earths",), types=("tariff",)), False),
        (WatchRule(id="r", sources=("us-bis-press",)), True),
        (WatchRule(id="r", stages=("in_force",)), True),
        (WatchRule(id="r", countries=("JP",)), False),
        (WatchRule(id="r", holdings=True), True),
        (WatchRule(id="r", exposure=0.6), True),
        (WatchRule(id="r", exposure=0.7), False),
        (WatchRule(id="r", lists=True), False),
    ],
)
def test_a_rule_asks_for_what_all_its_conditions_say(rule, matches):
    assert (raised(rule, exposure()) is not None) == matches


def test_a_rule_on_holdings_needs_a_holding_that_is_reached():
    rule = WatchRule(id="r", holdings=True)
    assert raised(rule) is None
    assert raised(rule, exposure(), book=None) is None


def test_severity_grows_with_what_is_hit():
    rule = WatchRule(id="r", themes=("rare-earths",))
    assert raised(rule, exposure(0.2))[0].severity == "info"
    assert raised(rule, exposure(0.6))[0].severity == "warn"
    assert raised(rule, exposure(0.2, basis="named"))[0].severity == "error"
    fixed = replace(rule, severity="info")
    assert raised(fixed, exposure(0.6, basis="named"))[0].severity == "info"


def test_an_alert_has_one_id_and_corrections_its_thread():
    rule = WatchRule(id="r", themes=("rare-earths",))
    happening, sketch = event()
    first, _ = event_alert(happening, sketch, subscriber(rule), (), None, at=NOW)
    later = NOW + timedelta(days=1)
    again, _ = event_alert(happening, sketch, subscriber(rule), (), None, at=later)
    second, _ = event_alert(
        replace(happening, edition=2), sketch, subscriber(rule), (), None, at=later
    )
    assert first.id == again.id
    assert second.thread == first.id != second.id
    assert second.kind == "correction"


def test_rules_are_read_with_every_fault():
    text = """
subscribers:
- id: ann
  zone: Mars/Olympus
  channels: [{id: a}, {id: a, kind: webhook, url: "ftp://x"}]
  rules:
  - {id: one, themes: [no-such-theme]}
  - {id: one}
  - {id: three, holdings: true, before: 999, clocks: true, calendar: XX}
  - {id: four, colour: red}
"""
    with pytest.raises(InputError) as caught:
        parse_rules(text, "watch.yaml", KNOWN)
    said = str(caught.value)
    assert "watch.yaml:10: unknown key 'colour'" in said
    good = text.replace("  - {id: four, colour: red}\n", "")
    with pytest.raises(InputError) as caught:
        parse_rules(good, "watch.yaml", KNOWN)
    said = str(caught.value)
    for words in ("Mars/Olympus", "'a' twice", "no url", "webhook needs https",
                  "no-such-theme", "'one' twice", "no condition", "asks for holdings",
                  "before 999", "no calendar 'XX'"):  # fmt: skip
        assert words in said
    for empty in ("", "subscribers: []", "themes: []", "- a", ":"):
        with pytest.raises(InputError):
            parse_rules(empty, "w", KNOWN)


def test_quiet_hours_hold_back_all_but_the_severe():
    quiet = Quiet(start=time(22), end=time(7))
    who = subscriber(quiet=quiet)
    rule = WatchRule(id="r", themes=("rare-earths",))
    alert, _ = raised(rule)
    night = datetime(2026, 2, 12, 15, tzinfo=UTC)  # 23:00 in Shanghai
    assert due_at(alert, rule, who, now=NOW) == NOW
    morning = datetime(2026, 2, 12, 23, tzinfo=UTC)
    assert due_at(alert, rule, who, now=night) == morning
    assert due_at(alert, rule, who, now=night + timedelta(hours=4)) == morning
    grave = replace(alert, severity="error")
    assert due_at(grave, rule, who, now=night) == night
    silent = subscriber(quiet=replace(quiet, but=None))
    assert due_at(grave, rule, silent, now=night) == morning


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001
       st.times(), st.times(), st.times())  # fmt: skip
def test_a_message_never_leaves_before_now_nor_later_than_a_day(
    naive, start, end, digest
):
    now = naive.replace(tzinfo=UTC)
    who = subscriber(quiet=Quiet(start=start, end=end), digest_at=digest,
                     zone="America/New_York")  # fmt: skip
    alert, _ = raised(WatchRule(id="r", themes=("rare-earths",)))
    for send in ("now", "digest"):
        rule = WatchRule(id="r", themes=("rare-earths",), send=send)
        due = due_at(alert, rule, who, now=now)
        assert now <= due <= now + timedelta(hours=25)
    assert next_digest(who, now) > now


def test_each_channel_has_its_own_key_and_the_desk_none():
    rule = WatchRule(id="r", themes=("rare-earths",))
    alert, _ = raised(rule)
    (one,) = make_deliveries(alert, rule, subscriber(rule), now=NOW)
    (two,) = make_deliveries(alert, rule, subscriber(rule), now=NOW + timedelta(1))
    assert one.channel == "mail"
    assert one.id == two.id


def test_retries_wait_longer_and_end():
    waits = [retry_after(attempt) for attempt in range(1, 9)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(waits[:-1])


def test_a_hostile_title_stays_one_line_of_text():
    rule = WatchRule(id="r", themes=("rare-earths",))
    alert, _ = raised(rule, title="x\r\nBcc: all@example.org\r\n\r\n<script>")
    subject, body = word_message([alert])
    assert "\n" not in subject
    assert "\r" not in body
    assert "x Bcc:" in body


def clock(due):
    return DueClock(id="g1", name="Truce", due=due, what="expires", kind="regime")


def test_a_clock_alerts_once_it_is_within_ten_business_days():
    rule = WatchRule(id="c", clocks=True, before=10)
    calendars = KNOWN.calendars
    due = date(2026, 11, 10)
    days = [due - timedelta(days=back) for back in range(30)]
    near = [day for day in days if is_near(rule, due, calendars, today=day)]
    # Ten weekdays before the tenth of November is the 27th of October.
    assert min(near) == date(2026, 10, 27)
    assert not is_near(rule, due, calendars, today=due + timedelta(days=1))
    ids = {
        clock_alerts([clock(due)], subscriber(rule), calendars, today=day, at=NOW)[0][
            0
        ].id
        for day in near
    }
    assert len(ids) == 1
    other = WatchRule(id="c", clocks=True, regimes=("us-entity-list",))
    assert not clock_alerts(
        [clock(due)], subscriber(other), calendars, today=due, at=NOW
    )


def entry(key, name, aliases=(), listing="EL"):
    return ListEntry(key=key, listing=listing, name=name, aliases=aliases)


def test_lists_differ_by_additions_removals_and_renames():
    before = [entry("1", "Alpha"), entry("2", "Beta"), entry("3", "Gamma", ("甲公司",))]
    after = [entry("1", "ALPHA"), entry("2", "Beta Two"), entry("9", "Delta"),
             entry("8", "Gamma New", ("甲公司",))]  # fmt: skip
    found = {
        (one.change, one.name, one.before) for one in diff_lists("s", before, after)
    }
    assert found == {
        ("renamed", "Beta Two", "Beta"),
        ("renamed", "Gamma New", "Gamma"),
        ("added", "Delta", ""),
    }
    gone = diff_lists("s", after, before)
    assert ("removed", "Delta") in {(one.change, one.name) for one in gone}


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.randoms())
def test_order_of_a_list_is_no_change(keys, rng):
    entries = [entry(key, f"Firm {key}") for key in keys]
    shuffled = list(entries)
    rng.shuffle(shuffled)
    assert diff_lists("s", entries, shuffled) == ()


@pytest.mark.parametrize("script", ["en", "zh_hans", "zh_hant", "ja"])
@pytest.mark.parametrize("form", ["{}", "{} Co., Ltd.", "{}股份有限公司"])
def test_a_listed_name_is_matched_to_its_issuer_in_four_scripts(script, form):
    listed = [one for one in KNOWN.issuers.values() if getattr(one.names, script)]
    told = [
        entry(issuer.id, form.format(getattr(issuer.names, script)))
        for issuer in listed
    ]
    found = match_changes(diff_lists("s", [], told), {}, KNOWN)
    wrong = [(one.key, one.name, one.issuer) for one in found if one.issuer != one.key]
    # A few issuers share a name with a parent or a namesake: the first has it.
    assert len(wrong) <= len(listed) * 0.02, wrong[:20]
    assert len(listed) > 100


def test_a_listed_holding_is_an_error():
    (change,) = diff_lists("s", [], [entry("2", "浪潮信息")])
    (found,) = match_changes([change], {}, KNOWN)
    rule = WatchRule(id="l", lists=True, holdings=True)
    alert, _ = list_alert(found, subscriber(rule), BOOK, at=NOW)
    assert alert.severity == "error"
    assert "000977.SZ" in alert.say


def test_half_a_name_points_at_nobody():
    changes = diff_lists("s", [], [entry("1", "Inspur Trading Dubai FZE"),
                                   entry("2", "浪潮")])  # fmt: skip
    assert all(
        "000977.SZ" not in one.securities or one.name == "浪潮"
        for one in match_changes(changes, {}, KNOWN)
    )
    rule = WatchRule(id="l", lists=True, holdings=True)
    assert list_alert(changes[0], subscriber(rule), BOOK, at=NOW) is None


SOURCE = next(iter(KNOWN.sources.values()))


@pytest.mark.parametrize(
    ("parts", "health"),
    [
        (None, "never"),
        ({"good_at": NOW}, "ok"),
        ({"good_at": NOW - timedelta(days=9)}, "stale"),
        ({"good_at": NOW, "failures": 1}, "ok"),
        ({"good_at": NOW, "failures": 3}, "failing"),
        ({"failures": 1}, "failing"),
        ({"failures": 5, "open_until": NOW + timedelta(hours=1)}, "paused"),
        ({"failures": 5, "open_until": NOW - timedelta(hours=1)}, "failing"),
    ],
)
def test_silence_and_failure_never_look_alike(parts, health):
    state = None if parts is None else SourceState(source="s", tried_at=NOW, **parts)
    assert health_of(SOURCE, state, now=NOW) == health
    assert health_of(replace(SOURCE, status="off"), state, now=NOW) == "off"


def test_a_source_is_due_in_time_and_not_held_by_a_wild_clock():
    later = SourceState(source="s", tried_at=NOW, next_at=NOW + timedelta(minutes=5))
    assert not is_due(SOURCE, later, now=NOW)
    assert is_due(SOURCE, later, now=NOW + timedelta(minutes=5))
    assert is_due(SOURCE, later, now=NOW - timedelta(hours=40))
    assert not is_due(replace(SOURCE, status="dead"), None, now=NOW)


def test_attention_is_measured_against_its_own_history():
    today = date(2026, 3, 31)
    counts = {today - timedelta(days=back): 1 for back in range(70)}
    counts[today] = 15
    items, share, rank, weeks = read_attention(
        counts, today=today, first=today - timedelta(days=69)
    )
    assert (items, share, rank, weeks) == (21, 3.0, 1.0, 9)
    young = read_attention(counts, today=today, first=today - timedelta(days=20))
    assert young[1:3] == (None, None)


def test_the_board_keeps_three_readings_apart():
    said = Fact(
        kind="likelihoods", key="theme:solar", known_from=NOW,
        body={"value": 0.4, "by": "ann", "reason": "talks"},
    )  # fmt: skip
    prices = {"pair:HK-CN": (0.3, "premiums", "2026-02-11")}
    rows = make_board({"theme:ev": {NOW.date(): 2}}, [said], prices, {},
                      today=NOW.date(), first=None)  # fmt: skip
    table = {row.topic: row for row in rows}
    assert table["theme:ev"].items == 2
    assert table["theme:ev"].likelihood is None
    assert table["theme:solar"].likelihood == 0.4
    assert table["theme:solar"].pricing is None
    assert table["pair:HK-CN"].pricing == 0.3
