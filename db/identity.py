"""Who a contact is, phone and name, sealed as one value that is bound to the keyed hash of that person."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Identity:
    """A resident's phone in E.164 and name (empty when not known)."""

    phone: str
    name: str


def seal_identity(keyring: Keyring, phone: str, name: str, person: bytes) -> bytes:
    """Seal phone and name of the person with this keyed hash."""
    return keyring.seal(f"{phone} {name}".encode(), person)


def seal_identities(
    keyring: Keyring, phones: Sequence[str], names: Sequence[str], persons: Sequence[bytes]
) -> list[bytes]:
    """Seal phones and names of these persons, as `seal_identity` does."""
    plain = [f"{phone} {name}".encode() for phone, name in zip(phones, names, strict=True)]
    return keyring.seal_all(plain, persons)


def open_identity(keyring: Keyring, sealed: bytes, person: bytes) -> Identity:
    """Give phone and name back; `KeyringError` when the key is not here or the value was changed."""
    phone, _, name = keyring.open(sealed, person).decode().partition(" ")
    return Identity(phone, name)
