"""Birth dates that are told: of the person or the spouse (`born_on`, and the age where it follows), and of the youngest child."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.ages import CORRECTS
from nlu.reading.birthdays import is_birthday
from nlu.reading.dates import Dated, age_by_old_calendar, age_on, dates_in
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER, read_number
from nlu.reading.people import CHILDREN, PAIRS, Kin

_BORN_AFTER = re.compile(
    r"(?:底|初|中|末)?(?:,|刚刚?|才|这|份)?(?:出生|生人|生的|的?生日|生(?=$|[,。 ]|武汉|户口|上的|中国|育儿)|"
    r"在[^,。;!?]{1,5}生(?:的)?(?=$|[,。;!?])|[^\d,。;!?的]{1,4}出生|"
    r"的生人|份?出世|落地|生的?[男女](?=同志|的|人|$|[,。;!?]))"
)
_BORE_AFTER = re.compile(
    r"(?:底|初|中|末|份)?(?:我|老婆|媳妇|在[^,。]{0,6})?(?:刚刚?|才|又)?(?:生了|生下|生的(?=老|小|儿|女(?!同志|的|人)|孩|娃|二|三|男(?!同志|的|人)|宝|"
    r"姑)|生完|剖的|剖腹产|顺产|添了|得了个|的(?:崽|娃|宝宝|孩子|伢)(?=$|[,。;!?]))"
)
_BORN_BEFORE = re.compile(
    r"(?:出生日期|出生年月日?|出生时间|出生于|生于|生日|出生|(?:身份|出生)证(?:上)?(?:的|写)?)(?:是|为|在|:|\"|写的是|写的)*$"
)
_OF_YEAR = re.compile(r"(?:份)?(?:的人?|生)(?=$|[,。;!? ]|今年|现在|农|城|属|不是)")
_NAMES_YEAR = re.compile(r"(?:是|就是|属[鼠牛虎兔龙蛇马羊猴鸡狗猪](?:的)?|,|^)$")
_OLDEST = re.compile("老大|大宝|大的|头胎|第一胎|一胎|大儿子|大女儿|大姑娘|大孩子")
_NEWBORN = re.compile("头胎|第一胎|头一个|头一胎")
_PLACES = ("老大|大宝", "老二|二宝|二胎", "老三|三宝|三胎", "老四|四胎")
_GRANDCHILD = re.compile("孙子|孙女|外孙")
_INSTEAD_OF = re.compile(r"不是(?:(?:19|20)?\d\d)年生的$")
_COUNTED_CHILD = re.compile(
    r"(?:[有就只生养]|[一两三俩1-3])(?:了|过)?(?:一个|个)(?:亲生)?(?:孩子|小孩|娃|伢|宝宝|儿子|女儿|姑娘|闺女|男孩|"
    r"女孩)(?:[^,。;!?]{0,4}),$"
)
_BORN_NEXT = re.compile(r",(?:就|是)*在[^,。;!?我]{1,6}(?:出生|生)的(?=$|[,。;!?])")
_JUST_BORE = re.compile(
    r"(?:生了|生下|添了|生的|生完)[^,。;!?]{0,3}(?:孩|娃|伢|宝|儿|女|姑娘|老[二三]|[二三]胎|第[二三]个|双胞胎|龙凤胎|头胎)[^,。;!?]{0,2}$|的是(?:双胞胎|龙凤胎|男孩|女孩)$|(?:孩子|娃|伢|宝宝|就|是)[^,。;!?我后前年\d]{0,8}(?:(?:出生|生)的|出?生在[^,。;!?]{1,4})$"
)
_JUST_BORN = re.compile(
    rf"刚刚?(?:生完?|添|得)了?[^,。;!?年月孙外\d]{{0,5}},?(?P<month>{NUMBER})月份?(?:(?P<day>{NUMBER})[号日])?(?:的|生的)?(?=$|[,。;!?])"
)
_FOR_RULES = re.compile(
    r"以后|以前|之后|之前|后(?=出|生)|前(?=出|生)|起|开始|(?:出生|生)?的(?:孩子|宝宝|娃|小孩|儿童|婴儿|独生子女)(?:能|可以|怎么|有|还|算|"
    r"是不是|领|拿|补)"
)


def births(line: Line) -> Iterator[Finding]:
    """The birth dates told in a line. A two-digit year is a grown person's or a child's by whose birthday it is."""
    if not inline.search("生|出|证|的|添|剖|落地|老二|老三|二宝|三宝|年|/|-", line.text):
        return
    children: list[Finding] = []
    for found in dates_in(line.text, line.on, adult=False):
        start, end = found.start, found.end
        # Two digits of a year may be those of a grown person's birth: 66, 08.
        grown = next(dates_in(line.text[start:end], line.on, adult=True), found).iso
        if is_birthday(line, found, grown):
            for person in line.whose(line.owner(start, end)):
                yield from _grown(line, person, grown, found)
            continue
        clause = line.clause_at(start)
        before, after = line.text[clause.start : start], line.text[end : clause.end]
        if clause.supposed or _FOR_RULES.match(after) or before.endswith("不是"):
            continue
        if inline.search(r"(?:老[大二三]|[大二三]宝|最小的|老幺)(?:是)?$", before) and inline.match(
            r"(?:生的)?(?:$|[,。;!?]|老)", line.text[end : end + 3]
        ):
            iso = found.iso
            children.append(
                Finding(
                    "household.youngest_child_born_on",
                    iso,
                    start,
                    end,
                    weak=before.endswith(("老大", "大宝")),
                )
            )
            continue
        if children and _put_right(line, children[-1], found):
            children = [*children[:-1], Finding(children[-1].fact, found.iso, start, end)]
            continue
        bore = _BORE_AFTER.match(after) is not None
        born = _BORN_AFTER.match(after) is not None or _BORN_BEFORE.search(before) is not None
        born = born or (not after and _BORN_NEXT.match(line.text, clause.end) is not None)
        born = born or _is_a_childs(line, found, after)
        counted = not before and _COUNTED_CHILD.search(line.text[: clause.start]) is not None
        if not (bore or born):
            # 生了一个男孩,2025年8月
            bore = (
                not before
                and after in {"", "的", "份", "份的"}
                and _JUST_BORE.search(_previous(line, clause.start)) is not None
            )
        # 生了个儿子今年5月的
        bore = bore or (after in {"", "的"} and _JUST_BORE.search(before) is not None)
        if not (bore or born):
            said_so = line.named_subject(start) is not None or not before
            # 不是24年的,是25年3月: the date that is put in place of another one needs no further word.
            instead = _previous(line, clause.start)
            corrected = before == "是" and not after and "不是" in instead
            corrected = corrected and not inline.search("退|婚|证|户|迁|办", instead)
            corrected = corrected or (before == "是" and _INSTEAD_OF.fullmatch(after) is not None)
            if not corrected and not (
                _OF_YEAR.match(after) and said_so and _NAMES_YEAR.search(_past_subject(line, start, before))
            ):
                continue
        owner = line.owner(start, end)
        is_child = (owner in CHILDREN and owner is not line.about) or counted
        iso = found.iso
        if not is_child and (
            bore or (_years(line, iso) < 15 and (iso == grown or not line.named_subject(start)))
        ):
            is_child = not (owner is not line.about and owner in set(PAIRS) - {Kin.COUPLE})
        if is_child:
            words = before + line.text[end : end + 8] if bore else before or _previous(line, clause.start)
            if not _GRANDCHILD.search(words) or line.about is not Kin.ME:
                eldest = _OLDEST.search(words) is not None and not (
                    _NEWBORN.search(line.text) and _rank(line.text) <= 1
                )
                children.append(Finding("household.youngest_child_born_on", iso, start, end, weak=eldest))
            continue
        for person in line.whose(owner):
            yield from _grown(line, person, grown, found)
    yield from _youngest(line, children or list(_just_born(line)))


_BY_THE_SUN = re.compile("阳历|公历|新历")
_AGAIN = re.compile(r"(?:应该|其实|实际|就)?是?")
_SHORT = re.compile("(?:份|号|日)?(?:的|生的?|出生的?)?(?:人)?")
_OTHER_ONE = re.compile("老[大二三四]|[大二三]宝|大的|小的|[二三]胎|我|退|婚|户|证")


def _is_a_childs(line: Line, found: Dated, after: str) -> bool:
    """我家娃22年11月: nothing but a month stands behind the child."""
    named = line.named_subject(found.start)
    if named is None or named.kin not in CHILDREN or named.kin is line.about or "-" not in found.iso:
        return False
    if _years(line, found.iso) >= 19:
        return False  # 我儿子90年3月: a grown son's
    return line.text[named.end : found.start] in {"", "是"} and after in {"", "的", "份", "份的"}


def _put_right(line: Line, last: Finding, found: Dated) -> bool:
    """22年11月,写错了,23年11月; 前年正月生的,阳历2024年2月17: the same birthday once more, and better."""
    clause = line.clause_at(found.start)
    before, after = line.text[clause.start : found.start], line.text[found.end : clause.end]
    between = line.text[last.end : found.start]
    if not (_AGAIN.fullmatch(before) and _SHORT.fullmatch(after)) or _OTHER_ONE.search(between):
        return False
    by_the_sun = _BY_THE_SUN.match(line.text, found.start) is not None and found.iso.startswith(
        str(last.value)
    )
    return by_the_sun or CORRECTS.search(between) is not None


def _just_born(line: Line) -> Iterator[Finding]:
    """刚生完老二,8月份的: who has just borne means the last such month."""
    for match in _JUST_BORN.finditer(line.text) if "刚" in line.text else ():
        month, day = read_number(match["month"]) or 0, read_number(match["day"] or "") or 0
        if not 1 <= month <= 12 or line.clause_at(match.start()).supposed:
            continue
        year = line.on.year - (month > line.on.month)
        iso = f"{year:04d}-{month:02d}" + (f"-{day:02d}" if 1 <= day <= 28 else "")
        if line.on.year - year and month <= line.on.month + 6:
            continue  # more than half a year ago is not just now
        yield Finding("household.youngest_child_born_on", iso, *match.span())


def _rank(words: str) -> int:
    """The highest place among brothers and sisters that is named: 老三 is 3; 0 where none is."""
    return max((rank for rank, cue in enumerate(_PLACES, 1) if inline.search(cue, words)), default=0)


def _grown(line: Line, person: str, iso: str, found: Dated) -> Iterator[Finding]:
    yield Finding(f"{person}.born_on", iso, found.start, found.end)
    age = age_by_old_calendar(int(iso[:4]), found.lunar, line.on) if found.lunar else age_on(iso, line.on)
    if age is not None and age >= 0:
        yield Finding(f"{person}.age", age, found.start, found.end, weak=True)


def _youngest(line: Line, children: list[Finding]) -> Iterator[Finding]:
    if not children:
        return
    latest = max(children, key=lambda child: str(child.value))
    if _rank(line.text) > _rank(line.before(latest.start) + line.after(latest.end)) > 0:
        return  # 老二2023年的,老三刚满月: the youngest one's birthday is not among them
    if latest.weak and not inline.search(r"(?:只|就|仅)[^,。]{0,3}(?:一|1)个", line.text):
        return  # only the eldest's birthday was told
    yield Finding(latest.fact, latest.value, latest.start, latest.end)


def _years(line: Line, iso: str) -> int:
    return line.on.year - int(iso[:4])


def _previous(line: Line, start: int) -> str:
    earlier = [c for c in line.clauses if c.end <= start]
    return line.text[earlier[-1].start : earlier[-1].end] if earlier else ""


def _past_subject(line: Line, start: int, before: str) -> str:
    subject = line.named_subject(start)
    return line.text[subject.end : start] if subject else before
