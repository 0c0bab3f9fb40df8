"""Who follows what: each wish with a record in the book of consents, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.ports import Speaker
from campaigns.consent import ALL_TOPICS, ConsentKind, ConsentRecord, ConsentSource
from db.consent_store import add_records
from db.dialects import insert_into
from db.hashes import Fingerprint
from db.keyring import Keyring
from db.models.news import FollowerRow
from db.session import Database
from db.speakers import milliseconds, speaker_hash

WORDING = "follow-1"
"""The version of the words that were consented to (`followed` in the file of replies)."""


class FollowStore:
    """A `Followers` (bot/following.py) in the database."""

    def __init__(self, database: Database, keyring: Keyring, fingerprint: Fingerprint) -> None:
        """Take the keys that seal and hash."""
        self._database, self._keyring, self._fingerprint = database, keyring, fingerprint
        self._key = fingerprint.of_phone("sessions")

    async def follow(self, speaker: Speaker, benefit: str, now: datetime) -> None:
        """Record that they want it."""
        hashed, handset = speaker_hash(self._key, speaker), self.handset(speaker)
        row = {
            "speaker": hashed, "benefit": benefit, "channel": speaker.channel, "handset": handset,
            "sealed": self._keyring.seal(speaker.name.encode(), hashed.encode()), "since_ms": milliseconds(now),
        }  # fmt: skip
        new = insert_into(self._database.engine.dialect)(FollowerRow).values(**row)
        async with self._database.writing() as session:
            await session.execute(new.on_conflict_do_nothing())
            record = _record(ConsentKind.OPT_IN, speaker.channel, topic_of(benefit), now)
            await add_records(session, [handset], record)

    async def leave(self, speaker: Speaker, benefit: str | None, now: datetime) -> Sequence[str]:
        """Record that they do not want it any more."""
        gone = delete(FollowerRow).where(FollowerRow.speaker == speaker_hash(self._key, speaker))
        if benefit is not None:
            gone = gone.where(FollowerRow.benefit == benefit)
        async with self._database.writing() as session:
            left = sorted(await session.scalars(gone.returning(FollowerRow.benefit)))
            for one in left:
                record = _record(ConsentKind.OPT_OUT, speaker.channel, topic_of(one), now)
                await add_records(session, [self.handset(speaker)], record)
        return left

    def handset(self, speaker: Speaker) -> bytes:
        """Give the hash under which consents are recorded: a phone's own, so that a word by short message covers both."""
        written = speaker.name if speaker.channel == "sms" else f"{speaker.channel}:{speaker.name}"
        return self._fingerprint.of_phone(written)


async def leave_unreachable(
    session: AsyncSession, speaker: str, handset: bytes, channel: str, now: datetime
) -> None:
    """End everything that somebody follows who lets nothing of ours through."""
    await session.execute(delete(FollowerRow).where(FollowerRow.speaker == speaker))
    record = ConsentRecord(
        ConsentKind.OPT_OUT, now, ConsentSource.PROVIDER, ALL_TOPICS, channel, "", f"{channel}: blocked"
    )
    await add_records(session, [handset], record)


async def reseal_followers(database: Database, keyring: Keyring) -> int:
    """Seal the followers' names under the keyring's current key; gives how many had another."""
    row = FollowerRow
    async with database.changing() as connection:
        found = (await connection.execute(select(row.speaker, row.benefit, row.sealed))).all()
        old = [who for who in found if not keyring.is_current(who.sealed)]
        for who in old:
            about = who.speaker.encode()
            anew = keyring.seal(keyring.open(who.sealed, about), about)
            mine = update(row).where(row.speaker == who.speaker, row.benefit == who.benefit)
            await connection.execute(mine.values(sealed=anew))
    return len(old)


def topic_of(benefit: str) -> str:
    """Give the topic under which consents to news of a benefit are recorded."""
    return f"follow:{benefit}"


def _record(kind: ConsentKind, channel: str, topic: str, now: datetime) -> ConsentRecord:
    wording = WORDING if kind is ConsentKind.OPT_IN else ""
    return ConsentRecord(kind, now, ConsentSource.WORD, topic, channel, wording, "chat")
