"""Every error that Kuroshio raises on purpose.

KuroshioError
├── InputError         what the user gave cannot be read or is not valid (exit code 3)
├── ProviderError      a provider answered, but not with what it promised (exit code 5)
│   └── ProviderUnavailable   a provider could not be reached (exit code 5)
├── NumericsError      a computation that has no honest answer (exit code 3)
└── LedgerError        the ledger refuses what was asked of it (exit code 3)
    ├── LedgerDamaged      what is stored is not what was written: never served
    └── LedgerUnavailable  it cannot be reached or written just now: try again

Fields are structured; the text is derived from them. Exit codes are mapped once, in
``kuroshio.cli``.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with an input: where, what, and how to mend it.

    Parameters
    ----------
    place : str
        File and line, a YAML path, a sheet and row: whatever leads there.
    problem : str
        What is wrong, with the offending value quoted.
    mend : str
        What to do about it; empty when there is nothing to do but leave it out.
    """

    place: str
    problem: str
    mend: str = ""

    def __str__(self) -> str:
        tail = f" ({self.mend})" if self.mend else ""
        return f"{self.place}: {self.problem}{tail}"


class KuroshioError(Exception):
    """Root of all errors raised on purpose."""


class InputError(KuroshioError):
    """The user's input cannot be used; carries every fault found, not the first.

    Parameters
    ----------
    subject : str
        What was being read: a path, "profile", "book".
    faults : sequence of Fault
        All of them, in input order.
    """

    def __init__(self, subject: str, faults: Sequence[Fault]) -> None:
        self.subject = subject
        self.faults = tuple(faults)
        count = len(self.faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        noun = "fault" if count == 1 else "faults"
        super().__init__(f"{subject}: {count} {noun}\n{lines}")


class ProviderError(KuroshioError):
    """A provider answered with something other than it promised."""


class ProviderUnavailable(ProviderError):  # noqa: N818 - the family name says Error
    """A provider could not be reached."""


class NumericsError(KuroshioError):
    """A computation has no honest answer for these numbers."""


class LedgerError(KuroshioError):
    """The ledger refuses what was asked of it."""


class LedgerDamaged(LedgerError):  # noqa: N818 - the family name says Error
    """What is stored is not what was written; it is not served."""


class LedgerUnavailable(LedgerError):  # noqa: N818 - the family name says Error
    """The ledger cannot be reached or written just now: locked, full, or gone."""
