"""Counts of children told in a story: 就他一个, 生了一个就没生了, 生了三个病死一个, 头胎刚生."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import COUNT, read_number
from nlu.reading.our_children import of_the_elder
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.sought import sought

_BOY, _GIRL = "(?:儿子|男孩|男娃|小子)", "(?:女儿|姑娘|闺女|丫头|女孩|女娃)"
_KID = "(?:孩子|小孩|娃娃?|伢|宝宝)"
_ONLY_THIS = sought(
    rf"(?:就|只|只有|单|仅|只要|就只|就只有|我们就|我们只)(?:生|养|得)?(?:了|过)?(?:有)?(?:[他她它](?:这|那)?|这么?|那么?|那个|这个)(?P<only>(?:一|1)个|{_BOY}(?:一个(?:伢|孩子)?)?|{_GIRL}(?:一个(?:伢|孩子)?)?)(?P<kid>{_BOY}|{_GIRL}|{_KID})?(?=$|[,。;!?没])"
)
_NO_MORE = sought(
    rf"(?:生|养|得)(?:了|过|的)?(?:一|1)个(?:(?P<boy>{_BOY})|(?P<girl>{_GIRL})|{_KID})伢?,?(?:[^,。;!?]{{0,6}})?(?:就|再|后来|之后|以后|也)+没(?:有)?(?:再)?(?:生|要|怀)"
)
_ONE_AND_NO_MORE = sought(
    r"(?:再|后来|后面|之后|后头|以后)+也?没(?:有)?(?:再)?(?:生|要|怀)(?:过|了|二胎)?(?=$|[,。;!?])"
)
_A_SINGLE = re.compile(rf"(?<![第每])(?:一|1)个(?:{_BOY}|{_GIRL}|{_KID})|独[生子女]")
_SEVERAL = re.compile("[两二三四五俩仨2-5]个|俩|仨|双胞胎|龙凤|前[夫妻]|儿女|老[二三四]|二胎")
_JUST_COUNTED = sought(
    rf"(?:(?:就|只|光|就是|只有)(?:有)?(?P<first>{_BOY}|{_GIRL})|(?P<second>{_BOY}|{_GIRL})(?:就|只|光|就只)(?:有)?)(?P<n>{COUNT})个(?=$|[,。;!?])"
)
_ALL_OF_ONE = sought(
    rf"(?P<bore>生|养)?(?:了|过|的)?(?<![第老])(?P<n>{COUNT})(?P<unit>个|胎)(?:伢|孩子)?,?(?:全|都|全都)是(?:(?P<boy>{_BOY}|男伢|男的)|(?P<girl>{_GIRL}|女伢|女的))"
)
_ORDERED = sought(
    rf"老大老二(?:两个)?(?:都)?是(?:个)?(?:(?P<boys>{_BOY})|{_GIRL}),?老三(?:才|也|又|就)?是(?:个)?(?:(?P<boy>{_BOY})|{_GIRL})"
)
_SOME_DIED = sought(
    rf"(?<![\d第每年月十])(?<!十有)(?P<all>{COUNT})(?=[个,死夭亡没走]|孩|小孩|娃|伢|宝|儿|男|小子|女|姑|闺|丫|全|都)个?(?:(?P<boys>{_BOY})|(?P<girls>{_GIRL})|{_KID})?,?(?P<between>[^。;!?]{{0,16}}?)(?:[死夭亡没走]|不在)[^。;!?]{{0,12}}?"
    rf"(?:就|只|还|现在|如今|跟前)*(?:剩|剩下|活|还有|跟前|身边|活着的是)(?:了|下|下来)?(?:就|只|的|有)*(?P<left>{COUNT})?个?(?:(?P<boy>{_BOY})|(?P<girl>{_GIRL})|{_KID})?(?=$|[,。;!?])"
)
_LEFT_OF_TWO = re.compile(
    rf"(?:一儿一女|一女一儿|一对儿女|一双儿女|儿女双全|龙凤胎)[^。;!?]{{0,6}}?(?P<dead>{_BOY}|{_GIRL})[^。;!?]{{0,10}}?(?:走了|没了|没有了|去世|不在|死了|夭|病故)"
    rf"[^。;!?]{{0,8}}?(?:剩|还有|只有|就)(?:了|下)?(?:一)?个(?:(?P<boy>{_BOY})|(?P<girl>{_GIRL}))"
)
_FIRST = sought(
    r"(?:刚|才|刚刚|已经)?(?:生|生了|生完|生下|添了)(?:了)?(?:头胎|第一胎|头一胎|头一个|第一个(?:孩子|伢|娃)?)(?!能|怎|要)|"
    r"(?:^|[,。;!?]|是)(?:头胎|第一胎|头一胎|头一个)(?=$|[,。;!?])"
)
_BORN_NOW = re.compile(r"[才刚]生|生了|生的|出生|落地|坐月子|月子|生完|满月")
_NOT_YET_ONE = sought(
    r"备孕(?:的)?(?:第一个|头胎|第一胎|头一个)|(?:要|怀|生)(?:我们)?(?:第一个|头一个|头胎|第一胎)(?:孩子|伢|娃|宝宝)?(?=$|[,。;!?])"
)
_CHILDLESS = sought(r"(?:没儿没女|无儿无女|膝下无子女|无子女)")


_TO_RAISE = sought(
    rf"(?:^|[,。;!?]|家里|屋里|我们?|我家)(?:还)?(?:有)?(?<![第每])(?P<n>{COUNT})个?{_KID}(?:都)?(?:还)?(?:要(?:养|带|读书|上学|吃饭)|得养|嗷嗷待哺|等着养)(?=$|[,。;!?])"
)
_THREE_OF_THEM = re.compile(
    r"(?:^|[,。;!?])(?:我们?|我?家里?|屋里|膝下|现在|一共|总共)(?:有|一共|总共|现在)?(?P<n>[三四五仨3-5])个?(?=$|[,。;!?])(?=.*(?:老[三四五]|[三四五][胎宝孩]|最小的|小的|老幺))"
)
"""家里三个,老三2023年生: of children, as the younger ones show."""
_JUST_THESE = sought(
    rf"(?:^|[,。;!?])(?:我们?|家里)?(?:就|只有|就只有|只)(?:有|生了)?(?:(?:[他她]们|这|那|[他她]们这)(?P<n>[两二三]个|俩|仨))(?:{_KID})?(?=$|[,。;!?])"
)
"""双胞胎,就他们两个."""
_TWINS = sought(f"双胞胎(?:是|都是|的)?(?:(?P<boy>{_BOY})|{_GIRL})")
_PARTED = sought("离[了婚异]|单亲|丧偶|守寡|一个人|独自|老[公婆][^,。]{0,4}[走没]了")
_RAISED_ALONE = re.compile(
    rf"(?:带|拉扯|养|抚养)(?:着|大)?(?:了)?(?:一)?个(?:(?P<boy>{_BOY})|(?P<girl>{_GIRL}))(?!们|的|户)"
)
_BEYOND_RULES = sought(
    r"超生(?:了|的)?(?:是|的是)?(?:第(?P<n>[二三四五2-5])[个胎]|老(?P<old>[二三四五])|(?P<birth>[二三四五])胎)"
)


_ALL_WELL = sought(
    rf"(?<![第每前])(?P<n>{COUNT})个?(?:伢|孩子|娃)?(?:现在|如今)?(?:都|全都?)(?:好好的|好着|活得好|健在|在世|健康|健健康康|养大了|带大了|在身边|在跟前|活着|还?在(?=$|[,。;!?]))"
)
_ONE_GROWN_UP = re.compile(
    rf"(?:就|只|仅|光|才)(?:生|养|要)(?:了|过)?(?:这)?(?:一|1)个(?:{_BOY}|{_GIRL}|{_KID})?[,;](?:[他她]|孩子|伢)?(?:现在|如今|今年|去年|已经|早就?|也|都|刚|才|正|还)*(?:在)?"
    r"(?:上大学|读大学|读研究?生?|上(?:小学|初中|高中|中学|幼儿园)|读(?:小学|初中|高中|中学|书|大[一二三四]|[一二三四五六七八九]年级)|成了?家|结了?婚|嫁了?人|娶了?(?:媳妇|老婆)|参加工作|大学毕业|工作了|上班了)(?:了|呢|的)?(?=$|[,。;!?])"
)
"""只生了一个,上大学了: who studies or has married lives."""
_LOST = re.compile("走了|没了|不在|去世|过世|病逝|死|亡|车祸|失独|以前|之前|前年|那年")


def counted_by_the_way(line: Line) -> Iterator[Finding]:
    """Findings on the counts of children from what is told beside them."""
    if not inline.search("个|胎|怀|儿|生", line.text):
        return
    yield from _just_this(line)
    yield from _no_more(line)
    yield from _of_one_sex(line)
    for match in _ALL_WELL.finditer(line.text):
        number = read_number(match["n"])
        spoken_of = any(m.kin in CHILDREN and m.start < match.end() for m in line.mentions)
        if spoken_of and number is not None and number > 1 and _ours(line, match):
            yield _count("children_living", number, match, weak=True)
    for match in _JUST_THESE.finditer(line.text) if inline.search("[就只]", line.text) else ():
        number = read_number(match["n"].removesuffix("个"))
        spoken_of = any(m.kin in CHILDREN and m.end <= match.start() for m in line.mentions)
        of_children = inline.search("双胞胎|龙凤|大的|小的|老[大二三]", line.text[: match.start()])
        if number is not None and (spoken_of or of_children) and not line.clause_at(match.end() - 1).supposed:
            yield _count("children_living", number, match, weak=True)
            twins = _TWINS.search(line.text, 0, match.start()) if number == 2 else None
            if twins:
                yield _count("daughters" if twins["boy"] else "sons", 0, match, weak=True)
    for match in _JUST_COUNTED.finditer(line.text):
        number = read_number(match["n"])
        if number is not None and _ours(line, match):
            boys = inline.fullmatch(_BOY, match["first"] or match["second"]) is not None
            yield _count("sons", number if boys else 0, match, weak=True)
            yield _count("daughters", 0 if boys else number, match, weak=True)
            yield _count("children_living", number, match, weak=True)
    more = _ONE_AND_NO_MORE.search(line.text)
    if more and _A_SINGLE.search(line.text) and not _SEVERAL.search(line.text) and _ours(line, more):
        yield _count("children_ever", 1, more, weak=True)
    grown = _ONE_GROWN_UP.search(line.text) if inline.search("[一1]个", line.text) else None
    if grown and not _LOST.search(line.text) and not _SEVERAL.search(line.text) and _ours(line, grown):
        yield _count("children_living", 1, grown, weak=True)
    yield from _first(line)
    yield from _to_raise(line)
    for match in _CHILDLESS.finditer(line.text):
        if _ours(line, match):
            yield _count("sons", 0, match)
            yield _count("daughters", 0, match)


def outlived(line: Line) -> tuple[Finding, ...]:
    """Findings of a line that tells how many were born and which of them live; they overrule mere counts."""
    left_of_two = _LEFT_OF_TWO.search(line.text)
    if left_of_two and _ours(line, left_of_two):
        girl = left_of_two["girl"] is not None
        counts = (
            ("children_ever", 2),
            ("children_living", 1),
            ("daughters", int(girl)),
            ("sons", int(not girl)),
        )
        return tuple(_count(name, value, left_of_two) for name, value in counts)
    for match in _SOME_DIED.finditer(line.text):
        born, left = read_number(match["all"]), read_number(match["left"] or "1")
        sexed = match["boy"] or match["girl"] or (match["left"] and (match["boys"] or match["girls"]))
        if born is None or left is None or not (match["left"] or sexed) or not 0 < left < born:
            continue
        if not _ours(line, match) or inline.search(r"月|年$|岁|老伴|老[公婆]|爱人", match["between"]):
            continue
        found = [_count("children_ever", born, match), _count("children_living", left, match)]
        if sexed:
            girl = bool(match["girl"] or (match["girls"] and not match["boy"]))
            found.append(_count("daughters", left if girl else 0, match))
            found.append(_count("sons", 0 if girl else left, match))
        return tuple(found)
    return ()


def _count(name: str, value: int, match: re.Match[str], *, weak: bool = False) -> Finding:
    return Finding(f"household.{name}", value, match.start(), match.end(), weak)


def _ours(line: Line, match: re.Match[str]) -> bool:
    named = line.named_subject(match.start())
    ours = named is None or named.kin in CHILDREN or bool(line.whose(named.kin)) or named.kin is Kin.COUPLE
    ours = ours and not of_the_elder(line, match.start())
    return ours and not line.clause_at(match.start()).supposed and line.told(match.start(), match.end())


def _just_this(line: Line) -> Iterator[Finding]:
    for match in _ONLY_THIS.finditer(line.text):
        if line.clause_at(match.start()).supposed:
            continue
        child = _spoken_of(line, match)
        words = f"{match['only']}{match['kid'] or ''}"
        girl = inline.search(_GIRL, words) is not None or (
            child is Kin.DAUGHTER and not inline.search(_BOY, words)
        )
        boy = inline.search(_BOY, words) is not None or child is Kin.SON
        if child is None and not (girl or boy):
            continue
        # Who says how many were born has not said that they all live.
        bore = inline.search("生", match.group()) is not None
        yield _count("children_ever" if bore else "children_living", 1, match, weak=True)
        if girl or boy:
            yield _count("daughters", int(girl), match, weak=True)
            yield _count("sons", int(not girl), match, weak=True)


def _to_raise(line: Line) -> Iterator[Finding]:
    """三个小孩要养; 离婚带个丫头; 超生的第四个."""
    for match in _TO_RAISE.finditer(line.text):
        number = read_number(match["n"])
        if number is not None and _ours(line, match) and not line.clause_at(match.end() - 1).asks:
            yield _count("children_living", number, match, weak=True)
    of_children = inline.search("老[三四五幺]|[三四五][胎宝孩]|小的", line.text)
    for match in _THREE_OF_THEM.finditer(line.text) if of_children else ():
        number = read_number(match["n"])
        if number is not None and _ours(line, match) and not line.clause_at(match.end() - 1).asks:
            yield _count("children_living", number, match, weak=True)
    for match in _RAISED_ALONE.finditer(line.text) if _PARTED.search(line.text) else ():
        if _ours(line, match):
            yield _count("sons" if match["boy"] else "daughters", 1, match, weak=True)
    for match in _BEYOND_RULES.finditer(line.text):
        if _ours(line, match) and not line.clause_at(match.end() - 1).asks:
            number = read_number(match["n"] or match["old"] or match["birth"])
            if number is not None:
                yield _count("children_ever", number, match, weak=True)


def _spoken_of(line: Line, match: re.Match[str]) -> Kin | None:
    before = [m for m in line.mentions if m.end <= match.start() and m.kin in CHILDREN]
    after = [m for m in line.mentions if 0 <= m.start - match.end() <= 8 and m.kin in CHILDREN]
    sexed = {m.kin for m in before if m.kin is not Kin.CHILD}
    if len(sexed) > 1:
        return None
    return next(iter(sexed), before[-1].kin if before else after[0].kin if after else None)


def _no_more(line: Line) -> Iterator[Finding]:
    for match in _NO_MORE.finditer(line.text):
        if _ours(line, match):
            yield _count("children_ever", 1, match, weak=True)
            if match["boy"] or match["girl"]:
                yield _count("sons" if match["boy"] else "daughters", 1, match, weak=True)


def _of_one_sex(line: Line) -> Iterator[Finding]:
    for match in _ALL_OF_ONE.finditer(line.text):
        number = read_number(match["n"])
        if number is None or number < 2 or not _ours(line, match):
            continue
        if match["bore"] or match["unit"] == "胎":
            yield _count("children_ever", number, match, weak=True)
        yield _count("sons" if match["boy"] else "daughters", number, match, weak=True)
        yield _count("daughters" if match["boy"] else "sons", 0, match, weak=True)
    for match in _ORDERED.finditer(line.text):
        if _ours(line, match):
            sons = (2 if match["boys"] else 0) + (1 if match["boy"] else 0)
            yield _count("sons", sons, match, weak=True)
            yield _count("daughters", 3 - sons, match, weak=True)
            yield _count("children_living", 3, match, weak=True)


def _first(line: Line) -> Iterator[Finding]:
    for match in _NOT_YET_ONE.finditer(line.text):
        if _ours(line, match):
            yield _count("children_ever", 0, match, weak=True)
            return
    for match in _FIRST.finditer(line.text):
        if not _ours(line, match) or line.clause_at(match.end() - 1).asks:
            continue
        if _BORN_NOW.search(line.text):
            yield _count("children_ever", 1, match, weak=True)
        elif inline.search("未孕|没怀|没有怀|备孕", line.text):
            yield _count("children_ever", 0, match, weak=True)
