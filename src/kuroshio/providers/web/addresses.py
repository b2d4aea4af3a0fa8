"""Which addresses may be reached: https and public hosts only.

The name is resolved once and the connection goes to the very address that was judged,
so that a name that answers differently the second time gains nothing.
"""

import ipaddress
import socket
import typing
from collections.abc import Iterable
from dataclasses import dataclass

import httpcore
import httpx

from kuroshio.errors import Fault, InputError

PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a fetch may reach.

    Parameters
    ----------
    schemes : tuple of str
        Allowed schemes; https only by default.
    private_hosts : tuple of str
        Hosts that may resolve to private or loopback addresses; none by default.
    """

    schemes: tuple[str, ...] = ("https",)
    private_hosts: tuple[str, ...] = ()

    def check(self, url: httpx.URL) -> None:
        """Refuse an address that may not be reached.

        Raises
        ------
        InputError
            For another scheme, a user name in the address, or no host.
        """
        if url.scheme not in self.schemes:
            raise _refuse(url, f"scheme {url.scheme!r} is not allowed", "use https")
        if not url.host:
            raise _refuse(url, "has no host", "give a whole address")
        if url.userinfo:
            raise _refuse(url, "carries a user name", "leave it out")

    def choose(self, host: str, port: int) -> str:
        """Resolve a host and return an address that may be reached.

        Raises
        ------
        InputError
            When any address of the host is private, loopback, link-local, multicast
            or reserved.
        httpcore.ConnectError
            When the host has no address.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = [str(item[4][0]) for item in found]
        if host not in self.private_hosts:
            for address in addresses:
                if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                    url = httpx.URL(scheme="https", host=host)
                    raise _refuse(url, f"leads to {address}, not a public address", "")
        return addresses[0]


def _refuse(url: httpx.URL, problem: str, mend: str) -> InputError:
    return InputError("address", [Fault(place=str(url), problem=problem, mend=mend)])


class _Backend(httpcore.SyncBackend):
    """Connects to the address that the guard chose, and to no other."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, judge, connect."""
        return super().connect_tcp(
            self._guard.choose(host, port),
            port,
            timeout=timeout,
            local_address=local_address,
            socket_options=socket_options,
        )


def guarded_transport(guard: Guard) -> httpx.BaseTransport:
    """Return a transport whose every connection passes the guard."""
    transport = httpx.HTTPTransport(trust_env=False)
    context = httpx.create_ssl_context(trust_env=False)
    # httpx has no public way to hand its pool a network backend.
    transport._pool = httpcore.ConnectionPool(  # noqa: SLF001
        ssl_context=context, network_backend=_Backend(guard)
    )
    return transport
