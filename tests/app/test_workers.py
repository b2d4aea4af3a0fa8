"""Work in many pieces: the same numbers on every engine, complete when workers die."""

import os
import signal
import sys
from pathlib import Path

import cloudpickle
import numpy as np
import pytest

from kuroshio.app.workers import WorkersLost, run_many
from kuroshio.errors import InputError, ProviderUnavailable

# Tests are no package, so a worker could not import this file by its name.
cloudpickle.register_pickle_by_value(sys.modules[__name__])
PANEL = np.arange(400_000, dtype=float).reshape(1000, 400)  # large enough to be mapped


def draw(item, shared, rng):
    return item, float(shared[item].sum()), float(rng.standard_normal())


def draw_and_die_once(item, shared, rng):
    panel, marks = shared
    mark = Path(marks) / str(item)
    if item in {3, 17} and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return draw(item, panel, rng)


def always_die(item, _shared, _rng):
    if item == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def fail(item, _shared, _rng):
    raise ValueError(f"item {item} is bad")


def test_every_engine_gives_the_same_numbers_in_order():
    alone = run_many(draw, range(40), PANEL, seed=7)
    assert [item for item, *_ in alone] == list(range(40))
    assert run_many(draw, range(40), PANEL, workers=2, seed=7) == alone
    assert run_many(draw, range(40), PANEL, workers=3, seed=7) == alone
    assert run_many(draw, range(40), PANEL, seed=8) != alone


def test_what_an_item_draws_does_not_depend_on_those_after_it():
    assert run_many(draw, range(10), PANEL)[:5] == run_many(draw, range(5), PANEL)


def test_results_are_complete_when_workers_are_killed(tmp_path):
    shared = (PANEL, str(tmp_path))
    found = run_many(draw_and_die_once, range(40), shared, workers=2, seed=7)
    assert {path.name for path in tmp_path.iterdir()} == {"3", "17"}
    assert found == run_many(draw, range(40), PANEL, seed=7)


def test_a_piece_that_always_kills_its_worker_is_given_up():
    with pytest.raises(WorkersLost, match="pieces have no result"):
        run_many(always_die, range(6), None, workers=2, retries=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_of_the_work_itself_is_raised(workers):
    with pytest.raises(ValueError, match="is bad"):
        run_many(fail, range(4), None, workers=workers)


def test_nothing_to_do_and_no_workers():
    assert run_many(draw, [], PANEL, workers=2) == []
    with pytest.raises(InputError, match="fewer than one"):
        run_many(draw, [1], PANEL, workers=0)


def test_dask_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ProviderUnavailable, match=r"kuroshio\[dask\]"):
        run_many(draw, range(4), PANEL, cluster="tcp://127.0.0.1:1")


def test_a_cluster_gives_the_same_numbers_though_a_worker_is_killed(tmp_path):
    distributed = pytest.importorskip(
        "distributed", reason="needs the extra dask, which is absent here"
    )
    mark = tmp_path / "killed"

    def draw_here(item, shared, rng):  # a closure, so that it goes over by value
        if item == 3 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return item, float(shared[item].sum()), float(rng.standard_normal())

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        found = run_many(
            draw_here, range(40), PANEL, seed=7, cluster=cluster.scheduler_address
        )
    assert mark.exists()
    assert found == run_many(draw, range(40), PANEL, seed=7)
