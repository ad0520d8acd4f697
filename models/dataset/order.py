"""Orders and choices that look random and are the same every time: from a hash of the seed and an id."""

from __future__ import annotations

from hashlib import blake2b


def number_of(seed: int, purpose: str, name: str) -> float:
    """A number from 0 to 1 (not 1) for `name`; another one for another seed or purpose."""
    digest = blake2b(f"{seed} {purpose} {name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
