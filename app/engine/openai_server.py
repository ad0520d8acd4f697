"""An OpenAI-compatible server as the desk sees it: its address, its key, what it serves."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import keyring
from keyring.errors import KeyringError

from app.engine.openai_wire import Dialect
from app.errors import EngineProblem

KEY_VARIABLE = "BIMEDIX_SERVER_KEY"
KEYRING_SERVICE = "bimedix-desk"
_OWNERS: dict[str, Dialect] = {"llamacpp": "llamacpp", "vllm": "vllm", "sglang": "sglang"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, as a person gave it. `url` ends in `/v1`; `local` means this very machine."""

    url: str
    host: str
    local: bool


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answered: the models it serves with their contexts in tokens, and whose software it is."""

    address: Address
    models: dict[str, int]
    dialect: Dialect = "plain"
    key: str = field(default="", repr=False)


def address_of(url: str) -> Address:
    """Check an address. Raises EngineProblem for what is none, or would carry patients' words in the open.

    Plain http is accepted to this machine and to private networks; anywhere else it must be https.
    """
    parts = urlsplit(url if "//" in url else f"http://{url}")
    try:
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise EngineProblem("server-address", url=url) from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise EngineProblem("server-address", url=url)
    found = _addresses(host)
    local = bool(found) and all(address.is_loopback for address in found)
    private = bool(found) and all(address.is_private or address.is_loopback for address in found)
    if parts.scheme == "http" and found and not private:
        raise EngineProblem("server-plain", host=host)
    path = parts.path.rstrip("/")
    path = path if path.endswith("/v1") else path + "/v1"
    return Address(f"{parts.scheme}://{parts.netloc}{path}", host, local)


def find_key(host: str) -> str:
    """The server's key: from BIMEDIX_SERVER_KEY, else the system's keyring, else none."""
    given = os.environ.get(KEY_VARIABLE)
    if given:
        return given
    try:
        return keyring.get_password(KEYRING_SERVICE, host) or ""
    except (KeyringError, RuntimeError):
        return ""


def ask(address: Address, key: str = "", timeout_s: float = 5.0) -> Server:
    """Ask a server what it serves. Raises EngineProblem: away, key refused, or no such server."""
    try:
        # trust_env off: a proxy named in the environment would see what is said.
        with httpx.Client(trust_env=False, timeout=timeout_s) as client:
            answer = client.get(f"{address.url}/models", headers=headers(key))
    except httpx.HTTPError as error:
        raise EngineProblem("server-away", host=address.host) from error
    if answer.status_code != 200:
        raise refusal(address.host, answer.status_code, answer.text)
    try:
        rows = answer.json()["data"]
        owner = str(rows[0].get("owned_by", "")).lower() if rows else ""
        models = {str(row["id"]): _context(row) for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineProblem("server-address", url=address.url) from error
    return Server(address, models, _OWNERS.get(owner, "plain"), key)


def headers(key: str) -> dict[str, str]:
    """What goes with every request."""
    return {"Authorization": f"Bearer {key}"} if key else {}


def refusal(host: str, status: int, text: str) -> EngineProblem:
    """A server's no, as a person can act on it."""
    if status in (401, 403):
        return EngineProblem("server-key", host=host)
    if status == 404:
        return EngineProblem("server-model", host=host)
    if status in (429, 503):
        return EngineProblem("server-busy", host=host)
    return EngineProblem("server-refused", host=host, status=str(status), reason=" ".join(text.split())[:200])


def _context(row: dict[str, Any]) -> int:
    meta = row.get("meta") or {}
    return int(row.get("max_model_len") or meta.get("n_ctx") or meta.get("n_ctx_train") or 0)


def _addresses(host: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The addresses of a name; none where it cannot be found now."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
