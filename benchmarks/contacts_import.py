"""How fast a CSV of residents is imported (claim: 20,000 rows/s on 2 cores) and at how much memory.

`python -m benchmarks.contacts_import [ROWS] [DATABASE-URL ...]` makes scratch tables in each database given (they must
be empty), by default a SQLite file in a temporary folder. Processor time is shown too: on a busy machine it tells
what the clock does not.
"""

import asyncio
import csv
import resource
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from campaigns.importing import ContactImport
from campaigns.phone import e164
from db.contact_rows import CONSISTENCY
from db.contact_store import ContactStore
from db.fingerprint import open_fingerprint
from db.keyring import Keyring
from db.migrate import downgrade, upgrade
from db.session import Database
from samples.residents import HEADER, residents

PHONE = partial(e164, fictional=True)


def _now() -> datetime:
    return datetime.now(UTC)


def _write(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, restval="")
        writer.writeheader()
        writer.writerows(residents(rows))


async def _measure(url: str, path: Path) -> None:
    database = Database(url)
    try:
        await downgrade(database, "base")
        await upgrade(database)
        keyring = Keyring([bytes(32)])
        async with database.writing() as session:
            fingerprint = await open_fingerprint(session, keyring)
        service = ContactImport(ContactStore(database, keyring, fingerprint), PHONE, CONSISTENCY, _now)
        for round_ in ("first", "again"):
            started, here = time.perf_counter(), time.process_time()
            child = resource.getrusage(resource.RUSAGE_CHILDREN)
            report = await service.run(path, "wording")
            seconds = time.perf_counter() - started
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            reading = after.ru_utime + after.ru_stime - child.ru_utime - child.ru_stime
            storing = time.process_time() - here
            peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, after.ru_maxrss) // 1024
            print(
                f"{database.engine.dialect.name:10} {round_}: {report.rows / seconds:8,.0f} rows/s, "
                f"processor us a row: reading {reading / report.rows * 1e6:.0f}, "
                f"storing {storing / report.rows * 1e6:.0f}; at most {peak} MB; {report.tally}"
            )
    finally:
        await database.dispose()


async def _main(rows: int, urls: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "residents.csv"
        await asyncio.to_thread(_write, path, rows)
        for url in urls or [f"sqlite:///{Path(folder) / 'import.db'}"]:
            await _measure(url, path)


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2:]))
