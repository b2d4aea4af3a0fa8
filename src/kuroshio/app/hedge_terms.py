"""A user's terms of a hedge: one YAML file, every fault of it told at once."""

import difflib
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kuroshio.errors import Fault, InputError
from kuroshio.records import InputFile
from kuroshio.risk import HedgeRequest, OptionAsked, SpreadAsked, Terms

_MAX_BYTES = 1_000_000
_LIMITS = ("cost", "margin", "gross", "turnover")
_LISTS = ("only", "avoid", "suspended", "limit_down", "bought_today")
_KEYS = (
    "objective", "level", "paths", "seconds", "hold_days", "limits", "instruments",
    "options", *_LISTS, "volumes", "lots", "spread",
)  # fmt: skip


@dataclass(slots=True)
class _Reader:
    """Where values come from and what was wrong with them."""

    source: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, problem: str, mend: str = "") -> None:
        self.faults.append(
            Fault(place=f"{self.source}: {place}", problem=problem, mend=mend)
        )

    def mapping(
        self, value: Any, place: str, known: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Return a mapping with known keys alone."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(place, "is not a mapping of keys to values")
            return {}
        found = {}
        for key, item in value.items():
            name = str(key)
            if known and name not in known:
                close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
                mend = (
                    f"did you mean {close[0]}?"
                    if close
                    else f"one of {', '.join(known)}"
                )
                self.fault(place, f"unknown key {name!r}", mend)
            else:
                found[name] = item
        return found

    def number(self, value: Any, place: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fault(place, f"{value!r} is not a number", "write digits only")
            return None
        return float(value)

    def whole(self, value: Any, place: str) -> int | None:
        number = self.number(value, place)
        if number is not None and number != int(number):
            self.fault(place, f"{value!r} is not a whole number")
            return None
        return None if number is None else int(number)

    def words(self, value: Any, place: str) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            self.fault(place, "is not a list of codes", "write [600519.SH]")
            return ()
        return tuple(dict.fromkeys(value))

    def day(self, value: Any, place: str) -> date | None:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fault(place, f"{value!r} is not a day", "write 2026-03-25")
            return None


def read_terms(path: Path | None) -> tuple[HedgeRequest, tuple[InputFile, ...]]:
    """Read a file of terms; without one, those of the knowledge with 2,000 paths.

    Raises
    ------
    InputError
        With every unknown key and every value of the wrong type.
    """
    if path is None:
        return HedgeRequest(paths=2000), ()
    try:
        raw = path.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise InputError("terms", [Fault(place=str(path), problem=problem)]) from None
    reader = _Reader(str(path))
    if len(raw) > _MAX_BYTES:
        reader.fault("file", "is larger than 1 MB: no terms are")
        raise InputError("terms", reader.faults)
    try:
        value = yaml.safe_load(raw.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        reader.fault("file", f"not YAML: {str(error).splitlines()[0]}")
        raise InputError("terms", reader.faults) from None
    request = _request(reader, reader.mapping(value, "file", _KEYS))
    if reader.faults:
        raise InputError("terms", reader.faults)
    source = InputFile(source=str(path), sha256=hashlib.sha256(raw).hexdigest())
    return request, (source,)


def _request(reader: _Reader, told: Mapping[str, Any]) -> HedgeRequest:
    objective = str(told.get("objective", "es"))
    if objective not in {"es", "variance"}:
        reader.fault("objective", f"unknown objective {objective!r}", "es or variance")
        objective = "es"
    limits = reader.mapping(told.get("limits"), "limits", _LIMITS)
    level = reader.number(told.get("level"), "level")
    if level is not None and not 0.5 <= level <= 0.995:
        reader.fault("level", f"{level:g} is not within 0.5 to 0.995")
    paths = reader.whole(told.get("paths"), "paths")
    if paths is not None and not 200 <= paths <= 20_000:
        reader.fault("paths", f"{paths} is not within 200 to 20,000")
    seconds = reader.number(told.get("seconds"), "seconds")
    if seconds is not None and not 0.05 <= seconds <= 120.0:
        reader.fault("seconds", f"{seconds:g} is not within 0.05 to 120")
    days = reader.whole(told.get("hold_days"), "hold_days")
    if days is not None and not 1 <= days <= 3650:
        reader.fault("hold_days", f"{days} is not within 1 to 3650")
    return HedgeRequest(
        objective="variance" if objective == "variance" else "es",
        level=0.95 if level is None else level,
        paths=2000 if paths is None else paths,
        seconds=2.0 if seconds is None else seconds,
        hold_days=30 if days is None else days,
        terms=_terms(reader, told.get("instruments")),
        options=_options(reader, told.get("options")),
        volumes=_numbers(reader, told.get("volumes"), "volumes", reader.number),
        lots=_numbers(reader, told.get("lots"), "lots", reader.whole),
        spread=_spread(reader, told.get("spread")),
        cost=reader.number(limits.get("cost"), "limits.cost"),
        margin=reader.number(limits.get("margin"), "limits.margin"),
        gross=reader.number(limits.get("gross"), "limits.gross"),
        turnover=reader.number(limits.get("turnover"), "limits.turnover"),
        only=reader.words(told.get("only"), "only"),
        avoid=reader.words(told.get("avoid"), "avoid"),
        suspended=reader.words(told.get("suspended"), "suspended"),
        limit_down=reader.words(told.get("limit_down"), "limit_down"),
        bought_today=reader.words(told.get("bought_today"), "bought_today"),
    )


def _numbers(
    reader: _Reader, value: Any, place: str, read: Callable[[Any, str], Any]
) -> dict[str, Any]:
    found = {}
    for name, item in reader.mapping(value, place).items():
        number = read(item, f"{place}.{name}")
        if number is not None:
            found[name] = number
    return found


def _terms(reader: _Reader, value: Any) -> dict[str, Terms]:
    known = tuple(item.name for item in fields(Terms))
    found = {}
    for name, item in reader.mapping(value, "instruments").items():
        place = f"instruments.{name}"
        told = reader.mapping(item, place, known)
        most = reader.whole(told.pop("most", None), f"{place}.most")
        numbers = {k: reader.number(v, f"{place}.{k}") for k, v in told.items()}
        found[name] = Terms(most=most, **numbers)
    return found


def _options(reader: _Reader, value: Any) -> tuple[OptionAsked, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        reader.fault("options", "is not a list", "write - {fund: 510300.SH, …}")
        return ()
    known = tuple(item.name for item in fields(OptionAsked))
    found = []
    for row, item in enumerate(value):
        place = f"options[{row}]"
        told = reader.mapping(item, place, known)
        missing = [
            key
            for key in ("fund", "strike", "expiry", "volatility", "price")
            if told.get(key) is None
        ]
        if missing:
            reader.fault(place, f"without {', '.join(missing)}", "every one is needed")
            continue
        expiry = reader.day(told.pop("expiry"), f"{place}.expiry")
        fund = str(told.pop("fund"))
        most = reader.whole(told.pop("most", None), f"{place}.most")
        numbers = {k: reader.number(v, f"{place}.{k}") for k, v in told.items()}
        if expiry is not None and None not in numbers.values():
            found.append(
                OptionAsked(fund=fund, expiry=expiry, most=most, **numbers)  # type: ignore[arg-type]
            )
    return tuple(found)


def _spread(reader: _Reader, value: Any) -> SpreadAsked | None:
    if value is None:
        return None
    known = tuple(item.name for item in fields(SpreadAsked))
    told = reader.mapping(value, "spread", known)
    prices = _numbers(reader, told.pop("prices", None), "spread.prices", reader.number)
    sectors = {
        str(k): str(v)
        for k, v in reader.mapping(told.pop("sectors", None), "spread.sectors").items()
    }
    numbers = {
        name: number
        for name, item in told.items()
        if (number := reader.number(item, f"spread.{name}")) is not None
    }
    if not prices:
        reader.fault("spread.prices", "no name to spread into", "write 600900.SH: 27.5")
    return SpreadAsked(prices=prices, sectors=sectors, **numbers)
