"""An HTTP transport that connects only to public IP addresses, for URLs from strangers.

It keeps strangers from reaching the internal network. A host name is resolved once, all its
addresses are checked, and the connection goes to one of those, whatever the name resolves to
a moment later (DNS rebinding). Each redirect passes through the transport again.
"""

import asyncio
import socket
from collections.abc import Callable, Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

PORTS = {"http": 80, "https": 443}
"""The default ports, which are the only ones allowed: no other services are probed."""
CONNECT_SECONDS = 4.0
"""How long to wait for a connection before the host's next address is tried."""
MOST_ADDRESSES = 3
MOST_LOOKUPS = 8

_UNICAST = IPv6Network("2000::/3")
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
"""Teredo and 6to4, which embed an IPv4 address and are no longer in use (RFC 7526)."""
_NAT64 = IPv6Network("64:ff9b::/96")
_INNER = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
"""Protocol assignments (RFC 6890), some unknown to older Pythons, and Azure's internal host."""

_lookups = ThreadPoolExecutor(MOST_LOOKUPS, "lookup")
"""DNS lookups cannot be canceled; asyncio would wait for those in its own threads."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable from the whole Internet.

    IPv6 has to be global unicast (RFC 4291 section 2.4) and not a tunnel. An address that
    maps to IPv4 (`::ffff:0:0/96`, `64:ff9b::/96` of RFC 6052) is judged as that.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip in _NAT64):
        ip = IPv4Address(ip.packed[-4:])
    if isinstance(ip, IPv6Address):
        return ip in _UNICAST and ip.is_global and not any(ip in tunnel for tunnel in _TUNNELS)
    return ip.is_global and not ip.is_multicast and not any(ip in inner for inner in _INNER)


def addresses_of(host: str) -> list[str]:
    """Return the IP addresses of a host name; raises OSError if there are none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class PublicTransport(httpx.AsyncBaseTransport):
    """Sends requests to public addresses on web ports only, without cookies and passwords.

    `resolve` returns the addresses of a host, `allow` decides on each address, and `ports`
    are the allowed ports. Raises httpx.RequestError for all others.
    """

    def __init__(
        self,
        *,
        resolve: Callable[[str], Sequence[str]] = addresses_of,
        allow: Callable[[str], bool] = is_public,
        ports: Container[int] = frozenset(PORTS.values()),
    ) -> None:
        self._resolve, self._allow, self._ports = resolve, allow, ports
        # A connection opened for one host is never reused for another at the same address.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to an address of its host, provided that all of them are public."""
        self._check(request)
        addresses = await self._addresses(request)
        for address in addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._send(request, address)
        return await self._send(request, addresses[-1])

    async def aclose(self) -> None:
        """Close all connections."""
        await self._inner.aclose()

    def _check(self, request: httpx.Request) -> None:
        url = request.url
        if url.scheme not in PORTS or not url.host:
            raise _refusal(request, "only http and https URLs are fetched")
        if (url.port or PORTS[url.scheme]) not in self._ports:
            raise _refusal(request, "only ports 80 and 443 are allowed")
        if url.userinfo:
            raise _refusal(request, "URLs with a user name or password are not fetched")

    async def _addresses(self, request: httpx.Request) -> list[str]:
        """Return a host's addresses; IPv4 ones first, which every machine can reach.

        The error is the same for unknown and for internal names, so that strangers do not
        learn which internal names exist.
        """
        host = request.url.raw_host.decode("ascii")
        loop = asyncio.get_running_loop()
        found: Sequence[str] = ()
        with suppress(OSError):
            found = await loop.run_in_executor(_lookups, self._resolve, host)
        if not found or not all(map(self._allow, found)):
            raise _refusal(request, f"host {host} has no public address")
        return sorted(found, key=lambda address: ":" in address)[:MOST_ADDRESSES]

    async def _send(self, request: httpx.Request, address: str) -> httpx.Response:
        """Connect to an address, with the Host header and the TLS server name of the request."""
        timeout = {**request.extensions.get("timeout", {}), "connect": CONNECT_SECONDS}
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=[pair for pair in request.headers.raw if pair[0].lower() != b"cookie"],
            extensions={
                **request.extensions,
                "timeout": timeout,
                "sni_hostname": request.url.raw_host.decode("ascii"),
            },
        )
        return await self._inner.handle_async_request(pinned)


def _refusal(request: httpx.Request, reason: str) -> httpx.RequestError:
    return httpx.RequestError(reason, request=request)
