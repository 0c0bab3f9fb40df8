"""Keyed hashes by which phones and persons are unique and findable though they are stored sealed."""

import os
from hashlib import blake2b

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.keyring import KEY_BYTES, Keyring
from db.models.contacts import SealedKeyRow

FINGERPRINT_BYTES = 16
_NAME = "fingerprint"


class Fingerprint:
    """BLAKE2b in its keyed form: a message authentication code that is several times faster than HMAC-SHA-256.

    Its key never changes, because opt-outs are kept by these hashes and outlive the contact; so it is drawn once and
    kept in the database, sealed under the keyring, whose keys can be rotated.
    """

    def __init__(self, key: bytes) -> None:
        """Take the secret key of 32 bytes."""
        # Keyed once; each hash begins with a copy, which is quicker than keying anew.
        self._phone = blake2b(key=key, digest_size=FINGERPRINT_BYTES, person=b"phone")
        self._person = blake2b(key=key, digest_size=FINGERPRINT_BYTES, person=b"person")

    def of_phone(self, phone: str) -> bytes:
        """Give the hash of a phone number in E.164."""
        mac = self._phone.copy()
        mac.update(phone.encode())
        return mac.digest()

    def of_person(self, phone: str, name: str) -> bytes:
        """Give the hash of who is meant: two residents may share one phone."""
        mac = self._person.copy()
        mac.update(f"{phone}\x1f{name}".encode())
        return mac.digest()


async def open_fingerprint(session: AsyncSession, keyring: Keyring) -> Fingerprint:
    """Give this database's fingerprint; its key is drawn in this (writing) transaction when there is none yet."""
    sealed = await session.scalar(select(SealedKeyRow.sealed).where(SealedKeyRow.name == _NAME))
    if sealed is not None:
        return Fingerprint(keyring.open(sealed, _NAME.encode()))
    key = os.urandom(KEY_BYTES)
    await session.execute(insert(SealedKeyRow).values(name=_NAME, sealed=keyring.seal(key, _NAME.encode())))
    return Fingerprint(key)


async def reseal_fingerprint(session: AsyncSession, keyring: Keyring) -> None:
    """Seal the key of the fingerprint under the keyring's current key."""
    sealed = await session.scalar(select(SealedKeyRow.sealed).where(SealedKeyRow.name == _NAME))
    if sealed is None or keyring.is_current(sealed):
        return
    anew = keyring.seal(keyring.open(sealed, _NAME.encode()), _NAME.encode())
    await session.execute(update(SealedKeyRow).where(SealedKeyRow.name == _NAME).values(sealed=anew))
