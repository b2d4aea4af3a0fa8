"""Build a pack from a folder of daily files."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from kuroshio.errors import Fault, InputError
from kuroshio.market.blocks import read_industries
from kuroshio.market.estimates import (
    Estimates,
    board_proxies,
    book_tails,
    estimate_market,
    factor_covariance,
)
from kuroshio.market.factor_series import Series, last_level, read_series
from kuroshio.market.pack_extras import (
    block_columns,
    find_premia,
    innovation_columns,
    outlook_columns,
    read_closes,
)
from kuroshio.market.pack_files import Body, rounded, write_pack
from kuroshio.market.pack_panels import MarketPanel, read_market_panels
from kuroshio.market.recipe import DOMESTIC, FACTORS, RECIPE, SCHEMA, Settings
from kuroshio.records import Manifest, PackDefect, PackInput

_NEEDED = {
    "indices.parquet": {"symbol", "date", "close", "name", "currency", "source"},
    "fx.parquet": {"pair", "date", "close", "source"},
    "commodities.parquet": {"symbol", "date", "close", "name", "unit", "source"},
}
_PRICES = {"symbol", "date", "close"}
_TERMS = (
    "Estimates only: no prices, no returns of any security. They come from the files "
    "under inputs, whose own terms bind whoever uses those files."
)


def build_pack(
    data_dir: str | Path,
    out: str | Path,
    *,
    securities: Collection[str] | None = None,
    until: date | None = None,
    settings: Settings | None = None,
    terms: str = _TERMS,
    twins: Collection[tuple[str, str]] = (),
) -> Manifest:
    """Estimate a pack from a folder of daily Parquet files and write it.

    Parameters
    ----------
    data_dir : str or Path
        Holds ``indices.parquet`` and at least one ``prices_*.parquet``; ``fx.parquet``
        and ``commodities.parquet`` bring the outside factors.
    out : str or Path
        Folder for ``pack.json`` and ``manifest.json``.
    securities : collection of str, optional
        Only these are written, though all are used to estimate: a small pack.
    until : date, optional
        Nothing later is read; by default everything is.
    settings : Settings, optional
        Numbers of the recipe.
    terms : str
        Under what terms the data was used, for the manifest.
    twins : collection of (str, str)
        Mainland listings and their twins elsewhere, for the premium of the first.

    Returns
    -------
    Manifest

    Raises
    ------
    InputError
        Every fault of the folder: files and columns that are missing or unreadable,
        files without rows, home indices without a series.
    """
    folder, chosen = Path(data_dir), settings or Settings()
    files, columns = check_folder(folder)
    last = until or date(9999, 12, 31)
    series = read_series(folder, until=last)
    _check_series(folder, series)
    bound = until or _last_day(series)
    prices = [path for path in files if path.name.startswith("prices_")]
    panels, defects = read_market_panels(prices, columns, until=bound, settings=chosen)
    if "CN" not in panels:
        raise InputError(
            str(folder),
            [_fault(folder, "no mainland prices of 60 sessions or more", "add them")],
        )
    factors = tuple(name for name in FACTORS if name in series)
    industries = read_industries(folder)
    found = [
        estimate_market(panel, series, factors, chosen, industries)
        for panel in panels.values()
    ]
    body = _body(panels, series, factors, found, chosen, securities)
    kept = _kept_rows(found, securities)
    day = str(bound)
    har, basis, gjr = outlook_columns(found, kept, prices, columns, until=day)
    body = replace(
        body,
        har=rounded(har),
        har_basis=tuple(basis),
        gjr=rounded(gjr),
        premia=find_premia(
            read_closes(prices, {name for pair in twins for name in pair}, until=day),
            twins,
            series,
        ),
        **block_columns(found, kept),
        **innovation_columns(series, factors, panels["CN"].sessions, chosen),
    )
    manifest = _manifest(folder, files, panels, series, body, chosen, defects)
    manifest |= {"scope": "full" if securities is None else "small", "terms": terms}
    manifest["coverage"] = _coverage(found, body, securities)
    return write_pack(Path(out), body, manifest)


def _kept_rows(
    found: Sequence[Estimates], wanted: Collection[str] | None
) -> list[tuple[int, int]]:
    """Return market and row of the securities that are written, by name."""
    order = sorted(
        (security, part, row)
        for part, market in enumerate(found)
        for row, security in enumerate(market.securities)
        if wanted is None or security in wanted
    )
    return [(part, row) for _, part, row in order]


def _last_day(series: Mapping[str, Series]) -> date:
    days = [item.days[-1].item() for item in series.values()]
    last: date = max(days)
    return last


def _fault(path: Path, problem: str, mend: str = "") -> Fault:
    return Fault(place=str(path), problem=problem, mend=mend)


def check_folder(folder: Path) -> tuple[list[Path], dict[str, set[str]]]:
    """Return the files of a folder and their columns, or raise with every fault."""
    if not folder.is_dir():
        raise InputError(
            str(folder), [_fault(folder, "is not a folder", "name the data folder")]
        )
    prices = sorted(folder.glob("prices_*.parquet"))
    series = [folder / name for name in _NEEDED if (folder / name).is_file()]
    faults = []
    if not prices:
        faults.append(_fault(folder, "no prices_*.parquet", "add the daily prices"))
    if folder / "indices.parquet" not in series:
        faults.append(_fault(folder, "no indices.parquet", "add the index levels"))
    columns: dict[str, set[str]] = {}
    for path in (*prices, *series):
        have, fault = _columns(path)
        columns[path.name] = have
        if fault is not None:
            faults.append(fault)
            continue
        needed = _NEEDED.get(path.name, _PRICES)
        faults += [
            _fault(path, f"no column {name}", "see the schema in the README")
            for name in sorted(needed - have)
        ]
    if faults:
        raise InputError(str(folder), faults)
    return [*prices, *series], columns


def _columns(path: Path) -> tuple[set[str], Fault | None]:
    from pyarrow import ArrowException
    from pyarrow import parquet as pq

    try:
        facts = pq.ParquetFile(path)
    except (ArrowException, OSError) as error:
        return set(), _fault(path, f"is not Parquet: {str(error).splitlines()[0]}")
    if facts.metadata.num_rows == 0:
        return set(), _fault(path, "has no rows", "take it out, or fill it")
    return set(facts.schema_arrow.names), None


def _check_series(folder: Path, series: Mapping[str, Series]) -> None:
    needed = [name for name in DOMESTIC if name not in series]
    if needed:
        path = folder / "indices.parquet"
        raise InputError(
            str(folder),
            [_fault(path, f"no index {name}", "add its closes") for name in needed],
        )


def _body(  # noqa: PLR0917 - one call, gathers what was estimated
    panels: Mapping[str, MarketPanel],
    series: Mapping[str, Series],
    factors: tuple[str, ...],
    found: Sequence[Estimates],
    settings: Settings,
    wanted: Collection[str] | None,
) -> Body:
    correlation, volatility, long_volatility = factor_covariance(
        series, factors, panels["CN"].sessions, settings
    )
    boards, proxy_betas, proxy_residual = board_proxies(found, factors)
    tail_df, tail_scale = book_tails(panels["CN"], settings)
    joined = {
        name: [item for part in found for item in getattr(part, name)]
        for name in (item.name for item in fields(Estimates))
        if name not in {"returns", "blocks"}
    }
    order = sorted(
        (security, row)
        for row, security in enumerate(joined["securities"])
        if wanted is None or security in wanted
    )
    rows = [row for _, row in order]

    def pick(name: str) -> Any:
        values = [joined[name][row] for row in rows]
        return rounded(np.array(values).reshape(len(rows), *_width(name, factors)))

    return Body(
        schema=SCHEMA,
        factors=factors,
        factor_volatility=rounded(volatility),
        factor_long_volatility=rounded(long_volatility),
        correlation=tuple(
            tuple(round(value, 4) for value in line) for line in correlation.tolist()
        ),
        securities=tuple(security for security, _ in order),
        betas=pick("betas"),
        errors=pick("errors"),
        volatility=pick("volatility"),
        long_volatility=pick("long_volatility"),
        residual=pick("residual"),
        long_residual=pick("long_residual"),
        observations=tuple(int(joined["observations"][row]) for row in rows),
        dates=tuple(joined["dates"][row] for row in rows),
        turnover=pick("turnover"),
        turnover_dates=tuple(joined["turnover_dates"][row] for row in rows),
        boards=tuple(boards),
        proxy_betas=rounded(proxy_betas),
        proxy_residual=rounded(proxy_residual),
        tail_df={str(key): value for key, value in tail_df.items()},
        tail_scale={str(key): round(value, 3) for key, value in tail_scale.items()},
        levels=tuple(last_level(series[name]) for name in sorted(series)),
    )


def _width(name: str, factors: tuple[str, ...]) -> tuple[int, ...]:
    return (len(factors),) if name in {"betas", "errors"} else ()


def _manifest(  # noqa: PLR0917 - one call, gathers what was read
    folder: Path,
    files: Sequence[Path],
    panels: Mapping[str, MarketPanel],
    series: Mapping[str, Series],
    body: Body,
    settings: Settings,
    defects: Sequence[PackDefect],
) -> dict[str, Any]:
    markets = {name: str(panel.sessions[-1]) for name, panel in panels.items()}
    numbers = {key: float(value) for key, value in asdict(settings).items()}
    return {
        "schema": SCHEMA,
        "recipe": RECIPE,
        "date": max(markets.values()),
        "securities": len(body.securities),
        "data_dates": {
            **markets,
            **{name: str(series[name].days[-1]) for name in body.factors},
        },
        "inputs": [asdict(_input(path)) for path in files],
        "defects": [asdict(item) for item in defects],
        "settings": numbers,
        "simulated": (folder / "SIMULATED").exists(),
    }


def _input(path: Path) -> PackInput:
    import duckdb

    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    quoted = str(path).replace("'", "''")
    row = duckdb.connect(":memory:").execute(
        "SELECT count(*), CAST(min(date) AS DATE), CAST(max(date) AS DATE) "  # noqa: S608 - quoted
        f"FROM read_parquet('{quoted}')"
    )
    count, first, last = row.fetchone() or (0, "", "")
    return PackInput(
        file=path.name, sha256=digest, rows=count, first=str(first), last=str(last)
    )


def _coverage(
    found: Sequence[Estimates], body: Body, wanted: Collection[str] | None
) -> dict[str, int]:
    estimated = sum(len(part.securities) for part in found)
    asked = estimated if wanted is None else len(set(wanted))
    return {
        "estimated": estimated,
        "asked": asked,
        "written": len(body.securities),
        "without_prices": asked - len(body.securities),
        "with_turnover": sum(value is not None for value in body.turnover),
    }
