"""Send one message once; say plainly when it did not arrive."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from kuroshio.errors import ProviderError, ProviderUnavailable
from kuroshio.providers.web import Guard, Manners, Request

SECONDS = 15.0
MAX_ANSWER = 64 * 1024
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message: ``id`` is its idempotency key, ``body`` its JSON form."""

    id: str
    subject: str
    text: str
    sent_at: str
    body: Mapping[str, Any] = field(default_factory=dict)


def fill_address(url: str, environment: Mapping[str, str]) -> str:
    """Put environment variables into an address, so that no secret is in a file.

    Raises
    ------
    ProviderError
        When a variable is not set; its name is told, no value ever.
    """
    missing = [one for one in _VARIABLE.findall(url) if one not in environment]
    if missing:
        raise ProviderError(f"the variable {missing[0]} is not set")
    return _VARIABLE.sub(lambda found: environment[found.group(1)], url)


def sign(secret: str, sent_at: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of time and body, as the signature header gives it.

    Examples
    --------
    >>> sign("k", "2026-02-12T00:30:00+00:00", b"{}")[:14]
    'sha256=1abd64e'
    """
    seal = hmac.new(secret.encode(), sent_at.encode() + b"." + body, hashlib.sha256)
    return f"sha256={seal.hexdigest()}"


def send_webhook(url: str, message: Outgoing, *, secret: str, agent: str) -> None:
    """Post a message as JSON to an address that its subscriber chose.

    The receiver knows a repeat by ``Idempotency-Key`` and us by
    ``X-Kuroshio-Signature`` over time and body. Redirects are not followed.

    Raises
    ------
    ProviderError
        When the answer is no success.
    ProviderUnavailable
        When no answer comes.
    """
    body = json.dumps(message.body, ensure_ascii=False, sort_keys=True).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Idempotency-Key", message.id),
        ("X-Kuroshio-Timestamp", message.sent_at),
    ]
    if secret:
        headers.append(("X-Kuroshio-Signature", sign(secret, message.sent_at, body)))
    host = httpx.URL(url).host
    guard = Guard(schemes=("https", "http"), private_hosts=(host,))
    request = Request(
        url=url, headers=tuple(headers), post=body, cap=MAX_ANSWER, seconds=SECONDS
    )
    answer = Manners(agent=agent, guard=guard).post(request)
    if not 200 <= answer.status < 300:
        raise ProviderError(f"{host}: answered {answer.status}")


def send_by_apprise(url: str, message: Outgoing) -> None:
    """Hand a message to apprise: mail, Slack, Teams, Feishu, DingTalk, WeCom, others.

    Raises
    ------
    ProviderError
        When the address is none that apprise knows, or the service refused.
    """
    import apprise

    sender = apprise.Apprise()
    if not sender.add(url):
        raise ProviderError(f"{url.partition('://')[0]}: no address that apprise knows")
    done = sender.notify(
        body=message.text, title=message.subject, body_format=apprise.NotifyFormat.TEXT
    )
    if not done:
        scheme = url.partition("://")[0]
        raise ProviderUnavailable(f"{scheme}: the message was not taken")
