"""When messages may leave: by weekday and on holidays, in any zone, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import Campaign, CampaignKind
from campaigns.console.spoken import hours_words, windows_words
from campaigns.holidays import holiday_or_makeup, is_public_holiday
from campaigns.pacing import Slots
from campaigns.schedule import Once, Recurring
from campaigns.windows import (
    Hours,
    WindowError,
    Windows,
    at_any_hour,
    changed,
    default_windows,
    opening,
)

ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
DAY = Hours(time(8), time(21))
MOMENTS = st.datetimes(
    datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-01-01"), timezones=st.just(UTC)
)


def never(day: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 10, 1), True),
        (date(2026, 10, 10), False),  # a Saturday on which people work
        (date(2026, 11, 28), False),  # a plain Saturday
        (date(2031, 10, 1), True),  # announced or not
        (date(2031, 10, 8), False),
    ],
)
def test_public_holidays_are_known(day: date, holiday: bool) -> None:
    assert is_public_holiday(day) is holiday


def test_the_days_of_a_year_not_announced_are_those_of_the_law() -> None:
    days = [date(2031, 1, 1) + timedelta(days=ahead) for ahead in range(365)]
    assert [f"{day:%m-%d}" for day in days if is_public_holiday(day)] == [
        "01-01", "01-22", "01-23", "01-24", "01-25", "01-27", "04-05", "04-07", "05-01", "05-02", "06-24",
        "10-01", "10-02", "10-03",
    ]  # fmt: skip


CLOSED = changed(default_windows(), {"holidays": ""})


@pytest.mark.parametrize(
    ("schedule", "windows", "warned"),
    [
        (Once(datetime.fromisoformat("2031-03-01T09:00")), CLOSED, "2031年的"),
        (Once(datetime.fromisoformat("2026-11-26T09:00")), CLOSED, ""),
        (Recurring("0 9 * * 1", datetime.fromisoformat("2032-03-01T09:00")), CLOSED, "年及以后的"),
        (Recurring("0 9 * * 1", datetime.fromisoformat("2026-12-01T09:00")), CLOSED, ""),
        (Once(datetime.fromisoformat("2031-03-01T09:00")), default_windows(), ""),
        (Once(datetime.fromisoformat("2031-03-01T09:00")), at_any_hour(), ""),
    ],
)
def test_it_is_said_where_hours_for_holidays_rest_on_days_nobody_announced(
    schedule: Once | Recurring, windows: Windows, warned: str
) -> None:
    campaign = Campaign("n", CampaignKind.NOTICE, {"zh": "文"}, "{}", schedule, "s", 0, windows=windows)
    _, _, note = hours_words(campaign).partition("。")
    assert (f"{warned}放假安排还没公布" in note) if warned else not note


def test_a_holiday_has_hours_of_its_own() -> None:
    windows = Windows((DAY,) * 7, Hours(time(10), time(12)))
    found = opening(windows, datetime(2026, 10, 1, 0, 30, tzinfo=UTC), is_public_holiday)
    assert (found.opens.hour, found.closes.hour) == (2, 4)


def test_what_comes_at_night_waits_for_the_morning() -> None:
    found = opening(default_windows(), datetime(2026, 11, 25, 14, 0, tzinfo=UTC), never)
    assert found.opens == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)


def test_an_alert_may_leave_at_any_hour() -> None:
    at = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    assert opening(at_any_hour(), at, never).opens == at


def test_windows_that_never_open_are_an_error() -> None:
    with pytest.raises(WindowError, match="within a year"):
        opening(Windows((None,) * 7, None), datetime(2026, 11, 25, tzinfo=UTC), never)


hours = st.tuples(st.times(), st.times()).filter(lambda two: two[0] < two[1]).map(lambda two: Hours(*two))


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(*[st.none() | hours] * 7),
    hours,
    st.sampled_from(ZONES),
    MOMENTS,
)
def test_an_opening_lies_within_the_hours_of_its_day(
    weekdays: tuple[Hours | None, ...], holidays: Hours, zone: str, at: datetime
) -> None:
    windows = Windows(weekdays, holidays, zone)
    found = opening(windows, at, is_public_holiday)
    assert at <= found.opens < found.closes
    place = ZoneInfo(zone)
    day = found.closes.astimezone(place).date()
    allowed = holidays if is_public_holiday(day) else weekdays[day.weekday()]
    assert allowed is not None
    begins = datetime.combine(day, allowed.opens, place).astimezone(UTC)
    assert begins <= found.opens
    assert found.closes == datetime.combine(day, allowed.closes, place).astimezone(UTC)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=60),
    st.floats(1, 500),
    MOMENTS,
)
def test_batches_never_overtake_the_pace_nor_leave_a_window(
    batches: list[int], rate: float, since: datetime
) -> None:
    slots = Slots(default_windows(), never, rate, since)
    ended = since
    for segments in batches:
        slot = slots.take(segments)
        lasts = timedelta(seconds=segments / rate)
        assert slot.opens >= ended
        assert slot.opens + lasts <= slot.closes
        assert 8 <= slot.opens.astimezone(ZoneInfo("Asia/Shanghai")).hour < 21
        ended = slot.opens + lasts


MAKEUP = date(2026, 10, 10)
"""A Saturday that is worked for the National Day holiday."""


def test_a_weekend_worked_for_a_holiday_has_hours_of_its_own() -> None:
    assert holiday_or_makeup(MAKEUP) is None
    windows = changed(default_windows(), {"sat": "", "makeup": "09:00-17:30"})
    found = opening(windows, datetime(2026, 10, 9, 14, 0, tzinfo=UTC), holiday_or_makeup)
    assert found.opens == datetime(2026, 10, 10, 1, 0, tzinfo=UTC)
    assert found.closes == datetime(2026, 10, 10, 9, 30, tzinfo=UTC)


def test_a_plain_saturday_and_a_holiday_can_be_closed() -> None:
    windows = changed(default_windows(), {"sat": "", "sun": "", "holidays": ""})
    after_saturday = opening(windows, datetime(2026, 11, 27, 14, 0, tzinfo=UTC), holiday_or_makeup)
    assert after_saturday.opens == datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    after_the_holidays = opening(windows, datetime(2026, 9, 30, 14, 0, tzinfo=UTC), holiday_or_makeup)
    assert after_the_holidays.opens == datetime(2026, 10, 8, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"mon": "9-18"}, "windows.mon"),
        ({"mon": "18:00-09:00"}, "windows.mon: hours must begin"),
        ({"mon": "24:00-25:00"}, "windows.mon"),
        ({"feast": "09:00-10:00"}, "there is no such day"),
        (dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ""), "at least one weekday"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused(written: dict[str, str], says: str) -> None:
    with pytest.raises(WindowError, match=says):
        changed(default_windows(), written)


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        (default_windows(), "每天 08:00-21:00(Asia/Shanghai)"),
        (at_any_hour(), "任何时间"),
        (
            changed(default_windows(), {"sat": "10:00-16:00", "sun": "10:00-16:00", "holidays": ""}),
            "周一至周五 08:00-21:00;周六至周日 10:00-16:00;法定节假日 不发;调休上班日 08:00-21:00(Asia/Shanghai)",
        ),
    ],
)
def test_hours_are_said_in_words(windows: Windows, words: str) -> None:
    assert windows_words(windows) == words
