"""Which addresses may be asked: http and https, and of machines only public ones and those that the settings allow.

Whether a machine is public is told by its number (RFC 6890 and IANA's registries of special-purpose addresses), never
by a name: "localhost.example", 0x7f.1 and 2130706433 are what they resolve to.
"""

import ipaddress
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from rag.errors import FetchError

LONGEST = 2000
"""Characters of an address."""
_PORTS = {"http": 80, "https": 443}
# Of the ports below 1024 only the web's own: those of mail servers and the like answer to what is no question to them.
_SYSTEM_PORTS = 1024
# What tells where a reader came from, and not what is read.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid)(?:=|$)", re.I)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Of IANA's registries, what not every Python knows yet; 6to4 and Teredo, long out of use, lead to any IPv4 address.
_SPECIAL = [
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]


class Address(NamedTuple):
    """An address of the web: scheme, host (in lower case, IDNA, without brackets), port, and path with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the scheme's own, as an address and a Host header have it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def joined(self, reference: str) -> "Address":
        """What a link of this page leads to. Raises ``FetchError``."""
        try:
            return address_of(urljoin(str(self), reference.strip()))
        except ValueError:
            raise FetchError(f"{shown(reference)} is no address.") from None

    @property
    def key(self) -> str:
        """By which two addresses of one article are one: without the scheme, ``www.`` and what tracks a reader."""
        path, _, query = self.path.partition("?")
        kept = "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))
        return f"{self.authority.removeprefix('www.')}{path.rstrip('/')}" + (f"?{kept}" if kept else "")


def address_of(text: str) -> Address:
    """An address as a reader or a page writes it; what comes after a ``#`` is left out.

    Raises ``FetchError`` for what is none, another scheme than http and https, a name and password in it, and a port
    that is not the web's.
    """
    text = text.strip()
    named = shown(text)
    if len(text) > LONGEST:
        raise FetchError(f"{named} is longer than {LONGEST} characters.")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        scheme, login = parts.scheme.lower(), "@" in parts.netloc
        host = host if ":" in host else host.encode("idna").decode().lower().rstrip(".")
    except ValueError:  # of a port, an IPv6 address or a name that is none
        raise FetchError(f"{named} is no address.") from None
    if scheme not in _PORTS:
        raise FetchError(f"{named} is not fetched: an address begins with http:// or https://.")
    if not host or not re.fullmatch(r"[\w.:-]+", host, re.ASCII):
        raise FetchError(f"{named} is no address: it names no host.")
    if login:
        raise FetchError(f"An address at {host} with a name or password in it is not fetched: leave them out.")
    port = _PORTS[scheme] if port is None else port
    if port < _SYSTEM_PORTS and port not in _PORTS.values():
        raise FetchError(f"{named} is not fetched: port {port} is not one of the web.")
    # What is quoted already stays; what no request may hold is quoted.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return Address(scheme, host, port, f"{path}?{query}" if query else path)


class Hosts:
    """The hosts that may be asked though they are not public: each a name or a number, with a port (``host:port``) or
    for all of its ports."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._allowed = {name.strip().lower() for name in names if name.strip()}

    def allow(self, address: Address) -> bool:
        """Whether this host is named, so that nothing is asked of its numbers."""
        host = f"[{address.host}]" if ":" in address.host else address.host
        return bool({address.host, host, f"{host}:{address.port}"} & self._allowed)


def is_public(number: str) -> bool:
    """Whether an IP address, as text, is that of a public machine: neither loopback, link-local, private, shared,
    multicast, reserved nor unspecified, nor a way to one of these through IPv4 in IPv6."""
    try:
        found = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found in _NAT64:  # where a network has no IPv4, that is how it reaches all of it
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found not in _GLOBAL_UNICAST:
            return False
    special = any(found in network for network in _SPECIAL if network.version == found.version)
    return found.is_global and not (special or found.is_multicast or found.is_reserved)


def shown(text: str) -> str:
    """An address as a reader is told of it: in one line, cut where it is long, without a name and password."""
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in text.strip())
    line = re.sub(r"//[^/?#\s]*@", "//", line)
    return (line if len(line) <= 120 else f"{line[:119]}…") or "An empty line"
