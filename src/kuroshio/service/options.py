"""How a desk is set up: where it listens, who may come in, and its bounds."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The settings of one desk.

    Parameters
    ----------
    host, port : str, int
        Where it listens; port 0 takes a free one.
    login : bool
        Ask for an API key; always so off loopback.
    book, profile : Path, optional
        A book (and its profile) of the local user; only without ``login``.
    names : tuple of str
        Host names under which the desk may be called besides addresses and localhost.
    certificate, certificate_key : Path, optional
        TLS.
    workers : int
        Processes that do the long work.
    waiting : int
        Jobs that may wait; more are turned away.
    largest_body : int
        Bytes of a request, checked before and while it is read.
    body_seconds, job_seconds : float
        How long a request may take to arrive, and a job to run.
    reads, writes : tuple of float
        Requests a second of one client and how many may come at once.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    login: bool = False
    book: Path | None = None
    profile: Path | None = None
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    certificate_key: Path | None = None
    workers: int = 2
    waiting: int = 32
    largest_body: int = 20 * MEGABYTE
    body_seconds: float = 30.0
    job_seconds: float = 600.0
    reads: tuple[float, float] = (300.0, 1200.0)
    writes: tuple[float, float] = (5.0, 40.0)

    @property
    def is_loopback(self) -> bool:
        """Say whether only this machine can reach the desk."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Say whether an address or name leads to this machine only.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
