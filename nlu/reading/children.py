"""How many children there are and were, as far as it is told or follows strictly."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.by_a_child import told_by_a_child
from nlu.reading.finding import Finding
from nlu.reading.line import OF_OTHERS, Line
from nlu.reading.numerals import COUNT, read_number
from nlu.reading.people import CHILDREN, IN_LAWS, PAIRS, PARTNER, Kin

KID = r"(?:孩子|小孩子?|娃娃?|伢|崽崽?|宝宝|子女|儿女|小朋友|宝贝|小家伙)"
_SON = r"(?:儿子|男孩子?|男娃娃?|男宝宝?|小子|独子|公子|儿(?!子|女|媳|童|孙))"
_DAUGHTER = r"(?:女儿|姑娘|闺女|丫头|女孩子?|女娃娃?|女宝宝?|千金|妞妞?|独女)"
_BARE_SON = rf"(?:{_SON}|男(?!的|人|方|女|士|同志|友|性))"
_BARE_DAUGHTER = rf"(?:{_DAUGHTER}|女(?!的|人|婿|方|士|性|同志|友|孩|儿|娃|工))"
_NOT_FIRST = r"(?<![第每几哪其二三四十另])(?:(?<!\d)|(?<=\d\d)(?=[一两俩仨]))"
_U = r"(?:个|名|位)?"

_PAIR = re.compile(
    rf"{_NOT_FIRST}(?P<first>{COUNT}){_U}(?:(?P<boy>{_BARE_SON})|(?P<girl>{_BARE_DAUGHTER}))(?:,|、|和|跟|加|还有|又|以及|"
    rf"再加|,还有|,又有)?(?:有)?"
    rf"(?P<second>{COUNT}){_U}(?(boy){_BARE_DAUGHTER}|{_BARE_SON})"
)
_BOTH = re.compile(
    r"儿女双全|一对儿女|一双儿女|儿女各一个?|(?:一个|1个|是个|生了|生的|一对|家里|屋里|我家|养了|有|是|就|^|[,。])龙凤胎|(?:大的|老大|大宝|第一个|头一个|"
    r"头胎|一个)(?:是|"
    r"个)*(?P<b>男|儿子|小子|男孩|女|女儿|姑娘|闺女|丫头|女孩)(?:孩|娃|的)?[,、]?(?:小的|老二|二宝|第二个|二胎|一个)(?:是|个|也)*(?P<s>男|儿子|小子|"
    r"男孩|女|女儿|姑娘|闺女|丫头|女孩)(?:孩|娃|的)?"
)
_SAME_SEX = re.compile(
    rf"{_NOT_FIRST}(?P<n>{COUNT})(?:(?:个|名|位)(?:{KID})?|{KID}|(?<=[俩仨两]))(?:,|的)?(?:全|都|全都|两个都)(?:是|"
    rf"为)?(?P<sex>{_BARE_SON}|"
    rf"{_BARE_DAUGHTER}|"
    rf"女的|男的)|(?P<twins>双胞胎)(?P<all>,?(?:两个)?(?:都|全)是)?(?:是)?(?P<sex3>{_SON}|{_DAUGHTER})|(?:生的?|孩子|娃|养的?)(?:全|"
    rf"都)是(?P<sex2>{_BARE_SON}|{_BARE_DAUGHTER})"
)
_SINGLE = re.compile(
    rf"{_NOT_FIRST}(?P<n>{COUNT})(?P<u>个|名|位)?(?:亲生的?|独生|残疾|小|大|宝贝|没结婚的|已婚的|\d+岁的)?(?:(?P<kid>{KID})|"
    rf"(?P<girl>{_DAUGHTER})|(?P<boy>{_SON}))(?!们|户)"
)
_ONLY_BEFORE = re.compile(
    r"(?:就|只|仅|仅仅|单|光|只有|就是|就只|统共|总共|一共|唯一|总共就|独独)(?:有|生|养|得|要|是|这|剩|了|过|育|育有|生育|"
    r"我们?|着|剩下|那|这么|么|家里|一直|带|生养|养育|亲生|领养|收养)*$"
)
_ONLY_AFTER = re.compile(
    r"(?:而已|罢了|,?(?:再?没有?(?:别的|其他|其它|再)|没再[生要]|没有再[生要]|后来没|后面没|再没[生要]|就没再|没要(?:二胎|"
    r"老二)|以后没生|也没再|之后没再|没有二胎|没生二胎|没再要))"
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
_ALONE = {"children_living": 1, "children_ever": 1}
_HOUSES = (
    (re.compile(r"独女户|独生女户|单女户|一女户"), {"daughters": 1, "sons": 0, **_ALONE}),
    (
        re.compile(r"双女户|两女户|二女户|双女儿户|双女家庭|双女结扎户|俩女户"),
        {"daughters": 2, "sons": 0, "children_living": 2},
    ),
    (re.compile(r"独子户|独男户|独生子户"), {"sons": 1, "daughters": 0, **_ALONE}),
)
_ONLY_CHILD_HOME = re.compile(
    r"(?:(?:我们?|我家|我们家|家里|家|也|(?<!成)都|属于|是|本人|他们|孩子|小孩|娃|儿子|女儿|姑娘)(?:是|就是|都是|也是|属于|算|家|"
    r"的)*)(?P<word>独生子女(?:家庭|户|父母|的?妈妈|的?爸爸|的?母亲|的?父亲|家长|的父母)?|独生女(?!户)|独生子(?!女|户)|"
    r"独生的|独苗|独女(?!户)|独子(?!户))(?!(?:父母)?(?:护理|光荣|奖|年老|证))(?!费|证|的?补|奖|保健|光荣|政策|护理|的钱|年老|"
    r"那个|有什么|能|可以|怎么|待遇|一次|"
    r"死)"
    r"|^(?P<list>独生子女(?:家庭|户|父母)?|独生女|独生子|独女|独子)$"
    r"|(?:有|就|只有|生了|只生了|养了|^|[,。;!? ]|[就只][他她])(?:一个|1个|个)(?P<own>独生女儿?|独生子|独女|独子|独生子女|"
    r"独苗|独生女孩|独生儿子)(?!证|费|户)"
)
_NONE = re.compile(
    rf"(?<!还)(?:没有?|无|未有)(?P<kid>{KID})(?!证|户口|的户|在|上|们|户籍|身份|出生)(?P<left>了)?|膝下无[子儿]|无子女|"
    rf"没有后代|没儿没女|无儿无女|丁克"
)
_NEVER = re.compile(
    rf"(?:还没有?|没有?|从未|未|从来没有?|一直没有?|没|尚未)(?:有)?(?:生养过?|生育过?(?!津贴|保险|补|服务|登记|能力)|生过(?!老二|"
    rf"二胎)(?:孩子|小孩|娃)?|"
    rf"要过?(?:上)?{KID}|生{KID}|怀过|要上孩子)(?!证)|(?:还|目前|暂时|现在还|一直)没有?(?:{KID})(?!证|户口|的户|上|在)|"
    rf"(?<!补办)未育(?!龄)|(?<=我)不孕不育|(?<=们)不孕不育|不能生育|未曾生育"
)
_OF_A_PARENT = re.compile(r"^[^|]*(?:家庭|户|父母|妈|爸|母|父|家长)|\|儿?的(?:妈|爸|母|父|爹|娘)")
_IS = re.compile("(?:也|就)?是")
_BIRTH = re.compile("生|育|怀")
_NTH = re.compile(
    r"(?P<did>底|初|刚|刚刚|去年|前年|今年|上个?月|已经|又|才|年|月|号|日|都|前几天|昨天|前天|上周|老婆|媳妇|我|我们|也|^|"
    r"[,。;!? ])(?:也|又|"
    r"刚|已经|都|才|在[^,。]{1,5}|老婆|媳妇|,)*(?:生了?|生的|生下|生完|添了|剖了|得了)(?:个)?(?P<n>老二|老三|老四|二胎|三胎|四胎|"
    r"二孩|三孩|二宝|三宝|第二个|第三个|第四个|第二胎|第三胎|第[二三四]个?孩子)(?![\d今去前]|证|津贴|能|可以|有|怎么|补|政策|登记|吗)"
    r"|(?P<m>老二|老三|老四|二胎|三胎|二孩|三孩|二宝|三宝|第[二三四]个孩子)(?:是|在|也|都|已经|今年|宝宝|我|,)*"
    r"(?:上个?月|这个月|前几天|昨天|前天|上周|刚刚?|才)(?:才|刚)?(?:出生(?!证)|生了|落地|满月|生的|出世)"
)
_BORE_ONE = re.compile(
    r"(?:就|只|仅)(?:生|生育|生养)(?:了|过)?(?:这么|这|那|我老[公婆]|我爱人|我媳妇|[他她])?[一1]个(?=$|[,。;!?]|就|没|后|的$)"
    r"|(?:(?:一共|总共|共|我妈|她|我|我们|^|[,。;!? ]))(?:生|生育|生养)(?:了|过)(?P<n>[二两三四五六七俩仨2-7])个?(?=$|[,。;!?]|都)"
)
_NOT_OURS = re.compile(
    r"(?:又找|再婚|二婚).*[他她](?:也)?有|前妻生|前夫生|对方带|带来的|继子|继女|外孙|孙子|孙女|老公带|老婆带|他带|她带"
)


_TRACE = re.compile(
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
        yield from _apart(_houses(line), taken)
    if "独" in line.text:
        yield from _apart(_only_child(line), taken)
        taken += [match.span() for match in _ONLY_CHILD_HOME.finditer(line.text)]
    for part, cue in _PARTS:
        if inline.search(cue, line.text):
            yield from _apart(part(line), taken)


def _apart(findings: Iterator[Finding], taken: list[tuple[int, int]]) -> Iterator[Finding]:
    return (f for f in findings if not any(start < f.end and f.start < end for start, end in taken))


def _ours(line: Line, start: int, end: int) -> bool:
    """Said of the household asked about, and really said."""
    only = _ONLY_BEFORE.search(line.before(start))
    if not line.told(start - len(only.group()) if only else start, end) or _NOT_OURS.search(line.text):
        return False
    if OF_OTHERS.search(line.before(start)) and line.about is not Kin.OTHER:
        return False
    named = line.named_subject(start)
    if named is None:
        return True
    if named.kin is Kin.ME and line.about not in {Kin.ME, Kin.SPOUSE}:
        return (
            inline.search(r"[生有养]了?我们?$", line.before(start)) is not None
            or "家里" in line.text[named.start : named.end]
        )
    if named.kin in CHILDREN | IN_LAWS and named.kin is not line.about:
        return (
            inline.fullmatch(r"(?:就|只|有|一共|总共|都|全|是|,)*", line.text[named.end : start]) is not None
            and named.kin is Kin.CHILD
        )
    return (
        bool(line.whose(named.kin))
        or named.kin in {PARTNER.get(line.about), Kin.COUPLE}
        or (named.kin is Kin.FORMER and inline.search("[跟和]$", line.before(named.start)) is not None)
        or named.kin in PAIRS
    )


def _found(name: str, value: int, match: re.Match[str], *, weak: bool = False) -> Finding:
    return Finding(f"household.{name}", value, match.start(), match.end(), weak)


def _pairs(line: Line, matches: list[re.Match[str]]) -> Iterator[Finding]:
    for match in matches:
        first, second = read_number(match["first"]), read_number(match["second"])
        if first is None or second is None or not _ours(line, *match.span()) or _general(line, match):
            continue
        sons, daughters = (first, second) if match["boy"] else (second, first)
        yield from _both(match, sons, daughters)
    for match in _BOTH.finditer(line.text):
        if not _ours(line, *match.span()):
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
    yield _found("sons", sons, match)
    yield _found("daughters", daughters, match)
    yield _found("children_living", sons + daughters, match)


def _same_sex(line: Line, matches: list[re.Match[str]]) -> Iterator[Finding]:
    for match in matches:
        if not (match["n"] or match["twins"]) or not _ours(line, *match.span()):
            continue
        if match["twins"]:
            girl = inline.fullmatch(_DAUGHTER, match["sex3"]) is not None
            if match["all"]:
                yield from _both(match, 0 if girl else 2, 2 if girl else 0)
            else:
                yield _found("daughters" if girl else "sons", 2, match)
            continue
        count = read_number(match["n"])
        if count is None or count < 2:
            continue
        girls = inline.search("女|姑|闺|丫|千金|妞", match["sex"]) is not None
        yield from _both(match, 0 if girls else count, count if girls else 0)
        if _BORE.search(line.before(match.start())):
            yield _found("children_ever", count, match)


def _houses(line: Line) -> Iterator[Finding]:
    for pattern, counts in _HOUSES:
        for match in pattern.finditer(line.text):
            clause = line.clause_at(match.start())
            listed = (
                inline.fullmatch(
                    r"(?:我们?家?|计生|[农城][村镇]户口|农村|又是|就是|都是|是|家里|属于|也是|城镇|的|,)*",
                    line.before(match.start()),
                )
                is not None
            )
            ends = (
                inline.match(
                    r"(?:$|[,。;!?\s]|,|吧|的$|女方|今年|\d)", line.text[match.end() : clause.end + 1]
                )
                is not None
            )
            general = inline.match("的?(?:母亲|父亲|父母|家长|老人|加|增)", line.after(match.end()))
            if (
                not general
                and _ours(line, *match.span())
                and (
                    (
                        line.named_subject(match.start())
                        and not inline.match("的?(?:女儿|孩子)", line.after(match.end()))
                    )
                    or (listed and ends and not clause.asks)
                    or inline.search(
                        r"(?:\d|[一二三四五六七八九十])岁(?!以上|以下)", line.before(match.start())
                    )
                )
            ):
                for name, value in counts.items():
                    yield _found(name, value, match)


def _only_child(line: Line) -> Iterator[Finding]:
    for match in _ONLY_CHILD_HOME.finditer(line.text):
        word = match["word"] or match["list"] or match["own"]
        start = match.start("word") if match["word"] else match.start()
        clause = line.clause_at(match.start())
        if (
            clause.supposed
            or inline.search(r"是不是|需要|必须|要是|(?<!想)要$|不是|没有", line.before(start))
            or inline.match(r"吗|么|不\?", line.after(match.end()))
        ):
            continue
        if OF_OTHERS.search(line.text[clause.start : start]) and line.about is not Kin.OTHER:
            continue
        named = line.named_subject(start)
        parental = _OF_A_PARENT.search(word + "|" + line.after(match.end())) is not None
        wed = named if named is not None and named.kin is Kin.SPOUSE else None
        if wed and not parental and _IS.fullmatch(line.text[wed.end : start]):
            continue  # 老公是独生子 tells of the husband
        mine = named is not None and line.text[named.start : named.end] in {"我", "本人", "我自己", "自己"}
        if mine and not parental and not match["own"]:
            if line.about is Kin.ME:
                yield Finding("self.is_only_child", True, match.start(), match.end())
            continue
        if match["list"] and clause.asks and not parental:
            continue
        yield _found("children_ever", 1, match)
        sexed = inline.search(r"独生?(女(?!户)|子(?!女)|儿子)", word)
        if not parental and sexed and "子女" not in word:
            girl = sexed[1].startswith("女")
            # That no other one lives follows for whoever reckons with it; nobody has said so.
            yield _found("daughters" if girl else "sons", 1, match, weak=True)


def _nth(line: Line) -> Iterator[Finding]:
    for match in _NTH.finditer(line.text):
        word = match["n"] or match["m"]
        if not _ours_born(line, match):
            continue
        order = next(n for c, n in (("二", 2), ("三", 3), ("四", 4)) if c in word)
        yield _found("children_ever", order, match)


def _ours_born(line: Line, match: re.Match[str]) -> bool:
    if line.clause_at(match.start()).supposed or inline.search(
        r"(?:准备|打算|想|要|如果|能|可以)$", line.before(match.start())
    ):
        return False
    if not inline.search(r"[了下完刚年月日号周天的]", match.group()):
        return False
    named = line.named_subject(match.start())
    return named is None or named.kin in CHILDREN or bool(line.whose(named.kin))


def _bore_one(line: Line) -> Iterator[Finding]:
    for match in _BORE_ONE.finditer(line.text):
        if _ours(line, *match.span()):
            yield _found("children_ever", (read_number(match["n"]) or 1) if match["n"] else 1, match)


def _none(line: Line) -> Iterator[Finding]:
    adopted = inline.search("领养|收养|抱养", line.text)
    for match in _NEVER.finditer(line.text):
        if line.text[: match.start()].endswith("再"):
            continue
        if _ours(line, *match.span()) and not inline.search(
            "二胎|老二|再|其他|别的", line.text[match.start() : match.end() + 3]
        ):
            if not _BIRTH.search(match.group()):
                yield _found("children_living", 0, match, weak=True)
            if not adopted:
                yield _found("children_ever", 0, match)
            return
    for match in _NONE.finditer(line.text):
        named = line.named_subject(match.start())
        if named is not None and named.kin is Kin.SPOUSE:
            continue  # 现在的老公没孩子
        if _ours(line, *match.span()) and not inline.search("其他|别的|其它", match.group()) and not adopted:
            yield _found("children_living", 0, match)
            return


def _singles(line: Line) -> Iterator[Finding]:
    for match in _SINGLE.finditer(line.text):
        count = read_number(match["n"])
        if (
            count is None
            or (match["u"] is None and match["n"] in "一二三四五六七八九十")
            or not _ours(line, *match.span())
        ):
            continue
        before, after = line.before(match.start()), line.text[match.end() : match.end() + 12]
        alone = _ONLY_BEFORE.search(before) is not None or _ONLY_AFTER.match(after) is not None
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
            yield _found("children_ever", 1, match, weak=True)


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
            yield _found("children_living", count, match)
        elif count > 1:
            yield _found("children_ever", count, match)
        return
    kind, other = ("daughters", "sons") if match["girl"] else ("sons", "daughters")
    if bore and count > 1:
        yield _found("children_ever", count, match)
    yield _found(kind, count, match)
    if alone:
        yield _found(other, 0, match, weak=True)
        if not bore:
            yield _found("children_living", count, match, weak=True)


_PARTS = ((_nth, "[二三四]"), (_bore_one, "生"), (_none, "[没无未不丁]"), (_singles, "."))
"""Readers of smaller patterns, each with the cue without which it finds nothing."""
