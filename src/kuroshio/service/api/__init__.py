"""The REST interface: the verbs of the command line under /api/v1."""

from kuroshio.service.api import holdings, knowledge, people, verbs, work
from kuroshio.service.api.description import describe, write_openapi

ROUTERS = (
    verbs.router,
    knowledge.router,
    holdings.router,
    people.router,
    work.router,
)

__all__ = ["ROUTERS", "describe", "write_openapi"]
