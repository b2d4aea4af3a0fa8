"""The process that holds yfinance: one request a line, one answer a line."""

from math import isnan
from typing import Any

from kuroshio.providers.children import serve


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Ask Yahoo for daily bars with split-adjusted and wholly adjusted closes."""
    import yfinance

    # Else it prints a fault and returns an empty frame, which looks like no trading.
    yfinance.config.debug.hide_exceptions = False
    frame = yfinance.Ticker(request["code"]).history(
        start=request["first"],
        end=request["after"],
        interval="1d",
        auto_adjust=False,
        actions=False,
        timeout=request["seconds"],
    )
    rows = [
        [
            day.date().isoformat(),
            *(None if isnan(cell) else float(cell) for cell in row),
        ]
        for day, row in zip(
            frame.index, frame.itertuples(index=False, name=None), strict=True
        )
    ]
    columns = ["Date", *(str(name) for name in frame.columns)]
    return {"tables": {"bars": {"columns": columns, "rows": rows, "count": len(rows)}}}


if __name__ == "__main__":
    serve(answer)
