"""What importing residents keeps to, on SQLite and PostgreSQL."""

import csv
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.memory import Line, Side
from bot.ports import Speaker
from campaigns import reading_process
from campaigns.consent import Basis, ConsentKind, ConsentRecord, ConsentSource, Standing
from campaigns.consent_list import record_list
from campaigns.contact import ContactBatch, SealedBatch
from campaigns.contacts_file import ContactsFileError
from campaigns.importing import ContactImport, ImportProgress, ImportReport
from campaigns.phone import e164
from campaigns.ports import Checkpoint, Intake, Tally
from campaigns.provider import Outgoing
from db.consent_store import ConsentStore
from db.contact_rows import CONSISTENCY
from db.contact_store import ContactStore
from db.fingerprint import open_fingerprint
from db.handoff_store import HandoffStore
from db.hashes import Fingerprint
from db.identity import open_identity
from db.key_rotation import reseal
from db.keyring import Keyring, KeyringError
from db.models.contacts import CONTACTS
from db.outbox_store import OutboxStore
from db.session import Database
from nlu.acts import Why
from tests.databases import scratch

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
OLD_KEY, NEW_KEY = b"a" * 32, b"b" * 32
SAMPLE = Path(__file__).parent.parent.parent / "samples" / "residents.csv"
PHONE = partial(e164, fictional=True)


@dataclass
class House:
    database: Database
    fingerprint: Fingerprint
    store: ContactStore
    consents: ConsentStore
    now: datetime = NOW

    async def imports(self, path: Path, store: ContactStore | None = None) -> ImportReport:
        service = ContactImport(store or self.store, PHONE, CONSISTENCY, lambda: self.now)
        return await service.run(path, "wording-1")

    async def rows(self) -> Sequence[object]:
        async with self.database.reading() as session:
            facts = [c for c in CONTACTS.c if c.name not in ("id", "identity", "updated_at")]
            return (await session.execute(select(*facts).order_by(CONTACTS.c.person_hash))).all()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def house(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> AsyncIterator[House]:
    async with scratch(request.param, tmp_path, postgres_url) as database:
        keyring = Keyring([OLD_KEY])
        async with database.writing() as session:
            fingerprint = await open_fingerprint(session, keyring)
        yield House(
            database,
            fingerprint,
            ContactStore(database, keyring, fingerprint),
            ConsentStore(database, fingerprint),
        )


def written(folder: Path, header: str, *rows: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def rejects(report: ImportReport) -> list[list[str]]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


async def test_the_sample_goes_in_whole_and_a_second_time_changes_nothing(house: House) -> None:
    first = await house.imports(SAMPLE)
    assert first.tally == Tally(added=1000)
    assert first.rejects is None
    before = await house.rows()
    house.now += timedelta(days=40)  # ages still hold for the day of the first import
    second = await house.imports(SAMPLE)
    assert second.tally == Tally(unchanged=1000)
    assert await house.rows() == before


async def test_good_rows_go_in_though_others_are_bad(house: House, tmp_path: Path) -> None:
    path = written(
        tmp_path, "手机号,姓名,年龄", "10000000001,甲,62", "12,乙,30", "10000000002,丙,x", "10000000003,丁,"
    )
    report = await house.imports(path)
    assert (report.rows, report.rejected, report.tally) == (4, 2, Tally(added=2))
    assert [row[:3] for row in rejects(report)] == [["3", "手机号", "12"], ["4", "年龄", "x"]]
    assert report.rejects is not None
    assert report.rejects.stat().st_mode & 0o077 == 0


async def test_a_formula_in_a_bad_cell_stays_text(house: House, tmp_path: Path) -> None:
    report = await house.imports(written(tmp_path, "手机号", "=1+1"))
    assert rejects(report)[0][2] == "'=1+1"


async def test_residents_may_share_a_phone(house: House, tmp_path: Path) -> None:
    path = written(tmp_path, "手机号,姓名", "10000000001,甲", "10000000001,乙", "10000000001,甲")
    assert (await house.imports(path)).tally == Tally(added=2, unchanged=1)


async def test_what_a_newer_file_does_not_tell_is_kept(house: House, tmp_path: Path) -> None:
    await house.imports(written(tmp_path, "手机号,姓名,儿子数,区", "10000000001,甲,1,洪山区"))
    newer = written(tmp_path, "手机号,姓名,女儿数,区", "10000000001,甲,0,", name="b.csv")
    assert (await house.imports(newer)).tally == Tally(changed=1)
    async with house.database.reading() as session:
        row = (await session.execute(select(CONTACTS))).one()
    assert (row.household_sons, row.household_daughters, row.district, row.language) == (1, 0, "洪山区", "zh")


async def test_names_and_phones_are_nowhere_in_clear(house: House, tmp_path: Path) -> None:
    await house.imports(written(tmp_path, "手机号,姓名", "10000000001,王某甲"))
    async with house.database.reading() as session:
        row = (await session.execute(select(CONTACTS))).one()
    stored = b"".join(value for value in row if isinstance(value, bytes))
    assert b"10000000001" not in stored
    assert "王某甲".encode() not in stored
    identity = open_identity(Keyring([OLD_KEY]), row.identity, row.person_hash)
    assert (identity.phone, identity.name) == ("+8610000000001", "王某甲")


async def test_keys_rotate_and_hashes_stay(house: House, tmp_path: Path) -> None:
    await house.imports(written(tmp_path, "手机号,姓名", "10000000001,甲", "10000000002,乙"))
    both, now = Keyring([NEW_KEY, OLD_KEY]), datetime.now(UTC)
    old, new = Keyring([OLD_KEY]), Keyring([NEW_KEY])
    phones = OutboxStore(house.database, old, house.fingerprint)
    await phones.put([Outgoing("a" * 32, "+8610000000001", "您好", "sandbox")], now)
    speaker = Speaker("web", "somebody")
    handoffs = HandoffStore(house.database, old, b"k")
    case = await handoffs.open(speaker, next(iter(Why)), [Line(Side.RESIDENT, "在吗")], now)
    assert await reseal(house.database, both) == 5
    assert await reseal(house.database, both) == 0
    lines = await OutboxStore(house.database, new, house.fingerprint).lines("+8610000000001")
    assert [line.text for line in lines] == ["您好"]
    told = await HandoffStore(house.database, new, b"k").lines(case.number)
    assert [line.text for line in told] == ["在吗"]
    async with house.database.writing() as session:
        fingerprint = await open_fingerprint(session, Keyring([NEW_KEY]))
        row = (await session.execute(select(CONTACTS).limit(1))).one()
    assert fingerprint.of_phone("x") == house.fingerprint.of_phone("x")
    assert open_identity(Keyring([NEW_KEY]), row.identity, row.person_hash).name in ("甲", "乙")
    with pytest.raises(KeyringError, match="former key"):
        open_identity(Keyring([OLD_KEY]), row.identity, row.person_hash)


class Failing:
    """An intake that breaks down when it is to store its second batch."""

    def __init__(self, store: ContactStore) -> None:
        self.store, self.taken = store, 0

    async def begin(self, intake: Intake) -> Checkpoint:
        return await self.store.begin(intake)

    def sealing(self, start: Checkpoint) -> Callable[[ContactBatch], SealedBatch]:
        return self.store.sealing(start)

    async def take(self, batch: SealedBatch, reached: Checkpoint, wording: str) -> Checkpoint:
        self.taken += 1
        if self.taken == 2:
            raise ConnectionError
        return await self.store.take(batch, reached, wording)

    async def finish(self, reached: Checkpoint, at: datetime) -> None:
        await self.store.finish(reached, at)


async def test_an_interrupted_import_goes_on_where_it_was(house: House, tmp_path: Path) -> None:
    batch = reading_process.FIRST_ROWS
    rows = [f"100{number:08d},甲,{'x' if number % 1000 == 7 else 30}" for number in range(batch + 500)]
    path = written(tmp_path, "手机号,姓名,年龄", *rows)
    service = ContactImport(Failing(house.store), PHONE, CONSISTENCY, lambda: house.now)
    with pytest.raises(ConnectionError):
        await service.run(path, "wording-1")
    seen: list[ImportProgress] = []
    resumed = await ContactImport(house.store, PHONE, CONSISTENCY, lambda: house.now).run(
        path, "wording-1", watch=seen.append
    )
    bad = list(range(7, batch + 500, 1000))
    assert (resumed.resumed_at, resumed.rows, resumed.rejected) == (batch, batch + 500, len(bad))
    assert resumed.tally == Tally(added=batch + 500 - len(bad))
    assert [progress.rows for progress in seen] == [batch + 500]
    assert [int(row[0]) - 2 for row in rejects(resumed)] == bad


async def test_a_file_that_cannot_be_read_leaves_nothing_behind(house: House, tmp_path: Path) -> None:
    with pytest.raises(ContactsFileError, match="no column holds the phone"):
        await house.imports(written(tmp_path, "姓名", "甲"))
    assert await house.rows() == []


async def standing(house: House, phone: str = "+8610000000001", topic: str = "a") -> Standing:
    return await house.consents.standing_of(phone, topic, Basis.CONSENT)


def record(kind: str, hours: int, topic: str = "") -> ConsentRecord:
    return ConsentRecord(ConsentKind(kind), NOW + timedelta(hours=hours), ConsentSource.WORD, topic)


async def test_a_file_tells_consent_with_the_version_of_its_words(house: House, tmp_path: Path) -> None:
    await house.imports(written(tmp_path, "手机号,同意", "10000000001,是", "10000000002,否", "10000000003,"))
    assert await standing(house) is Standing.ALLOWED
    assert await standing(house, "+8610000000002") is Standing.OPTED_OUT
    assert await standing(house, "+8610000000003") is Standing.NO_CONSENT
    (told,) = await house.consents.records_of("+8610000000001")
    assert (told.wording, told.source, told.reference) == ("wording-1", ConsentSource.FILE, "import 1")


async def test_no_file_undoes_an_opt_out_unless_it_names_a_later_day(house: House, tmp_path: Path) -> None:
    await house.consents.record(["+8610000000001"], record("opt_out", -24))
    await house.imports(written(tmp_path, "手机号,同意", "10000000001,是"))
    assert await standing(house) is Standing.OPTED_OUT
    await house.imports(written(tmp_path, "手机号,同意,同意日期", "10000000001,是,2026-01-01", name="b.csv"))
    assert await standing(house) is Standing.OPTED_OUT
    await house.imports(written(tmp_path, "手机号,同意,同意日期", "10000000001,是,2026-11-25", name="c.csv"))
    assert await standing(house) is Standing.ALLOWED


async def test_a_plain_yes_does_not_undo_the_opt_out_of_one_topic(house: House, tmp_path: Path) -> None:
    await house.consents.record(["+8610000000001"], record("opt_out", -24, "a"))
    await house.imports(written(tmp_path, "手机号,同意", "10000000001,是"))
    assert await standing(house) is Standing.OPTED_OUT


async def test_where_two_residents_of_a_phone_differ_the_no_counts(house: House, tmp_path: Path) -> None:
    await house.imports(written(tmp_path, "手机号,姓名,同意", "10000000001,甲,是", "10000000001,乙,否"))
    assert await standing(house) is Standing.OPTED_OUT


async def test_importing_again_after_an_opt_in_does_not_opt_out_again(house: House, tmp_path: Path) -> None:
    path = written(tmp_path, "手机号,同意", "10000000001,否")
    await house.imports(path)
    await house.consents.record(["+8610000000001"], record("opt_in", 1))
    house.now += timedelta(days=1)
    await house.imports(path)
    assert await standing(house) is Standing.ALLOWED


async def test_records_are_only_added_and_the_newest_counts(house: House) -> None:
    for each in (record("opt_out", 2), record("opt_in", 1), record("opt_in", 3, "b")):
        await house.consents.record(["+8610000000001"], each)
    assert [r.at for r in await house.consents.records_of("+8610000000001")] == [
        NOW + timedelta(hours=hours) for hours in (1, 2, 3)
    ]
    assert await standing(house, topic="a") is Standing.OPTED_OUT
    assert await standing(house, topic="b") is Standing.ALLOWED


async def test_opt_outs_come_by_file_too(house: House, tmp_path: Path) -> None:
    path = written(tmp_path, "手机号", "10000000001", "12", "10000000001", "10000000002")
    by_file = replace(record("opt_out", 0), source=ConsentSource.FILE, reference="list 7")
    report = await record_list(path, by_file, house.consents, PHONE)
    assert (report.recorded, [fault.row for fault in report.faults]) == (2, [3])
    assert await standing(house, "+8610000000002") is Standing.OPTED_OUT


async def test_the_sums_of_a_report_add_up_with_empty_rows(house: House, tmp_path: Path) -> None:
    path = written(tmp_path, "手机号,姓名", "10000000001,甲", "", ",", "12,乙")
    report = await house.imports(path)
    assert (report.rows, report.tally, report.rejected, report.empty) == (4, Tally(added=1), 1, 2)


async def test_a_title_above_the_header_is_refused_with_the_row_of_the_header(
    house: House, tmp_path: Path
) -> None:
    path = written(tmp_path, "2026年居民登记表,", "手机号,姓名", "10000000001,甲")
    with pytest.raises(
        ContactsFileError, match=r"row 1, which is read.*row 2 looks like the header: remove what"
    ):
        await house.imports(path)
    assert await house.rows() == []
