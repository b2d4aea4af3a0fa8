"""The verbs that work on documents, books and prices."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from kuroshio.errors import Fault, InputError
from kuroshio.service.api.answers import (
    BriefOut,
    ExposeOut,
    HedgeOut,
    ImpactOut,
    JobOut,
    ReadOut,
    RegimesOut,
    RiskOut,
    ScoreOut,
    StressOut,
    StudyOut,
    TriageOut,
)
from kuroshio.service.api.calling import (
    LATER,
    MISSING,
    POSTED,
    PREFIX,
    PROBLEMS,
    Caller,
    Once,
    Prefer,
    once,
    run,
    tell,
)
from kuroshio.service.api.requests import (
    BookIn,
    BookOnlyIn,
    BriefIn,
    DocumentIn,
    PrecedentStudyIn,
    ReadIn,
    StressIn,
    StudyIn,
)
from kuroshio.service.deals import name_files
from kuroshio.service.jobs import plain_job
from kuroshio.service.pages.entry import NotHere
from kuroshio.service.scores import read_score, start_score
from kuroshio.service.visits import Visit

router = APIRouter(
    prefix=PREFIX, tags=["verbs"], responses={**PROBLEMS, **POSTED, **LATER}
)
_HIDDEN = ("texts", "names", "zh", "verdict_zh", "theses", "pictures", "summary")


def _files(documents: list[DocumentIn]) -> tuple[dict[str, bytes], list[str]]:
    """Return the documents as files, and the sources in the order given."""
    given = [(one.name, one.raw()) for one in documents if one.url is None]
    empty = [name for name, raw in given if not raw.strip()]
    if empty:
        faults = [
            Fault(place=name, problem="is empty", mend="give its text")
            for name in empty
        ]
        raise InputError("documents", faults)
    named = name_files(given)
    names = iter(named)
    sources = [one.url if one.url is not None else next(names) for one in documents]
    return named, sources


def _with_book(
    visit: Visit, files: dict[str, bytes], book: BookIn | None
) -> dict[str, Any]:
    """Put a book among the files and return what a task must know of it."""
    if book is None:
        return {}
    if book.csv is not None:
        raw, profile = book.csv.encode(), book.profile
    else:
        held = visit.desk.books.find(book.id or "", visit.who.user)
        if held is None:
            fault = Fault(place="book.id", problem="there is no such book of yours")
            raise InputError("book", [fault])
        raw, profile = visit.desk.books.raw(held), book.profile
    taken = {"book.csv", "profile.yaml"} & set(files)
    if taken:
        faults = [Fault(place=name, problem="is the book's name") for name in taken]
        raise InputError("documents", faults)
    name = "book.xlsx" if raw.startswith(b"PK") else "book.csv"
    files[name] = raw
    if profile is not None:
        files["profile.yaml"] = profile.encode()
    return {"book": name, "profile": "profile.yaml" if profile is not None else None}


def _shown(outcome: tuple[int, Any]) -> tuple[int, Any]:
    """Leave out what only pages need."""
    status, body = outcome
    return status, {key: value for key, value in body.items() if key not in _HIDDEN}


def _brief_task(
    visit: Visit, given: BriefIn | BookOnlyIn, task: str, more: Mapping[str, Any],
    prefer: str | None,
) -> tuple[int, Any]:  # fmt: skip
    documents = given.documents if isinstance(given, BriefIn) else []
    files, sources = _files(documents)
    book = _with_book(visit, files, given.book)
    args = {
        "sources": sources,
        **book,
        "as_of": given.as_of,
        "stale_ok": given.stale_ok,
        **more,
    }
    return _shown(run(visit, task, args, files, prefer=prefer))


@router.post("/brief", response_model=BriefOut)
def brief(
    visit: Caller, given: BriefIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Do the main job: everything about one event, in one brief."""

    def do() -> tuple[int, Any]:
        return _brief_task(visit, given, "deal", {}, prefer)

    return once(visit, key, ["brief", given.model_dump()], do)


@router.post("/read", response_model=ReadOut)
def read(
    visit: Caller, given: ReadIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Read: what was really said, and what is wrong in it, with evidence."""

    def do() -> tuple[int, Any]:
        asked = BriefIn(documents=given.documents, as_of=given.as_of)
        return _brief_task(visit, asked, "part", {"part": "reading"}, prefer)

    return once(visit, key, ["read", given.model_dump()], do)


@router.post("/triage", response_model=TriageOut)
def triage(
    visit: Caller, given: ReadIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Sort many documents: irrelevant, copies, nothing new, matters, and why."""

    def do() -> tuple[int, Any]:
        files, sources = _files(given.documents)
        args = {"sources": sources, "as_of": given.as_of}
        return run(visit, "triage", args, files, prefer=prefer)

    return once(visit, key, ["triage", given.model_dump()], do)


@router.post("/expose", response_model=ExposeOut)
def expose(
    visit: Caller, given: BriefIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Map causes, themes, links and exposures, with the path of each number."""

    def do() -> tuple[int, Any]:
        return _brief_task(visit, given, "part", {"part": "exposure"}, prefer)

    return once(visit, key, ["expose", given.model_dump()], do)


@router.post("/impact", response_model=ImpactOut)
def impact(
    visit: Caller, given: BriefIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Forecast abnormal returns as ranges, by theme and, with a book, by holding."""

    def do() -> tuple[int, Any]:
        return _brief_task(visit, given, "part", {"part": "impact"}, prefer)

    return once(visit, key, ["impact", given.model_dump()], do)


@router.post("/regimes", response_model=RegimesOut)
def regimes(
    visit: Caller, given: BriefIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Which rules apply, may apply or do not; clocks and expiries."""

    def do() -> tuple[int, Any]:
        return _brief_task(visit, given, "part", {"part": "regimes"}, prefer)

    return once(visit, key, ["regimes", given.model_dump()], do)


@router.post("/risk", response_model=RiskOut)
def risk(
    visit: Caller, given: BookOnlyIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Volatility and loss ranges of a book, as losses in share of NAV."""

    def do() -> tuple[int, Any]:
        return _brief_task(visit, given, "part", {"part": "risk"}, prefer)

    return once(visit, key, ["risk", given.model_dump()], do)


@router.post("/stress", response_model=StressOut)
def stress(
    visit: Caller, given: StressIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Lay scenarios over a book: packaged ones, those a story calls for, or reverse."""

    def do() -> tuple[int, Any]:
        more = {"scenarios": given.scenarios, "reverse": given.reverse}
        return _brief_task(visit, given, "stress", more, prefer)

    return once(visit, key, ["stress", given.model_dump()], do)


@router.get("/score", response_model=ScoreOut, responses=MISSING)
def score(request: Request, visit: Caller) -> Response:
    """Return the record of forecasts; 404 until POST /score has made it."""
    found = read_score(visit.desk)
    if found is None:
        raise NotHere("score")
    return tell(request, {k: v for k, v in found.items() if k not in _HIDDEN})


@router.post("/score", status_code=202, response_model=JobOut)
def score_make(visit: Caller) -> Response:
    """Have the record of forecasts made; answer with the job."""
    who = visit.need("write")
    job = plain_job(start_score(visit.desk, who.user))
    headers = {"location": f"{PREFIX}/jobs/{job['id']}"}
    return JSONResponse(job, 202, headers=headers)


@router.post("/hedge", response_model=HedgeOut)
def hedge(
    visit: Caller, given: BookOnlyIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Hedges in whole lots beside doing nothing, under the profile."""

    def do() -> tuple[int, Any]:
        return _brief_task(visit, given, "part", {"part": "hedge"}, prefer)

    return once(visit, key, ["hedge", given.model_dump()], do)


@router.post("/study", response_model=StudyOut)
def study(
    visit: Caller, given: StudyIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Event study: abnormal returns and every textbook test."""

    def do() -> tuple[int, Any]:
        files = {
            "events.csv": given.events.encode(),
            "prices.csv": given.prices.encode(),
        }
        args = given.model_dump(exclude={"events", "prices"})
        args |= {"events": "events.csv", "prices": "prices.csv"}
        return _shown(run(visit, "study", args, files, prefer=prefer))

    return once(visit, key, ["study", given.model_dump()], do)


@router.post("/precedents/study", response_model=StudyOut)
def precedents_study(
    visit: Caller, given: PrecedentStudyIn, key: Once = None, prefer: Prefer = None
) -> Response:
    """Measure what the linked names of a theme did round past events."""

    def do() -> tuple[int, Any]:
        files = {"prices.csv": given.prices.encode()} if given.prices else {}
        args = given.model_dump(exclude={"prices"})
        args |= {"prices": list(files)}
        return _shown(run(visit, "precedent_study", args, files, prefer=prefer))

    return once(visit, key, ["precedents/study", given.model_dump()], do)
