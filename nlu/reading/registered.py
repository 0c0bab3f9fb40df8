"""Where somebody is registered, said by way of another place or person: 都在光谷上户, 也是那里的农业户口, 我户口也在."""

import re
from collections.abc import Iterator, Sequence

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.places import ANYWHERE, HUBEI, PLACE, WUHAN
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_ENTERED = sought(
    quick(rf"在{PLACE}(?:市|区|县|这边|那边)*(?:上|落|入|报)(?:的|了|过)?户(?:口)?(?!手续|要|需|怎|可)")
)
_MOVED = sought(
    quick(
        rf"(?:迁|转)(?:了|的|过)?户口?(?:来|到|回|至|进)(?:了)?{PLACE}|"
        rf"户口从[^,。;!?]{{1,5}}(?:迁|转)(?:来|到|回|至|进)(?:了)?{PLACE.replace('(?P<', '(?P<to_')}"
    )
)
_THERE = sought(
    r"(?:那里|那边|那儿|那块|当地)(?:的)?(?:农村|农业|城镇|非农)?(?:的)?户口|户口(?:也|都|还|就)*(?:是|在|上在|落在)(?:的)?(?:那里|那边|那儿|那块|当地|那)(?:的)?(?=$|[,。;!?])"
)
_ALSO = sought(
    r"(?:我|老公|老婆|爱人|老伴|[他她])(?:自己)?的?户口?(?:也|都)(?:是|在|上了|上的|落的|一样|在一起|在一块)(?:那里|那边|那儿|那|一起|一块)?的?(?=$|[,。;!?])"
)
_AREA = "(?:市|县|镇|乡|区|省|那边|这边)*"
_KIND = re.compile(
    r"户[口籍][^,。;!?]{0,10}?(?:迁|转|落|上)[^,。;!?]{1,6}(?:是|属于|算)(?P<kind>(?P<urban>城镇|非农|城市)|农村|农业)(?:的|户口)?(?=$|[,。;!?])"
)
_AND_WHERE = re.compile(rf",(?:在|是){PLACE}{_AREA}(?:农村|乡下|老家)?(?:的)?(?=$|[,。;!?])")
"""户口是农村的,在随州."""
_NAME = re.compile(ANYWHERE)
_WUHAN, _HUBEI = re.compile(WUHAN), re.compile(HUBEI)
_NOT_SAID = re.compile(r"(?:想|要|能|可以|怎么|准备|打算|把|还没|没|不|没有|如果|是不是|算)[^,。;!?]{0,2}$")


def registered(line: Line) -> Iterator[Finding]:
    """Findings on `hukou_place` and `hukou_type`, weaker than plainer words on the same."""
    if "户" not in line.text:
        return
    for match in (*_ENTERED.finditer(line.text), *_MOVED.finditer(line.text)):
        groups = match.groupdict()
        place = next(n for n in ("wuhan", "hubei", "elsewhere") if groups[n] or groups.get(f"to_{n}"))
        yield from _placed(line, match, place)
    for match in _AND_WHERE.finditer(line.text):
        before = next((c for c in line.clauses if c.end == match.start()), None)
        words = line.text[before.start : before.end] if before else ""
        if "户" in words and not _NAME.search(words) and not inline.search("[不没随跟]", words):
            yield from _placed(line, match, next(n for n in ("wuhan", "hubei", "elsewhere") if match[n]))
    for match in (*_THERE.finditer(line.text), *_ALSO.finditer(line.text)):
        last = list(_NAME.finditer(line.text, 0, match.start()))
        if last and not inline.search("不|没", line.text[last[-1].end() : match.start()]):
            yield from _placed(line, match, _which(last[-1].group()))
    for match in _KIND.finditer(line.text):
        if _told(line, match):
            for person in line.whose(line.owner(*match.span())):
                yield Finding(
                    f"{person}.hukou_type", "urban" if match["urban"] else "rural", *match.span(), weak=True
                )


def _which(name: str) -> str:
    return "wuhan" if _WUHAN.fullmatch(name) else "hubei" if _HUBEI.fullmatch(name) else "elsewhere"


def _told(line: Line, match: re.Match[str]) -> bool:
    named = line.named_subject(match.end()) is not None
    asked = line.clause_at(match.start()).asks and not named
    return line.told(*match.span()) and not asked and _NOT_SAID.search(line.before(match.start())) is None


def _placed(line: Line, match: re.Match[str], place: str) -> Iterator[Finding]:
    if not _told(line, match):
        return
    kin = line.owner(match.end(), match.end())
    clause = line.clause_at(match.start())
    here = [m.kin for m in line.mentions if clause.start <= m.start < match.start()]
    kin = Kin.CHILD if here and set(here) <= CHILDREN - {line.about} else kin  # 三个小孩都在武汉上户
    if kin in CHILDREN and kin is not line.about:
        there = "wuhan" if place == "wuhan" else "elsewhere"
        yield Finding("household.youngest_child_hukou", there, *match.span(), weak=True)
        return
    for person in _persons(line, match, line.whose(kin)):
        yield Finding(f"{person}.hukou_place", place, *match.span(), weak=True)


def _persons(line: Line, match: re.Match[str], persons: Sequence[str]) -> Sequence[str]:
    """我跟媳妇都在光谷上户: 都 before the words makes them both's where a couple is named."""
    together = line.before(match.start()).endswith("都") and {"spouse"} & {
        p for m in line.mentions if m.end <= match.start() for p in line.whose(m.kin)
    }
    return ("self", "spouse") if together else persons
