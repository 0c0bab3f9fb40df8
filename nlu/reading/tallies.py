"""Counts of children told in other orders: 儿子一个女儿一个, 两个姑娘没有儿子, 独生女残疾, 丫头26了就她一个."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import OF_OTHERS, Line
from nlu.reading.numerals import COUNT, read_number
from nlu.reading.our_children import KID, ONLY_BEFORE
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_SON, _DAUGHTER = "(?:儿子|男孩|男娃|小子)", "(?:女儿|姑娘|闺女|丫头|女孩|女娃)"
_NUMBER_LAST = sought(
    quick(
        rf"(?P<one2>{_SON}|{_DAUGHTER})(?P<n2>{COUNT})个,?(?P<two2>{_SON}|{_DAUGHTER})(?:没有|一个都没有?)(?=$|[,。;!?])|"
        rf"(?P<kid>{KID})(?:有|就|只|只有|就只有|总共|一共|拢共)?(?P<n4>{COUNT})个?(?=$|[,。;!?])|"
        rf"(?P<one>{_SON}|{_DAUGHTER})(?:倒|就|总共|一共|拢共)?(?:有|生了)?(?P<n>{COUNT})(?:个|(?<=[俩仨]))(?:[,、和跟]?(?P<two>{_SON}|{_DAUGHTER})(?:有)?(?P<m>{COUNT})个)?"
        r"(?=$|[,。;!?])"
    )
)
_NOT_THE_OTHER = sought(
    rf"(?<![第每几哪\d])(?P<n>{COUNT})个?(?P<one>{_SON}|{_DAUGHTER})伢?[,、]?(?:又|也|都|就是|但|可是)?"
    rf"(?:没有?|没得|没生过?|无)(?P<two>{_SON}|{_DAUGHTER})伢?(?=$|[,。;!?])"
    rf"|(?P<n3>{COUNT})个(?P<one3>{_SON}|{_DAUGHTER}),(?P<two3>{_SON}|{_DAUGHTER})(?:倒|是|却|一个(?:都|也))?没(?:有|得)?(?=$|[,。;!?])"
    rf"|(?:没有?|没得|没生过?|无)(?P<two2>{_SON}|{_DAUGHTER})[,、]?(?:只有|就是|就|只|有)?(?:有|生了)?"
    rf"(?P<n2>{COUNT})个?(?P<one2>{_SON}|{_DAUGHTER})"
)
_ONLY_CHILD = sought(
    r"(?:(?P<girl>独生女儿?|独女)|(?P<boy>独生儿子?|独生子(?!女)|独子)|(?P<child>独生子女))(?!户|证|费|父|家庭)"
    r"(?:,|是|因|今年|去年|前年|现在|已经|刚|也|都|她|他|从小|天生)*"
    r"(?:(?P<told>(?:肢体|智力|精神|听力|视力|言语|多重|重度)?(?:残疾|伤残|智障|脑瘫)(?!人|父|家|证(?:怎|能|要|去)|补|怎)|患病|得了|"
    r"\d+岁?了|\d\d(?=$|[,。;!?])|[一二三四]级|[二三四]十[一二三四五六七八九]?岁?了|[上读考]大学|结婚|嫁|出国|在外)"
    r"|(?P<gone>走了|走的|没了|没得了|没有了|去世|不在了|过世|病故|车祸|癌症走|意外))"
)
_LISTED = sought(
    r"(?:^|[,。;!? ]|[农城][村镇业]户口)(?:就是|属于|是|有|也是)?(?:独生子女|独生(?=$|[,。;!?])|(?P<girl>独生?女)|(?P<boy>独生?子))(?:一个|"
    r"家庭)?(?=$|[,。;!? ])(?!.{0,2}(?:有什么|怎么|能|可以))"
)
_AT_THE_KNEE = sought(r"(?:膝下|家有)(?P<only>只有|仅有|仅|就)?(?:育有)?一(?P<sex>儿|女|子)(?=$|[,。;!?])")
_JUST_THAT_ONE = re.compile(
    rf"(?<!不是)(?<!不是个)(?<!不是一个)(?:(?P<boy>{_SON})|(?P<girl>{_DAUGHTER})|(?P<any>孩子|娃|伢|小孩))[^。;!?]{{0,14}},?(?:我们?|家里)?(?:就|只|只有|就只|就只有|只有这|就这)(?P<bore>生|生了)?"
    r"(?:[他她](?:这)?|这么?|那么?|(?<=,[就只]))(?:一|1)个(?=$|[,。;!?])"
)
_JUST_PARENT = sought(
    r"(?:就|只|只有|就只)(?:有|(?P<bore>生)|养)?(?:了|过)?我(?:(?P<dad>爸爸?|父亲|(?P<wed>老公|丈夫|先生|老婆|爱人|媳妇|妻子))|(?P<mum>妈妈?|母亲))(?:这)?(?:一个|1个)(?:(?P<son>儿子|独子|男)|(?P<girl>女儿|姑娘|闺女|独女))?"
)
_BOTH_DEAD = re.compile(
    rf"生过?了?(?P<n>{COUNT})个.{{0,6}}(?:老?大的?|大|[,。](?:头)?一个)[^,。]{{0,10}}(?:夭折?|走了|走的|没了|没的|去世|过世|不在|病死|淹死)了?,?"
    r"(?:小的|老二|(?:另外?|还有)?一个|后(?:头|面)那个)[^,。]{0,10}(?:夭折?|走了|走的|没了|没的|去世|过世|不在|病死|淹死)"
)
_ONE_BIRTH = sought(r"(?:就|只|仅|只有)(?:生|生育|怀|这|那)?(?:了|过)?(?:一|1)[胎孩](?=$|[,。;!?])")
_LOST = sought(
    r"(?:^|[,我们口公婆])(?:没了|死了|失去了?)(?:唯一的?|这个?)?(?:独生)?(?:孩子|独子|独女|伢|子女|子|女儿?)(?=$|[,。;!?])"
)
_TRACE = re.compile("姑|闺|丫|俩|仨|独|女|儿|子|个|胎|孩|没|失去|死了|膝下|家有")


_MAYBE_THE_CHILDS = frozenset(
    {Kin.MOTHER, Kin.FATHER, Kin.PARENTS, Kin.MOTHER_IN_LAW, Kin.FATHER_IN_LAW, Kin.PARENTS_IN_LAW}
)
"""Of these somebody speaks who may be the only child that is meant."""
_NO_OTHER = sought(
    rf"(?:^|[,。;!?])(?:我们?|家里|也|又|就是|但是?|可是?)*没有?(?:生过?)?(?P<other>{_SON}|{_DAUGHTER})(?=$|[,。;!?])"
)
_NONE_OF_THEM = sought(
    rf"(?:^|[,。;!?])(?:我们?家?|家里|也|又|就是|但是?|可是?)*没有?(?P<other>{_SON}|{_DAUGHTER})(?=$|[,。;!?])(?!\?)"
)
_SOME = re.compile(rf"(?<![第每几哪\d])(?P<n>{COUNT})个(?P<one>{_SON}|{_DAUGHTER})")
_LISTED_CHILD = sought(r"(?:^|[,。;!? ])(?:有|育有)?(?P<n>[一二两三])(?P<sex>女|子|儿)(?=$|[,。;!? ])")


def tallies(line: Line) -> Iterator[Finding]:
    """Findings on `children_ever`, `children_living`, `sons` and `daughters`."""
    if not _TRACE.search(line.text):
        return
    yield from _numbered(line)
    yield from _only(line)
    yield from _that_one(line)
    yield from _without(line)
    born = _ONE_BIRTH.search(line.text)
    if born and _said(line, born):
        yield _count("children_ever", 2 if "双胞胎" in line.text or "龙凤" in line.text else 1, born)
    match = _LOST.search(line.text)
    if match and line.told(*match.span()):
        yield _count("children_living", 0, match)
        if inline.search("独|唯一", match.group()):
            yield _count("children_ever", 1, match)


def lost_both(line: Line) -> Iterator[Finding]:
    """Findings of a line that tells of two children and of each of their deaths."""
    match = _BOTH_DEAD.search(line.text)
    if match and match["n"] in {"2", "两", "二", "俩"} and not line.clause_at(match.start()).supposed:
        yield _count("children_ever", 2, match)
        yield _count("children_living", 0, match)


def _count(name: str, value: int, match: re.Match[str], *, weak: bool = False) -> Finding:
    return Finding(f"household.{name}", value, match.start(), match.end(), weak)


def _sexed(match: re.Match[str], sons: int, daughters: int) -> Iterator[Finding]:
    yield _count("sons", sons, match)
    yield _count("daughters", daughters, match)
    yield _count("children_living", sons + daughters, match)


def _said(line: Line, match: re.Match[str]) -> bool:
    if OF_OTHERS.search(line.before(match.start())) and line.about is not Kin.OTHER:
        return False
    named = line.named_subject(match.start())
    ours = named is None or named.kin in CHILDREN or bool(line.whose(named.kin))
    only = ONLY_BEFORE.search(line.before(match.start()))
    return ours and line.told(match.start() - len(only.group() if only else ""), match.end())


def _is_girl(word: str) -> bool:
    return inline.fullmatch(_DAUGHTER, word) is not None


def _numbered(line: Line) -> Iterator[Finding]:
    for match in _NUMBER_LAST.finditer(line.text):
        first = read_number(match["n"] or match["n2"] or match["n4"])
        if first is None or not _said(line, match):
            continue
        if match["kid"]:
            if line.about not in _MAYBE_THE_CHILDS:
                yield _count("children_living", first, match)
            continue
        one, two = match["one"] or match["one2"], match["two"] or match["two2"]
        girl = _is_girl(one)
        if two is None:
            yield _count("daughters" if girl else "sons", first, match)
        elif _is_girl(two) is not girl:
            second = read_number(match["m"]) or 0 if match["m"] else 0
            yield from _sexed(match, *((second, first) if girl else (first, second)))
    none = _NO_OTHER.search(line.text) if "没" in line.text else None
    some = _SOME.search(line.text) if none else None
    if none and some and _is_girl(none["other"]) is not _is_girl(some["one"]) and _said(line, none):
        count = read_number(some["n"])
        if count is not None and _said(line, some):
            yield from _sexed(some, *((0, count) if _is_girl(some["one"]) else (count, 0)))
    listed = _LISTED_CHILD.search(line.text)
    if listed and len(line.clauses) > 1 and not line.clause_at(listed.end() - 1).asks:
        yield _count("daughters" if listed["sex"] == "女" else "sons", read_number(listed["n"]) or 1, listed)
    for match in _NOT_THE_OTHER.finditer(line.text) if inline.search("没|无", line.text) else ():
        one, two = (match[f"{name}"] or match[f"{name}2"] or match[f"{name}3"] for name in ("one", "two"))
        count = read_number(match["n"] or match["n2"] or match["n3"])
        if count is not None and _is_girl(one) is not _is_girl(two) and _said(line, match):
            yield from _sexed(match, *((0, count) if _is_girl(one) else (count, 0)))


def _only(line: Line) -> Iterator[Finding]:
    for match in _ONLY_CHILD.finditer(line.text):
        if line.clause_at(match.start()).supposed or inline.search(
            r"是不是|要是|如果|不是|没有$|必须|需要", line.before(match.start())
        ):
            continue
        if OF_OTHERS.search(line.before(match.start())) and line.about is not Kin.OTHER:
            continue
        general = inline.match(
            r"的?(?:家庭|家长|父母|人|怎么|能|可以|有什么|每|特扶|特别扶助|扶助|补助)",
            line.text[match.end() :],
        )
        if general and line.named_subject(match.start()) is None:
            continue
        yield _count("children_ever", 1, match)
        if match["gone"]:
            yield _count("children_living", 0, match)
        elif not match["child"]:
            yield _count("daughters" if match["girl"] else "sons", 1, match, weak=True)
    listed = _LISTED.search(line.text)
    if (
        listed
        and line.about not in _MAYBE_THE_CHILDS
        and line.told(*listed.span())
        and not line.is_afterthought(listed.end() - 1)
        and not any(m.kin in _MAYBE_THE_CHILDS for m in line.mentions)
        and (len(line.clauses) > 2 or "户口独" in listed.group() or listed["girl"] or listed["boy"])
        and (len(line.clauses) > 1 or "户口独" in listed.group())
    ):
        yield _count("children_ever", 1, listed)
        if listed["girl"] or listed["boy"]:
            yield _count("daughters" if listed["girl"] else "sons", 1, listed, weak=True)
    held = _AT_THE_KNEE.search(line.text)
    if held and line.told(*held.span()):
        girl = held["sex"] == "女"
        yield _count("daughters" if girl else "sons", 1, held)
        if held["only"]:
            yield _count("sons" if girl else "daughters", 0, held, weak=True)
            yield _count("children_living", 1, held, weak=True)


def _without(line: Line) -> Iterator[Finding]:
    """没有女儿 at the end of a clause: none of that sex."""
    for match in _NONE_OF_THEM.finditer(line.text) if "没" in line.text else ():
        if _said(line, match):
            yield _count("daughters" if _is_girl(match["other"]) else "sons", 0, match, weak=True)


def _that_one(line: Line) -> Iterator[Finding]:
    for match in _JUST_THAT_ONE.finditer(line.text) if inline.search("[就只]", line.text) else ():
        if not line.clause_at(match.end() - 1).supposed:
            girl = match["girl"] is not None
            if match["any"]:
                if not match["bore"]:
                    yield _count("children_living", 1, match)
            else:
                yield from _sexed(match, int(not girl), int(girl))
            if match["bore"]:
                yield _count("children_ever", 1, match)
    for match in _JUST_PARENT.finditer(line.text):
        elders = {Kin.GRANDMOTHER, Kin.GRANDFATHER, Kin.GRANDPARENTS}
        in_laws = {Kin.MOTHER_IN_LAW, Kin.FATHER_IN_LAW, Kin.PARENTS_IN_LAW}
        if line.about in (in_laws if match["wed"] else elders) and not line.clause_at(match.start()).supposed:
            girl = (
                match["mum"] is not None
                or match["wed"] in {"老婆", "媳妇", "妻子"}
                or match["girl"] is not None
            )
            if match["wed"] == "爱人" and not (match["son"] or match["girl"]):
                yield _count("children_living", 1, match)
            else:
                yield from _sexed(match, int(not girl), int(girl))
            if match["bore"]:
                yield _count("children_ever", 1, match)
