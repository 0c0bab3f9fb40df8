"""Sending hours of one campaign: written by its author, seen and signed by its approver."""

from typing import Any

import pytest

from campaigns.windows import DAYS
from tests.campaigns.console.conftest import DRAFT, Door

OFFICE = dict.fromkeys(DAYS[:5], "09:00-17:30")


async def test_a_campaign_may_have_hours_of_its_own(door: Door) -> None:
    made = await door.drafted(windows={**OFFICE, "sat": "", "makeup": "10:00-12:00"})
    written = made["campaign"]["windows"]
    assert written["weekdays"][0] == {"opens": "09:00:00", "closes": "17:30:00"}
    assert written["weekdays"][5] is None
    assert written["makeup"] == {"opens": "10:00:00", "closes": "12:00:00"}
    assert made["words"]["windows"].startswith("周一至周五 09:00-17:30;周六至周日 不发")


async def test_hours_are_part_of_what_is_signed_and_shown_in_the_preview(door: Door) -> None:
    plain = await door.drafted()
    other = await door.drafted(windows=OFFICE)
    assert plain["hash"] != other["hash"]
    told = await door.call("author", "POST", "/campaigns/preview", 200, json=DRAFT | {"windows": OFFICE})
    assert "周一至周五 09:00-17:30" in told.json()["windows"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"windows": {"mon": "9-18"}}, "windows.mon"),
        ({"windows": {"easter": "09:00-18:00"}}, "windows.easter"),
        ({"windows": {"mon": "18:00-09:00"}}, "windows.mon"),
        ({"windows": {"mon": "09:00-18:00"}, "kind": "alert"}, "/api/staff/campaigns"),
    ],
)
async def test_hours_that_cannot_be_kept_are_refused(door: Door, changes: dict[str, Any], where: str) -> None:
    answer = await door.call("author", "POST", "/campaigns", 422, json=DRAFT | changes)
    assert answer.json()["error"]["where"] == where


@pytest.mark.parametrize(
    ("windows", "says"),
    [
        ({"tue": "25:00"}, "'25:00' are no hours: write them as 08:00-21:00"),
        ({"xyz": ""}, "there is no such day; there are mon, tue"),
        ({"mon": "18:00-09:00"}, "hours must begin before they end: 18:00-09:00"),
    ],
)
async def test_it_is_said_how_hours_are_written(door: Door, windows: dict[str, str], says: str) -> None:
    answer = await door.call("author", "POST", "/campaigns", 422, json=DRAFT | {"windows": windows})
    assert answer.json()["error"]["message"].startswith(says)


async def test_a_day_may_be_open_to_its_end(door: Door) -> None:
    made = await door.drafted(windows={"mon": "00:00-24:00"})
    assert made["words"]["windows"].startswith("周一 00:00-24:00;")


async def test_author_and_approver_read_that_a_years_plan_is_missing(door: Door) -> None:
    far: dict[str, Any] = {
        "schedule": {"at": "2031-02-10T09:00:00"},
        "windows": dict.fromkeys(DAYS, "09:00-18:00") | {"holidays": "closed"},
    }
    told = await door.call("author", "POST", "/campaigns/preview", 200, json=DRAFT | far)
    made = await door.drafted(**far)
    for words in (told.json()["windows"], made["words"]["windows"]):
        assert words.endswith("2031年的放假安排还没公布:只知道法定的几天,调休不知道")


async def test_the_choices_tell_the_hours_of_the_house(door: Door) -> None:
    told = (await door.call("viewer", "GET", "/choices", 200)).json()["windows"]
    assert list(told) == [*DAYS, "holidays", "makeup"]
