"""Hedges in parts: who may trade what, candidates, whole lots, sales, options."""

from kuroshio.risk.hedging.access import Access, access_of, is_offered
from kuroshio.risk.hedging.candidates import Candidate, hedge_candidates
from kuroshio.risk.hedging.desk import Desk, Gram, open_desk
from kuroshio.risk.hedging.fresh import refresh_loadings
from kuroshio.risk.hedging.options import price_put
from kuroshio.risk.hedging.request import (
    HedgeRequest,
    OptionAsked,
    SpreadAsked,
    Terms,
    check_request,
)
from kuroshio.risk.hedging.sales import Unsellable, sale_candidates
from kuroshio.risk.hedging.whole_lots import Best, Problem, least_risk

__all__ = [
    "Access",
    "Best",
    "Candidate",
    "Desk",
    "Gram",
    "HedgeRequest",
    "OptionAsked",
    "Problem",
    "SpreadAsked",
    "Terms",
    "Unsellable",
    "access_of",
    "check_request",
    "hedge_candidates",
    "is_offered",
    "least_risk",
    "open_desk",
    "price_put",
    "refresh_loadings",
    "sale_candidates",
]
