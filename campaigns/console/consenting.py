"""What residents told the staff about messages, as it is recorded; one way for the door and for the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from campaigns.consent import ConsentKind, ConsentRecord, ConsentSource
from campaigns.consent_list import ConsentListReport, record_list
from campaigns.console.ports import AuditLog, ConsentBook
from campaigns.sending_ports import Clock


@dataclass(frozen=True, slots=True)
class Told:
    """What is recorded: an opt-out or its undoing, of a topic or (empty) of all, and what it can be traced by."""

    kind: ConsentKind
    topic: str = ""
    reference: str = ""


class StaffConsents:
    """Records consents that came by the staff; each stands in the audit log, without the phones."""

    def __init__(
        self, consents: ConsentBook, audit: AuditLog, phone: Callable[[str], str], clock: Clock
    ) -> None:
        """Take where consents and the log are kept; `phone` gives E.164 or raises `PhoneError`."""
        self._consents, self._audit, self._phone, self._clock = consents, audit, phone, clock

    async def of_phones(self, written: list[str], told: Told, who: str) -> int:
        """Record it for these phones, all or none of them; gives for how many."""
        phones = [self._phone(one) for one in written]
        record = self._record(told, who)
        count = await self._consents.record(phones, record)
        await self._audit.append(record.at, who, told.kind.value, "consents", f"{count} phones")
        return count

    async def of_file(self, path: Path, told: Told, who: str) -> ConsentListReport:
        """Record it for every phone of a file; `ContactsFileError` when it cannot be read."""
        record = self._record(told, who)
        report = await record_list(path, record, self._consents, self._phone)
        await self._audit.append(record.at, who, told.kind.value, "consents", f"{report.recorded} phones")
        return report

    def _record(self, told: Told, who: str) -> ConsentRecord:
        reference = told.reference or who
        return ConsentRecord(
            told.kind, self._clock(), ConsentSource.STAFF, told.topic, "staff", "", reference
        )
