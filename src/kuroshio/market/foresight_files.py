"""The panel of themes on disk: one JSON file of whole numbers beside a pack."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from kuroshio.errors import Fault, InputError
from kuroshio.market.theme_panels import FORESIGHT, WINDOWS
from kuroshio.numerics import Floats
from kuroshio.records import ForesightPanel, RowKind

FORESIGHT_FILE = "foresight.json"
FORESIGHT_NOTE = "foresight.manifest.json"
# Returns are stored in basis points, what is finer in tenths of one, and correlations
# as loadings on their first axes in hundredths: whole numbers all.
_UNIT, _FINE = 1e-4, 1e-5
_LOADING = 1e-2
_AXES = 6
_DIGITS = 3

_Whole = tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """What the file holds; arrays as whole numbers, None where there is no value."""

    schema: str
    unit: float
    themes: tuple[str, ...]
    windows: tuple[tuple[int, int], ...]
    days: tuple[str, ...]
    kinds: tuple[RowKind, ...]
    events: tuple[tuple[str, ...], ...]
    known: tuple[tuple[str | None, ...], ...]
    closed: tuple[int, ...]
    car: tuple[_Whole, ...]
    sigma: _Whole
    gap_variance: tuple[float, ...]
    overnight: _Whole
    correlation_days: tuple[str, ...]
    loadings: tuple[_Whole, ...]
    latest: tuple[int | None, ...]
    latest_day: str
    latest_gap: dict[str, float]
    latest_members: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForesightNote:
    """What the file is, for the reader of a pack."""

    schema: str
    sha256: str
    bytes: int
    date: str
    rows: int
    themes: int
    terms: str


_TERMS = (
    "Abnormal returns of theme baskets round dated events and placebo sessions, and "
    "what was known before each: three digits, no prices, no series, no returns of any "
    "security."
)


def write_foresight(folder: str | Path, panel: ForesightPanel) -> ForesightNote:
    """Write a panel beside a pack; the note with its hash last.

    Of placebo rows only day 0 is kept: the nulls use nothing else.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    raw = msgspec.json.encode(_stored(panel)) + b"\n"
    note = ForesightNote(
        schema=FORESIGHT,
        sha256=hashlib.sha256(raw).hexdigest(),
        bytes=len(raw),
        date=panel.latest_day.isoformat(),
        rows=len(panel.days),
        themes=len(panel.themes),
        terms=_TERMS,
    )
    told = msgspec.json.format(msgspec.json.encode(note), indent=1) + b"\n"
    for name, body in ((FORESIGHT_FILE, raw), (FORESIGHT_NOTE, told)):
        beside = place / f"{name}.part"
        beside.write_bytes(body)
        beside.replace(place / name)
    return note


def _whole(values: Floats, unit: float = _UNIT) -> Any:
    """Whole numbers of a unit with three significant digits, None for NaN."""
    if values.ndim > 1:
        return tuple(_whole(row, unit) for row in values)
    return tuple(
        round(float(f"{value / unit:.{_DIGITS}g}")) if np.isfinite(value) else None
        for value in values.tolist()
    )


def _stored(panel: ForesightPanel) -> _Stored:
    car = panel.car.copy()
    placebo = np.array([kind == "placebo" for kind in panel.kinds])
    car[1:, placebo] = np.nan
    overnight = np.where(placebo[:, None], np.nan, panel.overnight)
    return _Stored(
        schema=panel.schema,
        unit=_UNIT,
        themes=panel.themes,
        windows=panel.windows,
        days=_texts(panel.days),
        kinds=panel.kinds,
        events=panel.events,
        known=tuple(
            tuple(None if np.isnat(day) else str(day) for day in row)
            for row in panel.known
        ),
        closed=tuple(panel.closed.tolist()),
        car=tuple(_rows(part, _UNIT) for part in car),
        sigma=_whole(panel.sigma),
        gap_variance=tuple(round(value, 3) for value in panel.gap_variance.tolist()),
        overnight=_rows(overnight, _FINE),
        correlation_days=_texts(panel.correlation_days),
        loadings=tuple(_whole(_axes(one), _LOADING) for one in panel.correlations),
        latest=_whole(panel.latest),
        latest_day=panel.latest_day.isoformat(),
        latest_gap={str(key): round(x, 3) for key, x in panel.latest_gap.items()},
        latest_members=dict(panel.latest_members),
    )


def _rows(values: Floats, unit: float) -> Any:
    """Whole numbers; a row without any value is empty."""
    empty: tuple[int | None, ...] = ()
    rows = _whole(values, unit)
    return tuple(row if any(x is not None for x in row) else empty for row in rows)


def _axes(correlation: Floats) -> Floats:
    """Return loadings on the first axes; what is left belongs to each theme alone."""
    values, vectors = np.linalg.eigh(correlation)
    first = slice(-1, -_AXES - 1, -1)
    loadings: Floats = vectors[:, first] * np.sqrt(np.maximum(values[first], 0.0))
    return loadings


def _texts(days: Any) -> tuple[str, ...]:
    return tuple(str(day) for day in days)


def load_foresight(folder: str | Path) -> ForesightPanel:
    """Return the panel of a pack's folder.

    Raises
    ------
    InputError
        A file is missing, is not of this schema, or is not the one that its note was
        written for.
    """
    place = Path(folder)
    note: ForesightNote = _read(place / FORESIGHT_NOTE, ForesightNote)
    path = place / FORESIGHT_FILE
    stored: _Stored = _read(path, _Stored, sha256=note.sha256)
    if stored.schema != FORESIGHT:
        raise _fault(path, f"is of schema {stored.schema!r}, not {FORESIGHT}")
    return _loaded(stored)


def _read(path: Path, kind: type[Any], *, sha256: str | None = None) -> Any:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _fault(path, f"cannot be read: {error.strerror}") from None
    if sha256 is not None and hashlib.sha256(raw).hexdigest() != sha256:
        raise _fault(path, "is not the file its note was written for")
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError as error:
        raise _fault(path, f"is no panel of themes: {error}") from None


def _fault(path: Path, problem: str) -> InputError:
    mend = "build it again with `kuroshio pack build`"
    return InputError(str(path), [Fault(place=str(path), problem=problem, mend=mend)])


def _loaded(stored: _Stored) -> ForesightPanel:
    width = len(stored.themes)
    correlations = [_correlation(_array(one, _LOADING)) for one in stored.loadings]
    return ForesightPanel(
        schema=stored.schema,
        themes=stored.themes,
        windows=WINDOWS,
        days=np.array(stored.days, "datetime64[D]"),
        kinds=stored.kinds,
        events=stored.events,
        known=np.array(
            [[day or "NaT" for day in row] for row in stored.known], "datetime64[D]"
        ),
        closed=np.array(stored.closed, np.int64),
        car=np.stack([_floats(part, width) for part in stored.car]),
        sigma=_floats(stored.sigma, width),
        gap_variance=np.array(stored.gap_variance),
        overnight=_floats(stored.overnight, width, _FINE),
        correlation_days=np.array(stored.correlation_days, "datetime64[D]"),
        correlations=np.stack(correlations),
        latest=_floats((stored.latest,), width)[0],
        latest_day=date.fromisoformat(stored.latest_day),
        latest_gap={int(key): value for key, value in stored.latest_gap.items()},
        latest_members=stored.latest_members,
    )


def _floats(rows: _Whole, width: int, unit: float = _UNIT) -> Floats:
    """Decimal returns from whole numbers; an empty row is one without values."""
    blank: tuple[None, ...] = (None,) * width
    return _array(tuple(row or blank for row in rows), unit).reshape(len(rows), width)


def _array(rows: _Whole, unit: float) -> Floats:
    values: Floats = np.array(rows, np.float64) * unit
    return values


def _correlation(loadings: Floats) -> Floats:
    """Correlation of loadings, each theme's own part filling its variance up to 1."""
    whole: Floats = loadings @ loadings.T
    np.fill_diagonal(whole, np.maximum(1.0, np.diag(whole)))
    return whole
