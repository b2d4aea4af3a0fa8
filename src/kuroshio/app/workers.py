"""One seam for work in many pieces: in this process, in several, or on a cluster.

Every piece has its own seed, spawned from one, so that the same numbers come in the
same order whatever does the work and however often a worker dies on the way.
"""

import os
import warnings
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from kuroshio.errors import Fault, InputError, KuroshioError, ProviderUnavailable

Item = TypeVar("Item")
Shared = TypeVar("Shared")
Result = TypeVar("Result")
Task = Callable[[Item, Shared, np.random.Generator], Result]

_CHUNKS = 16  # a worker gets that many, so that a slow one does not hold up the end


class WorkersLost(KuroshioError):  # noqa: N818 - as its family
    """Workers died more often than the retries allow; some pieces have no result."""


def run_many(
    fn: Callable[[Item, Shared, np.random.Generator], Result],
    items: Sequence[Item],
    shared: Shared,
    *,
    workers: int = 1,
    retries: int = 2,
    cluster: str | None = None,
    seed: int = 0,
) -> list[Result]:
    """Call ``fn(item, shared, rng)`` for each item and return the results in order.

    Parameters
    ----------
    fn : callable
        Must be picklable when there are several workers. Its own exceptions are raised
        as they come and are not retried: they would come again.
    items : sequence
    shared : object
        What every call needs, such as a panel; sent once a worker, large arrays as
        memory maps.
    workers : int
        Processes on this machine; 1: this process.
    retries : int
        Rounds in which what a dead worker left undone is done again.
    cluster : str, optional
        Address of a Dask scheduler, such as tcp://127.0.0.1:8786.
    seed : int
        Root of the generators; item k gets the k-th seed spawned from it.

    Raises
    ------
    WorkersLost
        Pieces are left after the last round.
    InputError
        The cluster's address or the number of workers cannot be used.
    ProviderUnavailable
        The cluster cannot be reached, or Dask is not installed.
    """
    if workers < 1:
        fault = Fault(place="workers", problem=f"{workers} is fewer than one")
        raise InputError("workers", [fault])
    seeds = np.random.SeedSequence(seed).spawn(len(items))
    pieces = list(zip(items, seeds, strict=True))
    if cluster is not None:
        chunks = _cut(pieces, _CHUNKS * (os.cpu_count() or 1))
        done = _run_on_cluster(fn, chunks, shared, cluster=cluster, retries=retries)
        return [result for chunk in done for result in chunk]
    if workers == 1 or len(items) < 2:
        return _run_chunk(fn, pieces, shared)
    return _run_in_processes(fn, pieces, shared, workers=workers, retries=retries)


Piece = tuple[Any, np.random.SeedSequence]


def _run_chunk(
    fn: Callable[..., Any], pieces: Sequence[Piece], shared: object
) -> list[Any]:
    """Do some pieces in the process that this runs in."""
    return [fn(item, shared, np.random.default_rng(seed)) for item, seed in pieces]


def _cut(pieces: Sequence[Piece], count: int) -> list[Sequence[Piece]]:
    """Cut into at most ``count`` runs of nearly equal length, in order."""
    size = max(1, -(-len(pieces) // count))
    return [pieces[start : start + size] for start in range(0, len(pieces), size)]


def _run_in_processes(
    fn: Callable[..., Any],
    pieces: Sequence[Piece],
    shared: object,
    *,
    workers: int,
    retries: int,
) -> list[Any]:
    """Run over joblib; chunks that a dead worker left undone go into another round.

    A death ends the round for all, so what came before it is kept as it comes. Later
    rounds run piece by piece: whatever kills its worker then takes nothing else along.
    """
    size = max(1, -(-len(pieces) // (workers * _CHUNKS)))
    left = [range(k, min(k + size, len(pieces))) for k in range(0, len(pieces), size)]
    results: dict[int, Any] = {}
    for _ in range(retries + 1):
        _round(fn, pieces, shared, left, workers=workers, results=results)
        missing = [k for k in range(len(pieces)) if k not in results]
        if not missing:
            return [results[k] for k in range(len(pieces))]
        left = [range(k, k + 1) for k in missing]
    raise WorkersLost(
        f"workers died in {retries + 1} rounds; {len(missing):,} of {len(pieces):,}"
        " pieces have no result"
    )


def _round(
    fn: Callable[..., Any],
    pieces: Sequence[Piece],
    shared: object,
    left: Sequence[range],
    *,
    workers: int,
    results: dict[int, Any],
) -> None:
    """Do what is left and put each result in its place, until a worker dies."""
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    run = Parallel(n_jobs=workers, backend="loky", return_as="generator_unordered")
    tasks = (
        delayed(_numbered)(fn, chunk, [pieces[k] for k in chunk], shared)
        for chunk in left
    )
    try:
        for chunk, found in run(tasks):
            results.update(zip(chunk, found, strict=True))
    except TerminatedWorkerError:
        return


def _numbered(
    fn: Callable[..., Any], chunk: range, pieces: Sequence[Piece], shared: object
) -> tuple[range, list[Any]]:
    return chunk, _run_chunk(fn, pieces, shared)


def _hold(shared: object) -> object:
    return shared


def _run_on_cluster(
    fn: Callable[..., Any],
    chunks: Sequence[Sequence[Piece]],
    shared: object,
    *,
    cluster: str,
    retries: int,
) -> list[list[Any]]:
    """Run on a Dask cluster, which does again what a dead worker left undone."""
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ProviderUnavailable(
            "dask: is not installed; pip install 'kuroshio[dask]'"
        ) from None
    try:
        client = Client(cluster, timeout=10, set_as_default=False)
    except ValueError as error:
        fault = Fault(place=cluster, problem=f"is no address of a cluster: {error}")
        raise InputError("cluster", [fault]) from None
    except OSError as error:
        raise ProviderUnavailable(f"{cluster}: cannot be reached: {error}") from None
    with client:
        # As a task of its own it is sent once a worker, and made again when the one
        # that held it dies; scattered data would be lost with it.
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")
            sent = client.submit(_hold, shared, pure=False, retries=retries)
        futures = [
            client.submit(_run_chunk, fn, chunk, sent, pure=False, retries=retries)
            for chunk in chunks
        ]
        try:
            return list(client.gather(futures))
        except KilledWorker as error:
            raise WorkersLost(f"{cluster}: {error}") from None
