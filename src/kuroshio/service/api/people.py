"""What people say: overrides, checks, decisions, alerts, the audit log."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from kuroshio.briefs import to_plain
from kuroshio.service.api.answers import Item, ItemsOut
from kuroshio.service.api.calling import (
    MISSING,
    POSTED,
    PREFIX,
    PROBLEMS,
    Caller,
    Limit,
    Offset,
    Once,
    once,
    tell,
    tell_page,
)
from kuroshio.service.api.requests import CheckIn, DecisionIn, OverrideIn
from kuroshio.service.pages.deals import frozen_record
from kuroshio.service.pages.entry import NotHere

router = APIRouter(prefix=PREFIX, tags=["people"], responses=PROBLEMS)
Id = Annotated[str, Path(max_length=40, examples=["0123456789abcdef"])]


@router.get("/overrides", response_model=ItemsOut)
def overrides_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List what people put against the machine, the newest first."""
    rows = [to_plain(one) for one in visit.desk.journal.overrides()]
    return tell_page(request, {}, "items", rows, limit=limit, offset=offset)


@router.post("/overrides", response_model=Item, status_code=201, responses=POSTED)
def overrides_add(visit: Caller, given: OverrideIn, key: Once = None) -> Response:
    """Propose an override; it counts once somebody else has approved it."""
    who = visit.need("write")

    def do() -> tuple[int, Any]:
        made = visit.desk.journal.propose(**given.model_dump(), by=who)
        return 201, to_plain(made)

    return once(visit, key, ["overrides", given.model_dump()], do)


@router.post(
    "/overrides/{identity}/check", response_model=Item, responses={**MISSING, **POSTED}
)
def overrides_check(
    visit: Caller, identity: Id, given: CheckIn, key: Once = None
) -> Response:
    """Approve or reject what somebody else proposed."""
    who = visit.need("check")
    if identity not in {one.id for one in visit.desk.journal.overrides()}:
        raise NotHere(identity)

    def do() -> tuple[int, Any]:
        made = visit.desk.journal.check(
            identity, approve=given.approve, reason=given.reason, by=who
        )
        return 200, to_plain(made)

    return once(visit, key, ["check", identity, given.model_dump()], do)


@router.get("/decisions", response_model=ItemsOut)
def decisions_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List decisions with their checks, without their records."""
    rows = []
    for one in visit.desk.journal.decisions():
        plain = to_plain(one.decision)
        plain.pop("record")
        rows.append({**plain, "check": to_plain(one.check)})
    return tell_page(request, {}, "items", rows, limit=limit, offset=offset)


@router.get("/decisions/{identity}", response_model=Item, responses=MISSING)
def decisions_show(request: Request, visit: Caller, identity: Id) -> Response:
    """Return a decision as it was frozen."""
    found = visit.desk.journal.decision(identity)
    if found is None:
        raise NotHere(identity)
    return tell(request, to_plain(found))


@router.post(
    "/decisions", response_model=Item, status_code=201, responses={**MISSING, **POSTED}
)
def decisions_add(visit: Caller, given: DecisionIn, key: Once = None) -> Response:
    """Freeze a decision with all that was known; somebody else checks it."""
    who = visit.need("write")
    desk = visit.desk
    deal = desk.deals.find(given.deal)
    result = desk.deals.result(deal, desk.mark) if deal is not None else None
    if deal is None or result is None:
        raise NotHere(given.deal)

    def do() -> tuple[int, Any]:
        made = desk.journal.decide(
            title=given.choice,
            reason=given.reason,
            subject=f"deal:{given.deal}",
            record=frozen_record(given.deal, result),
            by=who,
        )
        return 201, to_plain(made)

    return once(visit, key, ["decisions", given.model_dump()], do)


@router.get("/alerts", response_model=ItemsOut)
def alerts_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List the caller's alerts, the newest first."""
    rows = [to_plain(one) for one in visit.desk.journal.alerts(visit.who, limit=5_000)]
    return tell_page(request, {}, "items", rows, limit=limit, offset=offset)


@router.get("/audit", response_model=ItemsOut)
def audit_list(
    request: Request, visit: Caller, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """List the audit log, the newest first."""
    visit.need("check")
    rows = [to_plain(one) for one in visit.desk.journal.audit(limit=5_000)]
    return tell_page(request, {}, "items", rows, limit=limit, offset=offset)
