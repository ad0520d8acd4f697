"""The system's own keyring, for people who ask that it remember the record's passphrase."""

from __future__ import annotations

from app.errors import RecordProblem

_SERVICE = "bimedix-desk"


def remember(name: str, passphrase: str) -> None:
    """Hand the passphrase to the keyring under the envelope's name. Raises RecordProblem where there is no keyring."""
    import keyring  # only those who ask for it wait for its backends to load
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, name, passphrase)
    except KeyringError as error:
        raise RecordProblem("record-no-keyring", reason=str(error).splitlines()[0]) from error


def recall(name: str) -> str | None:
    """The passphrase, or None where the keyring does not give it: then the person is asked."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None


def forget(name: str) -> None:
    """Take the passphrase out of the keyring, if it is there."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(_SERVICE, name)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise RecordProblem("record-no-keyring", reason=str(error).splitlines()[0]) from error
