"""What the cells of a residents' file mean: words, counts and days as people write them."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from unicodedata import normalize

from campaigns.columns import Column, Holds
from campaigns.contact import CellValue, Said

Reader = Callable[[str], CellValue]

UNKNOWN = frozenset(
    {"", "-", "--", "/", "未知", "不详", "不明", "unknown", "n/a", "na", "null", "none given"}
)
_YES = frozenset({"是", "有", "对", "同意", "已", "yes", "y", "true", "1", "√", "✓"})
_NO = frozenset({"否", "无", "没有", "不", "不同意", "未", "no", "n", "false", "0", "×"})
_DAY = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?:[ T]00:00(?::00(?:\.0+)?)?)?"
)
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_EARLIEST_YEAR = 1895
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_LANGUAGES = {
    "中文": "zh",
    "汉语": "zh",
    "普通话": "zh",
    "英文": "en",
    "英语": "en",
    "chinese": "zh",
    "english": "en",
}
_ELSEWHERE = (
    *(
        "北京",
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
    ),
    *("江西", "山东", "河南", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西"),
    *("甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾"),
)
_LONGEST_WORD = 60
_PLAIN_WORD = re.compile(rf"[\u4e00-\u9fa5]{{1,{_LONGEST_WORD}}}")
"""Words that normalising leaves as they are."""


class CellError(ValueError):
    """A cell that cannot be read; the text says in Chinese what is allowed."""


def plain(text: str) -> str:
    """Give the text without full-width letters, outer spaces and capitals."""
    return normalize("NFKC", text).strip().lower()


def reader_of(column: Column, today: date) -> Reader:
    """Give the function that reads a column's cells, told on the day `today`; it raises `CellError`.

    Days become the first and last ordinal that they allow; an unknown value becomes None.
    """

    if column.holds in (Holds.NAME, Holds.DISTRICT):
        return _words
    days = column.holds in (Holds.DAY, Holds.CONSENT_ON)

    def read(text: str) -> CellValue:
        if days and (day := _whole_day(text, today)):
            return day, day
        word = plain(text)
        if word in UNKNOWN:
            return None
        if column.holds is Holds.CHOICE:
            return _choice(column, word)
        if column.holds in (Holds.BOOLEAN, Holds.CONSENT):
            return _yes_or_no(word)
        if column.holds is Holds.COUNT:
            return _count(word, column.high)
        if column.holds in (Holds.YEARS_SINCE, Holds.MONTHS_SINCE):
            step = 12 if column.holds is Holds.YEARS_SINCE else 1
            return _since(_count(word, column.high), step, today)
        if column.holds is Holds.LANGUAGE:
            return _language(word)
        return _day(word, today)

    return read


_SAID = {None: Said.NOTHING, True: Said.YES, False: Said.NO}


def said(value: CellValue) -> Said:
    """Give what a consent cell says."""
    return _SAID[value]  # type: ignore[index]


def _words(text: str) -> CellValue:
    if _PLAIN_WORD.fullmatch(text):
        return None if text in UNKNOWN else text
    word = " ".join(text.split()) if text.isascii() else " ".join(normalize("NFC", text).split())
    if len(word) > _LONGEST_WORD:
        raise CellError(f"超过 {_LONGEST_WORD} 个字")
    if not word.isprintable():
        raise CellError("含有看不见的字符")
    return None if word.lower() in UNKNOWN else word


def _yes_or_no(word: str) -> bool:
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("请填 是 或 否")


def _choice(column: Column, word: str) -> str:
    value = column.words.get(word)
    if value is not None:
        return value
    if column.name.endswith("hukou_place") or column.name.endswith("child_hukou"):
        return _place(column, word)
    raise CellError("请填 " + "、".join(sorted(set(column.words.values()))))


def _place(column: Column, word: str) -> str:
    if word.startswith(("武汉", "湖北省武汉", "湖北武汉")):
        return column.words["武汉"]
    if word.startswith("湖北"):
        return column.words.get("湖北", column.words["外省"])
    if word.startswith(_ELSEWHERE):
        return column.words["外省"]
    raise CellError("看不出是武汉、湖北还是外省")


def _count(word: str, high: int) -> int:
    digits = word.removesuffix("岁").removesuffix("个月").removesuffix("个").removesuffix("级").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6 or int(digits) > high:
        raise CellError(f"请填 0 到 {high} 的整数")
    return int(digits)


def _language(word: str) -> str:
    code = _LANGUAGES.get(word, word)
    if not _LANGUAGE.fullmatch(code):
        raise CellError("请填语言代码,如 zh、en")
    return code


def _since(count: int, step: int, today: date) -> tuple[int, int]:
    latest = _months_before(today, count * step)
    return _months_before(today, (count + 1) * step).toordinal() + 1, latest.toordinal()


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _whole_day(text: str, today: date) -> int:
    """Give the ordinal of a day written as most registers write it; 0 for all that has to be looked at closely."""
    if len(text) != len("1963-05-01") or not text[4] == text[7] == "-":
        return 0
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return 0
    return day.toordinal() if day.year >= _EARLIEST_YEAR and day <= today else 0


def _day(word: str, today: date) -> tuple[int, int]:
    found = _DAY.fullmatch(word) or _RUN_TOGETHER.fullmatch(word)
    if found is None:
        raise CellError("请填日期,如 1963-05-01、1963-05 或 1963")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise CellError("没有这一天") from error
    if year < _EARLIEST_YEAR or first > today:
        raise CellError(f"应当在 {_EARLIEST_YEAR} 年到今天之间")
    if day:
        last = first
    elif month:
        last = first.replace(day=monthrange(year, month)[1])
    else:
        last = date(year, 12, 31)
    return first.toordinal(), min(last, today).toordinal()
