"""The process that does the long work: one task a line in, answers a line out.

A process of its own can be killed: a hostile file, an endless one, or a reader who has
changed their mind takes nothing else along.
"""

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from kuroshio.errors import InputError, KuroshioError, ProviderError
from kuroshio.service.store import StoreFailed, write_whole


def main() -> None:
    """Answer tasks until standard input ends."""
    # Whatever a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Imported before the first task asks for it: that one should not wait.
    from kuroshio.service.tasks import TASKS

    for line in sys.stdin:
        _answer(json.loads(line), answers, TASKS)


def _say(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message, ensure_ascii=False) + "\n")
    answers.flush()


def _answer(order: dict[str, Any], answers: TextIO, tasks: Mapping[str, Any]) -> None:
    """Do one task in its folder and say how it went."""

    def tell(done: int, total: int, item: str) -> None:
        _say(answers, {"progress": [done, total, item]})

    try:
        _do(order, tasks[order["task"]], tell)
    except BaseException as error:
        _say(answers, _failure(error))
        if not isinstance(error, Exception):
            raise
    else:
        _say(answers, {"done": True})


def _do(order: dict[str, Any], task: Any, tell: Any) -> None:
    home = Path.cwd()
    # Relative names keep the server's folders out of what is printed.
    with contextlib.chdir(order["folder"] or home):
        result = task(order["args"], tell)
    raw = result if isinstance(result, bytes) else _json(result)
    write_whole(Path(order["out"]), raw, private=True)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def _failure(error: BaseException) -> dict[str, Any]:
    if isinstance(error, InputError):
        faults = [
            {"place": item.place, "problem": item.problem, "mend": item.mend}
            for item in error.faults
        ]
        return {"failed": "input", "say": error.subject, "faults": faults}
    if isinstance(error, ProviderError):
        return {"failed": "provider", "say": str(error)}
    if isinstance(error, StoreFailed):
        return {"failed": "full" if error.is_full else "store", "say": str(error)}
    if isinstance(error, KuroshioError):
        return {"failed": "input", "say": str(error), "faults": []}
    if isinstance(error, MemoryError):
        return {"failed": "memory", "say": "the work needs more memory than there is"}
    traceback.print_exception(error)
    return {"failed": "defect", "say": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
