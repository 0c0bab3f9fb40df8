"""Where somebody worked and when that ended, told in passing: 纱厂九六年退休, 我零七年从针织厂退的, 厂子早倒闭了."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.ages import CORRECTS
from nlu.reading.dates import dates_in
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER
from nlu.reading.sought import sought
from nlu.reading.work import OF_PENSION, only_named, persons_of

_WHEN = r"(?:(?:19|20)?\d\d年|[零〇一二三四五六七八九]{2,4}年|今年|去年|前年|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|\d{1,2}[日号])*"
_ENTERPRISE = (
    r"(?:[^,。;!?我他她的在从进是当]{0,5}(?<!养老)厂子?|集体企业|国营企业|私营企业|企业编制|国企|央企|私企|民企|外企|企业|"
    r"[^,。;!?我他她的在从进是当]{0,4}(?:公司|集团)|商场|银行(?=里?退)|矿上|中铁|中建|武钢|武重)"
)
_PUBLIC = r"(?:事业单位|事业编制?|机关(?:单位)?|公务员|(?:小学|中学|高中|大学)(?:老师|教师|(?=里?退))|环保所|卫生院)"
_DONE = (
    r"(?:里|里头|里面|上)?(?:的)?(?:正式|才|刚|就|办的?|也是?)*(?:退休(?!金|费|待遇|工资|后|前|年龄|那个|那笔|的?(?:计划|计生|一次性|独生|奖|父母))|退的|退了|退下来|退(?=$|[,。;!?、])|还没退|没退|上了[^,。;!?]{1,4}年的?班|"
    r"做事|做的|做工|上班|开车|挡车|当(?:工人|会计|保安|售货员|司机)|干活|干的|的?工人|的?职工(?=$|[,。;!?])|打工)"
)
_WORKED = sought(
    rf"(?P<no>不是(?:从|在)?)?(?:是|在|从|进|同一个|进的|的|^|[,。;!?]|我|他|她|[公婆伴人妈爸前年月])(?:(?P<enterprise>{_ENTERPRISE})|(?P<public>{_PUBLIC}))(?:里|的)?{_WHEN}(?P<did>{_DONE})"
)
_GONE_PLACE = sought(
    r"(?:^|[,。;!?]|我|我们|原来的|单位|[爸妈公婆])(?:原来的?|的|那个|老|原)*厂子?(?:早就?|已经|后来|前几年|就|都|(?:19|20)?\d\d年|[零〇一二三四五六七八九]{2}年|那年)*(?:倒闭|破产|垮了|垮的|倒了|黄了|关门|改制|卖了|没了)"
)
_ALONE = sought(
    r"(?:^|[,。;!?])(?:我|我们|也|就|在|是|我是|也是|属于|都在|我在单位是|我在|有|有的是|带)*(?:(?P<enterprise>企业编制|企业|国企|私企|央企|集体企业|集体厂子?)|(?P<public>事业单位|事业编制?|公务员|机关单位))(?:的|上班|里|退|在职|在编|在岗)?(?=$|[,。;!?])"
)
_ON_WORK = re.compile("退|在职|上班|单位|编制|事业编|工作")
_NOT_OWN = re.compile(r"(?:问|找|去|到|向|跟|给|让|叫|隔壁|同事|邻居|街坊|还是|算不算|要)$")
_EARLIER = re.compile(r"以前|原来|年轻|早年|曾经|早先|早些年|当年|从前|先前在")
_LATER = re.compile(r"没(?:有)?(?:单位|工作|事做)|下岗|没上班|失业|务农|种[田地]|事业|农村户口|辞")
_LEFT = (
    rf"(?:从[^,。;!?]{{1,8}}|在[^,。;!?]{{1,8}}|[^,。;!?我他她]{{0,5}}厂里?|正式|才|刚|就|办(?:的|了)?|企业|机关|事业单位|满?{NUMBER}岁|的|也|份)*"
    r"(?:退休(?!金|费|工资|待遇|那个|奖)|退的|退了|退下|退(?=$|[,。;!?、]))"
)
_PAID_ON_LEAVING = re.compile(
    r"退休(?:时|的时候|那年|那会儿?|当时)[^,。;!?]{0,3}(?P<works>单位|厂里|厂子|公司|企业)[^,。;!?]{0,6}(?:发|给|补)(?:[他她我])?(?:了|过)"
    r"|退休(?:时|的时候|那年)[^,。;!?]{0,2}(?P<works2>单位|厂里|厂子|公司|企业)(?:一分)?(?:也|都|并)?没(?:有)?(?:给|发)"
)
_RIGHT_AFTER = re.compile(r"(?:退的?休?的?|退休证上?(?:写)?(?:的)?(?:是|为)?|办的?退休)(?:,|是|在)*$")


_PAY = re.compile(
    r"(?:有|拿|领|吃|靠|发)(?:着|的是?|了|到|企业|厂里|单位|机关|国家|每月|\d+块?的?)*退休工资(?!吗|么|多少|才|的?(?:人|老|能|就|时候))"
    r"|退休工资(?:每个?月|月月|一个月|现在|一直|按月|都|也|就|只有|才|有)*(?:[\d一二三四五六七八九两][\d千百]|在拿|在领|照发|照拿|照领|拿着|领着|发着|有(?=$|[,。;!?])|不高|少得可怜|够用|低)"
)
"""Pay for the retired; 退休金 and 养老金 people say of the residents' pension too."""
_DATE_ALONE = re.compile(
    r"(?:我|他|她|是|大概|就是|手续是?|在|应该|,)*(?P<when>(?:(?:19|20)\d\d|\d\d|[零〇一二三四五六七八九]{2,4})年(?:的?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日])?|(?:今年|去年|前年)的?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:(?:\d{1,2})[号日])?)(?:的|办的?手续|办的?|下的?文|那时候?)?"
)
_FIRST_LIKELY = "1980"
"""我退休了,66年3月: a date so early is that of a birth."""
_RETIRED_JUST = re.compile(r"(?:退休(?!金|工资|费|待遇)|退的|退了|退下来)")
_NOT_RETIRED = re.compile(r"没退|未退|还没|不退|快退|等退|要退|退休[金工费待]|结婚|生的|出生|走的|去世")
_PUT_RIGHT = re.compile(
    r"退休(?:时间|日期|年份|证上)?(?:那年)?(?:不是|,不是|写错了,不是|记错了,不是)(?:[^,。;!?]{2,10}),?(?:而)?(?:应该)?(?:是|改成)(?P<when>[^,。;!?]{3,12})(?=$|[,。;!?])"
    r"|退休(?:时间|日期|年份)?(?:说错了|记错了|写错了|搞错了|错了)?,?(?:应该)?是(?P<when2>[^,。;!?不]{3,12}),?不是[^,。;!?]{2,10}(?=$|[,。;!?])"
)
_LEFT_BEFORE = re.compile(r"退休的?(?:了)?,[^,。;!?]{0,6}$|退的(?:休)?,[^,。;!?]{0,6}$")
_PAPERS_DONE = re.compile(r"份?(?:才|就|去)*(?:办的?|办了|下的?|批的?)(?:退休)?(?:手续|证)")
"""三年前退休的,是2023年4月份办的手续."""


def worklife(line: Line) -> Iterator[Finding]:
    """Findings on `employer`, `retired` and `retired_on` that are told by the way; they yield to plainer words."""
    if not inline.search(
        "厂|公司|集团|企|单位|事业|机关|公务员|老师|教师|店|超市|商场|银行|矿|中铁|武|所|院|退", line.text
    ):
        return
    yield from _places(line)
    if "退" in line.text:
        yield from _years(line)
        yield from _paid_on_leaving(line)
        yield from _beside(line)
        yield from _put_right(line)
        for match in _PAY.finditer(line.text):
            denied = inline.search("没(?:有)?$|不$", line.before(match.start()))
            if line.told(*match.span()) and not denied and not line.clause_at(match.start()).asks:
                for person in persons_of(line, match.start(), match.end()):
                    yield Finding(f"{person}.retired", True, *match.span(), weak=True)


def _beside(line: Line) -> Iterator[Finding]:
    """她是厂里退的,1998年5月: a date alone says when, beside a clause that says that somebody has retired."""
    for before, clause in zip(line.clauses, line.clauses[1:], strict=False):
        words = line.text[before.start : before.end]
        match = _DATE_ALONE.fullmatch(line.text, clause.start, clause.end)
        left = _RETIRED_JUST.search(words)
        if match is None or left is None or before.asks or before.supposed or clause.asks:
            continue
        if _NOT_RETIRED.search(words) or before.sentence != clause.sentence:
            continue
        for dated in dates_in(match["when"], line.on, adult=False):
            if dated.iso < _FIRST_LIKELY:
                continue
            # 我跟老头都退了,他是2007年2月: of whom it is said, the date's own clause knows first.
            named = line.named_subject(clause.end)
            at = clause.end - 1 if named else before.start + left.start()
            for person in persons_of(line, at, at + 1):
                yield Finding(f"{person}.retired", True, clause.start, clause.end, weak=True)
                yield Finding(f"{person}.retired_on", dated.iso, clause.start, clause.end)


def _put_right(line: Line) -> Iterator[Finding]:
    """退休不是2000年,是2001年1月8号: the date that holds."""
    for match in _PUT_RIGHT.finditer(line.text):
        if line.clause_at(match.end() - 1).asks:
            continue
        for dated in dates_in(match["when"] or match["when2"], line.on, adult=False):
            for person in persons_of(line, match.start(), match.start() + 2):
                yield Finding(f"{person}.retired", True, *match.span())
                yield Finding(f"{person}.retired_on", dated.iso, *match.span())
            break


def _places(line: Line) -> Iterator[Finding]:
    found: dict[str, tuple[str, int, int]] = {}
    corrected: set[str] = set()
    for match in _WORKED.finditer(line.text):
        kind = "enterprise" if match["enterprise"] else "public"
        start, end = match.start(kind), match.end()
        before = line.text[line.clause_at(start).start : start]
        if (
            line.text[: match.start()].endswith("不")
            or match["no"]
            or not line.told(start, end)
            or only_named(line, match)
            or _NOT_OWN.search(before)
            or OF_PENSION.search(before)
        ):
            continue
        if _EARLIER.search(before) and _LATER.search(line.text[end:]):
            continue
        general = inline.match(
            "(?:职工|人员)?(?:那份|这份|那笔)|(?:职工|人员)?(?:申领|申请)|怎么|要|才|能|可以|都[有能]|有(?:没|什么)|是不是|算不算",
            line.text[end:],
        )
        named_so = inline.search("企业退休$|企业退休职工$", match.group())
        if general and named_so:
            continue
        if line.named_subject(start) is None and (general or line.is_afterthought(start)):
            continue
        for person in persons_of(line, match.start("did"), end):
            works = ("enterprise" if kind == "enterprise" else "public_institution", start, end)
            told = found.setdefault(person, works)
            if told is not works and CORRECTS.search(line.text[told[2] : end]):
                found[person] = works
                corrected.add(person)
            if "退" in match["did"] and not inline.search("没|未|快|等|要$", before + match["did"]):
                yield Finding(f"{person}.retired", True, start, end, weak=True)
    for pattern in (_ALONE, _GONE_PLACE):
        for match in pattern.finditer(line.text) if _ON_WORK.search(line.text) else ():
            start, end = match.span()
            if not line.told(start, end) or line.clause_at(end - 1).asks or line.is_afterthought(end - 1):
                continue
            kind = "public_institution" if pattern is _ALONE and match["public"] else "enterprise"
            for person in persons_of(line, max(start, end - 1), end):
                works = (kind, start, end)
                told = found.setdefault(person, works)
                if told is not works and CORRECTS.search(line.text[told[2] : end]):
                    found[person] = works
                    corrected.add(person)
    for person, (kind, start, end) in found.items():
        yield Finding(f"{person}.employer", kind, start, end, weak=person not in corrected)


def _paid_on_leaving(line: Line) -> Iterator[Finding]:
    """退休时厂里发过: whom the works paid on leaving has left, and left them."""
    for match in _PAID_ON_LEAVING.finditer(line.text):
        if line.clause_at(match.start()).asks or not line.told(*match.span()):
            continue
        for person in persons_of(line, *match.span()):
            yield Finding(f"{person}.retired", True, *match.span(), weak=True)
            if (match["works"] or match["works2"]) != "单位":
                yield Finding(f"{person}.employer", "enterprise", *match.span(), weak=True)


def _years(line: Line) -> Iterator[Finding]:
    for dated in dates_in(line.text, line.on, adult=False):
        start, end = dated.start, dated.end
        after = line.text[end:]
        left = inline.match(_LEFT, after)
        right = _RIGHT_AFTER.search(line.text[line.clause_at(start).start : start])
        left = left or (_PAPERS_DONE.match(after) if _LEFT_BEFORE.search(line.text[:start]) else None)
        if not left and not (right and inline.match(r"(?:的|份)?(?:$|[,。;!?])", after)):
            continue
        stop = end + left.end() if left else end
        if not line.told(start, stop) or inline.match(
            r"(?:的|了)?(?:人|才|能|可以|以后|之后|还是)", line.text[stop:]
        ):
            continue
        if inline.search(r"不是$|等到?$|要$|还是$", line.text[:start]):
            continue
        for person in persons_of(line, start, stop):
            yield Finding(f"{person}.retired", True, start, stop, weak=True)
            yield Finding(f"{person}.retired_on", dated.iso, start, stop, weak=True)
