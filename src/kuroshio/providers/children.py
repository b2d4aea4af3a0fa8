"""A library that may hang, kept in a process of its own and killed at the deadline.

The child reads one JSON object a line and answers with one. It lives on between asks,
because such libraries take seconds to import.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO, Any

from kuroshio.errors import ProviderUnavailable


class Child:
    """A process that answers line by line; started when first asked.

    Parameters
    ----------
    command : sequence of str
        Program and arguments.
    seconds : float
        Time for one answer; then the process is killed, and the next ask starts anew.
    """

    def __init__(self, command: Sequence[str], *, seconds: float) -> None:
        self._command = list(command)
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def ask(self, request: dict[str, Any]) -> bytes:
        """Send a request and return the line that answers it.

        Raises
        ------
        ProviderUnavailable
            No answer came in time, or the process ended without one.
        """
        process = self._start()
        name = self._command[-1]
        stdin = process.stdin
        if stdin is None:  # a pipe was asked for; its type does not know
            raise ProviderUnavailable(f"{name}: has no standard input")
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            line = self._lines.get(timeout=self._seconds)
        except queue.Empty:
            self.close()
            raise ProviderUnavailable(
                f"{name}: no answer in {self._seconds:g} s; stopped"
            ) from None
        except OSError:
            line = b""
        if not line:
            self.close()
            raise ProviderUnavailable(f"{name}: ended without an answer")
        return line

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._lines = queue.SimpleQueue()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            reader = threading.Thread(
                target=_read_lines,
                args=(self._process.stdout, self._lines),
                daemon=True,
            )
            reader.start()
        return self._process

    def close(self) -> None:
        """Kill the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _read_lines(pipe: IO[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    """Put each line into the queue, and an empty one when there are no more."""
    with contextlib.suppress(OSError, ValueError):  # closed while it was read
        for line in pipe:
            lines.put(line)
    lines.put(b"")


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer requests from standard input until it ends: the child's main loop.

    Whatever the library prints goes to standard error, not between the answers.
    """
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        for line in sys.stdin.buffer:
            try:
                reply = answer(json.loads(line))
            except Exception as error:  # noqa: BLE001 - the parent words every fault
                reply = {"error": classify(error)}
            out.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
            out.flush()


_UNREACHABLE = ("ConnectionError", "Timeout", "ConnectError", "ProxyError", "SSLError")


def classify(error: Exception) -> dict[str, Any]:
    """Return what kind of fault a library's exception is, by its names and status."""
    names = {item.__name__ for item in type(error).__mro__}
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    headers = getattr(response, "headers", None) or {}
    kind = "failed"
    if "ModuleNotFoundError" in names:
        kind = "missing"
    elif "YFRateLimitError" in names or status == 429:
        kind = "throttled"
    elif status in {401, 403}:
        kind = "refused"
    elif (
        any(known in name for name in names for known in _UNREACHABLE)
        or "RemoteDisconnected" in names
        or (isinstance(status, int) and status >= 500)
    ):
        kind = "unreachable"
    elif "JSONDecodeError" in names:
        kind = "garbled"
    elif "YFTickerMissingError" in names:
        kind = "empty"
    text = f"{type(error).__name__}: {error}"[:300]
    return {"kind": kind, "text": text, "seconds": headers.get("Retry-After")}
