"""The settings of sending hours and thresholds, as every campaign of the house starts from them."""

from datetime import time

import pytest

from house import windows_of
from house_campaigns import draft_rules
from settings import SettingsError, load


@pytest.fixture(autouse=True)
def no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))


def test_promotion_leaves_from_eight_to_nine_in_the_evening_every_day_by_default() -> None:
    windows = windows_of(load())
    told = {str(hours) for hours in (*windows.weekdays, windows.holidays, windows.makeup)}
    assert told == {"08:00-21:00"}


def test_every_kind_of_day_can_have_its_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOW_FROM", "09:00")
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOWS__SUN", "")
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOWS__HOLIDAYS", "10:00-12:00")
    windows = windows_of(load())
    assert windows.weekdays[0] is not None
    assert windows.weekdays[0].opens == time(9)
    assert windows.weekdays[6] is None
    assert str(windows.holidays) == "10:00-12:00"


@pytest.mark.parametrize("span", ["9-18", "25:00-26:00", "18:00-09:00"])
def test_hours_that_cannot_be_kept_end_the_start(monkeypatch: pytest.MonkeyPatch, span: str) -> None:
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOWS__MON", span)
    with pytest.raises(SettingsError, match=r"campaigns\.windows\.mon"):
        load()


def test_hours_of_every_day_that_end_before_they_begin_name_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOW_FROM", "22:00")
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOW_UNTIL", "08:00")
    with pytest.raises(SettingsError, match=r"window_from.*window_until.*22:00-08:00"):
        windows_of(load())


def test_hours_may_last_until_the_end_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOW_UNTIL", "24:00")
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__WINDOWS__SUN", "00:00-24:00")
    windows = windows_of(load())
    assert (str(windows.weekdays[0]), str(windows.weekdays[6])) == ("08:00-24:00", "00:00-24:00")


def test_thresholds_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIMIN_CAMPAIGNS__THRESHOLDS__UNDELIVERED", "0.05")
    assert draft_rules(load()).thresholds.undelivered == 0.05
