"""The command line: parses, calls one function of ``app``, prints.

Data goes to standard output, messages to standard error. Exit codes: 0 done,
1 unexpected fault, 2 wrong usage, 3 input unreadable or invalid, 4 done with error
findings (only with --strict), 5 a provider could not be reached.
"""

import os
import sys

from kuroshio.errors import InputError, KuroshioError, ProviderError

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit with the contract's code."""
    # Our matrices are small: threads of linear algebra cost more than they give.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from kuroshio.cli.verbs import app

    try:
        app(prog_name="kuroshio")
    except BrokenPipeError:
        # The reader of a pipe has gone; keep the interpreter from saying so again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except InputError as error:
        _fail(str(error), 3)
    except ProviderError as error:
        _fail(str(error), 5)
    except KuroshioError as error:
        _fail(str(error), 3)
    except KeyboardInterrupt:
        _fail("stopped", 130)
    except Exception as error:  # no traceback reaches a user
        if os.environ.get("KUROSHIO_DEBUG"):
            raise
        _fail(
            f"unexpected fault: {type(error).__name__}: {error}\n"
            "  this is a defect of Kuroshio; KUROSHIO_DEBUG=1 shows where",
            1,
        )


def _fail(message: str, code: int) -> None:
    sys.stderr.write(f"kuroshio: {message}\n")
    sys.exit(code)
