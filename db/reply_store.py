"""Where replies are counted for the run that they answer; a word of consent is recorded in the same transaction."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import select

from campaigns.consent import ConsentKind, ConsentRecord
from db.consent_store import add_records
from db.dialects import insert_into
from db.fingerprint import Fingerprint
from db.models.deliveries import DeliveryRow, ReplyRow
from db.run_store import changed
from db.session import Database
from db.tallies import OPT_OUTS, REPLIES, Tally, add_up

ANSWERS_WITHIN = timedelta(days=14)
"""A reply later than this after the last message answers none of ours."""


class ReplyStore:
    """The replies in the database; never what they said."""

    def __init__(self, database: Database, fingerprint: Fingerprint) -> None:
        """Take the database and the key of its hashes."""
        self._database, self._fingerprint = database, fingerprint

    async def take(self, message_id: str, phone: str, consent: ConsentRecord | None, now: datetime) -> bool:
        """Take in one reply; False when it was taken in before."""
        handset = self._fingerprint.of_phone(phone)
        opted_out = consent is not None and consent.kind is ConsentKind.OPT_OUT
        newest = (
            select(DeliveryRow.id, DeliveryRow.run_id, DeliveryRow.wave)
            .where(DeliveryRow.phone_hash == handset, DeliveryRow.claimed_at > now - ANSWERS_WITHIN)
            .order_by(DeliveryRow.claimed_at.desc(), DeliveryRow.id.desc())
            .limit(1)
        )
        async with self._database.writing() as session:
            answered = (await session.execute(newest)).one_or_none()
            row = {
                "message_id": message_id, "run_id": answered and answered.run_id,
                "delivery_id": answered and answered.id, "opted_out": opted_out, "at": now,
            }  # fmt: skip
            new = insert_into(self._database.engine.dialect)(ReplyRow).values(**row)
            if not await changed(session, new.on_conflict_do_nothing(index_elements=["message_id"])):
                return False
            if consent is not None:
                await add_records(session, [handset], consent)
            if answered is not None:
                counted = Counter({Tally(answered.run_id, answered.wave, REPLIES): 1})
                if opted_out:
                    counted[Tally(answered.run_id, answered.wave, OPT_OUTS)] = 1
                await add_up(session, counted)
        return True
