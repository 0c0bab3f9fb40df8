"""Seals everything anew under the keyring's current key, so that a former key can be taken away."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Column, Select, Table, bindparam, select, update

from db.fingerprint import reseal_fingerprint
from db.follow_store import reseal_followers
from db.keyring import Keyring
from db.models.channels import HandoffLineRow, HandoffRow
from db.models.contacts import CONTACTS
from db.models.deliveries import OutboxRow
from db.session import Database

_AT_ONCE = 1_000


class _Kept(NamedTuple):
    """Where sealed values lie: their table and column, and a query for each row's id, what it is about, the value."""

    table: Table
    column: Column[Any]
    rows: Select[Any]
    about: Callable[[Any], bytes]


def _named(speaker: str) -> bytes:
    return speaker.encode()


def _everything() -> tuple[_Kept, ...]:
    outbox: Any = OutboxRow.__table__
    cases: Any = HandoffRow.__table__
    lines: Any = HandoffLineRow.__table__
    contacts = CONTACTS.c
    of_case = select(lines.c.id, cases.c.speaker, lines.c.sealed).join(
        cases, cases.c.id == lines.c.handoff_id
    )
    return (
        _Kept(
            CONTACTS,
            contacts.identity,
            select(contacts.id, contacts.person_hash, contacts.identity),
            bytes,
        ),
        _Kept(outbox, outbox.c.sealed, select(outbox.c.id, outbox.c.phone_hash, outbox.c.sealed), bytes),
        _Kept(
            cases,
            cases.c.sealed,
            select(cases.c.id, cases.c.speaker, cases.c.sealed).where(cases.c.sealed != b""),
            _named,
        ),
        _Kept(lines, lines.c.sealed, of_case, _named),
    )


async def reseal(database: Database, keyring: Keyring) -> int:
    """Seal every value under the current key; gives how many had another.

    May be broken off and called again: what is under the current key already stays as it is.
    """
    async with database.writing() as session:
        await reseal_fingerprint(session, keyring)
    others = await reseal_followers(database, keyring)
    return others + sum([await _reseal(database, keyring, kept) for kept in _everything()])


async def _reseal(database: Database, keyring: Keyring, kept: _Kept) -> int:
    key = kept.table.c.id
    page = kept.rows.where(key > bindparam("after")).order_by(key).limit(_AT_ONCE)
    anew = (
        update(kept.table).where(key == bindparam("of_row")).values({kept.column.name: bindparam("resealed")})
    )
    resealed, after = 0, 0
    while True:
        async with database.changing() as connection:
            rows = (await connection.execute(page, {"after": after})).all()
            if not rows:
                return resealed
            old = []
            for number, about, sealed in rows:
                if not keyring.is_current(sealed):
                    bound = kept.about(about)
                    old.append(
                        {"of_row": number, "resealed": keyring.seal(keyring.open(sealed, bound), bound)}
                    )
            if old:
                await connection.execute(anew, old)
            resealed, after = resealed + len(old), rows[-1][0]
