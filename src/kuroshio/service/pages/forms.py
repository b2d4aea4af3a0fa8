"""A deal's brief in the forms that the command line writes, made by a worker."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kuroshio.service.pages.entry import Here, NotHere, go

router = APIRouter(include_in_schema=False)

MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
}
SUFFIX = {"text": "txt"}
# A brief is one page with its own style and script inside: it may not call anybody.
ALONE = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'unsafe-inline'; img-src data:; sandbox allow-scripts"
)


@router.get("/deals/{identity}/brief.{form}")
def take_brief(request: Request, visit: Here, identity: str, form: str) -> Response:
    """Send a brief, made first where it is not there yet."""
    desk = visit.desk
    deal = desk.deals.find(identity)
    if deal is None or form not in MEDIA:
        raise NotHere(identity)
    lang = visit.lang
    out = desk.deals.result_path(deal, desk.mark).with_name(
        f"brief-{desk.mark}-{lang}.{form}"
    )
    if not out.is_file():
        job = desk.jobs.submit(
            "form",
            desk.args(
                sources=list(deal.sources), as_of=deal.as_of, form=form, lang=lang
            ),
            title=f"{', '.join(deal.sources)[:120]} ({form})",
            owner=visit.who.user,
            out=out,
            then=request.url.path,
            folder=desk.deals.texts(deal),
        )
        job.finished.wait(20)
        if job.state != "done":
            return go(visit, f"/jobs/{job.id}")
    kind = "inline" if form in {"html", "text", "json"} else "attachment"
    name = f"kuroshio-{deal.id}.{SUFFIX.get(form, form)}"
    headers = {"content-disposition": f'{kind}; filename="{name}"'}
    if form == "html":
        headers["content-security-policy"] = ALONE
    return Response(out.read_bytes(), media_type=MEDIA[form], headers=headers)
