"""Links against prices: camps, what is left out, and the file."""

from types import SimpleNamespace

import numpy as np
import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.market import (
    LinkSigns,
    link_signs,
    measure_link_signs,
    read_link_signs,
    write_link_signs,
)

SESSIONS = 400


def draw(seed=1):
    """Four winners that share one move, four losers that share another, one odd."""
    chance = np.random.default_rng(seed)
    first, second = chance.normal(size=(2, SESSIONS))
    noise = chance.normal(size=(9, SESSIONS))
    rows = {f"w{k}": first + noise[k] for k in range(4)}
    rows |= {f"l{k}": second + noise[4 + k] for k in range(4)}
    rows["odd"] = second + noise[8]
    return rows


def links():
    made = [("w", 1), ("l", -1)]
    rows = [(f"{kind}{k}", sign) for kind, sign in made for k in range(4)]
    return [
        SimpleNamespace(theme="t", scope="measure", issuer=name, sign=sign)
        for name, sign in [*rows, ("odd", 1)]
    ]


@pytest.fixture
def camps():
    residual = draw()
    knowledge = SimpleNamespace(links=links())
    return link_signs._camps(knowledge, residual), residual


def test_who_moves_with_the_other_camp_is_seen(camps):
    (groups,), residual = list(camps[0].values()), camps[1]

    same, other = link_signs._correlations("odd", 1, groups, residual)
    good, bad = link_signs._correlations("w0", 1, groups, residual)

    assert other > same
    assert good > bad


def test_an_issuer_is_no_part_of_its_own_basket(camps):
    (groups,), residual = list(camps[0].values()), dict(camps[1])
    others = np.mean([residual[f"w{k}"] for k in (1, 2, 3)] + [residual["odd"]], axis=0)

    same, _ = link_signs._correlations("w0", 1, groups, residual)

    assert same == pytest.approx(np.corrcoef(residual["w0"], others)[0, 1], abs=0.006)


def test_too_few_names_tell_nothing():
    residual = {"a": np.ones(SESSIONS), "b": np.ones(SESSIONS)}

    assert link_signs._correlations("a", 1, {1: ["a", "b"]}, residual) is None


def test_beta_times_the_market_is_taken_out():
    chance = np.random.default_rng(2)
    market = chance.normal(size=SESSIONS)
    own = chance.normal(size=SESSIONS)

    rest = link_signs._net_of_market((1.5 * market + own)[:, None], market)[:, 0]

    assert np.corrcoef(rest, market)[0, 1] == pytest.approx(0.0, abs=1e-12)


def test_the_file_gives_back_what_was_written(tmp_path):
    made = LinkSigns(date="2026-02-11", values={("t", "a"): (0.5, None)})

    write_link_signs(made, tmp_path)

    assert read_link_signs(tmp_path) == made
    assert read_link_signs(tmp_path / "none").date is None


def test_the_shipped_file_speaks_of_written_links():
    known = {(link.theme, link.issuer) for link in load_knowledge().links}
    signs = read_link_signs()

    assert len(signs.values) > 1000
    strange = set(signs.values) - known
    assert strange == set()


@pytest.mark.shared_data
def test_measured_links_are_those_of_the_shipped_file(shared):
    """Links may be added before the file is built anew, so a few may differ."""
    made = measure_link_signs(load_knowledge(), shared / "data").values
    shipped = read_link_signs().values

    both = set(made) & set(shipped)
    near = [key for key in both if abs(made[key][0] - shipped[key][0]) <= 0.1]
    assert len(both) > 0.9 * len(shipped)
    assert len(near) > 0.95 * len(both)
