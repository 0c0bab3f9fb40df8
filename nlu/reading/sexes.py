"""Whether somebody is a man or a woman, told by the way: 嫁到武汉, 男扎扎坏了."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import Kin
from nlu.reading.sought import sought

_MARRIED_OFF = re.compile(
    r"(?P<woman>(?<!改)嫁(?:到|来|过来|过去|给|了人|进|人了))|(?P<man>(?:我|后来|又|再|才)娶了|(?<![^,。;!?])(?:我)?(?:是)?(?:入赘|倒插门)|(?<=我是)上门女婿|(?<=我是)入赘)"
)
_OPERATED = re.compile(
    "(?P<woman>女扎|上[了过的]{0,2}环|取[了过的]{0,2}环|放[了过的]{0,2}环|带[了过着的]{0,2}环|环(?:移位|嵌顿|断在)|输卵管|人流|引产|刮宫|上[^,。;!?]{0,3}节育环)|(?P<man>男扎|输精管)"
)
"""Operations that are done to a woman or to a man alone; 结扎 is done to either."""
_DONE = re.compile(
    "(?:完|后)[^,。;!?]{0,4}就上环了|我[^,。;!?]{0,8}(?:上[了过的]{1,2}环|取[了过]环|做[了过][^,。;!?]{0,3}(?:人流|引产))"
)
_OF_THE_HARM = re.compile("环|管|人流|引产|刮宫|并发症|鉴定|毛病|拿$|领$")
"""我上环, 并发症扶助我能不能拿: the words beside 我 speak of what was done, or claim for it."""
_GRADED = re.compile("[一二三1-3]级")
_OF_A_CHILD = re.compile(
    r"[女姑闺丫妹姐孩娃伢儿](?!(?:子|儿|娘|伢)?[^,。;!?]{0,6}(?:没了|不在|走了|走的|去世|过世|死))"
)
_SO_CALLED = sought(
    r"(?:(?:生的|岁的?|[,。;!?])(?:(?P<woman>女同志|女工)|男同志|男工)|我(?:是|一个|是个)?(?P<mother>(?:未婚|单亲)妈妈))(?:一个)?(?=$|[,。;!?])"
)
_SAID_OF = re.compile(r"(?:是|本身是|他是|她是)?(?:个)?[女男](?:的|性|同志)(?=$|[,。;!?])")
_OTHER = {"female": "male", "male": "female"}


def sexes(line: Line) -> Iterator[Finding]:
    """Findings on `sex` of the couple, weaker than what is said outright; of parents and others nothing."""
    own = line.about is Kin.ME or (line.about is Kin.SPOUSE and not line.turned)
    if not own:
        return
    if "嫁" in line.text or "娶" in line.text or "女婿" in line.text or "赘" in line.text:
        yield from _by_wedding(line)
    for match in _SO_CALLED.finditer(line.text) if inline.search("[女男]|妈妈", line.text) else ():
        if line.told(*match.span()) and not line.clause_at(match.start()).asks:
            yield Finding(
                "self.sex",
                "female" if match["woman"] or match["mother"] else "male",
                *match.span(),
                weak=True,
            )
    if inline.search("扎|环|输[卵精]管|人流|引产|刮宫", line.text):
        yield from _by_operation(line)
    yield from _of_the_other(line)


def _of_the_other(line: Line) -> Iterator[Finding]:
    """我屋里那口子女的: the sex of a husband or wife whose name does not tell it."""
    for mention in line.mentions:
        said = (
            _SAID_OF.match(line.text, mention.end) if mention.kin is Kin.SPOUSE and not mention.sex else None
        )
        if said is None or not line.told(*said.span()) or line.clause_at(mention.start).asks:
            continue
        sex = "female" if "女" in said.group() else "male"
        for person in line.whose(mention.kin):
            yield Finding(f"{person}.sex", sex, *said.span(), weak=True)
            other = "self" if person == "spouse" else "spouse"
            yield Finding(f"{other}.sex", _OTHER[sex], *said.span(), weak=True)


def _by_wedding(line: Line) -> Iterator[Finding]:
    for match in _MARRIED_OFF.finditer(line.text):
        start, end = match.span()
        told = line.told(start, end) and line.whose(line.owner(start, end)) == ("self",)
        general = line.clause_at(start).asks and line.named_subject(start) is None
        if told and not general and not _of_a_girl(line, start):
            yield Finding("self.sex", "female" if match["woman"] else "male", start, end, weak=True)


def _of_a_girl(line: Line, place: int) -> bool:
    """两个女伢都嫁人了: a living child or a sister is spoken of in the words' own clause or in the one before it."""
    clause = line.clause_at(place)
    before = next((c for c in reversed(line.clauses) if c.end <= clause.start), clause)
    return _OF_A_CHILD.search(line.text[before.start : place]) is not None


def _by_operation(line: Line) -> Iterator[Finding]:
    """男扎落下的毛病,鉴定三级: whoever has a grade of it is whom it was done to."""
    graded = _GRADED.search(line.text) and inline.search("鉴定|评|定", line.text)
    if not (graded or _DONE.search(line.text)):
        return
    told = {match["woman"] is not None: match for match in _OPERATED.finditer(line.text)}
    if len(told) != 1:
        return
    woman, match = next(iter(told.items()))
    start, end = match.span()
    persons = line.whose(line.owner(start, end))
    mine = _DONE.search(line.text) or any(
        m.kin is Kin.ME and _OF_THE_HARM.search(line.after(m.end)) for m in line.mentions
    )
    if not mine and "扎" not in match.group():
        return  # 上环出了毛病,鉴定三级: perhaps a husband tells of it
    if len(persons) == 1 and not line.clause_at(start).asks and line.told(start, end):
        sex = "female" if woman else "male"
        yield Finding(f"{persons[0]}.sex", sex, start, end, weak=True)
        if persons == ("spouse",):
            yield Finding("self.sex", _OTHER[sex], start, end, weak=True)
