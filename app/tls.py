"""The certificate with which the page is served beyond this machine."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from app.errors import BadInput


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate (or chain) and its private key, as paths of PEM files that belong together."""

    certificate: str
    key: str

    @classmethod
    def of(cls, certificate: str | None, key: str | None) -> Tls | None:
        """What the command line named; None where it named neither.

        Raises BadInput where one is missing, cannot be read, or does not belong to the other.
        """
        if not certificate and not key:
            return None
        if not certificate or not key:
            raise BadInput("ui-tls-pair")
        try:
            # A key with a passphrase would stop the start to ask for it: an empty one makes that a plain refusal.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
        except OSError as error:  # an SSLError is one, too
            raise BadInput("ui-tls-files", reason=error.strerror or str(error)) from error
        return cls(certificate, key)
