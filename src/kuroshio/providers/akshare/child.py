"""The process that holds AKShare: one request a line, one answer a line."""

from typing import Any

from kuroshio.providers.children import serve


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Ask AKShare for traded prices and, where there are any, back-adjusted closes."""
    import akshare

    kind, code = request["kind"], request["code"]
    days = {"start_date": request["first"], "end_date": request["last"]}
    if kind == "index":
        return {
            "tables": {"bars": _table(akshare.stock_zh_index_daily_em(code, **days))}
        }
    function = {
        "stock": akshare.stock_zh_a_hist,
        "fund": akshare.fund_etf_hist_em,
        "hk": akshare.stock_hk_hist,
    }[kind]
    return {
        "tables": {
            "bars": _table(function(symbol=code, adjust="", **days)),
            "adjusted": _table(function(symbol=code, adjust="hfq", **days)),
        }
    }


def _table(frame: Any) -> dict[str, Any]:
    """Return a frame as names, rows and their count; missing cells as None."""
    rows = [
        [None if cell != cell else _plain(cell) for cell in row]  # noqa: PLR0124 - NaN
        for row in frame.itertuples(index=False, name=None)
    ]
    return {
        "columns": [str(c) for c in frame.columns],
        "rows": rows,
        "count": len(rows),
    }


def _plain(cell: Any) -> Any:
    value = cell.item() if hasattr(cell, "item") else cell
    return value if isinstance(value, int | float | str) else str(value)


if __name__ == "__main__":
    serve(answer)
