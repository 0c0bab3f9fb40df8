"""Where replies are counted for the run that they answer; a word of consent is recorded in the same transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from campaigns.campaign import read
from campaigns.consent import ConsentKind, ConsentRecord
from campaigns.delivery import DeliveryState
from campaigns.replies import Occasion
from db.consent_store import add_records
from db.dialects import insert_into
from db.hashes import Fingerprint
from db.models.campaigns import CampaignRow, RunRow
from db.models.deliveries import DeliveryRow, ReplyRow
from db.run_store import changed
from db.session import Database
from db.tallies import OPT_OUTS, REPLIES, Tally, add_up

ANSWERS_WITHIN = timedelta(days=14)
"""A reply later than this after the last message answers none of ours."""
_NEVER_LEFT = tuple(
    state.value
    for state in (
        DeliveryState.PLANNED,
        DeliveryState.REFUSED,
        DeliveryState.WITHHELD,
        DeliveryState.CANCELED,
    )
)


class ReplyStore:
    """The replies in the database; never what they said."""

    def __init__(self, database: Database, fingerprint: Fingerprint) -> None:
        """Take the database and the key of its hashes."""
        self._database, self._fingerprint = database, fingerprint

    async def take(
        self, message_id: str, phone: str, consents: Sequence[ConsentRecord], now: datetime
    ) -> bool:
        """Take in one reply; False when it was taken in before."""
        handset = self._fingerprint.of_phone(phone)
        opted_out = any(consent.kind is ConsentKind.OPT_OUT for consent in consents)
        async with self._database.writing() as session:
            answered = (await session.execute(_newest(handset, now))).one_or_none()
            row = {
                "message_id": message_id, "run_id": answered and answered.run_id,
                "delivery_id": answered and answered.id, "opted_out": opted_out, "at": now,
            }  # fmt: skip
            new = insert_into(self._database.engine.dialect)(ReplyRow).values(**row)
            if not await changed(session, new.on_conflict_do_nothing(index_elements=["message_id"])):
                return False
            for consent in consents:
                await add_records(session, [handset], consent)
            if answered is not None:
                counted = Counter({Tally(answered.run_id, answered.wave, REPLIES): 1})
                if opted_out:
                    counted[Tally(answered.run_id, answered.wave, OPT_OUTS)] = 1
                await add_up(session, counted)
        return True

    async def occasion(self, phone: str, now: datetime) -> Occasion | None:
        """Give the campaign's message that a phone answers now; None where none was sent for long."""
        newest = _newest(self._fingerprint.of_phone(phone), now).subquery()
        query = (
            select(CampaignRow.id, CampaignRow.definition, newest.c.claimed_at, newest.c.language)
            .join(RunRow, RunRow.campaign_id == CampaignRow.id)
            .join(newest, newest.c.run_id == RunRow.id)
        )
        async with self._database.reading() as session:
            found = (await session.execute(query)).one_or_none()
        if found is None or found.claimed_at is None:
            return None
        campaign = read(found.definition)
        return Occasion(
            found.id,
            campaign.name,
            found.claimed_at,
            found.language,
            campaign.policies,
            campaign.confidential,
        )


def _newest(handset: bytes, now: datetime) -> Select[int, int, int, datetime | None, str]:
    """The last message that went to the handset and may be answered yet."""
    row = DeliveryRow
    return (
        select(row.id, row.run_id, row.wave, row.claimed_at, row.language)
        .where(
            row.phone_hash == handset,
            row.claimed_at > now - ANSWERS_WITHIN,
            row.state.not_in(_NEVER_LEFT),
        )
        .order_by(row.claimed_at.desc(), row.id.desc())
        .limit(1)
    )
