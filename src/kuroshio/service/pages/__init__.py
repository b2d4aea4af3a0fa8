"""The desk's pages: each route parses, asks one thing, and renders."""

from kuroshio.service.pages import (
    account,
    bench,
    board,
    books,
    deals,
    explore,
    forms,
    jobs,
    redirects,
    regimes,
    score,
    studies,
    today,
)

ROUTERS = (
    today.router,
    deals.router,
    forms.router,
    explore.router,
    books.router,
    studies.router,
    regimes.router,
    score.router,
    bench.router,
    jobs.router,
    board.router,
    account.router,
    redirects.router,
)

__all__ = ["ROUTERS"]
