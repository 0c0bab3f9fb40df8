"""Seals everything anew under the keyring's current key, so that a former key can be taken away."""

from sqlalchemy import bindparam, select, update

from db.fingerprint import reseal_fingerprint
from db.keyring import Keyring
from db.models.contacts import CONTACTS
from db.session import Database

_AT_ONCE = 1_000


async def reseal(database: Database, keyring: Keyring) -> int:
    """Seal contacts and the fingerprint's key under the current key; gives how many contacts had another.

    May be broken off and called again: what is under the current key already stays as it is.
    """
    async with database.writing() as session:
        await reseal_fingerprint(session, keyring)
    resealed, after = 0, 0
    page = (
        select(CONTACTS.c.id, CONTACTS.c.person_hash, CONTACTS.c.identity)
        .where(CONTACTS.c.id > bindparam("after"))
        .order_by(CONTACTS.c.id)
        .limit(_AT_ONCE)
    )
    anew = (
        update(CONTACTS)
        .where(CONTACTS.c.id == bindparam("of_contact"))
        .values(identity=bindparam("resealed"))
    )
    while True:
        async with database.changing() as connection:
            rows = (await connection.execute(page, {"after": after})).all()
            if not rows:
                return resealed
            old = [
                {"of_contact": row.id, "resealed": _anew(keyring, row.identity, row.person_hash)}
                for row in rows
                if not keyring.is_current(row.identity)
            ]
            if old:
                await connection.execute(anew, old)
            resealed, after = resealed + len(old), rows[-1].id


def _anew(keyring: Keyring, sealed: bytes, person: bytes) -> bytes:
    return keyring.seal(keyring.open(sealed, person), person)
