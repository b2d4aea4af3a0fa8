"""Fetch one page: bounded in size and time, redirects checked, robots respected."""

import time
from dataclasses import dataclass
from pathlib import Path
from urllib.robotparser import RobotFileParser

import httpx
import stamina

from kuroshio.errors import Fault, InputError, ProviderError, ProviderUnavailable
from kuroshio.providers.web.addresses import Guard, guarded_transport
from kuroshio.providers.web.store import Kept, keep, recall

MAX_REDIRECTS = 5
ROBOTS_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Bounds on one answer and on the whole fetch, redirects included."""

    bytes: int = 20 * 1024 * 1024
    seconds: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address gave: the raw bytes, where they came from in the end."""

    url: str
    raw: bytes
    media: str
    from_cache: bool


def fetch_page(
    address: str,
    *,
    agent: str,
    cache: Path | None = None,
    guard: Guard | None = None,
    caps: Caps = Caps(),
) -> Page:
    """Fetch one page that the user named.

    Parameters
    ----------
    address : str
        https address.
    agent : str
        User-Agent header, with a contact.
    cache : Path, optional
        Folder of kept answers; asked again with their validators (304: the kept one).
    guard : Guard, optional
        What may be reached.
    caps : Caps
        Bounds in size and time.

    Raises
    ------
    InputError
        When the address may not be reached or the site's robots.txt refuses it.
    ProviderError
        When the answer is an error, too large, or redirects too often.
    ProviderUnavailable
        When no answer comes in time.
    """
    watch = guard or Guard()
    deadline = time.monotonic() + caps.seconds
    session = Session(agent=agent, guard=watch, deadline=deadline, cap=caps.bytes)
    with httpx.Client(
        transport=guarded_transport(watch),
        timeout=httpx.Timeout(caps.seconds, connect=min(5.0, caps.seconds)),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
    ) as client:
        url = parse_url(address)
        for _ in range(MAX_REDIRECTS + 1):
            watch.check(url)
            _check_robots(client, url, session)
            kept = recall(cache, str(url))
            answer = _ask(client, url, kept, session)
            if answer.location is None:
                return _settle(answer, kept, cache)
            url = url.join(answer.location)
    raise ProviderError(f"{address}: more than {MAX_REDIRECTS} redirects")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What holds for the whole fetch."""

    agent: str
    guard: Guard
    deadline: float
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, read to its end."""

    url: str
    status: int
    raw: bytes
    media: str
    location: str | None
    etag: str
    modified: str
    retry_after: str = ""


def parse_url(address: str) -> httpx.URL:
    """Read an address, or say that it is none."""
    try:
        return httpx.URL(address)
    except httpx.InvalidURL as error:
        raise InputError(
            "address", [Fault(place=address, problem=f"is no address: {error}")]
        ) from None


def _ask(
    client: httpx.Client, url: httpx.URL, kept: Kept | None, session: Session
) -> Answer:
    headers = kept.validators() if kept is not None else {}
    try:
        for attempt in stamina.retry_context(
            on=httpx.TransportError, attempts=3, wait_initial=0.2, wait_max=2.0
        ):
            with attempt:
                answer = read_answer(client, url, headers, session)
    except httpx.TransportError as error:
        raise ProviderUnavailable(f"{url}: cannot be reached: {error}") from None
    if answer.status >= 400:
        raise ProviderError(f"{url}: answered {answer.status}")
    return answer


def read_answer(
    client: httpx.Client,
    url: httpx.URL,
    headers: dict[str, str],
    session: Session,
    *,
    post: bytes | None = None,
) -> Answer:
    """Read one answer within the session's bounds; ``post``: the body of a POST."""
    method = "GET" if post is None else "POST"
    with client.stream(method, url, headers=headers, content=post) as response:
        declared = response.headers.get("Content-Length", "")
        if declared.isdigit() and int(declared) > session.cap:
            raise ProviderError(f"{url}: {declared} bytes, more than {session.cap}")
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > session.cap:
                raise ProviderError(f"{url}: more than {session.cap} bytes")
            if time.monotonic() > session.deadline:
                raise ProviderUnavailable(f"{url}: the answer took too long")
            parts.append(part)
        return Answer(
            url=str(url),
            status=response.status_code,
            raw=b"".join(parts),
            media=response.headers.get("Content-Type", ""),
            location=(
                response.headers.get("Location") if response.is_redirect else None
            ),
            etag=response.headers.get("ETag", ""),
            modified=response.headers.get("Last-Modified", ""),
            retry_after=response.headers.get("Retry-After", ""),
        )


def _check_robots(client: httpx.Client, url: httpx.URL, session: Session) -> None:
    """Refuse what the site's robots.txt refuses; a site without one allows all."""
    place = url.copy_with(path="/robots.txt", query=None, fragment=None)
    narrow = Session(
        agent=session.agent,
        guard=session.guard,
        deadline=session.deadline,
        cap=ROBOTS_BYTES,
    )
    try:
        answer = _ask(client, place, None, narrow)
    except ProviderUnavailable:
        raise
    except ProviderError:
        return
    if answer.status != 200:
        return
    rules = RobotFileParser()
    rules.parse(answer.raw.decode("utf-8", "replace").splitlines())
    if not rules.can_fetch(session.agent.partition("/")[0], str(url)):
        fault = Fault(
            place=str(url),
            problem="the site's robots.txt refuses it",
            mend="save the page and give the file",
        )
        raise InputError("address", [fault])


def _settle(answer: Answer, kept: Kept | None, cache: Path | None) -> Page:
    if answer.status == 304 and kept is not None:
        return Page(url=kept.url, raw=kept.raw, media=kept.media, from_cache=True)
    fresh = Kept(
        url=answer.url,
        raw=answer.raw,
        media=answer.media,
        etag=answer.etag,
        modified=answer.modified,
    )
    keep(cache, fresh)
    return Page(url=fresh.url, raw=fresh.raw, media=fresh.media, from_cache=False)
