"""Audiences, schedules and outcomes in the words of the staff: what an approver signs must be readable."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from campaigns.audience import Audience, AudienceError, Chance, FactFilter, read_audience
from campaigns.campaign import Campaign
from campaigns.columns import FACT_COLUMNS
from campaigns.delivery import Accepted, Doubtful, NeverSent, Outcome, Refused
from campaigns.holidays import announced
from campaigns.schedule import FIRST_YEAR, Once, Schedule
from campaigns.windows import DAYS, KINDS_OF_DAY, Windows, by_day

_FACTS = {column.name: column for column in FACT_COLUMNS}
_KINDS_OF_DAY = dict(
    zip(KINDS_OF_DAY, (*(f"周{day}" for day in "一二三四五六日"), "法定节假日", "调休上班日"), strict=True)
)
FORCING_SHOWN = 10
AFTER = timedelta(days=7)
"""What is due in the last days of a year may leave in the next."""
_LANGUAGES = {"zh": "中文", "en": "英文"}


def told_audience(written: str, benefits: Mapping[str, str]) -> str:
    """Say whom an audience is for that a campaign wrote (JSON); what cannot be read any more is given as written."""
    try:
        return audience_words(read_audience(json.loads(written), benefits), benefits)
    except AudienceError:
        return written


def audience_words(audience: Audience, benefits: Mapping[str, str]) -> str:
    """Say in one line whom an audience is for; `benefits` gives their names."""
    parts = []
    if (asked := audience.qualifies) is not None:
        sure = "按资料符合" if asked.chances == {Chance.ELIGIBLE} else "可能符合"
        if asked.chances == frozenset(Chance):
            sure = "符合或可能符合"
        parts.append(f"{sure}“{benefits.get(asked.benefit, asked.benefit)}”的人")
    if audience.districts:
        parts.append("、".join(audience.districts))
    if audience.languages:
        parts.append("语言:" + "、".join(_LANGUAGES.get(one, one) for one in audience.languages))
    parts += [_filter_words(one) for one in audience.filters]
    return ";".join(parts) or "全部登记居民"


def _filter_words(asked: FactFilter) -> str:
    column = _FACTS[asked.fact]
    if asked.values:
        told = "或".join(value_words(asked.fact, value) for value in asked.values)
    elif asked.low is not None and asked.high is not None:
        told = f"{asked.low} 到 {asked.high}"
    elif asked.low is not None:
        told = f"{asked.low} 及以上"
    else:
        told = f"{asked.high} 及以下"
    unknown = "(不清楚的也算)" if asked.or_unknown else ""
    return f"{column.headers[0]}:{told}{unknown}"


def value_words(fact: str, value: bool | int | str) -> str:
    """Give a value of a fact as a residents' file in Chinese would."""
    if isinstance(value, bool):
        return "是" if value else "否"
    told = (word for word, meant in _FACTS[fact].words.items() if meant == value and not word.isascii())
    return next(told, str(value))


def schedule_words(schedule: Schedule) -> str:
    """Say in one line when a campaign is due."""
    if isinstance(schedule, Once):
        return f"一次,{schedule.at:%Y-%m-%d %H:%M}({schedule.zone})"
    return f"反复(cron {schedule.cron}),到 {schedule.until:%Y-%m-%d %H:%M} 止({schedule.zone})"


def windows_words(windows: Windows) -> str:
    """Say in one line in which hours messages may leave; equal neighbours are taken together."""
    if windows.always:
        return "任何时间"
    parts: list[tuple[str, str, str]] = []
    for kind, hours in by_day(windows).items():
        told = str(hours) if hours else "不发"
        if parts and parts[-1][2] == told and kind in DAYS:
            parts[-1] = (parts[-1][0], kind, told)
        else:
            parts.append((kind, kind, told))
    if len({told for _, _, told in parts}) == 1:
        return f"每天 {parts[0][2]}({windows.zone})"
    spans = (
        f"{_KINDS_OF_DAY[first] if first == last else f'{_KINDS_OF_DAY[first]}至{_KINDS_OF_DAY[last]}'} {told}"
        for first, last, told in parts
    )
    return f"{';'.join(spans)}({windows.zone})"


def hours_words(campaign: Campaign) -> str:
    """Say in one line in which hours its messages may leave, and of which years the days off are not all known."""
    windows = campaign.windows
    told = windows_words(windows)
    if windows.always or len(set(by_day(windows).values())) == 1:
        return told
    years = _not_announced(campaign.schedule)
    if not years:
        return told
    some = f"{years[-1]}年" if len(years) == 1 else f"{years[-1]}年及以后"
    return f"{told}。{some}的放假安排还没公布:只知道法定的几天,调休不知道"


def _not_announced(schedule: Schedule) -> list[int]:
    """Give the years of a schedule whose days off are not announced, the last one first."""
    if isinstance(schedule, Once):
        first, last = schedule.at.year, (schedule.at + AFTER).year
    else:
        first, last = FIRST_YEAR, schedule.until.year
    return list(takewhile(lambda year: not announced(year), range(last, first - 1, -1)))


def forcing_words(forcing: Sequence[str]) -> str:
    """Name the characters that force UCS-2: single ones first, because a text without them is cheaper; Chinese as a number."""
    chinese = [one for one in forcing if "\u3400" <= one[0] <= "\u9fff"]
    others = [one for one in forcing if one not in chinese]
    told = [" ".join(others[:FORCING_SHOWN])] if others else []
    if len(others) > FORCING_SHOWN:
        told.append(f"{len(others) - FORCING_SHOWN} more")
    if chinese:
        told.append(f"{len(chinese)} different Chinese characters")
    return " and ".join(told)


def local(moment: datetime | None, zone: str) -> str:
    """Give a moment as the staff's clock on the wall shows it; a dash where there is none."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if moment else "—"


def outcome_words(outcome: Outcome) -> str:
    """Say what became of handing one message over."""
    match outcome:
        case Accepted():
            return "已交给服务商"
        case Refused(fault):
            return f"没有发出:{fault.words}({fault.code})" if fault.code else f"没有发出:{fault.words}"
        case NeverSent(fault):
            return f"没有发出,可以再试:{fault.words}({fault.code})"
        case Doubtful():
            return "结果不明:服务商没有答复,请看手机,不要马上重发"
