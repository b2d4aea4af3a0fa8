"""One request as the pages see it: who, which session, which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from kuroshio.briefs import SHANGHAI
from kuroshio.errors import KuroshioError
from kuroshio.service.access import LOCAL, Actor, NoEntry, NotAllowed
from kuroshio.service.desk import Desk
from kuroshio.service.labels import say
from kuroshio.service.sessions import COOKIE, Session

LANGUAGES = ("en", "zh")
MOST_FILES = 12


class BrokenForm(KuroshioError):  # noqa: N818 - as its family
    """A form whose session is over or whose token is not ours.

    Parameters
    ----------
    fields : mapping
        What was typed, so that it can be sent again.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("the session has ended; nothing was stored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks, in which session and language; ``is_new``: the cookie must be set."""

    desk: Desk
    actor: Actor | None
    session: Session
    lang: str
    is_new: bool

    @property
    def is_chinese(self) -> bool:
        """Say whether the page is in Chinese."""
        return self.lang == "zh"

    def say(self, text: str, **values: Any) -> str:
        """Return a wording of ours in the reader's language."""
        return say(text, self.lang, **values)

    def say_seconds(self, seconds: float) -> str:
        """Return an instant as Shanghai has it."""
        at = datetime.fromtimestamp(seconds, SHANGHAI)
        return f"{at:%Y-%m-%d %H:%M}"

    @property
    def who(self) -> Actor:
        """Return the actor.

        Raises
        ------
        NoEntry
            When there is none.
        """
        if self.actor is None:
            raise NoEntry("a key is needed")
        return self.actor

    def need(self, scope: str) -> Actor:
        """Return the actor if they have a scope.

        Raises
        ------
        NoEntry, NotAllowed
            When nobody is there, or they may not.
        """
        if not self.who.may(scope):
            raise NotAllowed(scope)
        return self.who


def desk_of(request: Request) -> Desk:
    """Return the desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def visit_of(request: Request) -> Visit:
    """Return the visit that a request belongs to; a new one where there is none."""
    desk = desk_of(request)
    session = desk.sessions.read(request.cookies.get(COOKIE))
    fresh = session is None
    if session is None:
        session = desk.sessions.begin()
    return Visit(
        desk=desk,
        actor=_actor(request, desk, session),
        session=session,
        lang=choose_language(request),
        is_new=fresh,
    )


def _actor(request: Request, desk: Desk, session: Session) -> Actor | None:
    if not desk.options.login:
        return LOCAL
    secret = bearer(request)
    if secret:
        return desk.keys.of_secret(secret)
    return desk.keys.of_id(session.key) if session.key else None


def bearer(request: Request) -> str:
    """Return the API key that a request carries, "" for none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    return request.headers.get("x-api-key", "")


def choose_language(request: Request) -> str:
    """Return the language asked for: by address, by cookie, by browser."""
    for given in (request.query_params.get("lang"), request.cookies.get("lang")):
        if given in LANGUAGES:
            return given
    wanted = request.headers.get("accept-language", "en").lower()
    first = wanted.split(",", 1)[0]
    return "zh" if first.startswith("zh") else "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form brought: texts, lists of ticked boxes, and files by field."""

    fields: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[tuple[str, bytes], ...]]

    def text(self, name: str) -> str:
        """Return one field without surrounding space, "" where it is missing."""
        return self.fields.get(name, "").strip()


async def read_form(request: Request, visit: Visit) -> Form:
    """Read a form and check that it came from a page of this session.

    Raises
    ------
    BrokenForm
        When it did not; it carries what was typed.
    """
    desk = visit.desk
    fields: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[tuple[str, bytes], ...]] = {}
    async with request.form(
        max_files=MOST_FILES, max_fields=400, max_part_size=desk.options.largest_body
    ) as given:
        for name, value in given.multi_items():
            if isinstance(value, UploadFile):
                await _keep_file(files, name, value)
            else:
                fields[name] = value
                lists[name] = (*lists.get(name, ()), value)
    token = fields.pop("token", "")
    if visit.is_new or not desk.sessions.is_token(visit.session, token):
        fields.pop("key", None)  # a secret is not shown again
        raise BrokenForm(fields)
    return Form(fields=fields, lists=lists, files=files)


async def _keep_file(
    files: dict[str, tuple[tuple[str, bytes], ...]], name: str, upload: Any
) -> None:
    raw = await upload.read()
    if upload.filename or raw:
        files[name] = (*files.get(name, ()), (upload.filename or "file", raw))
