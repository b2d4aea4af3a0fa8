import numba
import numpy as np

from kuroshio.numerics import compilation


def total(values: np.ndarray) -> float:
    out = 0.0
    for value in values:
        out += value
    return out


def test_where_no_cache_can_be_written_it_compiles_without(monkeypatch):
    asked = []
    real = numba.njit

    def njit(*function, **options):
        if not function:
            asked.append(options["cache"])
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return real(*function, **options)

    monkeypatch.setattr(compilation.numba, "njit", njit)
    kernel = compilation.compiled(total)
    assert kernel(np.arange(4.0)) == 6.0
    assert asked == [True, False]


def test_infinity_and_nan_keep_their_meaning():
    kernel = compilation.compiled(total)
    assert np.isnan(kernel(np.array([1.0, np.nan])))
    assert kernel(np.array([1.0, np.inf])) == np.inf
