"""One event, one alert: which items of many sources and languages tell the same."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kuroshio.records import Lineage, Sketch, WatchedEvent

BANDS = 16
MOST_TELLINGS = 8
MEMORY = timedelta(days=14)  # an item later than this after the last one is new
NEAR = timedelta(days=4)  # items that agree only in substance must be this close
LEAST_ALIKE = 0.75
HALF = 0.5


@dataclass(slots=True)
class Lines:
    """The events of the last days, found by what items share.

    A class, for it is an index that grows: ``place`` says what an item is, ``add``
    takes it in.
    """

    events: dict[str, WatchedEvent] = field(default_factory=dict)
    _by_sign: dict[str, dict[str, None]] = field(default_factory=dict)

    def place(self, sketch: Sketch) -> tuple[Lineage, WatchedEvent | None]:
        """Say whether an item tells a new event, a known one, or corrects one."""
        near = {
            identity
            for sign in _signs(sketch)
            for identity in self._by_sign.get(sign, ())
        }
        same = [
            event
            for event in (self.events[identity] for identity in near)
            if any(_same(sketch, one) for one in _tellings(event))
        ]
        if not same:
            return "new", None
        best = max(same, key=lambda event: (event.last.on, event.id))
        newest = (best.last, *reversed(best.others), best.first)
        own = [one for one in newest if sketch.link and one.link == sketch.link]
        told = own[0] if own else best.last
        return ("correction" if _corrects(sketch, told) else "same"), best

    def add(
        self, sketch: Sketch, lineage: Lineage, event: WatchedEvent | None
    ) -> WatchedEvent:
        """Take an item in and return its event as it now is."""
        if event is None:
            event = WatchedEvent(
                id=_identity(sketch), edition=1, first=sketch, last=sketch
            )
        elif lineage == "correction":
            event = replace(event, edition=event.edition + 1, last=sketch)
        else:
            event = replace(event, last=_joined(event.last, sketch))
        if not any(_retells(sketch, one) for one in _tellings(event)):
            event = replace(event, others=(*event.others, sketch)[-MOST_TELLINGS:])
        self.put(event)
        return event

    def put(self, event: WatchedEvent) -> None:
        """Take in an event as it was kept."""
        self.events[event.id] = event
        for telling in _tellings(event):
            for sign in _signs(telling):
                self._by_sign.setdefault(sign, {})[event.id] = None

    def forget(self, day: date) -> int:
        """Drop events too old to matter on a day; return how many."""
        old = {
            identity
            for identity, event in self.events.items()
            if day - event.last.on > MEMORY
        }
        for identity in old:
            del self.events[identity]
        for sign in [one for one, held in self._by_sign.items() if held.keys() & old]:
            left = {one: None for one in self._by_sign[sign] if one not in old}
            if left:
                self._by_sign[sign] = left
            else:
                del self._by_sign[sign]
        return len(old)


def _tellings(event: WatchedEvent) -> tuple[Sketch, ...]:
    return (event.first, event.last, *event.others)


def _retells(new: Sketch, old: Sketch) -> bool:
    """Say that an item adds no words by which a later one could be known."""
    return (new.link == old.link or not new.link) and (
        _alike(new.prints, old.prints) >= LEAST_ALIKE
    )


def _identity(sketch: Sketch) -> str:
    """Return an id that the same first item always gives."""
    told = f"{sketch.source}\n{sketch.item}".encode()
    return f"w-{hashlib.sha256(told).hexdigest()[:16]}"


def _joined(last: Sketch, new: Sketch) -> Sketch:
    """Keep what was known and add what another source says besides."""
    return replace(
        last,
        on=max(last.on, new.on),
        codes=_union(last.codes, new.codes),
        figures=last.figures or new.figures,
        regimes=_union(last.regimes, new.regimes),
        themes=last.themes or new.themes,
        issuers=last.issuers or new.issuers,
    )


def _union(one: Iterable[str], two: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *two)))[:12]


def _signs(sketch: Sketch) -> list[str]:
    """Return what an item could share with another telling of its event."""
    signs = [f"link {sketch.link}"] if sketch.link else []
    signs += [f"code {code}" for code in sketch.codes]
    if sketch.vehicle:
        signs.append(f"deal {sketch.vehicle}")
    what = [*sketch.themes[:6], *sketch.issuers[:6], *sketch.regimes[:6]]
    signs += [f"what {sketch.type} {one}" for one in what]
    width = len(sketch.prints) // BANDS if sketch.prints else 0
    signs += [
        f"band {number} {hash(sketch.prints[number * width : (number + 1) * width])}"
        for number in range(BANDS if width else 0)
    ]
    return signs


def _same(new: Sketch, old: Sketch) -> bool:
    """Say whether two items tell one event."""
    apart = abs(new.on - old.on)
    if apart > MEMORY:
        return False
    if new.link and new.link == old.link:
        return True
    if _differ(new.codes, old.codes):
        return False
    if set(new.codes) & set(old.codes) and _agree(new.imposer, old.imposer):
        return True
    return (
        apart <= NEAR
        and not _differ(new.issuers, old.issuers)
        and not _differ(new.themes, old.themes)  # notices share their wording
        and (new.corrects or not _differ(new.figures, old.figures))
        and (_alike(new.prints, old.prints) >= LEAST_ALIKE or _same_substance(new, old))
    )


def _same_substance(new: Sketch, old: Sketch) -> bool:
    """Compare what both say: who, what kind, on what, how much."""
    if new.kind == "mention" or old.kind == "mention":
        return False
    if new.type != old.type or not _agree(new.imposer, old.imposer):
        return False
    if new.direction * old.direction < 0 or not _agree(new.target, old.target):
        return False
    if new.vehicle or old.vehicle:
        return new.vehicle == old.vehicle and new.status == old.status
    pairs = ((new.themes, old.themes), (new.issuers, old.issuers))
    return any(_overlap(one, two) >= HALF for one, two in pairs)


def _corrects(new: Sketch, old: Sketch) -> bool:
    """Say whether an item changes what an event was said to be."""
    if new.item == old.item:
        return False
    changed = _differ(new.figures, old.figures) or _differ(new.issuers, old.issuers)
    changed = changed or (new.direction * old.direction < 0)
    if new.link and new.link == old.link and new.source == old.source:
        return changed
    return new.corrects


def _agree(one: str, two: str) -> bool:
    return not one or not two or one == two


def _differ(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Say that both name something and nothing in common."""
    return bool(one) and bool(two) and not set(one) & set(two)


def _overlap(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    left, right = set(one), set(two)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _alike(one: tuple[int, ...], two: tuple[int, ...]) -> float:
    if not one or len(one) != len(two):
        return 0.0
    return sum(a == b for a, b in zip(one, two, strict=True)) / len(one)
