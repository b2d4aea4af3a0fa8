"""The application: pages, interface, faults and the gate, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from kuroshio.app import open_knowledge
from kuroshio.service import static
from kuroshio.service.api import ROUTERS as API_ROUTERS
from kuroshio.service.api import describe, write_openapi
from kuroshio.service.desk import Desk
from kuroshio.service.faults import install
from kuroshio.service.guard import Guard
from kuroshio.service.pages import ROUTERS
from kuroshio.version import VERSION


def build(desk: Desk) -> FastAPI:
    """Return the application of a desk; it is closed with it."""

    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Kuroshio",
        version=VERSION,
        summary="What a story about money or power crossing a border means for a book.",
        description=describe(),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=live,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.desk = desk
    open_knowledge(desk.workspace)  # loaded now, not by the first reader
    for router in (static.router, *ROUTERS, *API_ROUTERS):
        app.include_router(router)
    install(app)
    # FastAPI's own seam for a description that is amended.
    app.openapi = partial(write_openapi, app)  # type: ignore[method-assign]
    app.add_middleware(Guard, options=desk.options)
    return app
