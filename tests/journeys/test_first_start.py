"""The very first start on one machine: nothing was made before it."""

from pathlib import Path

from tests.served import Served


async def test_serving_makes_an_empty_sqlite_database_itself(tmp_path: Path) -> None:
    service = Served(tmp_path)
    await service.start(upgraded=False)
    try:
        status, out, _ = await service.command("staff", "list")
        assert (status, out) == (0, "")
    finally:
        await service.stop()
