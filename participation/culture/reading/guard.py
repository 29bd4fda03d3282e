"""Which hosts may be asked: those of the public internet, and no machine of the house.

An address that somebody enters would otherwise let the platform ask what only it can reach
(server-side request forgery, OWASP). A name is resolved once, all that it stands for is checked,
and the connection is made to exactly what was checked, so that a name cannot change its mind.
"""

import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from participation.culture.reading.faults import Fault, FeedError

IP = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000
_NAT64 = ip_network("64:ff9b::/96")
_CARRIES_ANOTHER = (ip_network("2002::/16"), ip_network("2001::/32"))
"""6to4 and Teredo: an IPv6 address with an IPv4 one inside, which nobody needs any more."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: the address as it was asked for, and the checked machines behind it."""

    url: SplitResult
    host: str
    port: int
    machines: tuple[str, ...]

    @property
    def path(self) -> str:
        """What stands in the request line."""
        return (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")


def target_of(address: str, *, seconds: float, internal: Iterable[str] = ()) -> Target:
    """Resolve and check an address. Raises FeedError.

    ``internal`` are origins (``http://127.0.0.1:9000``) that may be asked although they are not
    public.
    """
    url, host, port = _split(address)
    machines = _resolved(host, port, seconds)
    origin = f"{url.scheme}://{url.netloc}".lower()
    if origin not in internal and not all(is_public(machine) for machine in machines):
        raise FeedError(Fault.INTERNAL, host)
    return Target(url=url, host=host, port=port, machines=machines)


def is_public(machine: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        ip = _inner(ip_address(machine.partition("%")[0]))
    except ValueError:
        return False
    if any(ip in network for network in _CARRIES_ANOTHER if network.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IP) -> IP:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def _split(address: str) -> tuple[SplitResult, str, int]:
    if len(address) > LONGEST_ADDRESS or any(
        ord(sign) <= 32 or ord(sign) == 127 for sign in address
    ):
        raise FeedError(Fault.ADDRESS)
    try:
        url = urlsplit(address)
        host = (url.hostname or "").encode("idna").decode("ascii")
        port = url.port or PORTS[url.scheme]
    except (ValueError, KeyError) as error:
        raise FeedError(Fault.ADDRESS) from error
    if not host or url.username is not None or not address.isascii():
        raise FeedError(Fault.ADDRESS)
    return url, host, port


def _resolved(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """All IP addresses of a host. The system's resolver knows no time limit, so it gets a thread
    of its own that is left behind when it takes too long."""
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError) as error:
            failed.append(OSError(str(error)))

    thread = threading.Thread(target=ask, daemon=True, name="resolve")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise FeedError(Fault.TOO_SLOW, host)
    if failed or not found:
        raise FeedError(Fault.UNKNOWN_HOST, host)
    return tuple(found)
