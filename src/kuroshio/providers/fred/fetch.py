"""Ask FRED over https; the key never stands in a message."""

import time

import httpx

from kuroshio.errors import Fault, InputError, ProviderError, ProviderUnavailable
from kuroshio.providers.asking import Ask, Provider, Refused, Throttled
from kuroshio.providers.fred.parse import parse_answer, parse_complaint, standard_code
from kuroshio.providers.manifests import Manifest, load_manifest
from kuroshio.providers.tables import read_seconds
from kuroshio.providers.web.addresses import Guard, guarded_transport

BASE = "https://api.stlouisfed.org"
_CAP = 20 * 1024 * 1024


def open_fred(
    key: str | None,
    *,
    agent: str,
    manifest: Manifest | None = None,
    base_url: str = BASE,
    guard: Guard | None = None,
) -> Provider:
    """Return the provider.

    Parameters
    ----------
    key : str or None
        The user's own API key.
    agent : str
        User-Agent header, with a contact.
    manifest : Manifest, optional
        Other pace and patience than the shipped ones.
    base_url, guard : optional
        Another server, and leave to reach it: for tests.

    Raises
    ------
    InputError
        There is no key.
    """
    if not key:
        fault = Fault(
            place="KUROSHIO_FRED_KEY",
            problem="is not set, and FRED answers to nobody without a key",
            mend="get one at https://fred.stlouisfed.org/docs/api/api_key.html",
        )
        raise InputError("data pull", [fault])
    known = manifest or load_manifest("fred")
    client = httpx.Client(
        base_url=base_url,
        transport=guarded_transport(guard or Guard()),
        timeout=known.deadline_seconds,
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
    )

    def fetch(ask: Ask) -> bytes:
        (guard or Guard()).check(client.base_url)
        return _get(client, _query(ask, key), known.deadline_seconds)

    return Provider(
        manifest=known,
        fetch=fetch,
        parse=parse_answer,
        standard_code=standard_code,
        close=client.close,
    )


def _query(ask: Ask, key: str) -> dict[str, str]:
    return {
        "series_id": ask.symbol.removesuffix(".FRED"),
        "api_key": key,
        "file_type": "json",
        "observation_start": ask.first.isoformat(),
        "observation_end": ask.last.isoformat(),
    }


def _get(client: httpx.Client, query: dict[str, str], seconds: float) -> bytes:
    deadline = time.monotonic() + seconds
    raw = bytearray()
    try:
        with client.stream(
            "GET", "/fred/series/observations", params=query
        ) as response:
            for part in response.iter_bytes():
                raw += part
                if len(raw) > _CAP:
                    raise ProviderError(f"fred: more than {_CAP:,} bytes")
                if time.monotonic() > deadline:
                    raise ProviderUnavailable(f"fred: no answer in {seconds:g} s")
    except httpx.TransportError as error:
        kind = type(error).__name__
        raise ProviderUnavailable(f"fred: cannot be reached: {kind}") from None
    _judge(response, bytes(raw), query["series_id"])
    return bytes(raw)


def _judge(response: httpx.Response, raw: bytes, series: str) -> None:
    """Raise what a status says; a key that is wrong is wrong for every series."""
    status = response.status_code
    if status == 200:
        return
    said = parse_complaint(raw)
    text = f"fred: {series}: answered {status}{': ' if said else ''}{said}"
    if status == 429:
        raise Throttled(text, read_seconds(response.headers.get("Retry-After")))
    if status >= 500:
        raise ProviderUnavailable(text)
    if status in {401, 403} or "api_key" in said:
        raise Refused(text)
    raise ProviderError(text)
