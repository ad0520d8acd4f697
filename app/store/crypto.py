"""Keys: a random data key encrypts the record; a passphrase and a recovery key each open an envelope with it.

The passphrase is stretched with Argon2id at the parameters that RFC 9106 (section 4) recommends
where memory is limited; AES-256-GCM closes the envelope. A new passphrase makes a new envelope and
leaves the data key, and so the record, as it is.
"""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import AccessDenied, BadInput

SHORTEST_PASSPHRASE = 10
_TIME, _MEMORY_KIB, _LANES = 3, 65_536, 4
_KEY_BYTES = 32
_RECOVERY_BYTES = 20
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})


@dataclass(frozen=True, slots=True)
class Seal:
    """The data key, closed with one secret. Bytes are hexadecimal; memory is in KiB."""

    salt: str
    nonce: str
    sealed: str
    time: int = _TIME
    memory: int = _MEMORY_KIB
    lanes: int = _LANES


@dataclass(frozen=True, slots=True)
class Envelope:
    """The data key under both secrets. `keyring` says that this system's keyring holds the passphrase."""

    id: str
    passphrase: Seal
    recovery: Seal
    keyring: bool = False

    def to_json(self) -> str:
        """As it is kept on disk."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Envelope:
        """As it was kept on disk. Raises ValueError, KeyError or TypeError for anything else."""
        values = json.loads(text)
        return cls(values["id"], Seal(**values["passphrase"]), Seal(**values["recovery"]), bool(values["keyring"]))

    def open(self, secret: str) -> bytes:
        """The data key, by passphrase or recovery key. Raises AccessDenied for any other secret."""
        for seal, text in ((self.passphrase, _typed(secret)), (self.recovery, _recovery(secret))):
            key = _unseal(seal, text, self.id)
            if key is not None:
                return key
        raise AccessDenied("record-passphrase-wrong")

    def with_passphrase(self, key: bytes, passphrase: str) -> Envelope:
        """The same envelope under a new passphrase, which the keyring does not hold."""
        return replace(self, passphrase=_seal(key, acceptable(passphrase), self.id), keyring=False)


def new_key() -> bytes:
    """A random data key."""
    return secrets.token_bytes(_KEY_BYTES)


def new_envelope(key: bytes, passphrase: str) -> tuple[Envelope, str]:
    """Close a data key; gives the envelope and the recovery key, which nothing else ever holds."""
    name, recovery = secrets.token_hex(8), new_recovery_key()
    sealed = _seal(key, acceptable(passphrase), name)
    return Envelope(name, sealed, _seal(key, _recovery(recovery), name)), recovery


def with_recovery(envelope: Envelope, key: bytes) -> tuple[Envelope, str]:
    """The same envelope under a new recovery key, and that key."""
    recovery = new_recovery_key()
    return replace(envelope, recovery=_seal(key, _recovery(recovery), envelope.id)), recovery


def new_recovery_key() -> str:
    """160 random bits as eight groups of four letters and digits, easy to read aloud and to type."""
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode("ascii")
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def acceptable(passphrase: str) -> str:
    """The passphrase as it is used. Raises BadInput below 10 characters."""
    typed = _typed(passphrase)
    if len(typed) < SHORTEST_PASSPHRASE:
        raise BadInput("record-passphrase-short", least=SHORTEST_PASSPHRASE)
    return typed


def _typed(passphrase: str) -> str:
    """One form for what different keyboards produce; blanks at the ends do not count."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def _recovery(typed: str) -> str:
    return "".join(mark for mark in typed.upper() if mark.isalnum()).translate(_MISREAD)


def _stretch(secret: str, seal: Seal) -> bytes:
    return hash_secret_raw(
        secret.encode("utf-8", "surrogatepass"),
        bytes.fromhex(seal.salt),
        time_cost=seal.time,
        memory_cost=seal.memory,
        parallelism=seal.lanes,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )


def _seal(key: bytes, secret: str, name: str) -> Seal:
    blank = Seal(secrets.token_hex(16), secrets.token_hex(12), "")
    sealed = AESGCM(_stretch(secret, blank)).encrypt(bytes.fromhex(blank.nonce), key, name.encode("ascii"))
    return replace(blank, sealed=sealed.hex())


def _unseal(seal: Seal, secret: str, name: str) -> bytes | None:
    cipher = AESGCM(_stretch(secret, seal))
    try:
        return cipher.decrypt(bytes.fromhex(seal.nonce), bytes.fromhex(seal.sealed), name.encode("ascii"))
    except InvalidTag:
        return None
