"""A long-running reader's manners: robots, pace, and hosts it never leaves."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

import httpx

from kuroshio.errors import Fault, InputError, ProviderError, ProviderUnavailable
from kuroshio.providers.web.addresses import Guard, guarded_transport
from kuroshio.providers.web.fetch import (
    MAX_REDIRECTS,
    ROBOTS_BYTES,
    Answer,
    Session,
    parse_url,
    read_answer,
)

ROBOTS_SECONDS = 24 * 3600.0
LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to one host.

    ``hosts`` are the only ones that a redirect may lead to; ``post`` is the body of a
    POST; ``etag`` and ``modified`` ask whether what is held still holds.
    """

    url: str
    hosts: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    post: bytes | None = None
    etag: str = ""
    modified: str = ""
    cap: int = 5_000_000
    seconds: float = 30.0
    spacing: float = 2.0


@dataclass(slots=True, kw_only=True)
class Manners:
    """What is remembered of hosts between questions; shared by all threads.

    Parameters
    ----------
    agent : str
        User-Agent, with a contact.
    guard : Guard
        What may be reached at all.
    pause, tick : callable
        Sleep so many seconds; seconds of a clock that never goes back.
    """

    agent: str
    guard: Guard = field(default_factory=Guard)
    pause: Callable[[float], None] = time.sleep
    tick: Callable[[], float] = time.monotonic
    _robots: dict[str, tuple[float, RobotFileParser | None]] = field(
        default_factory=dict
    )
    _asked: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, request: Request) -> Answer:
        """Ask once, following redirects within the request's hosts.

        Returns
        -------
        Answer
            Of any status: 304, 403, 429 and 500 are the caller's to judge.

        Raises
        ------
        InputError
            When the address may not be reached or robots.txt refuses it.
        ProviderError
            When the answer is too large or leads to another host.
        ProviderUnavailable
            When no answer comes in time.
        """
        url = parse_url(request.url)
        allowed = {url.host, *request.hosts}
        session = Session(
            agent=self.agent,
            guard=self.guard,
            deadline=time.monotonic() + request.seconds,
            cap=request.cap,
        )
        with self._client(request.seconds) as client:
            for _ in range(MAX_REDIRECTS + 1):
                if url.host not in allowed:
                    raise ProviderError(f"{request.url}: leads away, to {url.host}")
                self.guard.check(url)
                self._heed_robots(client, url, session)
                self._keep_pace(url.host, request.spacing)
                answer = _read(client, url, request, session)
                if answer.location is None:
                    return answer
                url = url.join(answer.location)
                request = replace(request, post=None)
        raise ProviderError(f"{request.url}: more than {MAX_REDIRECTS} redirects")

    def post(self, request: Request) -> Answer:
        """Post to an address that the user chose: no robots, no pace, no redirects.

        Raises
        ------
        ProviderError
            When the answer is too large.
        ProviderUnavailable
            When no answer comes in time.
        """
        url = parse_url(request.url)
        self.guard.check(url)
        session = Session(
            agent=self.agent,
            guard=self.guard,
            deadline=time.monotonic() + request.seconds,
            cap=request.cap,
        )
        with self._client(request.seconds) as client:
            return _read(client, url, request, session)

    def _client(self, seconds: float) -> httpx.Client:
        return httpx.Client(
            transport=guarded_transport(self.guard),
            timeout=httpx.Timeout(seconds, connect=min(5.0, seconds)),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate"},
        )

    def _keep_pace(self, host: str, spacing: float) -> None:
        """Wait until the host may be asked again, and note the turn."""
        with self._lock:
            now = self.tick()
            turn = max(now, self._asked.get(host, now - spacing) + spacing)
            self._asked[host] = turn
        if turn > now:
            self.pause(min(turn - now, LONGEST_PAUSE))

    def _heed_robots(
        self, client: httpx.Client, url: httpx.URL, session: Session
    ) -> None:
        rules = self._rules(client, url, session)
        name = self.agent.partition("/")[0]
        if rules is not None and not rules.can_fetch(name, str(url)):
            fault = Fault(
                place=str(url),
                problem="the site's robots.txt refuses it",
                mend="turn this source off, or ask the publisher",
            )
            raise InputError("address", [fault])

    def _rules(
        self, client: httpx.Client, url: httpx.URL, session: Session
    ) -> RobotFileParser | None:
        """Return the rules of a site, asked for once a day; None: all is allowed."""
        origin = f"{url.scheme}://{url.netloc.decode()}"
        held = self._robots.get(origin)
        if held is not None and self.tick() - held[0] < ROBOTS_SECONDS:
            return held[1]
        place = url.copy_with(path="/robots.txt", query=None, fragment=None)
        narrow = replace(session, cap=ROBOTS_BYTES)
        answer = _read(client, place, Request(url=str(place)), narrow)
        if answer.status >= 500:
            raise ProviderUnavailable(f"{place}: answered {answer.status}")
        rules = None
        if answer.status == 200:
            rules = RobotFileParser()
            rules.parse(answer.raw.decode("utf-8", "replace").splitlines())
        self._robots[origin] = (self.tick(), rules)
        return rules


def _read(
    client: httpx.Client, url: httpx.URL, request: Request, session: Session
) -> Answer:
    headers = dict(request.headers)
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.modified:
        headers["If-Modified-Since"] = request.modified
    try:
        return read_answer(client, url, headers, session, post=request.post)
    except httpx.TransportError as error:
        raise ProviderUnavailable(f"{url}: cannot be reached: {error}") from None
    except httpx.DecodingError as error:
        raise ProviderError(f"{url}: cannot be unpacked: {error}") from None


def retry_seconds(text: str, now: datetime) -> float | None:
    """Read a Retry-After header: seconds, or a date; None: it says neither.

    Examples
    --------
    >>> retry_seconds("120", datetime(2026, 2, 12, tzinfo=UTC))
    120.0
    """
    if text.strip().isdigit():
        return float(min(int(text.strip()), 7 * 86400))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    aware = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
