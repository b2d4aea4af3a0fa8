"""Compile loops to machine code, cached on disk where a cache can be written."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])

# Sums may be reordered so that they vectorise; NaN and infinity keep their meaning,
# because kernels test for them.
_FAST = {"reassoc", "contract", "nsz"}


def compiled(function: Kernel) -> Kernel:
    """Compile a loop with numba, releasing the interpreter's lock while it runs.

    The machine code is cached beside the source, else in the user's cache folder, or
    where ``NUMBA_CACHE_DIR`` points; where none can be written (a read-only
    installation without a home folder) it is compiled anew in each process.

    Parameters
    ----------
    function : callable
        Loop over arrays in the subset of Python that numba knows.

    Returns
    -------
    callable
        Same call, compiled on first use for each set of argument types.
    """
    try:
        return _compile(function, cache=True)
    except RuntimeError:  # numba: no locator available, so no place for a cache
        return _compile(function, cache=False)


def _compile(function: Kernel, *, cache: bool) -> Kernel:
    decorate = numba.njit(cache=cache, nogil=True, fastmath=_FAST, error_model="numpy")
    return cast("Kernel", decorate(function))
