"""Why some events moved more: CARs on the events' characteristics."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics import Floats, Regression, regress
from kuroshio.records import Study

ClusterBy = Literal["date", "security", "none"]


def explain_returns(
    study: Study,
    characteristics: Mapping[str, Sequence[float]],
    *,
    window: tuple[int, int],
    by: ClusterBy = "date",
) -> tuple[tuple[str, ...], Regression]:
    """Regress the CARs of a window on characteristics of the used events.

    Parameters
    ----------
    study : Study
    characteristics : mapping of str to sequence of float
        Name to one value for each used event, in the order of ``study.used``; events
        with a NaN are left out.
    window : (first, last)
        One of the study's windows.
    by : {"date", "security", "none"}
        What events must share for their errors to be correlated.

    Returns
    -------
    names : tuple of str
        "constant", then the characteristics.
    regression : Regression

    Raises
    ------
    NumericsError
        When the window is none of the study's, a characteristic is not as long as the
        events, or `kuroshio.numerics.regress` refuses.
    """
    cars = window_returns(study, window)
    for name, values in characteristics.items():
        if len(values) != len(cars):
            raise NumericsError(
                f"{name} has {len(values)} values for {len(cars)} events"
            )
    columns = [np.asarray(values, np.float64) for values in characteristics.values()]
    design = np.column_stack([np.ones(len(cars)), *columns])
    held = np.isfinite(design).all(axis=1)
    cluster = None
    if by != "none":
        used = study.used
        keys = used.dates if by == "date" else np.array(used.securities)
        cluster = np.unique(keys[held], return_inverse=True)[1]
    names = ("constant", *characteristics)
    return names, regress(design[held], cars[held], cluster)


def window_returns(study: Study, window: tuple[int, int]) -> Floats:
    """CARs of one of the study's windows, (N,)."""
    asked = study.abnormal.windows.tolist()
    if list(window) not in asked:
        raise NumericsError(f"{window[0]}:{window[1]} is no window of this study")
    return study.abnormal.window_car[:, asked.index(list(window))]
