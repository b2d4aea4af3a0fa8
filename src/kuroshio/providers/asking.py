"""One ask after another: paced, tried again with jitter, given up in time.

What a provider answers is its own business (``fetch`` moves bytes, ``parse`` reads
them); how often it is asked and when asking stops is decided here, for all of them.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kuroshio.errors import ProviderError, ProviderUnavailable
from kuroshio.providers.manifests import Manifest
from kuroshio.records import Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The daily bars of one security from one day to another, both included."""

    symbol: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What differs between providers.

    Parameters
    ----------
    manifest : Manifest
        Pace, patience, terms.
    fetch : callable
        Asks and returns the answer's bytes.
    parse : callable
        Reads those bytes; pure.
    standard_code : callable
        A code in the product's form, None where the provider does not serve it.
    close : callable
        Lets go of processes and connections.
    """

    manifest: Manifest
    fetch: Callable[[Ask], bytes]
    parse: Callable[[bytes, Ask], Bars]
    standard_code: Callable[[str], str | None]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What came of one ask: bars (perhaps no row), or why there are none."""

    ask: Ask
    bars: Bars | None = None
    error: ProviderError | None = None


class Refused(ProviderError):  # noqa: N818 - as its family
    """The provider turns us away: every further ask would fare the same."""


class Garbled(ProviderError):  # noqa: N818 - as its family
    """The answer is cut off or cannot be decoded: worth asking again."""


class Throttled(ProviderUnavailable):
    """The provider asks for a pause; ``seconds`` None: it does not say how long."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        self.seconds = seconds
        super().__init__(message)


def pull_bars(provider: Provider, asks: Sequence[Ask]) -> Iterator[Pulled]:
    """Ask for each in turn and yield what came of it.

    Ends early when the provider refuses, or could not be reached for as many asks in
    a row as its manifest bears; the asks that were not made are the ones not yielded.
    """
    pace = _Pace(seconds=60.0 / provider.manifest.per_minute)
    lost = 0
    for ask in asks:
        pulled = _pull_one(provider, ask, pace)
        yield pulled
        lost = lost + 1 if isinstance(pulled.error, ProviderUnavailable) else 0
        if isinstance(pulled.error, Refused) or lost >= provider.manifest.give_up_after:
            return


def _pull_one(provider: Provider, ask: Ask, pace: "_Pace") -> Pulled:
    import stamina

    manifest = provider.manifest

    def again(error: Exception) -> bool | float:
        if isinstance(error, Throttled) and error.seconds is not None:
            # Asking sooner than told is how one gets banned.
            pause = max(error.seconds, manifest.wait_seconds)
            return pause if pause <= manifest.longest_wait else False
        return isinstance(error, ProviderUnavailable | Garbled)

    try:
        for attempt in stamina.retry_context(
            on=again,
            attempts=manifest.attempts,
            timeout=None,
            wait_initial=manifest.wait_seconds,
            wait_max=manifest.longest_wait,
            wait_jitter=manifest.wait_seconds,
        ):
            with attempt:
                pace.wait()
                bars = provider.parse(provider.fetch(ask), ask)
    except ProviderError as error:
        return Pulled(ask=ask, error=error)
    return Pulled(ask=ask, bars=bars)


@dataclass(slots=True)
class _Pace:
    """Lets one ask pass every so many seconds."""

    seconds: float
    _next: float = field(default=0.0)

    def wait(self) -> None:
        """Sleep until the next ask may be made."""
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + self.seconds
