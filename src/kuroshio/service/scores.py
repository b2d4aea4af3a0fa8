"""The record of forecasts of this installation: made once, by a worker, then kept."""

from pathlib import Path
from typing import Any

from kuroshio.service.desk import Desk
from kuroshio.service.jobs import Job
from kuroshio.service.store import read_json

DRAWS = 5  # permutations of the labels; the command line takes more


def score_path(desk: Desk) -> Path:
    """Return where the record is, or is to be."""
    return desk.folder / "score" / f"{desk.mark}.json"


def read_score(desk: Desk) -> dict[str, Any] | None:
    """Return the record; None: it has not been made yet."""
    found = read_json(score_path(desk))
    return found if isinstance(found, dict) else None


def start_score(desk: Desk, owner: str) -> Job:
    """Have the record made by a worker."""
    return desk.jobs.submit(
        "score",
        desk.args(draws=DRAWS),
        title="score",
        owner=owner,
        out=score_path(desk),
        then="/score",
    )
