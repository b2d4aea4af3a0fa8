"""What prices say of written links: who moves with a theme, and with which camp."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kuroshio.knowledge import Knowledge
from kuroshio.market.pack_files import SMALL_PACK
from kuroshio.market.theme_prices import read_mainland
from kuroshio.numerics import Floats

LINK_SIGNS_FILE = "link_signs.json"
SCHEMA = "kuroshio.link_signs/1"
SESSIONS = 500
_LEAST_SESSIONS = 120
_LEAST_NAMES = 3
_MAINLAND = (".SH", ".SZ")
_Camps = dict[tuple[str, str], dict[int, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSigns:
    """How written links fare against prices, by theme and issuer.

    ``values`` maps (theme, issuer) to two correlations of sessions net of the market:
    with the other names that the theme links with the same sign, and with those of the
    opposite sign, None where there are fewer than three; ``date`` is the last session.
    """

    date: str | None
    values: Mapping[tuple[str, str], tuple[float, float | None]]


def measure_link_signs(knowledge: Knowledge, folder: Path) -> LinkSigns:
    """Measure every link with mainland prices over the last 500 sessions.

    A session's return is taken net of beta times the all-share index. An issuer's camp
    is that of the theme's scope with most names; its own return is left out of it.

    Parameters
    ----------
    knowledge : Knowledge
        Links and listings.
    folder : Path
        Holds ``prices_cn*.parquet`` and ``indices.parquet``.

    Raises
    ------
    InputError
        When files are missing.
    """
    code = _mainland_codes(knowledge)
    names = sorted(
        {code[link.issuer] for link in knowledge.links if link.issuer in code}
    )
    data = read_mainland(folder, names)
    rest = _net_of_market(data.returns[-SESSIONS:], data.market[-SESSIONS:])
    column = {name: rest[:, k] for k, name in enumerate(data.securities)}
    residual = {
        issuer: column[name]
        for issuer, name in code.items()
        if name in column and np.isfinite(column[name]).sum() >= _LEAST_SESSIONS
    }
    values: dict[tuple[str, str], tuple[float, float | None]] = {}
    for (theme, _), camps in _by_size(_camps(knowledge, residual)):
        for sign, members in camps.items():
            for issuer in members:
                if (theme, issuer) in values:
                    continue
                found = _correlations(issuer, sign, camps, residual)
                if found is not None:
                    values[theme, issuer] = found
    return LinkSigns(date=str(data.days[-1]), values=values)


def _mainland_codes(knowledge: Knowledge) -> dict[str, str]:
    return {
        issuer.id: listing.security
        for issuer in knowledge.issuers.values()
        for listing in reversed(issuer.listings)
        if listing.security.endswith(_MAINLAND)
    }


def _net_of_market(returns: Floats, market: Floats) -> Floats:
    """Take beta times the market out of each column; NaN where a return is missing."""
    held = np.isfinite(returns)
    count = np.maximum(held.sum(axis=0), 1)
    known = np.where(held, returns, 0.0)
    there = np.where(held, market[:, None], 0.0)
    mean, level = known.sum(axis=0) / count, there.sum(axis=0) / count
    moved = np.where(held, market[:, None] - level, 0.0)
    beta = (moved * known).sum(axis=0) / np.maximum((moved**2).sum(axis=0), 1e-12)
    rest: Floats = np.where(held, returns - mean - beta * moved, np.nan)
    return rest


def _camps(knowledge: Knowledge, residual: Mapping[str, Floats]) -> _Camps:
    """Group the issuers of each theme and scope by sign; who has both is in neither."""
    signs: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(dict)
    for link in knowledge.links:
        if link.issuer in residual:
            signs[link.theme, link.scope].setdefault(link.issuer, set()).add(link.sign)
    camps: _Camps = {}
    for key, members in signs.items():
        for issuer, both in members.items():
            if len(both) == 1:
                sign = next(iter(both))
                camps.setdefault(key, {}).setdefault(sign, []).append(issuer)
    return camps


def _by_size(camps: _Camps) -> list[tuple[tuple[str, str], dict[int, list[str]]]]:
    """Order groups, those with two camps and more names first."""
    return sorted(
        camps.items(),
        key=lambda item: (
            item[0][0],
            -len(item[1]),
            -sum(map(len, item[1].values())),
            item[0][1],
        ),
    )


def _correlations(
    issuer: str,
    sign: int,
    camps: Mapping[int, Iterable[str]],
    residual: Mapping[str, Floats],
) -> tuple[float, float | None] | None:
    own = residual[issuer]
    same = _with_basket(own, [residual[n] for n in camps[sign] if n != issuer])
    other = _with_basket(
        own, [residual[n] for n in camps.get(-sign, ()) if n != issuer]
    )
    return None if same is None else (same, other)


def _with_basket(own: Floats, others: list[Floats]) -> float | None:
    """Correlate with the mean of others; None for too few names or sessions."""
    if len(others) < _LEAST_NAMES:
        return None
    stack = np.vstack(others)
    held = np.isfinite(stack)
    total = np.where(held, stack, 0.0).sum(axis=0)
    basket = total / np.maximum(held.sum(axis=0), 1)
    usable = np.isfinite(own) & (held.sum(axis=0) >= _LEAST_NAMES)
    if usable.sum() < _LEAST_SESSIONS:
        return None
    one, two = own[usable], basket[usable]
    spread = float(one.std() * two.std())
    if spread <= 0:
        return None
    return round(float(((one - one.mean()) * (two - two.mean())).mean()) / spread, 2)


def write_link_signs(signs: LinkSigns, folder: Path = SMALL_PACK) -> Path:
    """Write the measured links beside a pack, in two digits, and return the path."""
    rows = [[*key, *value] for key, value in sorted(signs.values.items())]
    body = {"schema": SCHEMA, "date": signs.date, "sessions": SESSIONS, "rows": rows}
    path = folder / LINK_SIGNS_FILE
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return path


def read_link_signs(folder: Path = SMALL_PACK) -> LinkSigns:
    """Read the measured links; without the file nothing is known of any."""
    path = folder / LINK_SIGNS_FILE
    if not path.is_file():
        return LinkSigns(date=None, values={})
    body = json.loads(path.read_text(encoding="utf-8"))
    values = {(row[0], row[1]): (row[2], row[3]) for row in body["rows"]}
    return LinkSigns(date=body["date"], values=values)
