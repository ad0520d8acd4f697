"""Whether the page may be reached from other machines."""

from __future__ import annotations

import ipaddress

from app.errors import BadInput


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_unsafe_binding(host: str, accounts: int, tls: bool) -> None:
    """Raise BadInput unless `host` is loopback, or there are accounts to sign in with and TLS to do it over."""
    if is_loopback(host):
        return
    if not accounts:
        raise BadInput("record-binding-accounts", host=host)
    if not tls:
        raise BadInput("record-binding-tls", host=host)
