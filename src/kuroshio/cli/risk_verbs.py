"""The verbs about a book: what it may lose and what takes it off."""

from kuroshio.cli.options import (
    AsOf,
    NeededBook,
    Out,
    Plain,
    PlainFormat,
    ProfilePath,
    StaleOk,
)
from kuroshio.cli.parts import print_part_of_brief


def risk(
    book: NeededBook,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    stale_ok: StaleOk = False,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Volatility and loss ranges of a book, as losses in share of NAV."""
    print_part_of_brief(
        [], "risk", book=book, profile=profile, as_of=as_of, stale_ok=stale_ok,
        form=form, out=out,
    )  # fmt: skip


def hedge(
    book: NeededBook,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    stale_ok: StaleOk = False,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """One index future in whole lots beside doing nothing, under the profile."""
    print_part_of_brief(
        [], "hedge", book=book, profile=profile, as_of=as_of, stale_ok=stale_ok,
        form=form, out=out,
    )  # fmt: skip
