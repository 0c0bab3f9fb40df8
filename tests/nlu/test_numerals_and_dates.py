"""Numbers and dates are read in every form, and only as exactly as they are said."""

from datetime import date

import pytest

from nlu.reading.dates import age_on, dates_in
from nlu.reading.numerals import read_number

ON = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("62", 62),
        ("六十二", 62),
        ("五十有三", 53),
        ("俩", 2),
        ("仨", 3),
        ("一万二", 12000),
        ("三千五", 3500),
        ("两百五", 250),
        ("一百零五", 105),
        ("二零二三", 2023),
        ("六六", 66),
        ("十", 10),
        ("十五", 15),
        ("廿五", 25),
        ("1万2", 12000),
        ("1.2万", 12000),
        ("两万", 20000),
        ("三千零五", 3005),
        ("九百六", 960),
        ("一百二十", 120),
        ("一千五", 1500),
        ("一亿", 100_000_000),
        ("六十二三", None),
        ("半", None),
        ("多", None),
        ("1.25", None),
        ("", None),
        ("十十", None),
        ("1" * 400, None),
        ("个", None),
    ],
)
def test_a_number_is_read_or_refused(written: str, number: int | None) -> None:
    assert read_number(written) == number


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2023年5月", "2023-05"),
        ("2023年5月6日", "2023-05-06"),
        ("二零二三年五月六号", "2023-05-06"),
        ("23年5月", "2023-05"),
        ("2023-05-01", "2023-05-01"),
        ("2023.5", "2023-05"),
        ("2023/5/1", "2023-05-01"),
        ("20230501", "2023-05-01"),
        ("去年三月", "2025-03"),
        ("前年", "2024"),
        ("今年", "2026"),
        ("上个月", "2026-10"),
        ("上个月20号", "2026-10-20"),
        ("昨天", "2026-11-24"),
        ("去年农历三月", "2025"),
        ("2023年八月初八", "2023"),
        ("今年正月", "2026"),
        ("去年腊月", None),
        ("2024年冬月", None),
        ("今年12月", None),
        ("2027年", None),
        ("2023年13月", None),
        ("2023年2月30日", None),
        ("多年", None),
    ],
)
def test_a_date_is_as_exact_as_it_was_said(said: str, iso: str | None) -> None:
    assert next((dated.iso for dated in dates_in(said, ON, adult=False)), None) == iso


@pytest.mark.parametrize(
    ("said", "iso"), [("66年", "1966"), ("08年", "2008"), ("31年", "1931"), ("六六年三月", "1966-03")]
)
def test_two_digits_of_a_grown_persons_birth_year_lie_in_a_human_life(said: str, iso: str) -> None:
    assert next(dates_in(said, ON, adult=True)).iso == iso


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1966", None),
        ("1966-03", 60),
        ("1966-11", None),
        ("1966-11-25", 60),
        ("1966-11-26", 59),
        ("1966-12", 59),
        ("2026-11-25", 0),
    ],
)
def test_an_age_follows_from_a_birth_date_only_when_one_age_is_possible(born: str, age: int | None) -> None:
    assert age_on(born, ON) == age
