"""A thin client of the REST interface."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import httpx

from kuroshio.errors import (
    Fault,
    InputError,
    KuroshioError,
    ProviderError,
    ProviderUnavailable,
)

_PREFIX = "/api/v1/"


class Client:
    """Calls a desk.

    Parameters
    ----------
    address : str
        Such as http://127.0.0.1:8000.
    key : str, optional
        An API key.
    seconds : float
        How long an answer may take.
    transport : httpx.BaseTransport, optional
        Another way to the desk, as tests use it.
    """

    def __init__(
        self,
        address: str,
        key: str | None = None,
        *,
        seconds: float = 310.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
        self._http = httpx.Client(
            base_url=address, headers=headers, timeout=seconds, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def get(self, path: str, **query: Any) -> Any:
        """Return what a GET answers, such as ``get("register/japan-us-550bn")``.

        Raises
        ------
        InputError, ProviderError, ProviderUnavailable, KuroshioError
            As the desk answered, with all its faults; ``ProviderUnavailable`` when it
            cannot be reached.
        """
        return self._ask("GET", path, params=query)

    def post(self, verb: str, *, once: str | None = None, **body: Any) -> Any:
        """Return what a POST answers; ``once`` is an Idempotency-Key.

        Raises
        ------
        InputError, ProviderError, ProviderUnavailable, KuroshioError
            As for ``get``.
        """
        headers = {"Idempotency-Key": once} if once is not None else {}
        return self._ask("POST", verb, json=body, headers=headers)

    def pages(self, path: str, name: str, **query: Any) -> Iterator[Any]:
        """Yield the rows ``name`` of a list, page after page."""
        answer = self.get(path, **query)
        while True:
            yield from answer[name]
            if answer["next"] is None:
                return
            answer = self._ask("GET", answer["next"].removeprefix(_PREFIX))

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = self._http.request(method, _PREFIX + path, **more)
        except httpx.TransportError as error:
            raise ProviderUnavailable(f"the desk cannot be reached: {error}") from None
        if answer.is_success:
            return answer.json() if answer.content else None
        raise _fault(answer)


def _fault(answer: httpx.Response) -> KuroshioError:
    """Return the error that an answer stands for."""
    try:
        problem = answer.json()
        faults = [Fault(**item) for item in problem["faults"]]
        say = str(problem["detail"])
    except (ValueError, KeyError, TypeError):
        return ProviderError(f"the desk answered {answer.status_code}")
    if faults:
        return InputError(say, faults)
    if answer.status_code in {424, 502, 503, 504}:
        return ProviderUnavailable(say)
    return KuroshioError(say)
