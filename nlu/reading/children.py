"""How many children there are and were, as far as it is told or follows strictly."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.bearing import and_no_more, bore_one, childless, nth
from nlu.reading.by_a_child import told_by_a_child
from nlu.reading.family_names import ONLY_CHILD_HOME, called_only_child, houses
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import COUNT, read_number
from nlu.reading.our_children import KID, ONLY_BEFORE, counted_at, ours
from nlu.reading.people import Kin
from nlu.reading.sought import sought

_SON = r"(?:儿子|男孩子?|男娃娃?|男宝宝?|小子|独子|公子|儿(?!子|女|媳|童|孙))"
_DAUGHTER = r"(?:女儿|姑娘|闺女|丫头|女孩子?|女娃娃?|女宝宝?|千金|妞妞?|独女)"
_BARE_SON = rf"(?:{_SON}|男(?!的|人|方|女|士|同志|友|性))"
_BARE_DAUGHTER = rf"(?:{_DAUGHTER}|女(?!的|人|婿|方|士|性|同志|友|孩|儿|娃|工))"
_NOT_FIRST = r"(?<![第每几哪其二三四十另前头])(?:(?<!\d)|(?<=\d\d)(?=[一两俩仨]))"
_U = r"(?:个|名|位)?"

_PAIR = sought(
    rf"{_NOT_FIRST}(?P<first>{COUNT}){_U}(?:(?P<boy>{_BARE_SON})|(?P<girl>{_BARE_DAUGHTER}))(?:,|、|和|跟|加|还有|又|以及|"
    rf"再加|,还有|,又有)?(?:有)?"
    rf"(?P<second>{COUNT}){_U}(?(boy){_BARE_DAUGHTER}|{_BARE_SON})"
)
_BOTH = sought(
    r"儿女双全|一对儿女|一双儿女|儿女各一个?|(?:一个|1个|是个|生了|生的|一对|家里|屋里|我家|养了|有|是|就|^|[,。])龙凤胎|(?:大的|老大|大宝|第一个|头一个|"
    r"头胎|一个)(?:是|"
    r"个)*(?P<b>男|儿子|小子|男孩|女|女儿|姑娘|闺女|丫头|女孩)(?:孩|娃|的)?[,、]?(?:小的|老二|二宝|第二个|二胎|一个)(?:是|个|也)*(?P<s>男|儿子|小子|"
    r"男孩|女|女儿|姑娘|闺女|丫头|女孩)(?:孩|娃|的)?"
)
_SAME_SEX = sought(
    rf"{_NOT_FIRST}(?P<n>{COUNT})(?:(?:个|名|位)(?:{KID})?|{KID}|(?<=[俩仨两]))(?:,|的)?(?:全|都|全都|两个都)(?:是|"
    rf"为)?(?P<sex>{_BARE_SON}|"
    rf"{_BARE_DAUGHTER}|"
    rf"女的|男的)|(?P<twins>双胞胎)(?P<all>,?(?:两个)?(?:都|全)是)?(?:是)?(?P<sex3>{_SON}|{_DAUGHTER})|(?:生的?|孩子|娃|养的?)(?:全|"
    rf"都)是(?P<sex2>{_BARE_SON}|{_BARE_DAUGHTER})"
)
_SINGLE = sought(
    rf"{_NOT_FIRST}(?P<n>{COUNT})(?P<u>个|名|位)?(?:亲生的?|独生|残疾|小|大|宝贝|没结婚的|已婚的|\d+岁的)?(?:(?P<kid>{KID})|"
    rf"(?P<girl>{_DAUGHTER})|(?P<boy>{_SON}))(?!们|户)"
)
_ONLY_AFTER = re.compile(
    r"(?:而已|罢了|,?(?:再?没有?(?:别的|其他|其它|再)|没再[生要]|没有再[生要]|后来没|后面没|再没[生要]|就没再|没要(?:二胎|"
    r"老二)|以后没生|也没再|之后没再|没有二胎|没生二胎|没再要|再也?没得了?(?=$|[,。;!?])|再也?没有了?(?=$|[,。;!?])))"
)
_HAS = re.compile(
    r"(?:有|生了|生过|养了|养着|带着?|共|育有|生育|生育了|共育|膝下|名下|家里|我家|一共|生的|生|领养了|收养了|要了|得了|养|"
    r"抱养|现有|总共|就|又|剩|剩下|还剩|只|是|拉扯|拉扯大)(?:着|了|这|那|我们?|过|有)*$"
)
_BORE = re.compile(r"(?:生了|生过|生育了?|共生|生养|生的|只生|就生|生|一共生|共生育)(?:过|了)?$")
_GENERAL = re.compile(
    r"^(?:的)?(?:一年|一个月|每|家庭|人家|夫妻|父母|能|可以|可不可以|有什么|有啥|有没有|有补|怎么|多少|给|领|补|都能|都可以|"
    r"满|要|才|算|是不是|够|政策|还能|还可以|也能|也可以|罚|可)"
)


_TRACE = sought(
    "龙凤|孩|娃|伢|崽|宝|子女|儿|女|男|姑娘|闺|丫头|千金|妞|独[生子苗]|[二三四]胎|老[二三四]|生|育|丁克|小子"
)


def children(line: Line) -> Iterator[Finding]:
    """Findings on `children_ever`, `children_living`, `sons`, `daughters`; deaths are read elsewhere."""
    if line.about not in {Kin.ME, Kin.SPOUSE, Kin.COUPLE}:
        yield from told_by_a_child(line)
    if not _TRACE.search(line.text):
        return
    pairs, same = list(_PAIR.finditer(line.text)), list(_SAME_SEX.finditer(line.text))
    yield from _pairs(line, pairs)
    # What was read in a larger pattern is not read again in a smaller one: 一儿一女 holds 一女.
    taken = [match.span() for match in (*pairs, *_BOTH.finditer(line.text))]
    yield from _apart(_same_sex(line, same), taken)
    taken += [match.span() for match in same]
    if "户" in line.text:
        yield from _apart(houses(line), taken)
    if "独" in line.text:
        yield from _apart(called_only_child(line), taken)
        taken += [match.span() for match in ONLY_CHILD_HOME.finditer(line.text)]
    for part, cue in _PARTS:
        if inline.search(cue, line.text):
            yield from _apart(part(line), taken)


def _apart(findings: Iterator[Finding], taken: list[tuple[int, int]]) -> Iterator[Finding]:
    return (f for f in findings if not any(start < f.end and f.start < end for start, end in taken))


def _pairs(line: Line, matches: list[re.Match[str]]) -> Iterator[Finding]:
    for match in matches:
        first, second = read_number(match["first"]), read_number(match["second"])
        if first is None or second is None or not ours(line, *match.span()) or _general(line, match):
            continue
        sons, daughters = (first, second) if match["boy"] else (second, first)
        yield from _both(match, sons, daughters)
    for match in _BOTH.finditer(line.text):
        if not ours(line, *match.span()):
            continue
        if match["b"]:
            girls = sum(inline.search("女|姑|丫", match[child]) is not None for child in "bs")
            if not inline.search("老三|三宝|三个|仨", line.text):
                yield from _both(match, 2 - girls, girls)
        elif "双全" not in match.group() and (
            "龙凤胎" not in match.group() or "一对" in line.text or _ONLY_AFTER.match(line.text, match.end())
        ):
            yield from _both(match, 1, 1)


def _both(match: re.Match[str], sons: int, daughters: int) -> Iterator[Finding]:
    yield counted_at("sons", sons, match)
    yield counted_at("daughters", daughters, match)
    yield counted_at("children_living", sons + daughters, match)


def _same_sex(line: Line, matches: list[re.Match[str]]) -> Iterator[Finding]:
    for match in matches:
        if not (match["n"] or match["twins"]) or not ours(line, *match.span()):
            continue
        if match["twins"]:
            girl = inline.fullmatch(_DAUGHTER, match["sex3"]) is not None
            if match["all"]:
                yield from _both(match, 0 if girl else 2, 2 if girl else 0)
            else:
                yield counted_at("daughters" if girl else "sons", 2, match)
            continue
        count = read_number(match["n"])
        if count is None or count < 2:
            continue
        girls = inline.search("女|姑|闺|丫|千金|妞", match["sex"]) is not None
        yield from _both(match, 0 if girls else count, count if girls else 0)
        if _BORE.search(line.before(match.start())):
            yield counted_at("children_ever", count, match)


def _singles(line: Line) -> Iterator[Finding]:
    for match in _SINGLE.finditer(line.text):
        count = read_number(match["n"])
        if (
            count is None
            or (match["u"] is None and match["n"] in "一二三四五六七八九十")
            or not ours(line, *match.span())
        ):
            continue
        before, after = line.before(match.start()), line.text[match.end() : match.end() + 12]
        if inline.match("(?:是我?)?生(?:完|了|下)", after):
            continue  # 一个娃生完就上环了 says how many were born
        alone = ONLY_BEFORE.search(before) is not None or _ONLY_AFTER.match(after) is not None
        if _general(line, match) and not (alone and inline.search(r"我|家", before)):
            continue
        if (
            inline.match(r"(?:都|全)是|(?:都|全)?(?:走|没|去世|死|不在|夭|残|户口|出生|生病)", after)
            and count > 1
        ):
            continue  # 两个孩子走了一个: other readers know
        if inline.search(
            r"(?:另外?|其中|各带?|证明说?我?只?|还想?|再|想要?|准备要?|打算要?|能|可以|多|是不是|几|生第)(?:生|要|有)?$",
            before,
        ):
            continue
        yield from _counted(match, count, alone=alone, bore=_BORE.search(before) is not None)
        if (
            alone
            and count == 1
            and inline.search(
                r"(?:只|就|仅|统共|一共|总共)(?:生|育|生育|生养|生过|生了)(?:了|过)?(?:这么?)?$", before
            )
        ):
            yield counted_at("children_ever", 1, match, weak=True)


def _general(line: Line, match: re.Match[str]) -> bool:
    """两个孩子能领多少: people in general, unless somebody is said to have them."""
    before = line.before(match.start())
    if line.named_subject(match.start()) or _HAS.search(before):
        return False
    clause = line.clause_at(match.start())
    return _GENERAL.match(line.text[match.end() : match.end() + 8]) is not None or (
        clause.asks and bool(before)
    )


def _counted(match: re.Match[str], count: int, *, alone: bool, bore: bool) -> Iterator[Finding]:
    if match["kid"]:
        # Who says how many were born has not said that they all live.
        if not bore:
            yield counted_at("children_living", count, match)
        elif count > 1:
            yield counted_at("children_ever", count, match)
        return
    kind, other = ("daughters", "sons") if match["girl"] else ("sons", "daughters")
    if bore and count > 1:
        yield counted_at("children_ever", count, match)
    yield counted_at(kind, count, match)
    if alone:
        yield counted_at(other, 0, match, weak=True)
        if not bore:
            yield counted_at("children_living", count, match, weak=True)


_PARTS = (
    (nth, "[二三四]"),
    (bore_one, "生"),
    (and_no_more, "生"),
    (childless, "[没无未不丁]"),
    (_singles, "."),
)
"""Readers of smaller patterns, each with the cue without which it finds nothing."""
