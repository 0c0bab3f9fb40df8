"""A house on each database: what holds on one holds on the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import scratch
from tests.sending_house import House


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def house(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> AsyncIterator[House]:
    """The sending side on a database of its own."""
    async with scratch(request.param, tmp_path, postgres_url) as database:
        yield House(database)
