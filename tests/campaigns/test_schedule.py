"""When campaigns are due: cron as everybody reads it, in any zone, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.schedule import (
    Once,
    Recurring,
    ScheduleError,
    due_times,
    first_due,
    last_due,
    next_due,
    occurrences,
)

ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
FAR = datetime.fromisoformat("2040-01-01")

MOMENTS = st.datetimes(
    datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-01-01"), timezones=st.just(UTC)
)


def local(written: str) -> datetime:
    return datetime.fromisoformat(written)


@pytest.mark.parametrize(
    ("weekday", "days"),
    [
        ("0", "Sun Sun"),
        ("7", "Sun Sun"),
        ("1-5", "Fri Mon Tue Wed Thu Fri"),
        ("0-3", "Sun Mon Tue Wed Sun"),
        ("5-7", "Fri Sat Sun Fri"),
        ("*/2", "Sat Sun Tue Thu Sat"),
        ("sat,sun", "Sat Sun Sat"),
        ("fri-mon", "Fri Sat Sun Mon Fri"),
    ],
)
def test_weekdays_are_counted_as_cron_counts_them(weekday: str, days: str) -> None:
    due = due_times(Recurring(f"0 9 * * {weekday}", FAR), datetime(2026, 11, 27, tzinfo=UTC))
    names = days.split()
    assert [at.strftime("%a") for at in islice(due, len(names))] == names


@pytest.mark.parametrize(
    ("at", "zone", "utc"),
    [
        ("2026-12-01T09:00", "Asia/Shanghai", "2026-12-01T01:00+00:00"),
        (
            "2026-03-08T02:30",
            "America/New_York",
            "2026-03-08T07:30+00:00",
        ),  # leapt over: 03:30 by the new time
        ("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30+00:00"),  # twice: the first
    ],
)
def test_a_local_time_is_one_moment(at: str, zone: str, utc: str) -> None:
    assert next_due(Once(local(at), zone), datetime(2026, 1, 1, tzinfo=UTC)) == datetime.fromisoformat(utc)


def test_a_time_that_comes_twice_is_due_once() -> None:
    daily = Recurring("30 1 * * *", FAR, "America/New_York")
    due = list(islice(due_times(daily, datetime(2026, 10, 31, 12, tzinfo=UTC)), 3))
    assert [at.hour for at in due] == [5, 6, 6]


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("* * *", "five fields"),
        ("61 * * * *", "61"),
        ("0 9 * * 8", "no weekday"),
        ("0 9 * * abc", "no weekday"),
    ],
)
def test_a_bad_line_is_told(cron: str, words: str) -> None:
    with pytest.raises(ScheduleError, match=words):
        Recurring(cron, FAR)


def test_a_zone_that_is_none_is_told() -> None:
    with pytest.raises(ScheduleError, match="Asia/Shanghai"):
        Once(local("2026-12-01T09:00"), "Asia/Wuhan")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 59),
    MOMENTS,
)
def test_a_daily_campaign_is_due_once_every_local_day(
    zone: str, hour: int, minute: int, since: datetime
) -> None:
    place = ZoneInfo(zone)
    due = list(islice(due_times(Recurring(f"{minute} {hour} * * *", FAR, zone), since), 8))
    assert all(since < at for at in due)
    days = [at.astimezone(place).date() for at in due]
    assert days == [days[0] + timedelta(days=number) for number in range(8)]
    for at in due:
        told = at.astimezone(place)
        leapt = told.utcoffset() != (told - timedelta(hours=3)).astimezone(UTC).astimezone(place).utcoffset()
        assert (told.hour, told.minute) == (hour, minute) or leapt


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), MOMENTS)
def test_nothing_is_due_after_the_end(zone: str, since: datetime) -> None:
    until = since.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + timedelta(days=2)
    due = list(due_times(Recurring("0 */7 * * *", until, zone), since))
    assert due == sorted(set(due))
    assert all(since < at <= until.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for at in due)


NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)  # a Monday, 12:00 in Shanghai
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        (Once(local("2026-11-30T11:30")), "2026-11-30T03:30+00:00"),
        (Once(local("2026-12-01T09:00")), "2026-12-01T01:00+00:00"),
        (Recurring("*/10 * * * *", FAR), "2026-11-30T04:10+00:00"),
        (Recurring("30 11 * * mon", FAR), "2026-12-07T03:30+00:00"),
    ],
)
def test_what_begins_late_makes_up_only_for_what_is_due_once(schedule: Once | Recurring, due: str) -> None:
    assert first_due(schedule, NOON, HOUR) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Once(local("2026-11-30T10:59")), "has passed"),
        (Recurring("0 9 31 2 *", local("2028-01-01")), "never comes"),
        (Recurring("0 9 * * *", local("2020-01-01")), "never comes"),
        (Recurring("0 9 * * *", local("2026-12-01T08:00")), "later end"),
    ],
)
def test_a_time_that_never_comes_is_told(schedule: Once | Recurring, words: str) -> None:
    with pytest.raises(ScheduleError, match=words):
        first_due(schedule, NOON, HOUR)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 23), MOMENTS, st.integers(0, 200))
def test_the_last_time_is_the_last_of_all(hour: int, since: datetime, hours: int) -> None:
    schedule = Recurring(f"0 {hour} * * 1-5", FAR)
    until = since + timedelta(hours=hours)
    due = due_times(schedule, since - timedelta(microseconds=1))
    found = list(takewhile(lambda at: at <= until, due))
    assert last_due(schedule, since, until) == (found[-1] if found else None)


@pytest.mark.parametrize(
    ("cron", "until", "times"),
    [
        ("0 9 * * *", "2026-12-03T10:00", 3),
        ("0 9 * * *", "2026-12-03T08:00", 2),
        ("0 9 1 1 *", "2026-12-03T08:00", 1),
        ("* * * * *", "2026-12-02T23:59", 2_880),
    ],
)
def test_the_times_until_the_end_are_counted(cron: str, until: str, times: int) -> None:
    assert occurrences(Recurring(cron, local(until)), datetime(2026, 11, 30, 16, tzinfo=UTC)) == times
