"""A child who is the only one, wherever in a line it is said: 独女在上海, 姑娘独生, 独苗儿子, 家里独一个."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.people import CHILDREN, PAIRS, PARTNER, Kin

_GIRL = "女儿|姑娘|闺女|丫头|女孩|女娃"
_BOY = "儿子|男孩|男娃|小子"
_CHILD = "孩子|小孩|娃|伢|宝宝"
_ONE = re.compile(
    rf"(?P<girl>独生的?(?:{_GIRL})|独生女(?!儿)|独女|(?:{_GIRL})[^,。;!?]{{0,2}}(?:,|是|也是|,是|个)*独生(?:女儿?|的)?)"
    rf"|(?P<boy>独生的?(?:{_BOY})|独生子(?!女)|独子|独苗(?:{_BOY})?|独根苗?|(?:{_BOY})(?:,|是|也是|,是|个)*独生(?:子(?!女)|的)?)"
    rf"|(?P<child>独生的?(?:{_CHILD})|(?:{_CHILD})(?:,|是|也是|,是|个)*(?:独生(?:子女|的)?|独一个|独苗)|"
    r"(?:^|[,。;!?]|没了|没有了)独生的(?=$|[,。;!?])|(?:^|[,。;!?])独一个(?=$|[,。;!?])|独生子女(?:一个|1个)|(?:^|[,。;!?]|是|属于|算)独生子女(?:户|家庭)(?=$|[,。;!?]))"
)
_NAME = re.compile(
    r"子女(?!一个|1个)|(?:子女)?(?:父母|证|费|奖|家长|家庭|的?(?:家庭|家长|父母|夫妻)|保健|护理|政策|光荣|年老|待遇|补|特扶|户|中考(?:加|能|会|有)|死亡的|伤残的?(?:家|父|扶))"
)
_NOT_SAID = re.compile(
    r"(?:是不是|是否|必须|需要|不是|没有?|要是|如果|哪个|谁家?|隔壁|邻居|同事|对面|楼[上下]|别人家?|必需|要求|只要|限|对|要|不)(?:的|是|有|家|就)*$"
)
_MYSELF = re.compile(r"(?:也|就|都)?(?:是|作为)(?:个|一个|家里的?|家里|他们的?|唯一的?)?$")
_OF_THE_FAMILY = CHILDREN | {Kin.ME, Kin.SPOUSE, Kin.COUPLE}

_PARENTS = frozenset({Kin.MOTHER, Kin.FATHER, *PAIRS}) - {Kin.COUPLE}


def only_child(line: Line) -> Iterator[Finding]:
    """Findings on `children_ever`, and on the sex of the one child where the word tells it."""
    if "独" not in line.text:
        return
    for match in _ONE.finditer(line.text):
        if not _said(line, match):
            continue
        # 独一个 says how many there are, the other words how many there ever were.
        counted = "children_living" if "独一个" in match.group() else "children_ever"
        yield Finding(f"household.{counted}", 1, *match.span(), weak=True)
        if match["girl"] or match["boy"]:
            kind = "daughters" if match["girl"] else "sons"
            yield Finding(f"household.{kind}", 1, *match.span(), weak=True)
        return


def _said(line: Line, match: re.Match[str]) -> bool:
    start, end = match.span()
    clause = line.clause_at(end - 1)
    before = line.text[line.clause_at(start).start : start]
    if clause.supposed or _NAME.match(line.text, end) or _NOT_SAID.search(before):
        return False
    if inline.match(r"吗|么(?!事|样)|不\?|才|可不可以|能不能|能加|能领", line.text[end:]):
        return False
    named = line.named_subject(start)
    if named is None:
        alone = start == clause.start and end == clause.end
        if alone and (line.is_afterthought(start) or any(m.kin in _PARENTS for m in line.mentions)):
            return False  # 独生子,要照顾老爸
        told = [c for c in line.clauses if not (c.asks or c.supposed)]
        return not clause.asks or bool(told) or any(m.kin in _OF_THE_FAMILY for m in line.mentions)
    between = line.text[named.end : start]
    if named.kin not in CHILDREN and _MYSELF.fullmatch(between):
        return False  # 我是独生女, 老公是独生子: grown people who are only children themselves
    return (
        named.kin in CHILDREN
        or bool(line.whose(named.kin))
        or named.kin in {PARTNER.get(line.about), Kin.COUPLE}
        or named.kin in PAIRS
    )
