"""Who may trade what: kinds, investor types, lists, quotas and first days."""

from dataclasses import dataclass
from datetime import date

from kuroshio.calendars import read_code
from kuroshio.records import Instrument, Profile

_TYPES = {
    "qfi": "a QFI",
    "onshore_fund": "an onshore fund",
    "stock_connect": "a Stock Connect investor",
    "offshore": "an offshore investor without QFI",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Whether an instrument may be used.

    ``allowed`` None: the profile does not say. ``reasons`` say why it may not,
    ``notes`` what stays open though it may.
    """

    allowed: bool | None
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def is_offered(instrument: Instrument, on: date) -> bool:
    """Return whether a contract exists on a day and may serve as a hedge."""
    return (
        instrument.hedges_with
        and (instrument.effective is None or instrument.effective <= on)
        and (instrument.ends is None or on <= instrument.ends)
    )


def access_of(profile: Profile, instrument: Instrument) -> Access:
    """Return what a profile says on trading an instrument.

    Parameters
    ----------
    profile : Profile
        One that permits nothing by name says nothing: ``allowed`` is None.
    instrument : Instrument
        Its ``access`` must be permitted, and ``short`` besides for a fund that would
        be borrowed; its venue open to the profile's investor type.
    """
    reasons = _forbids(profile, instrument)
    if reasons:
        return Access(allowed=False, reasons=reasons)
    if not profile.permitted:
        return Access(allowed=None, notes=_quota_notes(profile, instrument))
    return Access(allowed=True, notes=_quota_notes(profile, instrument))


def _forbids(profile: Profile, instrument: Instrument) -> tuple[str, ...]:
    reasons = []
    needed = [instrument.access]
    if instrument.kind == "etf":
        needed.append("short")
    if profile.permitted:
        reasons += [
            f"the profile permits no {_spoken(word)}"
            for word in needed
            if word not in profile.permitted
        ]
    who = profile.investor_type
    if who is not None and who in instrument.closed_to:
        reasons.append(
            f"{_TYPES.get(who, who)} cannot trade at {instrument.venue} (assumed)"
        )
    restricted = {_root(code) or code for code in profile.restricted}
    if instrument.id in restricted | set(profile.restricted):
        reasons.append(f"{instrument.id} is on the restricted list")
    if dict(profile.quotas).get(instrument.id) == 0:
        reasons.append(f"the quota of {instrument.id} is 0 lots")
    return tuple(reasons)


def _spoken(word: str) -> str:
    return {"short": "short sales", "etf": "funds"}.get(word, word.replace("_", " "))


def _quota_notes(profile: Profile, instrument: Instrument) -> tuple[str, ...]:
    if instrument.id in dict(profile.quotas):
        return ()
    who = profile.investor_type
    if who is not None and who in instrument.quota_for:
        return (f"{instrument.id} needs a hedging quota; the profile gives none",)
    if profile.quotas and instrument.kind == "index_future":
        return (f"no quota of {instrument.id} in the profile: none counted",)
    return ()


def _root(security: str) -> str | None:
    facts = read_code(security)
    return None if facts is None else facts.root
