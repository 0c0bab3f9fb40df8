"""What residents told the staff about messages, as it is recorded; one way for the door and for the command line."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns.campaign import CampaignError
from campaigns.campaign_ports import CampaignRecord
from campaigns.consent import ALL_TOPICS, ConsentKind, ConsentRecord, ConsentSource
from campaigns.consent_list import ConsentListReport, record_list
from campaigns.consent_words import Topic
from campaigns.console.ports import AuditLog, ConsentBook
from campaigns.phone import PhoneError
from campaigns.sending_ports import Clock


@dataclass(frozen=True, slots=True)
class Told:
    """What is recorded: an opt-out or its undoing, of a topic or (empty) of all, and what it can be traced by."""

    kind: ConsentKind
    topic: str = ""
    reference: str = ""


class Topics:
    """Knows what can be refused: every topic that messages have, by its id or by what people call it."""

    def __init__(
        self,
        named: Callable[[str], Topic | None],
        campaigns: Callable[[], Awaitable[Sequence[CampaignRecord]]],
    ) -> None:
        """Take what knows names, and the campaigns, which may have topics of their own."""
        self._named, self._campaigns = named, campaigns

    async def covered(self, written: str) -> tuple[str, ...]:
        """Give the topics that are meant; `CampaignError` where no message can be about it, as after a slip of the pen."""
        if written == ALL_TOPICS:
            return (ALL_TOPICS,)
        topic = self._named(written)
        if topic is not None:
            return (written,) if written in topic.covers else topic.covers
        if any(record.campaign.topic == written for record in await self._campaigns()):
            return (written,)
        raise CampaignError(f"topic: no message is about {written!r}: give a benefit's or topic's id or name")


class StaffConsents:
    """Records consents that came by the staff; each stands in the audit log, without the phones."""

    def __init__(
        self,
        consents: ConsentBook,
        audit: AuditLog,
        phone: Callable[[str], str],
        topics: Topics,
        clock: Clock,
    ) -> None:
        """Take where consents and the log are kept; `phone` gives E.164 or raises `PhoneError`."""
        self._consents, self._audit, self._phone, self._clock = consents, audit, phone, clock
        self._topics = topics

    async def of_phones(self, written: list[str], told: Told, who: str) -> int:
        """Record it for these phones, all or none of them; gives for how many."""
        phones = self._phones(written)
        records = await self._records(told, who)
        for record in records:
            count = await self._consents.record(phones, record)
        await self._audit.append(records[0].at, who, told.kind.value, "consents", f"{count} phones")
        return count

    def _phones(self, written: list[str]) -> list[str]:
        """Give them in E.164; a fault says which it is by its place, for no number may stand in a log."""
        phones = []
        for place, one in enumerate(written, start=1):
            try:
                phones.append(self._phone(one))
            except PhoneError as error:
                raise PhoneError(f"第 {place} 个号码:{error}" if len(written) > 1 else str(error)) from error
        return phones

    async def of_file(self, path: Path, told: Told, who: str) -> ConsentListReport:
        """Record it for every phone of a file; `ContactsFileError` when it cannot be read."""
        records = await self._records(told, who)
        for record in records:
            report = await record_list(path, record, self._consents, self._phone)
        await self._audit.append(records[0].at, who, told.kind.value, "consents", f"{report.recorded} phones")
        return report

    async def _records(self, told: Told, who: str) -> list[ConsentRecord]:
        now, reference = self._clock(), told.reference or who
        return [
            ConsentRecord(told.kind, now, ConsentSource.STAFF, topic, "staff", "", reference)
            for topic in await self._topics.covered(told.topic)
        ]
