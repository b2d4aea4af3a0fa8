"""Rendered pages by everything they depend on; the oldest go first."""

import threading
from collections import OrderedDict
from typing import Any

_CACHED = 256
_CACHED_BYTES = 64_000_000


class PageCache:
    """A bounded store of pages."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> bytes | None:
        """Return a page; None: not kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[Any, ...], body: bytes) -> None:
        """Keep a page."""
        with self._lock:
            old = self._kept.pop(key, b"")
            self._kept[key] = body
            self._bytes += len(body) - len(old)
            while len(self._kept) > _CACHED or self._bytes > _CACHED_BYTES:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone)
