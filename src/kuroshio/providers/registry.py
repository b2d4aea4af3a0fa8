"""The providers by name: an explicit table, each loaded only when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from kuroshio.errors import Fault, InputError
from kuroshio.providers.asking import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a provider is reached: our name with a contact, and the user's key."""

    agent: str
    key: str | None = None


def _akshare(_: Access) -> Provider:
    from kuroshio.providers.akshare import open_akshare

    return open_akshare()


def _yfinance(_: Access) -> Provider:
    from kuroshio.providers.yfinance import open_yfinance

    return open_yfinance()


def _fred(access: Access) -> Provider:
    from kuroshio.providers.fred import open_fred

    return open_fred(access.key, agent=access.agent)


PROVIDERS: dict[str, Callable[[Access], Provider]] = {
    "akshare": _akshare,
    "fred": _fred,
    "yfinance": _yfinance,
}


def open_provider(name: str, access: Access) -> Provider:
    """Return a provider; nothing is asked yet.

    Raises
    ------
    InputError
        There is none of that name, or it needs a key that is not set.
    """
    if name not in PROVIDERS:
        fault = Fault(
            place="provider",
            problem=f"there is none called {name!r}",
            mend=f"one of {', '.join(PROVIDERS)}",
        )
        raise InputError("data pull", [fault])
    return PROVIDERS[name](access)
