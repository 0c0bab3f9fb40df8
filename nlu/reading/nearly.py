"""Ages of those who say how long it is until they will be so old: 差三个月满60 is 59, 还差两岁到60 is 58."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER, read_number
from nlu.reading.sought import sought

_WHO = r"(?:我|他|她|人|自己|本人|老[公婆伴]|爱人)?"
_AGE = rf"(?P<n>{NUMBER})(?P<unit>个?周岁|岁)?(?:整|生日)?(?!\d|[千万亿/%个块元角分年月号日天平斤级次条小时点名位户胎孩人份多几米])"
_TURNS = r"(?:就|才|便|都|要|该|能|将|刚好|正好|整|到|进|足|可以)*"
_LESS_THAN_A_YEAR = (
    r"(?:几天|[\d一二两三四五六七八九十]+来?天|(?:小|大|不到|将近)?半个?月|个把月|半年|大半年|"
    r"(?:不到)?(?:几|[1-9]|1[01]|十一?|[一二两三四五六七八九俩仨])个?(?:多|半|来)?月(?:零?[\d一二三四五六七八九十]+天)?)"
)
_ARRIVES = rf"(?:{_TURNS}{_WHO}{_TURNS}(?:满了?|吃|够|过)?(?:了)?{_TURNS})"
_SHORT_BY = sought(rf"差(?:不多|了|得?了?)?{_LESS_THAN_A_YEAR}(?:的(?:样子|时间))?,?{_ARRIVES}{_AGE}")
_LEFT = sought(rf"(?:还有|再过|再有|再等|还要|还得|还剩)(?:等|过)?{_LESS_THAN_A_YEAR},?{_ARRIVES}{_AGE}")
_AWAY = sought(
    rf"(?:离|距离?|到){_WHO}(?:满|过|足)?(?P<n>{NUMBER})(?:个?周岁|岁)?(?:整|生日)?,?(?:还|就|只|才|也)*(?:差|有|剩|要)(?:了|着|得)?{_LESS_THAN_A_YEAR}"
)
_NEXT = sought(
    rf"(?:下个?月|再下个?月|下下个?月)(?:初|底|中|头)?(?:份)?(?:(?:十|廿|二十|\d|[一二三四五六七八九])+[日号])?,?(?P<turns>{_ARRIVES}){_AGE}"
)
_IN_MONTH = sought(
    rf"(?P<year>明年|过[了完]年|来年|开[了过]?年|翻[了过]?年)?(?:的)?(?P<month>\d{{1,2}}|十[一二]?|[一二三四五六七八九正元])月(?:份|初|底|中)?(?:(?P<day>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:[日号]|(?=[过满才就到])))?,?(?P<turns>{_ARRIVES}){_AGE}"
)
_SHORT_OF = sought(
    rf"(?:还)?差(?P<short>[一二两三1-3])岁(?:就|才)?(?:到|满|才到|才满|才|够)?(?P<n>{NUMBER})(?:周?岁)?(?=$|[,。;!?了])"
)
_FEAST = sought(
    rf"(?:上上?个?月|上个?星期|上周|前?不久前?|前几天|[昨前今]天|刚|今年)(?:[一二三]?十?[一二三四五六七八九\d]{{0,2}}[月日号]份?)?(?:刚|才)*(?:过|满|做)(?:的|了|完)?(?:我|他|她)?(?:的)?(?P<n>{NUMBER})(?:周?岁)?的?(?:生日|大寿|寿)(?=$|[,。;!?了])"
)
"""上个月过的59岁生日."""
_LEAST, _MOST = 20, 110
_GROWN = 30
"""Below this age such words are said of children and of marriages."""


def nearly(line: Line) -> Iterator[Finding]:
    """Findings on ages that follow from the time that is left; they lie where the number stands that is no age yet."""
    for feast in _FEAST.finditer(line.text) if inline.search("生日|寿", line.text) else ():
        value = read_number(feast["n"])
        ahead = inline.search("今年", feast.group()) and not inline.search("过[的了]", feast.group())
        if value is None or not _LEAST < value <= _MOST or ahead or not line.told(*feast.span()):
            continue
        for person in line.whose(line.owner(*feast.span())):
            yield Finding(f"{person}.age", value, feast.start("n"), feast.end("n"))
    if not inline.search("差|还有|再|还要|还得|还剩|离|距|到|月", line.text):
        return
    yield from _short_of(line)
    for found, turned in _soon(line):
        value = read_number(found["n"])
        if value is None or not _LEAST < value <= _MOST:
            continue
        start, end = found.start("n"), found.end("n")
        if not line.told(found.start(), found.end()) or not line.told(start, found.end()):
            continue
        named = line.named_subject(start) is not None
        if (value <= _GROWN or line.clause_at(start).asks) and not named:
            continue  # 差三个月满60能提前报吗 asks of anybody
        for person in line.whose(line.owner(start, end)):
            yield Finding(f"{person}.age", value - turned, start, end)


def _soon(line: Line) -> Iterator[tuple[re.Match[str], int]]:
    for pattern in (_SHORT_BY, _LEFT, _AWAY):
        for found in pattern.finditer(line.text):
            yield found, 1
    for found in _NEXT.finditer(line.text):
        if _will_turn(found):
            yield found, 1
    for found in _IN_MONTH.finditer(line.text) if "月" in line.text else ():
        if _within_a_year(line, found):
            yield found, 1


def _will_turn(found: re.Match[str]) -> bool:
    return bool(inline.search("满|才|就|到|过|吃|整|要|该", found["turns"]) or found.groupdict().get("unit"))


def _within_a_year(line: Line, found: re.Match[str]) -> bool:
    """明年三月满60, 12月20号才满60: the day lies ahead and less than a year away."""
    month, day = read_number(found["month"]) or 0, read_number(found["day"] or "") or 0
    if found["month"] in {"正", "元"}:
        month = 1
    if not 1 <= month <= 12 or not _will_turn(found):
        return False
    if found["year"]:
        return month < line.on.month
    if inline.search(r"(?:(?<!今)年|[\d零〇一二三四五六七八九])的?$", line.text[: found.start()]):
        return False  # a month of a year that is named
    return month > line.on.month or (month == line.on.month and day > line.on.day)


def _short_of(line: Line) -> Iterator[Finding]:
    """还差一岁到七十: who is so many full years short of an age has the age before it."""
    for found in _SHORT_OF.finditer(line.text):
        value, short = read_number(found["n"]), read_number(found["short"])
        if value is None or short is None or not _GROWN <= value <= _MOST or not line.told(*found.span()):
            continue
        for person in line.whose(line.owner(*found.span())):
            yield Finding(f"{person}.age", value - short, *found.span())
