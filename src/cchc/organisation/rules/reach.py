"""Which addresses of the network the server may call for somebody who is no operator.

An address inside the own network would let whoever writes a webhook reach what only this machine can. Refused is
whatever is not of the public internet, also where it hides in IPv6 (mapped, 6to4, Teredo, NAT64, RFC 6052).
"""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

_NAT64 = IPv6Network("64:ff9b::/96")
LONGEST = 500


def _meant(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address, and those that it carries."""
    yield address
    if isinstance(address, IPv6Address):
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
        yield from (one for one in carried if one is not None)


def is_public(address: str) -> bool:
    """Whether an address, as numbers, is of the public internet."""
    found = list(_meant(ip_address(address.partition("%")[0])))
    return all(one.is_global and not one.is_multicast for one in found)


def is_inside(address: str, nets: Iterable[str]) -> bool:
    """Whether an address, as numbers, lies in one of the networks."""
    found = ip_address(address.partition("%")[0])
    return any(found in ip_network(net) for net in nets)


def may_call(address: str, *, secure: bool, nets: Iterable[str]) -> bool:
    """Whether an address may be called: inside `nets` any, elsewhere a public one and only over TLS."""
    return is_inside(address, nets) or (secure and is_public(address))


def machine_of(url: str) -> str:
    """The machine that an address names, without what stands behind it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def fault_of(url: str, nets: tuple[str, ...]) -> str:
    """What is wrong with the address of a webhook, as a word; "" nothing that can be told before it is called.

    `form`: no address of http or https; `long`; `secret`: it holds a name or password; `plain`: http, and there is no
    network of one's own; `inside`: it names an address that may not be called.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "form"
    if parts.scheme not in ("http", "https") or not host or any(sign <= " " or sign > "~" for sign in url):
        return "form"
    if len(url) > LONGEST:
        return "long"
    if parts.username is not None or parts.password is not None:
        return "secret"
    if parts.scheme == "http" and not nets:
        return "plain"
    try:
        allowed = may_call(host, secure=parts.scheme == "https", nets=nets)
    except ValueError:  # a name: its addresses are looked at when it is called
        allowed = not (host == "localhost" or host.endswith(".localhost")) or bool(nets)
    return "" if allowed else "inside"
