"""Compare the signs of links with what prices did on the days of the precedents.

Run as ``python bench/link_signs.py [DATA]`` with the folder of historical prices
(default ../shared/data). For each precedent that names themes, the issuers that the
links reach are signed, and their return beyond the all-share index on the first
Shanghai session is set against the sign. Links that were contradicted most are listed
for review; nothing is changed.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import fmean

import duckdb

from kuroshio.exposure import expose
from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.records import Cause, EventType, Exposure, Precedent, ThemeReach

FIRST = 12
INDEX = "000985.CSI"
TYPES: dict[str, EventType] = {
    "entity_list": "listing",
    "export_control": "export_control",
    "investment_restriction": "listing",
    "listing_audit": "listing",
    "tariff": "tariff",
    "tariff_threat": "tariff",
}
Returns = dict[tuple[str, date], float]
Signed = tuple[Exposure, float]


def cause_of(precedent: Precedent) -> Cause | None:
    """Return the cause that a precedent was, or None where its kind is not clear."""
    pledge = "investment_pledge" in precedent.types
    known = [TYPES[one] for one in precedent.types if one in TYPES]
    if precedent.direction == 0 or not (pledge or known) or not precedent.themes:
        return None
    return Cause(
        id=precedent.id,
        kind="project" if pledge else "measure",
        name=precedent.title,
        direction=precedent.direction,
        themes=tuple(
            ThemeReach(theme=one.name, direction=precedent.direction)
            for one in precedent.themes
        ),
        evidence=(),
        type="investment_pledge" if pledge else known[0],
        imposer=precedent.initiators[0],
        location="country-us" if pledge else None,
    )


def session_of(precedent: Precedent) -> date:
    """Return the first Shanghai session that could trade on a precedent."""
    days = {one.exchange: one.session for one in precedent.first_sessions}
    return days.get("XSHG", precedent.on)


def read_returns(data: Path, days: Iterable[date], codes: Iterable[str]) -> Returns:
    """Read returns beyond the index on some days, by security and day."""
    with duckdb.connect() as database:
        database.execute("create table days as select unnest(?) as d", [list(days)])
        database.execute("create table codes as select unnest(?) as s", [list(codes)])
        rows = database.execute(
            """
            with closes as (
                select symbol, date::date as d, close from read_parquet($main)
                where symbol in (select s from codes)
                union all
                select symbol, date::date, close from read_parquet($rest)
                where symbol in (select s from codes)
                union all
                select symbol, date::date, close from read_parquet($indices)
                where symbol = $index
            ), moves as (
                select symbol, d, close / lag(close) over
                    (partition by symbol order by d) - 1 as r from closes
            )
            select a.symbol, a.d, a.r - b.r from moves a
            join moves b on a.d = b.d and b.symbol = $index
            where a.d in (select d from days) and a.r is not null and b.r is not null
            """,
            {
                "main": str(data / "prices_cn.parquet"),
                "rest": str(data / "prices_cn_rest_close.parquet"),
                "indices": str(data / "indices.parquet"),
                "index": INDEX,
            },
        ).fetchall()
    return {(symbol, day): value for symbol, day, value in rows}


def signed_moves(rows: Iterable[Exposure], returns: Returns, day: date) -> list[Signed]:
    """Return the first issuers with a sign and a price, and their signed moves."""
    found: list[Signed] = []
    for row in rows:
        move = next(
            (returns[one, day] for one in row.securities if (one, day) in returns), None
        )
        if row.sign and move is not None:
            found.append((row, row.sign * move))
    return found[:FIRST]


def review(knowledge: Knowledge, returns: Returns) -> None:
    """Print each precedent's score, the whole, and the links most contradicted."""
    by_link: dict[tuple[str, str], list[float]] = defaultdict(list)
    scores: list[float] = []
    hits: list[float] = []
    for precedent in knowledge.precedents.values():
        cause = cause_of(precedent)
        if cause is None:
            continue
        day = session_of(precedent)
        moves = signed_moves(expose([cause], knowledge), returns, day)
        if not moves:
            continue
        for row, move in moves:
            by_link[row.theme, row.issuer].append(move)
        scores.append(fmean(move for _, move in moves))
        hits.append(fmean(move > 0 for _, move in moves))
        print(
            f"{precedent.id} {day} {len(moves):3d} names {1e4 * scores[-1]:7.0f} bp "
            f"hit {hits[-1]:.2f}  {precedent.title[:60]}"
        )
    print(
        f"{len(scores)} precedents: mean signed move {1e4 * fmean(scores):.0f} bp, "
        f"share of names with the right sign {fmean(hits):.2f}"
    )
    often = {key: moves for key, moves in by_link.items() if len(moves) >= 3}
    worst = sorted(often, key=lambda key: fmean(often[key]))[:15]
    for key in worst:
        print(f"  {key[0]} -> {key[1]}: {1e4 * fmean(often[key]):.0f} bp in "
              f"{len(often[key])} events")  # fmt: skip


def main(arguments: list[str]) -> int:
    """Read prices and print the review."""
    root = Path(__file__).resolve().parents[1]
    data = Path(arguments[0]) if arguments else root.parent / "shared" / "data"
    if not (data / "prices_cn.parquet").is_file():
        print(f"no historical prices in {data}", file=sys.stderr)
        return 3
    knowledge = load_knowledge()
    days = {session_of(one) for one in knowledge.precedents.values()}
    codes = {
        listing.security
        for issuer in knowledge.issuers.values()
        for listing in issuer.listings
    }
    review(knowledge, read_returns(data, days, codes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
