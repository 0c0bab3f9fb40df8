"""Keyed hashes by which phones and persons are unique and findable though they are stored sealed."""

import os

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.hashes import Fingerprint
from db.keyring import KEY_BYTES, Keyring
from db.models.contacts import SealedKeyRow

_NAME = "fingerprint"


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
