"""The results of `risk` as plain values: losses, who adds what, outlooks, currencies.

Keys of one list: ``var`` holds the factor model's tails first, then other methods;
``contributions`` add up to the shortfall of each (level, horizon, gap_adjusted) within
each ``by``; ``volatility`` has a cone where one is known.
"""

from dataclasses import asdict
from typing import Any

from kuroshio.records import BookRisk, HoldingRisk, VolatilityOutlook

NOTHING: dict[str, Any] = {
    "var": [], "contributions": [], "volatility": [], "currency": [],
}  # fmt: skip


def book_risk_results(risk: BookRisk | None) -> dict[str, Any]:
    """Return the keys of `risk`; VaR and ES are losses, decimal shares of NAV."""
    if risk is None:
        return dict(NOTHING)
    outlooks = {(item.scope, item.id): item for item in risk.outlooks}
    return {
        "nav": risk.nav,
        "base_currency": risk.base_currency,
        "refused": risk.refused,
        "warnings": list(risk.warnings),
        "var": [asdict(item) for item in (*risk.losses, *risk.methods)],
        "contributions": _contributions(risk),
        "volatility": [
            {
                "scope": "book",
                "id": "book",
                "per_session": risk.volatility,
                **_outlook(outlooks.get(("book", "book"))),
            },
            *(_holding(item, outlooks) for item in risk.holdings),
            *(
                {
                    "scope": item.scope,
                    "id": item.id,
                    "per_session": item.ewma,
                    **_outlook(item),
                }
                for item in risk.outlooks
                if item.scope in {"theme", "sector"}
            ),
        ],
        "currency": _currencies(risk),
        "holding_currency": [
            {**asdict(item), "economic": dict(item.economic)}
            for item in risk.holding_currencies
        ],
        "exits": None if risk.exits is None else asdict(risk.exits),
        "premia": [asdict(item) for item in risk.premia],
    }


def _holding(
    item: HoldingRisk, outlooks: dict[tuple[str, str], VolatilityOutlook]
) -> dict[str, Any]:
    return {
        "scope": "holding",
        "id": item.security,
        "per_session": item.volatility,
        "basis": item.basis,
        **_outlook(outlooks.get(("security", item.security))),
        "data_date": item.data_date,
    }


def _outlook(item: VolatilityOutlook | None) -> dict[str, Any]:
    """Return an outlook without its name; empty where there is none."""
    if item is None:
        return {}
    plain = asdict(item)
    return {key: value for key, value in plain.items() if key not in {"scope", "id"}}


def _currencies(risk: BookRisk) -> list[dict[str, Any]]:
    """Return listing shares, largest first, with what is known of each currency."""
    known = {item.currency: asdict(item) for item in risk.currencies}
    shares = {code: {"currency": code, "share": share} for code, share in risk.currency}
    rest = {code: item for code, item in known.items() if code not in shares}
    return [
        *({**item, **known.get(code, {})} for code, item in shares.items()),
        *rest.values(),
    ]


def _contributions(risk: BookRisk) -> list[dict[str, Any]]:
    """Return shares by holding, theme, factor and currency; each by adds up."""
    by_holding = [
        {
            "by": "holding",
            "id": holding.security,
            "es": holding.contributions[place],
            "level": loss.level,
            "horizon": loss.horizon,
            "gap_adjusted": loss.gap_adjusted,
            "incremental": holding.incremental[place] if holding.incremental else None,
        }
        for place, loss in enumerate(risk.losses)
        for holding in risk.holdings
        if holding.contributions
    ]
    return by_holding + [asdict(item) for item in risk.contributions]
