"""A pack on disk: a JSON body and a manifest; same estimates, same bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import Fault, InputError
from kuroshio.market.recipe import SCHEMA
from kuroshio.records import Level, Manifest, Pack, Premium

BODY, MANIFEST = "pack.json", "manifest.json"
SMALL_PACK = Path(__file__).parent / "small_pack"

Rows = tuple[tuple[float | None, ...], ...]
Row = tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the body file holds; rounded as the manifest says."""

    schema: str
    factors: tuple[str, ...]
    factor_volatility: Row
    factor_long_volatility: Row
    correlation: Rows
    securities: tuple[str, ...]
    betas: Rows
    errors: Rows
    volatility: Row
    long_volatility: Row
    residual: Row
    long_residual: Row
    observations: tuple[int, ...]
    dates: tuple[str, ...]
    turnover: Row
    turnover_dates: tuple[str, ...]
    boards: tuple[str, ...]
    proxy_betas: Rows
    proxy_residual: Row
    tail_df: dict[str, float]
    tail_scale: dict[str, float]
    levels: tuple[Level, ...]
    har: Row = ()
    har_basis: tuple[str, ...] = ()
    gjr: Row = ()
    blocks: tuple[str, ...] = ()
    block_volatility: Row = ()
    block_correlation: Rows = ()
    block_places: tuple[tuple[int, ...], ...] = ()
    block_loadings: Rows = ()
    innovation_dates: tuple[str, ...] = ()
    innovations: tuple[tuple[int, ...], ...] = ()
    premia: tuple[Premium, ...] = ()


def rounded(values: NDArray[np.float64], digits: int = 3) -> Any:
    """Return an array as nested lists of so many significant digits, NaN as None."""
    if values.ndim > 1:
        return tuple(rounded(row, digits) for row in values)
    return tuple(
        float(f"{value:.{digits}g}") + 0.0 if np.isfinite(value) else None
        for value in values.tolist()
    )


def write_pack(folder: Path, body: Body, manifest: Mapping[str, Any]) -> Manifest:
    """Write a pack, each file at once or not at all, the manifest last."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = msgspec.json.encode(asdict(body)) + b"\n"
    full = msgspec.convert(
        {**manifest, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)},
        Manifest,
    )
    shown = msgspec.json.format(msgspec.json.encode(asdict(full)), indent=1)
    _replace(folder / BODY, raw)
    _replace(folder / MANIFEST, shown + b"\n")
    return full


def _replace(path: Path, raw: bytes) -> None:
    beside = path.with_suffix(".part")
    beside.write_bytes(raw)
    beside.replace(path)


def load_pack(folder: str | Path | None = None) -> Pack:
    """Return a pack from its folder; None is the small one that is shipped.

    Raises
    ------
    InputError
        A file is missing, not a pack of this schema, or the body is not the one that
        the manifest was written for.
    """
    place = SMALL_PACK if folder is None else Path(folder)
    manifest = _read(place / MANIFEST, Manifest)
    body = _read(place / BODY, Body, sha256=manifest.sha256)
    if manifest.schema != SCHEMA or body.schema != SCHEMA:
        raise _fault(
            place, f"is a pack of schema {manifest.schema!r}, not {SCHEMA}", _REBUILD
        )
    return _pack(manifest, body)


_REBUILD = "build it again with `kuroshio pack build`"


def _read(path: Path, kind: type[Any], *, sha256: str | None = None) -> Any:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _fault(path, f"cannot be read: {error.strerror}", _REBUILD) from None
    if sha256 is not None and hashlib.sha256(raw).hexdigest() != sha256:
        raise _fault(path, "is not the body its manifest was written for", _REBUILD)
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError as error:
        raise _fault(path, f"is no pack: {error}", _REBUILD) from None


def _fault(path: Path, problem: str, mend: str) -> InputError:
    return InputError(str(path), [Fault(place=str(path), problem=problem, mend=mend)])


def _pack(manifest: Manifest, body: Body) -> Pack:
    volatility = _floats(body.factor_volatility)
    width = len(body.factors)
    correlation = _floats(body.correlation).reshape(width, width)
    return Pack(
        manifest=manifest,
        factors=body.factors,
        covariance=_frozen(correlation * np.outer(volatility, volatility)),
        factor_volatility=volatility,
        factor_long_volatility=_floats(body.factor_long_volatility),
        rows={security: row for row, security in enumerate(body.securities)},
        betas=_floats(body.betas).reshape(-1, width),
        errors=_floats(body.errors).reshape(-1, width),
        volatility=_floats(body.volatility),
        long_volatility=_floats(body.long_volatility),
        residual=_floats(body.residual),
        long_residual=_floats(body.long_residual),
        observations=np.array(body.observations, dtype=np.int64),
        dates=body.dates,
        turnover=_floats(body.turnover),
        turnover_dates=body.turnover_dates,
        proxies={board: row for row, board in enumerate(body.boards)},
        proxy_betas=_floats(body.proxy_betas).reshape(-1, width),
        proxy_residual=_floats(body.proxy_residual),
        tail_df={int(key): value for key, value in body.tail_df.items()},
        tail_scale={int(key): value for key, value in body.tail_scale.items()},
        levels={level.symbol: level for level in body.levels},
        har=_floats(body.har),
        har_basis=body.har_basis,
        gjr=_floats(body.gjr),
        blocks=body.blocks,
        block_covariance=_block_covariance(body) if body.blocks else None,
        block_loadings=_block_loadings(body) if body.blocks else None,
        innovation_dates=body.innovation_dates,
        innovations=_frozen(np.array(body.innovations, dtype=np.float64) / 100.0),
        premia=body.premia,
    )


def _block_covariance(body: Body) -> NDArray[np.float64]:
    """Return the blocks' covariance from lower triangles of correlations."""
    volatility = np.array(body.block_volatility, dtype=np.float64)
    correlation = np.eye(len(volatility))
    for row, line in enumerate(body.block_correlation):
        correlation[row, : len(line)] = line
        correlation[: len(line), row] = line
    return _frozen(correlation * np.outer(volatility, volatility))


def _block_loadings(body: Body) -> NDArray[np.float64]:
    loadings = np.zeros((len(body.block_places), len(body.blocks)))
    for row, (places, line) in enumerate(
        zip(body.block_places, body.block_loadings, strict=True)
    ):
        loadings[row, list(places)] = line
    return _frozen(loadings)


def _floats(values: Row | Rows) -> NDArray[np.float64]:
    return _frozen(np.array(values, dtype=np.float64))


def _frozen(array: NDArray[np.float64]) -> NDArray[np.float64]:
    array.setflags(write=False)
    return array


def verify_pack(folder: str | Path | None = None) -> tuple[str, ...]:
    """Return what is wrong with a pack; an empty tuple: nothing.

    Checked beyond what loading refuses: shapes, finite loadings, positive risks, a
    positive semi-definite covariance, dates within the manifest's, sizes.
    """
    pack = load_pack(folder)
    count = len(pack.rows)
    wrong = []
    columns = {
        "betas": pack.betas,
        "errors": pack.errors,
        "volatility": pack.volatility,
        "long_volatility": pack.long_volatility,
        "residual": pack.residual,
        "long_residual": pack.long_residual,
        "turnover": pack.turnover,
    }
    wrong += [
        f"{name} has {len(column)} rows for {count} securities"
        for name, column in columns.items()
        if len(column) != count
    ]
    if not np.isfinite(pack.betas).all():
        wrong.append("a loading is not finite")
    wrong += [
        f"{name} is not above 0 everywhere"
        for name in ("volatility", "long_volatility", "residual", "long_residual")
        if not (columns[name] > 0.0).all()
    ]
    eigenvalues = np.linalg.eigvalsh(pack.covariance)
    if eigenvalues[0] < -1e-12 * eigenvalues[-1]:
        wrong.append("the factor covariance is not positive semi-definite")
    if pack.block_covariance is not None:
        lowest, *_, highest = np.linalg.eigvalsh(pack.block_covariance)
        if lowest < -1e-9 * highest:
            wrong.append("the block covariance is not positive semi-definite")
    if any(date > pack.manifest.date for date in pack.dates):
        wrong.append("a security is dated after the pack")
    if pack.manifest.securities != count:
        wrong.append("the manifest counts other securities")
    if not all(df > 2.0 for df in pack.tail_df.values()):
        wrong.append("a tail has no variance")
    return tuple(wrong)
