"""Asks public addresses alone: for feeds whose address a stranger gave.

A stranger must not reach the network behind this machine through it. A name is looked up once,
all its addresses are judged, and the connection goes to one that was: what the name means a
moment later (DNS rebinding) changes nothing. Each redirect comes through here again.
"""

import asyncio
import socket
from collections.abc import Callable, Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

PORTS = {"http": 80, "https": 443}
"""The ports that may be asked: no other service is knocked at."""
CONNECT_SECONDS = 4.0
"""How long one of a name's addresses may take to answer before the next is tried."""
MOST_ADDRESSES = 3
MOST_LOOKUPS = 8

_UNICAST = IPv6Network("2000::/3")
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
"""Teredo and 6to4, which hold an IPv4 address and are no longer in use (RFC 7526)."""
_NAT64 = IPv6Network("64:ff9b::/96")
_INNER = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
"""Addresses of protocols (RFC 6890), of which older Pythons know a part, and Azure's own host."""

_lookups = ThreadPoolExecutor(MOST_LOOKUPS, "lookup")
"""A look-up cannot be broken off; here, unlike in a loop's own threads, nobody waits for it."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one that the whole Internet can reach.

    IPv6 has to be global unicast (RFC 4291 section 2.4) and no tunnel; where an address stands
    for one of IPv4 (`::ffff:0:0/96`, `64:ff9b::/96` of RFC 6052), that one counts.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip in _NAT64):
        ip = IPv4Address(ip.packed[-4:])
    if isinstance(ip, IPv6Address):
        return ip in _UNICAST and ip.is_global and not any(ip in tunnel for tunnel in _TUNNELS)
    return ip.is_global and not ip.is_multicast and not any(ip in inner for inner in _INNER)


def addresses_of(host: str) -> list[str]:
    """Look a name up; raises OSError where it has no address."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class PublicTransport(httpx.AsyncBaseTransport):
    """Sends requests to public addresses and the ports of the web, without cookie and password.

    `resolve` gives the addresses of a host, `allow` tells of one whether it may be asked, as
    `ports` do of ports. Raises httpx.RequestError for all others.
    """

    def __init__(
        self,
        *,
        resolve: Callable[[str], Sequence[str]] = addresses_of,
        allow: Callable[[str], bool] = is_public,
        ports: Container[int] = frozenset(PORTS.values()),
    ) -> None:
        self._resolve, self._allow, self._ports = resolve, allow, ports
        # A connection that was made for one name is never used for another at its address.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to an address of its host, once all of them are found to be public."""
        self._judge(request)
        addresses = await self._addresses(request)
        for address in addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._send(request, address)
        return await self._send(request, addresses[-1])

    async def aclose(self) -> None:
        """Close what is still open."""
        await self._inner.aclose()

    def _judge(self, request: httpx.Request) -> None:
        url = request.url
        if url.scheme not in PORTS or not url.host:
            raise _refusal(request, "only addresses with http or https are fetched")
        if (url.port or PORTS[url.scheme]) not in self._ports:
            raise _refusal(request, "only ports 80 and 443 are fetched from")
        if url.userinfo:
            raise _refusal(request, "an address with a name or a password in it is not fetched")

    async def _addresses(self, request: httpx.Request) -> list[str]:
        """Return where to find a host; those of IPv4 first, which every machine can reach.

        A name that there is not and one that leads inside are told alike, so that nobody
        learns which names there are inside.
        """
        host = request.url.raw_host.decode("ascii")
        loop = asyncio.get_running_loop()
        found: Sequence[str] = ()
        with suppress(OSError):
            found = await loop.run_in_executor(_lookups, self._resolve, host)
        if not found or not all(map(self._allow, found)):
            raise _refusal(request, f"there is no host {host} at a public address")
        return sorted(found, key=lambda address: ":" in address)[:MOST_ADDRESSES]

    async def _send(self, request: httpx.Request, address: str) -> httpx.Response:
        """Connect to an address; Host and the name of TLS stay those of the request."""
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
