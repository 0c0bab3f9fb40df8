"""When people answer: spans, holidays, and what is said of the next opening."""

from datetime import UTC, date, datetime

import pytest

from bot.opening_hours import OFFICE_HOURS, HoursError, OpeningHours, read_spans, read_week
from campaigns.holidays import worked

TWO_SPANS = read_week(["09:00-12:00,14:00-17:00"] * 4 + ["09:00-12:00", "", ""])


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """An hour in Wuhan, as UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (at(25, 0, 59), False),  # Wednesday 08:59
        (at(25, 1), True),
        (at(25, 4), False),  # noon
        (at(25, 6), True),
        (at(25, 9), False),
        (at(27, 6), False),  # Friday afternoon
        (at(28, 2), False),  # Saturday
    ],
)
def test_people_answer_within_the_spans_of_the_day(instant: datetime, is_open: bool) -> None:
    assert OpeningHours(TWO_SPANS).open_at(instant) is is_open


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (at(25, 4, 30), "今天14:00"),
        (at(25, 10), "明天09:00"),
        (at(27, 5), "11月30日(周一)09:00"),
        (at(24, 20), "今天09:00"),  # Wednesday 04:00 there, though Tuesday in UTC
    ],
)
def test_the_next_opening_is_told_as_people_say_it(instant: datetime, words: str) -> None:
    assert OpeningHours(TWO_SPANS).opening_in_words(instant) == words


def test_public_holidays_are_closed_and_the_weekends_worked_for_them_open() -> None:
    hours = OpeningHours(OFFICE_HOURS.week, calendar=worked)
    assert worked(date(2026, 10, 1)) is False
    assert not hours.open_at(at(1, 2, month=10))
    made_up = [day for day in range(1, 32) if worked(date(2026, 10, day)) is True]
    assert made_up, "the State Council has a weekend of October 2026 worked"
    assert hours.open_at(at(made_up[0], 2, month=10))
    assert not OFFICE_HOURS.open_at(at(made_up[0], 2, month=10))
    opens = hours.next_opening(at(1, 2, month=10))
    assert opens is not None
    assert opens.date() > date(2026, 10, 3)


def test_where_nobody_ever_answers_no_opening_is_told() -> None:
    assert OpeningHours(read_week([""] * 7)).opening_in_words(at(25, 2)) == ""


def test_the_week_is_told_with_equal_days_together() -> None:
    assert OFFICE_HOURS.in_words() == "周一到周五09:00到17:00"
    assert OpeningHours(TWO_SPANS).in_words() == "周一到周四09:00到12:00、14:00到17:00,周五09:00到12:00"
    assert OpeningHours(read_week(["00:00-23:59"] * 7)).in_words() == "每天00:00到23:59"


@pytest.mark.parametrize(
    "written", ["9-17", "09:00", "17:00-09:00", "25:00-26:00", "09:00-12:00,11:00-13:00"]
)
def test_what_are_no_hours_is_refused(written: str) -> None:
    with pytest.raises(HoursError):
        read_spans(written)
