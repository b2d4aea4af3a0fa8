"""The OpenAPI description: faults as problems, a word on how to call."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def describe() -> str:
    """Return how the interface is to be used."""
    return (
        "The verbs of the command line as JSON. Faults are problem+json and list every "
        "fault found. Lists have `limit` and `offset`; `next` and the Link header lead "
        "on. GETs carry an ETag and answer 304 to If-None-Match. A POST with an "
        "Idempotency-Key is done once; with `Prefer: respond-async` it answers 202 and "
        "the address of a job. Keys go into `Authorization: Bearer`."
    )


def write_openapi(app: FastAPI) -> dict[str, Any]:
    """Return the description; every fault's media type is problem+json."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
            license_info=app.license_info,
        )
        for methods in made["paths"].values():
            for operation in methods.values():
                _as_problems(operation["responses"])
                _with_not_modified(operation)
        schemas = made["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        app.openapi_schema = made
    return app.openapi_schema


def _as_problems(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {"application/problem+json": {"schema": _PROBLEM}}


def _with_not_modified(operation: dict[str, Any]) -> None:
    """Every GET may answer that the caller has the body already."""
    if operation["operationId"].endswith("_get"):
        operation["responses"]["304"] = {"description": "Not modified."}
