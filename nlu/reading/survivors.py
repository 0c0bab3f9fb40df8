"""Children of whom some died and some live: 生了三个,活了一个; 头一个夭折了,后来又生了一个姑娘; 大的没了,还剩一个."""

import re
from collections.abc import Iterator

from nlu.reading.dying import DIED
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import read_number
from nlu.reading.sought import sought

_N = r"[一二两三四五六七俩仨1-7]"
_DEAD = rf"(?:夭折|病死|{DIED}|没成人|没带活|没养活)"
_BORN = rf"(?:(?:生|养|怀)(?:了|过)?|有过?|原来有?)(?P<all>{_N})个?(?:孩子|小孩|伢|娃|儿子|女儿|姑娘)?"
_LIVES = (
    rf"(?:(?:就|只|还|现在)*(?:剩|活|健在)(?:下|了)?(?:的)?(?:有|就|只|我|老[大二三]|大的|小的|这|那)*|"
    rf"现在(?:还|就|只)?有?)(?P<left>{_N})个"
)
_OF_ALL = sought(rf"{_BORN}[^。;!?]{{0,16}}?,?{_LIVES}(?!月|年)")
_ONE_DIED = sought(
    rf"{_BORN},(?:其中)?(?:老大|大的|老二|小的|头一个|第一个|一个)(?:早就|早|小时候|前年|去年|后来|生下来|得病|已经)*{_DEAD}(?!.{{0,12}}(?:老二|小的|一个|另一个)[^,。]{{0,8}}{_DEAD})"
)
_BORN_AFTER = sought(
    rf"(?:头一?个|第一个|头胎|老大|大儿子|大女儿|大姑娘|前头一个|(?:先前|以前|原来|之前|早年)(?:生|有)(?:了|过)?一个(?:孩子|伢|儿子|女儿|姑娘)?)"
    rf"[^。;!?]{{0,10}}?{_DEAD}[^。;!?]{{0,6}}?,?(?:后来|后头|后面|之后|再后来)(?:我们)?(?:才|就|又|再)*"
    rf"(?:(?P<bore>生|养|添|要)(?:了|的)?|只有|有)(?:一个|1个|个|(?:现在|如今)?这个)(?:(?P<boy>儿子|男孩|小子)|(?P<girl>女儿|姑娘|闺女|丫头|女孩))?"
)
_REST = re.compile(
    rf"(?:大的|老大|头一个|第一个|小的|老二)[^,。;!?]{{0,6}}{_DEAD},?(?:就|只|还|现在)*(?:剩|剩下|活)(?:了|下)?(?P<left>{_N})个"
)
_ONE_BY_NAME = sought(
    rf"{_BORN}[^。;!?]{{0,8}}?{_DEAD}[^。;!?]{{0,6}}?(?:就|只|还|现在|如今)*剩(?:下|了)?(?:我|这|那|个|一|大|小|老[大二])*(?:(?P<boy>儿子?|男孩|小子)|(?P<girl>女儿|姑娘|闺女|丫头|女孩|女))(?=$|[,。;!?])"
)
"""生了俩,老大没了,只剩小女儿."""
_TRACE = re.compile("夭|死|走|没|不在|去世|过世|剩|活|健在|病故|亡")


def survivors(line: Line) -> tuple[Finding, ...]:
    """Findings of a line that tells how many were born and how many of them live; they overrule mere counts."""
    return tuple(_survivors(line)) if _TRACE.search(line.text) else ()


def _survivors(line: Line) -> Iterator[Finding]:
    for pattern, reader in (
        (_OF_ALL, _left),
        (_ONE_BY_NAME, _named),
        (_ONE_DIED, _less_one),
        (_BORN_AFTER, _later),
        (_REST, _rest),
    ):
        match = pattern.search(line.text)
        if match and line.told(*match.span()):
            found = list(reader(match))
            if found:
                yield from found
                return


def _count(name: str, value: int, match: re.Match[str]) -> Finding:
    return Finding(f"household.{name}", value, match.start(), match.end())


def _left(match: re.Match[str]) -> Iterator[Finding]:
    born, left = read_number(match["all"]), read_number(match["left"])
    if born is not None and left is not None and left < born:
        yield _count("children_ever", born, match)
        yield _count("children_living", left, match)


def _named(match: re.Match[str]) -> Iterator[Finding]:
    born = read_number(match["all"])
    if born is not None and born > 1:
        yield _count("children_ever", born, match)
        yield _count("children_living", 1, match)
        yield _count("daughters", int(match["girl"] is not None), match)
        yield _count("sons", int(match["boy"] is not None), match)


def _less_one(match: re.Match[str]) -> Iterator[Finding]:
    born = read_number(match["all"])
    if born is not None and born > 1:
        yield _count("children_ever", born, match)
        yield _count("children_living", born - 1, match)


def _later(match: re.Match[str]) -> Iterator[Finding]:
    if match["bore"]:
        yield _count("children_ever", 2, match)
    yield _count("children_living", 1, match)
    if match["boy"] or match["girl"]:
        yield _count("sons" if match["boy"] else "daughters", 1, match)


def _rest(match: re.Match[str]) -> Iterator[Finding]:
    left = read_number(match["left"])
    if left is not None:
        yield _count("children_living", left, match)
