"""A brief in the form asked for."""

import importlib.resources
import json
from pathlib import Path
from typing import Any

from kuroshio.app.keeping import keep_text
from kuroshio.app.paper import write_pdf
from kuroshio.app.tongues import open_words
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import (
    Part,
    brief_results,
    exposure_results,
    head,
    impact_results,
    risk_results,
    to_plain,
)
from kuroshio.reading import sheet_results
from kuroshio.records import Brief

TEXT_WIDTH = 110


def has_errors(brief: Brief) -> bool:
    """Say whether the reading found an error."""
    return any(item.severity == "error" for item in brief.sheet.findings)


def render_brief(
    brief: Brief,
    *,
    form: str,
    full: bool = False,
    lang: str = "en",
    workspace: Workspace,
) -> str:
    """Return a brief as text, html, md or json; the same input gives the same bytes.

    Parameters
    ----------
    brief : Brief
    form : str
        text, html, md or json.
    full : bool
        For text: with what lies behind the first page.
    lang : str
        "en" or "zh"; JSON is of one language.
    workspace : Workspace
    """
    if form == "json":
        return to_json(brief_results(brief, _sheet(brief, workspace)))
    words = open_words(brief, lang, workspace)
    if form == "html":
        from kuroshio.briefs.page import render_page

        template = importlib.resources.files("kuroshio.briefs") / "page.html.jinja"
        return render_page(
            brief,
            template=template.read_text(encoding="utf-8"),
            chart_script=chart_script(workspace.cache),
            words=words,
            lang=lang,
        )
    if form == "md":
        from kuroshio.briefs.markdown import write_markdown

        return write_markdown(brief, words=words)
    from kuroshio.briefs.terminal import brief_page, print_plain

    return print_plain(brief_page(brief, full=full, words=words), width=TEXT_WIDTH)


def render_file(
    brief: Brief, *, form: str, lang: str = "en", workspace: Workspace
) -> bytes:
    """Return a brief in any form as the bytes of a file.

    Parameters
    ----------
    form : str
        text, html, pdf, xlsx, json or md.

    Raises
    ------
    InputError
        For pdf, when the machine has no font with Chinese characters.
    """
    if form == "pdf":
        words = open_words(brief, lang, workspace)
        return write_pdf(brief, words=words, lang=lang, cache=workspace.cache)
    if form == "xlsx":
        from kuroshio.briefs.workbook import write_brief_workbook

        words = open_words(brief, lang, workspace)
        return write_brief_workbook(brief, words=words)
    text = render_brief(brief, form=form, full=True, lang=lang, workspace=workspace)
    return (text if text.endswith("\n") else text + "\n").encode()


def render_part(brief: Brief, part: Part, *, form: str, workspace: Workspace) -> str:
    """Return one verb's part of a brief as text or json."""
    if form == "json":
        return to_json(part_results(brief, part, workspace))
    from kuroshio.briefs.terminal import part_page, print_plain

    return print_plain(part_page(brief, part), width=TEXT_WIDTH)


def part_results(brief: Brief, part: Part, workspace: Workspace) -> dict[str, Any]:
    """Return the JSON object of one verb: the head, then its results."""
    first = head(
        as_of=brief.as_of, inputs=brief.inputs, pack=brief.pack, version=brief.version
    )
    results: dict[str, dict[str, Any]] = {
        "reading": _sheet(brief, workspace) if part == "reading" else {},
        "exposure": exposure_results(brief),
        "impact": impact_results(brief),
        "risk": risk_results(brief),
        "hedge": {"proposals": to_plain(brief.proposals)},
        "regimes": {"regimes": to_plain(brief.regimes)},
    }
    return {**first, **results[part]}


def _sheet(brief: Brief, workspace: Workspace) -> dict[str, Any]:
    """Return the results of `read`; dated rates join sums in two currencies."""
    rates = open_knowledge(workspace).plain.get("rate_bounds", ())
    return sheet_results(brief.sheet, rates)


def to_json(value: dict[str, Any]) -> str:
    """Return the one JSON text that a value has."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)


def chart_script(cache: Path | None) -> str:
    """Return the chart library's script from the installed package.

    Bundling it takes about a second, so the result is kept in the cache folder under
    the package's version.
    """
    from importlib.metadata import version

    name = f"charts-{version('vl-convert-python')}.js"
    kept = cache / name if cache is not None else None
    if kept is not None and kept.is_file():
        return kept.read_text(encoding="utf-8")
    # A closing tag inside the script would end the element that holds it.
    import vl_convert

    # The stub forgets that the snippet has a default.
    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]
    script = bundle.replace("</script", "<\\/script")
    if kept is not None:
        keep_text(kept, script)
    return script
