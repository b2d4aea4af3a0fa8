"""What takes a second to work out of a panel's past, kept by what it was made from.

The name of a kept file is a hash of the panel, the events behind its rows, the written
signs and the version, so that a changed input can never meet an old answer.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.app.keeping import keep_text
from kuroshio.records import Moment
from kuroshio.studies import History, crowding, day_zero_losses
from kuroshio.version import VERSION


def recall_losses(history: History, moment: Moment, cache: Path | None) -> None:
    """Give a history the losses that its forecasts are tuned by."""
    kept = _recall(
        history,
        f"losses-{moment}",
        cache,
        lambda: day_zero_losses(history, moment).tolist(),
    )
    history.losses.setdefault((0, moment), np.array(kept, np.float64))


def recall_crowding(history: History, cache: Path | None) -> tuple[float, float] | None:
    """Return how crowded sessions of the past fared; see ``crowding``."""
    found = _recall(history, "crowding", cache, lambda: crowding(history))
    return (float(found[0]), float(found[1])) if found is not None else None


def _recall(
    history: History, what: str, cache: Path | None, make: Callable[[], Any]
) -> Any:
    if cache is None:
        return make()
    path = cache / "past" / f"{what}-{_digest(history)}.json"
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        found = make()
    keep_text(path, json.dumps(found), most=20)
    return found


def _digest(history: History) -> str:
    """Return a hash of all that the past is judged from."""
    digest = hashlib.sha256(VERSION.encode())
    for item in fields(history.panel):
        value = getattr(history.panel, item.name)
        told = (
            value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode()
        )
        digest.update(told)
    digest.update(repr([row.events for row in history.rows]).encode())
    digest.update(repr(history.table).encode())
    return digest.hexdigest()[:24]
