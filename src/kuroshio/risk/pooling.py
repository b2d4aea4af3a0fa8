"""Views on factors turned into rows over paths, and paths weighed to honour them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import NumericsError
from kuroshio.numerics import Pooled, pool_entropy
from kuroshio.records import View
from kuroshio.risk.scenario_paths import ScenarioPaths

Floats = NDArray[np.float64]


def pool_views(paths: ScenarioPaths, views: Sequence[View]) -> Pooled:
    """Return the probabilities of paths nearest to their own that honour views.

    A volatility is the root of the second moment about the mean that a view on the
    mean of the same factor gives, else about nought, the paths' own mean.

    Raises
    ------
    NumericsError
        Views that no probabilities over these paths honour; says which.
    """
    means = {view.id: view.value for view in views if view.kind == "mean"}
    rows, wanted = [], []
    for view in views:
        moves = paths.moves[:, paths.factors.index(view.id)]
        if view.kind == "mean":
            rows.append(moves)
            wanted.append(view.value)
        elif view.kind == "volatility":
            rows.append((moves - means.get(view.id, 0.0)) ** 2)
            wanted.append(view.value**2)
        else:
            beyond = moves > view.value if view.kind == "above" else moves < view.value
            rows.append(beyond.astype(np.float64))
            wanted.append(view.probability or 0.0)
    try:
        return pool_entropy(
            paths.probabilities, equalities=(np.array(rows), np.array(wanted))
        )
    except NumericsError as error:
        told = ", ".join(f"{view.kind} of {view.id}" for view in views)
        raise NumericsError(f"{error} (views: {told})") from None
