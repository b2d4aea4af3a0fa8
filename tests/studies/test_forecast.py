from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from kuroshio.records import EventDescriptor, ForesightPanel, SignRule, ThemeRole
from kuroshio.studies import (
    ForecastRequest,
    SignTable,
    censor_impact,
    describe_history,
    event_rows,
    forecast_themes,
    keep_events,
    permuted_history,
    placebo_history,
    score_walk,
    tune_forecast,
    walk_forward,
    written_signs,
)

THEMES = tuple(f"theme-{k:02d}" for k in range(30))
TABLE = SignTable(
    roles=(
        ThemeRole(id="sells", because="sells abroad", themes=THEMES[:10]),
        ThemeRole(id="makes", because="makes it at home", themes=THEMES[10:20]),
    ),
    rules=(
        SignRule(
            id="duty",
            types=("tariff", "tariff_threat"),
            by="foreign",
            because="goods cost more there",
            plus=("makes",),
            minus=("sells",),
        ),
        SignRule(
            id="truce",
            types=("truce",),
            by="foreign",
            because="the duties go",
            plus=("makes",),
            minus=("sells",),
        ),
    ),
)
KINDS = ("tariff", "truce", "export_control", "stimulus")


def event(name, kind="tariff", direction=1, by="US", themes=()):
    return EventDescriptor(
        id=name,
        types=(kind,),
        direction=direction,
        initiators=(by,),
        targets=("CN",) if by == "US" else (),
        themes=themes,
    )


def make_panel(rng, *, effect=0.0, rows=60):
    """A panel whose tariffs move the table's themes by so many deviations."""
    days = np.datetime64("2019-01-01") + np.arange(rows) * 30
    events, described = [], {}
    car = rng.normal(0, 0.01, (3, rows, len(THEMES)))
    for k in range(rows):
        kind = KINDS[k % 4]
        one = event(f"e{k}", kind, -1 if kind in {"truce", "stimulus"} else 1)
        described[one.id] = one
        events.append((one.id,))
        signs = written_signs([one], THEMES, TABLE)
        car[:, k] += 0.01 * effect * signs
    known = np.stack([days + last for last in (0, 1, 4)])
    panel = ForesightPanel(
        schema="test",
        themes=THEMES,
        windows=((0, 0), (0, 1), (0, 4)),
        days=days,
        kinds=("event",) * rows,
        events=tuple(events),
        known=known,
        closed=np.ones(rows, np.int64),
        car=car,
        sigma=np.full((rows, len(THEMES)), 0.01),
        gap_variance=np.ones(rows),
        overnight=np.full((rows, len(THEMES)), np.nan),
        correlation_days=days[:1],
        correlations=np.eye(len(THEMES))[None],
        latest=np.full(len(THEMES), 0.01),
        latest_day=days[-1].item(),
        latest_gap={4: 1.3, 6: 2.0},
        latest_members=dict.fromkeys(THEMES, 8),
    )
    return panel, described


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.fixture
def history(rng):
    panel, described = make_panel(rng, effect=1.0)
    return describe_history(panel, described, TABLE)


def ask(history, *events, on=None, **more):
    last = history.panel.latest_day
    request = ForecastRequest(
        events=events,
        session=on or date(last.year + 1, 1, 5),
        closed=more.pop("closed", 1),
        as_of=more.pop("as_of", datetime(last.year + 1, 1, 4, 12, tzinfo=UTC)),
        **more,
    )
    return {(i.id, i.window): i for i in forecast_themes(history, request, TABLE)}


def test_a_true_effect_is_found_and_its_parts_add_up(history):
    told = ask(history, event("new", themes=("theme-00",)))
    hurt, helped = told["theme-03", (0, 0)], told["theme-12", (0, 0)]
    assert hurt.mean < -0.003
    assert helped.mean > 0.003
    assert hurt.p_positive < 0.4
    assert helped.p_positive > 0.6
    for one in told.values():
        parts = one.parts.precedents + one.parts.sign + one.parts.overnight
        assert one.mean == pytest.approx(parts)
        assert one.q05 < one.q25 < one.q50 < one.q75 < one.q95
        assert one.q50 == pytest.approx(one.mean)


def test_an_easing_is_the_measure_turned_round(history):
    up = ask(history, event("new"))["theme-03", (0, 0)]
    down = ask(history, event("new", direction=-1))["theme-03", (0, 0)]
    assert down.mean == pytest.approx(-up.mean)
    assert {one.turned for one in up.precedents[:5]} == {False}
    assert {one.turned for one in down.precedents[:5]} == {True}


def test_nothing_after_the_as_of_enters(history):
    cut = history.panel.days[30]
    when = cut.item()
    args = {"on": when, "as_of": datetime(when.year, when.month, when.day, tzinfo=UTC)}
    before = ask(history, event("new"), **args)
    panel = history.panel
    car, sigma = panel.car.copy(), panel.sigma.copy()
    car[:, 30:] = 9.0  # the day itself is not known yet either
    car[1, 29], car[2, 29] = 9.0, 9.0
    sigma[31:] = 5.0
    night = panel.overnight.copy()
    night[31:] = 1.0
    known = panel.known.copy()
    known[1:, 29] = cut  # windows that were still open
    planted = replace(
        history,
        panel=replace(
            panel, car=car, sigma=sigma, overnight=night, known=known, latest=sigma[-1]
        ),
    )
    first = [one for key, one in before.items() if key[1] == (0, 0)]
    again = ask(planted, event("new"), **args)
    assert first == [one for key, one in again.items() if key[1] == (0, 0)]
    old = replace(panel, known=known)
    assert ask(replace(history, panel=old), event("new"), **args) == again


def test_a_window_that_closes_on_day_zero_is_not_known_then(history):
    panel = history.panel
    day = panel.days[30]
    assert 30 not in history.known_before(day, 0)
    assert 29 in history.known_before(day, 0)


def test_longer_windows_say_that_there_is_no_skill(history):
    one = ask(history, event("new"))["theme-03", (0, 4)]
    assert one.mean == 0.0
    assert not one.measurable
    assert "no measurable skill" in one.says[0]
    assert one.precedents == ()


def test_thin_evidence_is_wider_and_says_why(history):
    usual = ask(history, event("new"))["theme-25", (0, 0)]
    thin = ask(history, event("new", "subsidy"))["theme-25", (0, 0)]
    assert thin.evidence == 0
    assert any("thin evidence: 0 past sessions" in text for text in thin.says)
    assert (thin.q95 - thin.q05) > (usual.q95 - usual.q05)


def test_novelty_grows_with_distance(history):
    near = ask(history, event("new"))["theme-03", (0, 0)]
    far = ask(history, event("new", "geopolitical"))["theme-03", (0, 0)]
    alien = ask(history, event("new", "market_rule", 0))["theme-03", (0, 0)]
    assert near.novelty < far.novelty < alien.novelty <= 1.0
    assert any("unlike the precedents" in text for text in alien.says)


def test_a_closure_and_the_night_widen_and_move(history):
    usual = ask(history, event("new"))["theme-25", (0, 0)]
    closed = ask(history, event("new"), closed=9)["theme-25", (0, 0)]
    assert closed.scale == pytest.approx(usual.scale * np.sqrt(2.0))
    told = ask(history, event("new"), moment="pre_open", overnight={"theme-25": 0.01})[
        "theme-25", (0, 0)
    ]
    # The panel's past nights are empty, and 60 sessions fit the damping.
    fitted = tune_forecast(history, "pre_open", np.datetime64("2030-01-01"))
    assert told.parts.overnight == pytest.approx(0.01 * fitted.damping)
    assert told.market_implied == pytest.approx(0.01)
    silent = ask(history, event("new"), moment="pre_open")["theme-25", (0, 0)]
    assert any("no market abroad" in text for text in silent.says)


def test_a_theme_without_basket_keeps_its_sign_and_says_so(history):
    table = SignTable(
        roles=(
            *TABLE.roles,
            ThemeRole(id="sells2", because="sells", themes=("elsewhere",)),
        ),
        rules=(
            replace(TABLE.rules[0], minus=("sells", "sells2")),
            TABLE.rules[1],
        ),
    )
    request = ForecastRequest(
        events=(event("new", themes=("elsewhere",)),),
        session=date(2026, 1, 5),
        closed=1,
        as_of=datetime(2026, 1, 4, tzinfo=UTC),
        themes=("elsewhere",),
    )
    one = forecast_themes(history, request, table)[0]
    assert one.parts.precedents == 0.0
    assert one.mean <= 0.0
    assert any("no basket" in text for text in one.says)
    assert one.against_mechanism is not None


def test_every_precedent_is_used_or_excluded_with_a_reason(history):
    when = history.panel.days[40].item()
    one = ask(
        history,
        event("new"),
        on=when,
        as_of=datetime(when.year, when.month, when.day, tzinfo=UTC),
    )["theme-03", (0, 0)]
    reasons = {item.id: item.reason for item in one.excluded}
    assert reasons["e45"] == "its return was not known by then"
    assert all(item.reason for item in one.excluded)
    assert not {item.id for item in one.precedents} & set(reasons)
    assert sum(item.weight for item in one.precedents) <= 1.0 + 1e-9


def test_the_limit_cuts_one_session_only(history):
    told = ask(history, event("new"))
    cut = censor_impact(told["theme-03", (0, 0)], 0.005)
    assert cut.q05 == -0.005
    assert cut.q95 == 0.005
    assert "daily limit" in cut.says[-1]
    longer = told["theme-03", (0, 1)]
    assert censor_impact(longer, 0.005) is longer
    inside = told["theme-03", (0, 0)]
    assert censor_impact(inside, 0.9) is inside


def test_walking_forward_finds_the_effect_and_nulls_do_not(rng):
    panel, described = make_panel(rng, effect=0.6)
    history = describe_history(panel, described, TABLE)
    true = score_walk(walk_forward(history, 0, "publication"))
    assert true.ic.value > 4.0 * true.ic.error
    assert true.crps.value > 2.0 * true.crps.error
    assert abs(true.cover90.value - 0.9) < 0.06
    shuffled = score_walk(
        walk_forward(permuted_history(history, rng), 0, "publication")
    )
    assert shuffled.crps.value < 0.3 * true.crps.value


def test_noise_gives_no_skill(rng):
    panel, described = make_panel(rng, effect=0.0)
    history = describe_history(panel, described, TABLE)
    score = score_walk(walk_forward(history, 0, "publication"))
    assert abs(score.ic.value) < 3.0 * score.ic.error
    assert score.crps.value < 0.005


def test_placebo_rows_borrow_each_event_once(rng):
    panel, described = make_panel(rng)
    kinds = tuple("placebo" if k % 2 else "event" for k in range(len(panel.days)))
    events = tuple(
        ids if kind == "event" else ()
        for ids, kind in zip(panel.events, kinds, strict=True)
    )
    history = describe_history(
        replace(panel, kinds=kinds, events=events), described, TABLE
    )
    borrowed, rows = placebo_history(history)
    taken = [borrowed.rows[k].events[0].id for k in rows]
    assert len(set(taken)) == len(rows) == 30
    walk = walk_forward(borrowed, 0, "publication", rows=rows)
    assert walk.outcome.shape == (30, 30)


def test_a_frozen_set_neither_scores_nor_pools_what_was_added(rng):
    panel, described = make_panel(rng, effect=1.0)
    history = describe_history(panel, described, TABLE)
    frozen = {f"e{k}" for k in range(0, 60, 2)}
    kept = keep_events(history, frozen)
    assert event_rows(kept) == list(range(0, 60, 2))
    walk = walk_forward(kept, 0, "publication")
    car = panel.car.copy()
    car[:, 1::2] = 9.0
    moved = replace(kept, panel=replace(kept.panel, car=car))
    again = walk_forward(moved, 0, "publication")
    assert np.array_equal(walk.mean, again.mean)
    assert np.array_equal(walk.scale, again.scale)
