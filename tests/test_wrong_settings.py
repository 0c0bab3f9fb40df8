"""Settings that cannot be kept: one line, and the status of wrong use (2) or of a failure (1)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.served import Served, free_port


@pytest.mark.parametrize(
    ("setting", "status", "told"),
    [
        ({"HUIMIN_DATABASE__URL": "foo"}, 2, "database.url"),
        ({"HUIMIN_DATABASE__URL": "postgresql://u@h:port/x"}, 2, "database.url"),
        ({"HUIMIN_DATABASE__URL": "sqlite:////nowhere/at/all.db"}, 2, "there is no folder /nowhere/at"),
        ({"HUIMIN_DATABASE__URL": "postgresql://postgres:hush@127.0.0.1:{port}/x"}, 1, "cannot be reached"),
        ({"HUIMIN_BROKER__URL": "foo"}, 2, "broker.url"),
        ({"HUIMIN_BROKER__URL": "amqp://u:hush/y@h"}, 2, "amqp://USER"),
        ({"HUIMIN_CAMPAIGNS__WINDOWS__TUE": "9-5"}, 2, "write them as 08:00-21:00"),
        ({"HUIMIN_CAMPAIGNS__ZONE": "Mars/X"}, 2, "campaigns.zone"),
        ({"HUIMIN_CLOCK__ZONE": "Mars/X"}, 2, "clock.zone"),
        ({"HUIMIN_SECRETS__DATA_KEY": "abc"}, 2, "HUIMIN_SECRETS__DATA_KEY"),
    ],
)
async def test_a_wrong_setting_is_one_line(
    tmp_path: Path, setting: Mapping[str, str], status: int, told: str
) -> None:
    setting = {name: value.format(port=free_port()) for name, value in setting.items()}
    found, out, err = await Served(tmp_path, setting).command("db", "upgrade")
    assert (found, out) == (status, "")
    assert told in err
    assert len(err.strip().splitlines()) == 1, err
    assert "hush" not in err


@pytest.mark.postgres
async def test_a_database_that_is_not_there_is_one_line(tmp_path: Path, postgres_url: str) -> None:
    missing = postgres_url.rsplit("/", 1)[0] + "/huimin_is_not_here"
    found, _, err = await Served(tmp_path, {"HUIMIN_DATABASE__URL": missing}).command("db", "upgrade")
    assert (found, len(err.strip().splitlines())) == (1, 1), err
    assert "huimin_is_not_here" in err
