from dataclasses import replace

import numpy as np
import pytest

from kuroshio.records import EventDescriptor, ForesightPanel, SignRule, ThemeRole
from kuroshio.studies import (
    SignTable,
    Tuning,
    describe_history,
    tune_forecast,
    walk_forward,
)

PRIOR = Tuning()
THEMES = tuple(f"theme-{k}" for k in range(12))
TABLE = SignTable(
    roles=(ThemeRole(id="sells", because="sells abroad", themes=THEMES[:6]),),
    rules=(
        SignRule(
            id="duty",
            types=("tariff",),
            by="foreign",
            because="goods cost more there",
            plus=(),
            minus=("sells",),
        ),
    ),
)


def make_history(*, share, rows=50, later=1.0):
    """Nights abroad foretell moves of which a share comes; ``later`` scales the end."""
    rng = np.random.default_rng(11)
    days = np.datetime64("2019-01-01") + np.arange(rows) * 30
    overnight = rng.normal(0, 0.01, (rows, len(THEMES)))
    car = rng.normal(0, 0.005, (1, rows, len(THEMES))) + share * overnight
    car[:, 40:] *= later
    panel = ForesightPanel(
        schema="test",
        themes=THEMES,
        windows=((0, 0),),
        days=days,
        kinds=("event",) * rows,
        events=tuple((f"e{k}",) for k in range(rows)),
        known=days[None],
        closed=np.ones(rows, np.int64),
        car=car,
        sigma=np.full((rows, len(THEMES)), 0.01),
        gap_variance=np.ones(rows),
        overnight=overnight,
        correlation_days=days[:1],
        correlations=np.eye(len(THEMES))[None],
        latest=np.full(len(THEMES), 0.01),
        latest_day=days[-1].item(),
        latest_gap={4: 1.3},
        latest_members=dict.fromkeys(THEMES, 8),
    )
    described = {
        f"e{k}": EventDescriptor(
            id=f"e{k}",
            types=("tariff",),
            direction=1,
            initiators=("US",),
            targets=("CN",),
            themes=(),
        )
        for k in range(rows)
    }
    return describe_history(panel, described, TABLE)


@pytest.mark.parametrize(("share", "damping"), [(0.4, 0.4), (1.0, 1.0)])
def test_the_damping_follows_what_came_of_the_night(share, damping):
    history = make_history(share=share)
    fitted = tune_forecast(history, "pre_open", history.panel.days[45])
    assert fitted.damping == damping
    # At publication the night is not known, so it teaches nothing about damping.
    quiet = replace(history.panel, overnight=np.full_like(history.panel.overnight, 9.0))
    assert tune_forecast(history, "publication", quiet.days[45]) == tune_forecast(
        replace(history, panel=quiet, losses={}), "publication", quiet.days[45]
    )


def test_until_twenty_sessions_the_prior_stands():
    history = make_history(share=0.4)
    days = history.panel.days
    # A window that closes on the day itself does not count yet.
    assert tune_forecast(history, "pre_open", days[19]) == PRIOR
    assert tune_forecast(history, "pre_open", days[20]) != PRIOR


def test_nothing_later_enters():
    calm, wild = (make_history(share=0.4, later=later) for later in (1.0, -30.0))
    days = calm.panel.days
    for k in (25, 40):
        fitted = [tune_forecast(one, "pre_open", days[k]) for one in (calm, wild)]
        assert fitted[0] == fitted[1]
    walks = [walk_forward(one, 0, "pre_open") for one in (calm, wild)]
    assert np.array_equal(walks[0].mean[:41], walks[1].mean[:41])
    assert not np.array_equal(walks[0].mean[41:], walks[1].mean[41:])


def test_a_walk_uses_the_fit_unless_told_otherwise():
    history = make_history(share=0.4)
    fitted = walk_forward(history, 0, "pre_open", rows=[45]).mean
    told = tune_forecast(history, "pre_open", history.panel.days[45])
    assert np.array_equal(
        fitted, walk_forward(history, 0, "pre_open", rows=[45], tuning=told).mean
    )
    prior = walk_forward(history, 0, "pre_open", rows=[45], tuning=PRIOR).mean
    assert not np.array_equal(fitted, prior)
