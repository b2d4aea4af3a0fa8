"""Who is exposed to a cause, which way, how strongly, and along which path."""

from kuroshio.exposure.exposures import expose
from kuroshio.exposure.holdings import look_through, theme_rows, unreached
from kuroshio.exposure.propagation import DAMPING, MAX_HOPS, sign_of

__all__ = [
    "DAMPING",
    "MAX_HOPS",
    "expose",
    "look_through",
    "sign_of",
    "theme_rows",
    "unreached",
]
