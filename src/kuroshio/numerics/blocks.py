"""Share work on many items among threads, with results that do not depend on them."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

Part = TypeVar("Part")


def in_blocks(
    work: Callable[[int, int], Part], count: int, size: int, threads: int
) -> Iterator[Part]:
    """Do work on consecutive blocks of 0 to count, results in the order of blocks."""
    return between(work, [*range(0, count, size), count], threads)


def between(
    work: Callable[[int, int], Part], bounds: Sequence[int], threads: int
) -> Iterator[Part]:
    """Do work from each bound to the next, results in their order.

    The work must release the interpreter's lock to gain from threads, and must not
    call this again.
    """
    pairs = list(pairwise(bounds))
    if threads <= 1 or len(pairs) <= 1:
        for begin, end in pairs:
            yield work(begin, end)
        return
    yield from _pool(threads).map(lambda pair: work(*pair), pairs)


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Threads that wait for the next work: starting them anew costs milliseconds."""
    return ThreadPoolExecutor(threads, thread_name_prefix="kuroshio")
