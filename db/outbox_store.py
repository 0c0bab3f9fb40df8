"""Where the messages of the phone simulator are kept, sealed like the registered phones."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select

from campaigns.console.ports import Line, SimulatedPhone
from campaigns.provider import Found, Outgoing
from campaigns.providers.sandbox import provider_id
from db.dialects import insert_into
from db.hashes import Fingerprint
from db.keyring import Keyring
from db.models.deliveries import OutboxRow
from db.session import Database


class OutboxStore:
    """The outbox in the database; `attempt` is empty for what was not sent by an attempt."""

    def __init__(self, database: Database, keyring: Keyring, fingerprint: Fingerprint) -> None:
        """Take the database and the keys."""
        self._database, self._keyring, self._fingerprint = database, keyring, fingerprint

    async def put(self, messages: Sequence[Outgoing], now: datetime) -> None:
        """Keep messages; the same attempt twice is one."""
        rows = [
            self._row(message.to, message.text, now, attempt=message.attempt or None) for message in messages
        ]
        statement = insert_into(self._database.engine.dialect)(OutboxRow)
        async with self._database.writing() as session:
            await session.execute(statement.on_conflict_do_nothing(index_elements=["attempt"]), rows)

    async def heard(self, phone: str, text: str, now: datetime) -> str:
        """Keep what a simulated phone wrote; gives an id of it."""
        row = self._row(phone, text, now, incoming=True)
        async with self._database.writing() as session:
            made = await session.scalar(insert(OutboxRow).values(**row).returning(OutboxRow.id))
        return f"SI{made}"

    async def sent_to(self, phone: str, since: datetime) -> list[Found]:
        """Give what reached a phone since then."""
        rows = await self._of(phone)
        return [
            Found(provider_id(row.attempt), "delivered", self._open(row)[1], row.at)
            for row in rows
            if row.attempt and row.at >= since
        ]

    async def lines(self, phone: str) -> Sequence[Line]:
        """Give everything to and from a phone, oldest first."""
        return [Line(self._open(row)[1], row.incoming, row.at) for row in await self._of(phone)]

    async def phones(self, limit: int) -> Sequence[SimulatedPhone]:
        """Give the phones with the newest messages."""
        newest = (
            select(func.max(OutboxRow.id).label("id"))
            .group_by(OutboxRow.phone_hash)
            .order_by(func.max(OutboxRow.id).desc())
            .limit(limit)
        )
        query = select(OutboxRow).where(OutboxRow.id.in_(newest)).order_by(OutboxRow.id.desc())
        async with self._database.reading() as session:
            rows = (await session.scalars(query)).all()
        told = [(row, *self._open(row)) for row in rows]
        return [SimulatedPhone(phone, Line(text, row.incoming, row.at)) for row, phone, text in told]

    async def _of(self, phone: str) -> Sequence[OutboxRow]:
        mine = OutboxRow.phone_hash == self._fingerprint.of_phone(phone)
        async with self._database.reading() as session:
            return (await session.scalars(select(OutboxRow).where(mine).order_by(OutboxRow.id))).all()

    def _row(
        self, phone: str, text: str, now: datetime, *, attempt: str | None = None, incoming: bool = False
    ) -> dict[str, object]:
        handset = self._fingerprint.of_phone(phone)
        sealed = self._keyring.seal(json.dumps([phone, text], ensure_ascii=False).encode(), handset)
        return {
            "phone_hash": handset, "attempt": attempt, "incoming": incoming, "sealed": sealed, "at": now,
        }  # fmt: skip

    def _open(self, row: OutboxRow) -> tuple[str, str]:
        phone, text = json.loads(self._keyring.open(row.sealed, row.phone_hash))
        return phone, text
