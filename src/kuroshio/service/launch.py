"""Start a desk: check that it may listen where it is asked to, then serve."""

from typing import TYPE_CHECKING, Any

from kuroshio.errors import Fault, InputError
from kuroshio.service.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable

    from kuroshio.app import Workspace


def check_options(options: Options) -> None:
    """Check what was asked for.

    Raises
    ------
    InputError
        With every fault: off loopback without keys, a book where several come in, half
        a certificate.
    """
    faults = []
    if not options.is_loopback and not options.login:
        faults.append(
            Fault(
                place="--host",
                problem=f"{options.host} can be reached from outside",
                mend="add --login: everybody then needs an API key",
            )
        )
    if options.login and options.book is not None:
        faults.append(
            Fault(
                place="--book",
                problem="books are private to their owner",
                mend="send it in through the desk with your own key",
            )
        )
    if (options.certificate is None) != (options.certificate_key is None):
        mend = "give --tls-certificate and --tls-key together"
        faults.append(Fault(place="TLS", problem="one file of two", mend=mend))
    if faults:
        raise InputError("serve", faults)


def make_app(
    options: Options,
    workspace: "Workspace",
    *,
    clock: "Callable[[], Any] | None" = None,
) -> Any:
    """Return the ASGI application of a desk.

    Parameters
    ----------
    options : Options
    workspace : Workspace
        The folders in force.
    clock : callable, optional
        Gives aware UTC instants; default: the wall clock.

    Raises
    ------
    InputError
        When the options do not fit, no key could be used, or the book cannot be read.
    """
    from kuroshio.service.access import LOCAL
    from kuroshio.service.application import build
    from kuroshio.service.desk import open_desk

    check_options(options)
    desk = open_desk(options, workspace, clock=clock)
    if options.login and not desk.journal.has_keys():
        desk.close()
        mend = "kuroshio serve --make-key USER makes the first one"
        fault = Fault(
            place="--login", problem="no administrator has a key yet", mend=mend
        )
        raise InputError("serve", [fault])
    if options.book is not None:
        desk.books.add(
            (options.book.name, _read(options.book)),
            _read(options.profile) if options.profile is not None else None,
            name=options.book.stem,
            owner=LOCAL.user,
        )
    return build(desk)


def _read(path: Any) -> bytes:
    try:
        raw: bytes = path.read_bytes()
    except OSError as error:
        fault = Fault(place=str(path), problem=f"cannot be read: {error.strerror}")
        raise InputError("serve", [fault]) from None
    return raw


def make_first_key(user: str, workspace: "Workspace") -> str:
    """Make an administrator's key and return its secret: the desk's own front door."""
    from kuroshio.service.access import LOCAL
    from kuroshio.service.desk import open_journal

    journal = open_journal(workspace)
    _, secret = journal.make_key(
        user=user, name="made on this machine", role="admin", days=90, by=LOCAL
    )
    return secret


def serve(
    options: Options, workspace: "Workspace", *, tell: "Callable[[str], None]"
) -> None:
    """Serve until stopped; ``tell`` is told the address once it listens."""
    import socket

    import uvicorn

    app = make_app(options, workspace)
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=10,
        limit_concurrency=500,
        ssl_certfile=options.certificate,
        ssl_keyfile=options.certificate_key,
    )
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((options.host, options.port))
        except OSError as error:
            app.state.desk.close()
            problem = f"cannot be listened on: {error.strerror}"
            place = f"{options.host}:{options.port}"
            raise InputError("serve", [Fault(place=place, problem=problem)]) from None
        scheme = "https" if options.certificate is not None else "http"
        tell(f"{scheme}://{options.host}:{listener.getsockname()[1]}/ (stop: Ctrl-C)")
        uvicorn.Server(config).run(sockets=[listener])
