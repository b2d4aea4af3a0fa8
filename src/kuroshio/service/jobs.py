"""Long work in a bounded number of processes, with progress and cancel.

A job is written down before it starts and after it ends; when the desk stops on the
way, the next start finds it and says that it was interrupted: what was sent in is kept,
and the job can be run again.
"""

import json
import queue
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kuroshio.errors import KuroshioError
from kuroshio.service.store import StoreFailed, read_json, write_json

ENDED = {"done", "failed", "cancelled", "interrupted"}
_KEPT_SECONDS = 7 * 86_400


class TooBusy(KuroshioError):  # noqa: N818 - as its family
    """As many jobs wait as may wait."""


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of long work.

    ``out`` is where the result goes, ``then`` the page that shows it; ``state`` is
    waiting, running, done, failed, cancelled or interrupted; ``failure`` is what the
    worker said, with ``faults`` where the input is to blame.
    """

    id: str
    task: str
    title: str
    owner: str
    args: dict[str, Any]
    folder: str | None
    out: str
    then: str
    state: str = "waiting"
    progress: tuple[int, int, str] = (0, 0, "")
    failure: dict[str, Any] | None = None
    made: float = 0.0
    began: float = 0.0
    ended: float = 0.0
    finished: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False

    def plain(self) -> dict[str, Any]:
        """Return what is written down and shown."""
        names = (
            "id", "task", "title", "owner", "args", "folder", "out", "then", "state",
            "failure", "made", "began", "ended",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names} | {
            "progress": list(self.progress)
        }


class Jobs:
    """The queue, its workers and the jobs known.

    Parameters
    ----------
    folder : Path
        Where jobs are written down.
    workers : int
        Processes; each holds the knowledge loaded from its first task on.
    waiting : int
        Jobs that may wait.
    seconds : float
        How long one may run.
    clock : callable
        Seconds since the epoch, for what is written down.
    """

    def __init__(
        self,
        folder: Path,
        *,
        workers: int,
        waiting: int,
        seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._folder = folder
        self._seconds = seconds
        self._clock = clock
        self._queue: queue.Queue[Job | None] = queue.Queue(maxsize=waiting)
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._children: dict[str, subprocess.Popen[str]] = {}
        self._closing = False
        self._recover()
        self._threads = [
            threading.Thread(target=self._serve, name=f"jobs-{k}", daemon=True)
            for k in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def _recover(self) -> None:
        """Take up what an earlier run left behind; forget what is long over."""
        for path in sorted(self._folder.glob("*.json")):
            kept = read_json(path)
            if not isinstance(kept, dict) or "id" not in kept:
                continue
            if kept["made"] < self._clock() - _KEPT_SECONDS:
                with suppress(OSError):
                    path.unlink()
                continue
            kept["progress"] = tuple(kept["progress"])
            job = Job(**kept)
            if job.state not in ENDED:
                job.state = "interrupted"
            job.finished.set()
            self._jobs[job.id] = job

    def submit(
        self,
        task: str,
        args: dict[str, Any],
        *,
        title: str,
        owner: str,
        out: Path,
        then: str = "",
        folder: Path | None = None,
    ) -> Job:
        """Take on a job; the same work already under way is joined, not doubled.

        Raises
        ------
        TooBusy
            When as many jobs wait as may wait.
        StoreFailed
            When it cannot be written down.
        """
        with self._lock:
            for job in self._jobs.values():
                if job.out == str(out) and job.state not in ENDED:
                    return job
        job = Job(
            id=secrets.token_hex(8),
            task=task,
            title=title,
            owner=owner,
            args=args,
            folder=str(folder) if folder is not None else None,
            out=str(out),
            then=then,
            made=self._clock(),
        )
        write_json(self._path(job), job.plain(), private=True)
        with self._lock:
            self._jobs[job.id] = job
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            self._forget(job)
            raise TooBusy(
                f"{self._queue.maxsize} jobs wait already; try again in a minute"
            ) from None
        return job

    def again(self, job: Job) -> Job:
        """Run an ended job once more."""
        return self.submit(
            job.task,
            job.args,
            title=job.title,
            owner=job.owner,
            out=Path(job.out),
            then=job.then,
            folder=Path(job.folder) if job.folder is not None else None,
        )

    def find(self, identity: str) -> Job | None:
        """Return a job by its id."""
        with self._lock:
            return self._jobs.get(identity)

    def every(self, owner: str) -> list[Job]:
        """Return the jobs of one owner, the newest first."""
        with self._lock:
            own = [job for job in self._jobs.values() if job.owner == owner]
        return sorted(own, key=lambda job: job.made, reverse=True)

    def cancel(self, job: Job) -> None:
        """Stop a job; its process goes with it, a new one comes for the next job."""
        with self._lock:
            if job.state in ENDED:
                return
            job.cancelled = True
            child = self._children.get(job.id)
            # Inside the lock: a moment later the child may do another's job.
            if child is not None:
                child.kill()

    def close(self) -> None:
        """Stop the workers; jobs that run are left to be found interrupted."""
        self._closing = True
        for _ in self._threads:
            with suppress(queue.Full):
                self._queue.put_nowait(None)
        with self._lock:
            children = list(self._children.values())
        for child in children:
            child.kill()
        for thread in self._threads:
            thread.join(timeout=5)

    def _path(self, job: Job) -> Path:
        return self._folder / f"{job.id}.json"

    def _forget(self, job: Job) -> None:
        with self._lock:
            self._jobs.pop(job.id, None)
        with suppress(OSError):
            self._path(job).unlink()

    def _serve(self) -> None:
        """Do one job after the other with a child process that is kept."""
        child = _start_child()
        while (job := self._queue.get()) is not None and not self._closing:
            if job.cancelled:
                self._end(job, "cancelled")
                continue
            if child.poll() is not None:
                _stop_child(child)
                child = _start_child()
            self._run(job, child)
        _stop_child(child)

    def _run(self, job: Job, child: "subprocess.Popen[str]") -> None:
        with self._lock:
            job.state, job.began = "running", self._clock()
            self._children[job.id] = child
        timer = threading.Timer(self._seconds, child.kill)
        timer.daemon = True
        timer.start()
        started = time.monotonic()
        try:
            answer = _order(job, child)
        finally:
            timer.cancel()
            with self._lock:
                self._children.pop(job.id, None)
        if self._closing and answer is None:
            return
        if answer is None:
            child.wait()
            late = time.monotonic() - started >= self._seconds
            self._lost(job, late=late)
        elif "failed" in answer:
            job.failure = answer
            self._end(job, "failed")
        else:
            self._end(job, "done")

    def _lost(self, job: Job, *, late: bool) -> None:
        """Say why the process is gone: cancelled, too slow, or killed by others."""
        if job.cancelled:
            self._end(job, "cancelled")
            return
        say = (
            f"it took longer than {self._seconds:.0f} seconds and was stopped"
            if late
            else "the process that did it was killed"
        )
        job.failure = {"failed": "late" if late else "killed", "say": say}
        self._end(job, "failed")

    def _end(self, job: Job, state: str) -> None:
        with self._lock:
            job.state, job.ended = state, self._clock()
        # The answer counts even where it cannot be written down.
        with suppress(StoreFailed):
            write_json(self._path(job), job.plain(), private=True)
        job.finished.set()


def _start_child() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "kuroshio.service.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def _stop_child(child: "subprocess.Popen[str]") -> None:
    """End a process and let go of its pipes."""
    child.kill()
    with suppress(OSError):
        child.communicate()


def _order(job: Job, child: "subprocess.Popen[str]") -> dict[str, Any] | None:
    """Give the child a job and follow it; None: the child is gone."""
    order = {
        "task": job.task,
        "args": job.args,
        "folder": job.folder,
        "out": job.out,
    }
    if child.stdin is None or child.stdout is None:
        return None
    try:
        child.stdin.write(json.dumps(order, ensure_ascii=False) + "\n")
        child.stdin.flush()
        for line in child.stdout:
            answer: dict[str, Any] = json.loads(line)
            if "progress" not in answer:
                return answer
            done, total, item = answer["progress"]
            job.progress = (done, total, item)
    except (OSError, ValueError):
        return None
    return None


def plain_job(job: Job) -> dict[str, Any]:
    """Return a job as its owner sees it: no folders, no arguments."""
    done, total, item = job.progress
    return {
        "id": job.id,
        "task": job.task,
        "title": job.title,
        "state": job.state,
        "progress": {"done": done, "total": total, "item": item},
        "failure": job.failure,
        "then": job.then,
        "ended": job.state in ENDED,
    }
