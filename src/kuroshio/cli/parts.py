"""One verb's part of a brief, printed or written."""

from pathlib import Path
from typing import TYPE_CHECKING

from kuroshio.cli.options import PlainFormat
from kuroshio.cli.output import write_text

if TYPE_CHECKING:
    from kuroshio.briefs import Part


def print_part_of_brief(  # noqa: PLR0913 - the options of the verbs it serves
    docs: list[str],
    part: "Part",
    *,
    form: PlainFormat,
    out: Path | None,
    book: Path | None = None,
    profile: Path | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
    prices: Path | None = None,
) -> None:
    """Make a brief of what is given and show one part of it."""
    from kuroshio.app import add_price_methods, make_brief, mark_exits, render_part
    from kuroshio.settings import find_workspace

    workspace = find_workspace()
    made = make_brief(
        docs,
        book=book,
        profile=profile,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=workspace,
    )
    if part == "risk":
        made = mark_exits(made, workspace=workspace)
    if prices is not None:
        made = add_price_methods(made, prices, workspace=workspace)
    if form is PlainFormat.TEXT and out is None:
        from kuroshio.cli.screen import print_part

        print_part(made, part)
    else:
        text = render_part(made, part, form=form.value, workspace=workspace)
        write_text(text, out)
