"""What a child tells of the parents' children by speaking of itself."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import Kin

_AS_CHILD = re.compile(
    r"我(?:是|就是|作为)?(?:家里|他们|爸妈|父母|她|我妈|的|家|唯一的?)*(?:独生(?P<d>女|子(?!女)|子女)|独(?P<d2>女|子)|"
    r"唯一的孩子|唯一的(?P<d3>女儿|儿子))"
)
_JUST_ME = re.compile(
    r"(?:就|只|仅|只有|就只)(?:有|生|养|生养|得|剩)?(?:了|过|下)?我(?:这)?(?:一个|1个|独?一[根棵条])(?P<sex>(?P<only>独)生?(?:的?女儿?|的?子(?!女)|的?儿子|苗|的)|女儿|姑娘|闺女|丫头|儿子|女|儿)?"
)
_MARRIED_THE_ONLY_ONE = re.compile(
    r"我(?:老公|丈夫|先生|老婆|爱人|媳妇|妻子|堂客|屋里那个)(?:也|就)?是(?:家里的?|[他她]们?家?里?的?|唯一的?|个|一个)*(?:独生?(?P<girl>女儿?)|独生?(?:子(?!女)|儿子)|独苗)"
)
_US = re.compile(
    r"(?:我们|我)(?P<who>姐妹|姊妹|兄弟|兄妹|姐弟)(?:俩|两个?|二人|两人|2个)|我们(?:两|俩)个?(?P<who2>姐妹|姊妹|兄弟|兄妹|姐弟)"
)
_WITH_ONE = re.compile(
    r"(?:就|只|只有|就是|生了|有|养了)(?:生了|有|养了|是)?(?:我[跟和与]我?(?:姐姐|妹妹|哥哥|弟弟|姐|妹|哥|弟)|我?(?:姐姐|妹妹|哥哥|弟弟|姐|妹|哥|弟)[跟和与]我)(?:两个|俩|2个)?(?P<sex>女儿|姑娘|闺女|儿子)?(?=$|[,。;!?])"
)


_IN_LAWS = frozenset({Kin.MOTHER_IN_LAW, Kin.FATHER_IN_LAW, Kin.PARENTS_IN_LAW})


def _count(name: str, value: int, match: re.Match[str]) -> Finding:
    return Finding(f"household.{name}", value, match.start(), match.end())


def told_by_a_child(line: Line) -> Iterator[Finding]:
    """Findings on the parents' children from what the speaker says of themselves: 我妈就我一个女儿."""
    for match in _AS_CHILD.finditer(line.text):
        if line.told(*match.span()):
            yield _count("children_ever", 1, match)
            yield _count("children_living", 1, match)
            yield from _my_sex(match, match["d"] or match["d2"] or match["d3"] or "")
    for match in _JUST_ME.finditer(line.text):
        if line.clause_at(match.start()).supposed:
            continue
        yield _count("children_living", 1, match)
        if match["only"] or inline.search("生", match.group()):
            yield _count("children_ever", 1, match)
        yield from _my_sex(match, "" if (match["sex"] or "").endswith("苗") else match["sex"] or "")
    yield from _two_of_us(line)
    for match in _MARRIED_THE_ONLY_ONE.finditer(line.text) if line.about in _IN_LAWS else ():
        if line.told(*match.span()):
            yield _count("children_ever", 1, match)
            yield from _my_sex(match, "" if match.group().endswith("苗") else match["girl"] or "子")
    for match in _US.finditer(line.text):
        girls, boys = {"姐妹": (2, 0), "姊妹": (None, None), "兄弟": (0, 2), "兄妹": (1, 1), "姐弟": (1, 1)}[
            match["who"] or match["who2"]
        ]
        yield _count("children_living", 2, match)
        if girls is not None and boys is not None:
            yield _count("daughters", girls, match)
            yield _count("sons", boys, match)


def _two_of_us(line: Line) -> Iterator[Finding]:
    """生了我跟姐姐两个姑娘."""
    for match in _WITH_ONE.finditer(line.text):
        if line.clause_at(match.start()).supposed:
            continue
        yield _count("children_living", 2, match)
        if match["sex"]:
            girls = match["sex"] != "儿子"
            yield _count("daughters", 2 if girls else 0, match)
            yield _count("sons", 0 if girls else 2, match)


def _my_sex(match: re.Match[str], word: str) -> Iterator[Finding]:
    if not word or word == "子女":
        return
    girl = inline.search("女|姑|闺|丫", word) is not None
    yield _count("daughters", int(girl), match)
    yield _count("sons", int(not girl), match)
