"""Days that people name by the feast or put right by halves: 今年国庆节那天, 今年3月,哦不,4月."""

import re

_FEASTS = {
    "元旦": "1月1日",
    "情人节": "2月14日",
    "妇女节": "3月8日",
    "三八": "3月8日",
    "植树节": "3月12日",
    "劳动节": "5月1日",
    "五一": "5月1日",
    "青年节": "5月4日",
    "儿童节": "6月1日",
    "六一": "6月1日",
    "建党节": "7月1日",
    "七一": "7月1日",
    "建军节": "8月1日",
    "八一": "8月1日",
    "教师节": "9月10日",
    "国庆": "10月1日",
    "光棍节": "11月11日",
    "双十一": "11月11日",
    "平安夜": "12月24日",
    "圣诞": "12月25日",
}
_HOLIDAYS = {"五一", "劳动节", "国庆"}
"""Of some days off: without 那天 only the month is sure, of the first of May not even that."""
_NAMED = re.compile(
    r"(?P<year>(?:\d\d|\d{4})年|今年|去年|前年|大前年)的?(?:三八(?=妇女)|五一(?=劳动)|六一(?=儿童)|七一(?=建党)|八一(?=建军)|国际)?"
    rf"(?P<feast>{'|'.join(_FEASTS)})节?(?P<day>(?:的)?(?:那一?天|当天|当日|正日子)(?:的)?)?"
)
_CUE = re.compile("元旦|国庆|圣诞|平安夜|三八|五一|六一|七一|八一|双十一|[人女动年童党军师棍树]节")


_HALF_RIGHT = re.compile(
    r"(?P<year>今年|去年|前年|(?:\d\d|\d{4})年)(?P<day>\d{1,2}月份?(?:\d{1,2}[号日])?)(?P<born>(?:出?生)?的?)"
    r"(?P<wrong>,(?:哦不|啊不|不对|不是|错了|说错了|写错了|记错了|打错了|更正|不不)(?:,|是|应该是)*)(?=\d{1,2}月)"
)
"""今年3月,哦不,4月12号: the year goes on."""


def dated(words: str) -> str:
    """Give the words with each feast of a named year as the day it is on, and with the year in each correction."""
    if _CUE.search(words):
        words = _NAMED.sub(_day, words)
    if "不" in words or "错" in words or "更正" in words:
        words = _HALF_RIGHT.sub(r"\g<year>\g<day>\g<born>\g<wrong>\g<year>", words)
    return words


def _day(found: re.Match[str]) -> str:
    day = _FEASTS[found["feast"]]
    if found["feast"] in _HOLIDAYS and not found["day"]:
        return f"{found['year']}10月" if found["feast"] == "国庆" else found.group()
    return f"{found['year']}{day}"
