"""A child who is the only one, wherever in a line it is said: 独女在上海, 姑娘独生, 独苗儿子, 家里独一个."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import OF_OTHERS, Clause, Line
from nlu.reading.people import CHILDREN, PAIRS, PARTNER, Kin
from nlu.reading.sought import sought

_GIRL = "女儿|姑娘|闺女|丫头|女孩|女娃"
_BOY = "儿子|男孩|男娃|小子"
_CHILD = "孩子|小孩|娃|伢|宝宝"
_ONE = sought(
    rf"(?P<girl>独生的?(?:{_GIRL})|独生女(?!儿)|独女|(?:{_GIRL})[^,。;!?]{{0,2}}(?:,|是|也是|,是|个)*独生(?:女儿?|的)?|(?:{_GIRL})[^,。;!?]{{3,9}},独生(?:女|的)?(?=$|[,。;!?]))"
    rf"|(?P<boy>独生的?(?:{_BOY})|独生子(?!女)|独子|独苗(?:{_BOY})|(?:{_BOY})(?:,|是|也是|,是|个)*独生(?:子(?!女)|的)?|(?:{_BOY})[^,。;!?]{{3,9}},独生(?:的)?(?=$|[,。;!?]))"
    rf"|(?P<child>独生的?(?:残疾|智障|脑瘫|生病的?|傻|重残|自闭症?)*的?(?:{_CHILD})|(?:{_CHILD})(?:,|是|也是|,是|个)*(?:独生(?:子女|的)?|独一个|独苗)|独苗|独根苗?|"
    r"(?:^|[,。;!?]|没了|没有了)独生的(?=$|[,。;!?])|(?:^|[,。;!?])独一个(?=$|[,。;!?])|独生子女(?:一个|1个)|(?:^|[,。;!?]|是|属于|算)独生子女(?:户|家庭|父母|家长)(?=$|[,。;!?]))"
)
_NAME = re.compile(
    r"子女(?!一个|1个)|(?:子女)?(?:父母|证|费|奖|家长|家庭|的?(?:家庭|家长|父母|夫妻)|保健|护理|陪护|政策|光荣|年老|待遇|补|特扶|户|中考(?:加|能|会|有)|死亡的|伤残的?(?:家|父|扶))"
)
_NOT_SAID = re.compile(
    r"(?:是不是|是否|必须|需要|不是|没有?|要是|如果|哪个|谁家?|隔壁|邻居|同事|对面|楼[上下]|别人家?|必需|要求|只要|限|对|要|不|失去|没了|死了|当|过户给)(?:的|是|有|家|就)*$"
)
_MYSELF = re.compile(
    r"(?:也|就|都)?(?:是|作为|当)(?:农村|城镇|城里)?(?:的)?(?:个|一个|家里的?|家里|他们的?|唯一的?)?$"
)
_BUSINESS = re.compile(
    "中考|加分|优录|优待|加发|增发|奖扶|特扶|保健费|护理假|那个假|继承|过户|公证|审核|文件|申报|一样多|差多少"
)
"""Where such words stand in the same clause, the child is anybody's: 农村独女加分审核要多久."""
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
        if inline.search("带(?:着|了|个|一个)*$", line.before(match.start())):
            yield Finding("household.children_living", 1, *match.span(), weak=True)
        named = None if match["girl"] or match["boy"] else _named_before(line, match.start())
        if named:
            yield Finding(f"household.{named}", 1, *match.span(), weak=True)
        if match["girl"] or match["boy"]:
            kind = "daughters" if match["girl"] else "sons"
            yield Finding(f"household.{kind}", 1, *match.span(), weak=True)
        return


def _named_before(line: Line, start: int) -> str | None:
    """不是女儿,是个儿子,独苗: the one child's sex by the word it was named with."""
    kins = {
        m.kin
        for m in line.mentions
        if m.end <= start
        and m.kin in {Kin.SON, Kin.DAUGHTER}
        and not inline.search("不是(?:个|一个)?$|没有?$", line.text[: m.start])
    }
    return {Kin.SON: "sons", Kin.DAUGHTER: "daughters"}[kins.pop()] if len(kins) == 1 else None


def _said(line: Line, match: re.Match[str]) -> bool:
    start, end = match.span()
    clause = line.clause_at(end - 1)
    before = line.text[line.clause_at(start).start : start]
    if clause.supposed or _NAME.match(line.text, end):
        return False
    if _NOT_SAID.search(before) and not (line.about is Kin.OTHER and OF_OTHERS.search(before)):
        return False
    if inline.match(r"吗|么(?!事|样)|不\?|才|可不可以|能不能|能加|能领", line.text[end:]):
        return False
    named = line.named_subject(start)
    if named is None:
        return _of_the_speaker(line, start, end, clause)
    between = line.text[named.end : start]
    parental = inline.match("的?(?:妈|爸|母亲|父亲|娘|爹)", line.text[end:])
    if named.kin not in CHILDREN and _MYSELF.fullmatch(between) and not parental:
        return False  # 我是独生女, 老公是独生子: grown people who are only children themselves
    if named.kin in {Kin.SISTER, Kin.BROTHER, Kin.OTHER} and inline.fullmatch("(?:农村|城镇|的)+", between):
        return False  # 表妹农村独女
    if _BUSINESS.search(line.text[clause.start : clause.end]) and named.kin not in CHILDREN:
        return False
    if (
        clause.asks
        and _BUSINESS.search(line.text[clause.start : clause.end])
        and "独" in line.text[named.start : named.end]
    ):
        return False  # 奖扶独女跟独子给的一样多吗
    return (
        named.kin in CHILDREN
        or bool(line.whose(named.kin))
        or named.kin in {PARTNER.get(line.about), Kin.COUPLE}
        or named.kin in PAIRS
    )


def _of_the_speaker(line: Line, start: int, end: int, clause: Clause) -> bool:
    """独女加分怎么报 asks of any girl; 我64,独女在上海 tells of one's own."""
    if line.is_afterthought(start):
        return False
    alone = start == clause.start and end == clause.end
    if alone and any(m.kin in _PARENTS for m in line.mentions):
        return False  # 独生子,要照顾老爸
    if _BUSINESS.search(line.text[clause.start : clause.end]):
        return False
    return not clause.asks or any(
        m.kin in _OF_THE_FAMILY and not (m.start < end and start < m.end) for m in line.mentions
    )
