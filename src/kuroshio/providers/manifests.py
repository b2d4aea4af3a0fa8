"""What is known about a provider before it is asked: whose, when, how often, terms."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A provider's ``manifest.yml``.

    Parameters
    ----------
    name, publisher, address : str
        The folder's name; whose figures; where they are described.
    schedule : str
        When a day's figure is there and final.
    terms, terms_source : str
        What the publisher allows, and the page that says so.
    serves : tuple of str
        Markets, or FRED.
    per_minute : float
        Asks a minute at most.
    attempts : int
        Tries of one ask.
    wait_seconds, longest_wait : float
        First and longest pause between tries; a longer Retry-After is not waited for.
    deadline_seconds : float
        Time for one answer.
    give_up_after : int
        Asks in a row that may fail to reach the provider.
    fewest_share : float
        Share of the sessions asked for below which an answer counts as partial: it is
        kept, told, and asked for again the next time.
    rebases : bool
        Whether the publisher rescales history, so that a longer stretch is asked for
        whole and takes the place of what came before from the same publisher.
    extra : str
        Optional extra that brings the library; empty: none is needed.
    """

    name: str
    publisher: str
    address: str
    schedule: str
    terms: str
    terms_source: str
    serves: tuple[str, ...]
    per_minute: float
    attempts: int
    wait_seconds: float
    longest_wait: float
    deadline_seconds: float
    give_up_after: int
    fewest_share: float
    rebases: bool
    extra: str = ""


@lru_cache(maxsize=8)
def load_manifest(name: str) -> Manifest:
    """Read the manifest of a provider's folder."""
    raw = yaml.safe_load((_HERE / name / "manifest.yml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Manifest)
