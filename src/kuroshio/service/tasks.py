"""The long work by name: each task calls one function of ``app``.

A task runs in a worker process, in the folder of its files; ``args`` and the result
are plain values.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from kuroshio.app import (
    Asked,
    Workspace,
    chinese_verdict,
    find_chinese,
    make_brief,
    make_stress,
    make_study,
    open_words,
    part_results,
    read_flat,
    render_brief,
    render_file,
    said_texts,
    say_precedent_study,
    say_score,
    say_study,
    score_forecasts,
    sort_documents,
    stress_results,
    study_precedents,
)
from kuroshio.briefs import Part
from kuroshio.errors import Fault, InputError
from kuroshio.records import Brief
from kuroshio.service.own_scenarios import FILE

Args = Mapping[str, Any]
_NAME = re.compile(r"[\w\-]+")
Tell = Callable[[int, int, str], None]


def _workspace(args: Args) -> Workspace:
    folders = args["workspace"]
    return Workspace(
        data=Path(folders["data"]) if folders["data"] else None,
        cache=Path(folders["cache"]) if folders["cache"] else None,
        agent=folders["agent"],
    )


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def _brief(args: Args) -> Brief:
    return make_brief(
        args.get("sources") or [],
        book=_path(args.get("book")),
        profile=_path(args.get("profile")),
        as_of=args.get("as_of"),
        stale_ok=bool(args.get("stale_ok")),
        workspace=_workspace(args),
    )


def run_deal(args: Args, tell: Tell) -> dict[str, Any]:
    """Return a brief as plain values, with the texts that its evidence points into."""
    tell(0, 2, "reading, checking, mapping")
    made = _brief(args)
    tell(1, 2, "writing")
    space = _workspace(args)
    results = json.loads(render_brief(made, form="json", workspace=space))
    names = dict(made.names)
    spoken = (
        *said_texts(results),
        *names.values(),
        *results["read"]["sheet"],
    )
    return {
        **results,
        "texts": {item.id: item.text for item in made.sheet.documents},
        "names": names,
        "verdict_zh": chinese_verdict(made, workspace=space),
        "theses": _theses(made),
        "pictures": _pictures(made, space),
        "zh": find_chinese(spoken, brief=made, workspace=space),
    }


def _theses(made: Brief) -> list[dict[str, Any]]:
    lines = made.book.holdings if made.book is not None else ()
    return [
        {"security": item.security, "name": item.name, "thesis": item.thesis}
        for item in lines
        if item.thesis
    ]


def _pictures(made: Brief, space: Workspace) -> dict[str, list[dict[str, Any]]]:
    """Return the pictures of a brief in both languages."""
    from kuroshio.briefs.pictures import draw_pictures

    return {
        lang: [_picture(item) for item in draw_pictures(made, words)]
        for lang in ("en", "zh")
        for words in (open_words(made, lang, space),)
    }


def _picture(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "spec": item.spec,
        "columns": list(item.columns),
        "rows": [list(row) for row in item.rows],
    }


def run_scenarios(args: Args, asked: Asked) -> Any:
    """Lay scenarios over the book of a task."""
    return make_stress(
        args.get("sources") or [],
        asked,
        book=Path(args["book"]),
        profile=_path(args.get("profile")),
        as_of=args.get("as_of"),
        stale_ok=bool(args.get("stale_ok")),
        workspace=_workspace(args),
    )


def run_stress(args: Args, tell: Tell) -> dict[str, Any]:
    """Return what scenarios cost a book.

    Raises
    ------
    InputError
        Also for a scenario that is not told by its name: files stay closed here.
    """
    tell(0, 1, "measuring")
    chosen = tuple(args.get("scenarios") or ())
    faults = [
        Fault(place="scenarios", problem=f"{name!r} is no name of a scenario")
        for name in chosen
        if not _NAME.fullmatch(name)
    ]
    if faults:
        raise InputError("scenarios", faults)
    asked = Asked(scenarios=chosen, reverse=args.get("reverse"))
    return stress_results(run_scenarios(args, asked))


def run_own(args: Args, tell: Tell) -> dict[str, Any]:
    """Return what a scenario costs that the desk wrote beside the book.

    Raises
    ------
    InputError
        Also for any other file.
    """
    tell(0, 1, "measuring")
    name = str(args["scenario"])
    if not FILE.fullmatch(name):
        fault = Fault(place="scenarios", problem=f"{name!r} is not the desk's own file")
        raise InputError("scenarios", [fault])
    return stress_results(run_scenarios(args, Asked(scenarios=(name,))))


def run_score(args: Args, tell: Tell) -> dict[str, Any]:
    """Score the forecasts of the pack."""
    tell(0, 1, "measuring")
    done = score_forecasts(draws=int(args["draws"]), workspace=_workspace(args))
    return {**done, "summary": say_score(done)}


def run_form(args: Args, tell: Tell) -> bytes:
    """Return a brief in the form asked for, as the command line writes it."""
    tell(0, 2, "reading, checking, mapping")
    made = _brief(args)
    tell(1, 2, "drawing")
    return render_file(
        made, form=args["form"], lang=args["lang"], workspace=_workspace(args)
    )


def run_part(args: Args, tell: Tell) -> dict[str, Any]:
    """Return one verb's part of a brief."""
    tell(0, 1, "measuring")
    part = cast("Part", args["part"])
    return part_results(_brief(args), part, _workspace(args))


def run_flat(args: Args, tell: Tell) -> dict[str, Any]:
    """Return the flat reading of documents."""
    tell(0, 1, "reading")
    return read_flat(
        args["sources"], as_of=args.get("as_of"), workspace=_workspace(args)
    )


def run_triage(args: Args, tell: Tell) -> dict[str, Any]:
    """Sort documents."""
    tell(0, 1, "sorting")
    return sort_documents(
        args["sources"], as_of=args.get("as_of"), workspace=_workspace(args)
    )


_STUDY = (
    "market", "other_market", "factors", "factor_returns", "model", "returns",
    "estimation", "event", "windows", "exclude_overlapping", "exclude_confounded",
)  # fmt: skip
_PRECEDENTS = (
    "theme", "kind", "basket", "prices", "market", "venues", "model", "estimation",
    "event", "windows", "exclude_overlapping", "as_of",
)  # fmt: skip


def run_study(args: Args, tell: Tell) -> dict[str, Any]:
    """Study events of files."""
    tell(0, 2, "measuring")
    given = {name: args[name] for name in _STUDY if args.get(name) is not None}
    space = _workspace(args)
    done = make_study(args["events"], args["prices"], **given, workspace=space)
    tell(1, 2, "writing")
    drawn = _study_pictures(done)
    return {**done, "summary": say_study(done), "pictures": drawn}


def _study_pictures(done: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    from kuroshio.briefs.pictures.studies import draw_precedents, draw_study

    drawn = draw_precedents(done) if "included" in done else draw_study(done)
    rows = [_picture(item) for item in drawn]
    return {"en": rows, "zh": rows}


def run_precedent_study(args: Args, tell: Tell) -> dict[str, Any]:
    """Study precedents of the library."""
    tell(0, 2, "measuring")
    given = {name: args[name] for name in _PRECEDENTS if args.get(name) is not None}
    done = study_precedents(args.get("ids") or (), **given, workspace=_workspace(args))
    tell(1, 2, "writing")
    drawn = _study_pictures(done)
    return {**done, "summary": say_precedent_study(done), "pictures": drawn}


def run_wait(args: Args, tell: Tell) -> dict[str, Any]:
    """Do nothing for a while; what the desk's own check of its workers sends."""
    import time

    steps = int(args["steps"])
    for step in range(steps):
        tell(step, steps, "waiting")
        time.sleep(0.05)
    return {"waited": steps}


TASKS: dict[str, Callable[[Args, Tell], Any]] = {
    "deal": run_deal,
    "flat": run_flat,
    "form": run_form,
    "own": run_own,
    "part": run_part,
    "precedent_study": run_precedent_study,
    "score": run_score,
    "stress": run_stress,
    "study": run_study,
    "triage": run_triage,
    "wait": run_wait,
}
