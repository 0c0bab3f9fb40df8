"""How long the database takes to choose an audience of 1,000,000 residents by one benefit (claim: 3 s at most).

`python -m benchmarks.audience [DATABASE-URL ...]` makes scratch tables in each database given (they must be empty),
by default a SQLite file in a temporary folder.
"""

import asyncio
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, insert, literal_column, select, text

from campaigns.audience import Chance, Qualifies
from campaigns.contact_reader import ContactReader
from campaigns.phone import e164
from db.audience_query import may_qualify
from db.contact_rows import CONSISTENCY
from db.migrate import downgrade, upgrade
from db.models.contacts import CONTACTS
from db.session import Database
from nlu.policybook import load_book
from samples.residents import HEADER, residents

TODAY = date(2026, 11, 25)
PROFILES, COPIES = 20_000, 50


def _rows() -> list[dict[str, object]]:
    def phone(written: str) -> str:
        return e164(written, fictional=True)

    reader = ContactReader(HEADER, TODAY, phone, CONSISTENCY)
    rows: list[dict[str, object]] = []
    empty = {column.name: None for column in CONTACTS.columns if column.name != "id"}
    for number, person in enumerate(residents(PROFILES, seed=7)):
        contact = reader.read(number, [person.get(column, "") for column in HEADER])
        if contact is None or isinstance(contact, list):
            continue
        facts = dict(zip((slot.name for slot in reader.slots), contact.facts, strict=True))
        mark = number.to_bytes(16, "big")
        told = {"person_hash": mark, "phone_hash": mark, "identity": bytes(70)}
        rows.append(
            {
                **empty,
                **told,
                **facts,
                "language": "zh",
                "district": contact.district,
                "updated_at": datetime.now(UTC),
            }
        )
    return rows


async def _fill(database: Database) -> int:
    await downgrade(database, "base")
    await upgrade(database)
    rows = _rows()
    names = [column.name for column in CONTACTS.columns if column.name != "id"]
    postgres = database.engine.dialect.name == "postgresql"
    random = "decode(md5(random()::text || clock_timestamp()::text), 'hex')" if postgres else "randomblob(16)"
    async with database.writing() as session:
        for start in range(0, len(rows), 500):
            await session.execute(insert(CONTACTS), rows[start : start + 500])
    for _ in range(COPIES - 1):
        async with database.writing() as session:
            copied = [
                literal_column(random) if name.endswith("_hash") else CONTACTS.c[name] for name in names
            ]
            copies = select(*copied).where(CONTACTS.c.id <= len(rows))
            await session.execute(insert(CONTACTS).from_select(names, copies))
    if postgres:
        async with database.engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE contacts"))
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(CONTACTS)) or 0


async def _measure(url: str) -> None:
    database = Database(url)
    try:
        total = await _fill(database)
        print(f"{database.engine.dialect.name}: {total:,} residents")
        for policy in load_book().benefits.values():
            for chances in (frozenset({Chance.ELIGIBLE}), frozenset(Chance)):
                started = time.perf_counter()
                condition = may_qualify(Qualifies(policy.id, chances), policy, TODAY)
                async with database.reading() as session:
                    found = await session.scalar(select(func.count()).select_from(CONTACTS).where(condition))
                seconds = time.perf_counter() - started
                print(f"  {policy.id:36} {'+'.join(sorted(chances)):17} {found:>9,} in {seconds:5.2f} s")
    finally:
        await database.dispose()


async def _main(urls: list[str]) -> None:
    with TemporaryDirectory() as folder:
        for url in urls or [f"sqlite:///{Path(folder) / 'audience.db'}"]:
            await _measure(url)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
