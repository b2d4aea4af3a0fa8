"""Loss of a book, and what takes it off."""

from kuroshio.risk.books import estimate_book_risk
from kuroshio.risk.hedges import propose_hedges

__all__ = ["estimate_book_risk", "propose_hedges"]
