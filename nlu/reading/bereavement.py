"""Children who died, and what follows for the counts of children."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.counted_by_the_way import outlived
from nlu.reading.dying import DIED
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import COUNT, read_number
from nlu.reading.our_children import KID
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.sought import sought
from nlu.reading.survivors import survivors
from nlu.reading.tallies import lost_both

_GONE = (
    rf"(?:{DIED}|夭折|出意外走|意外身亡|意外死|意外走|溺水(?:身亡|死|去世|走|没)|车祸走|遇难|殁了?|没能救|没留住|没救过来|"
    r"没抢救|永远离开|离开人世|离开了?(?:我们|人世|这个世界)|走在我们?前面|走得(?:更|还|比[^,。;!?]{1,4})早|"
    r"刚走(?=$|[,。;!?]|[一二两三四五六七八九十半\d])|也不在(?=$|[,。;!?])|死于|白发人送黑发人|意外没)"
)
_CHILD_WORD = rf"(?:{KID}|儿子|女儿|姑娘|闺女|丫头|独生子女|独生子|独生女儿?|独子|独女|独苗|崽|幺儿)"
_THE_ONE = (
    r"(?:就|只|仅|单单|单)(?:有|生|养|得|育)?(?:了|过)?(?:他|她|这|那)(?:么|个)?(?:一)?(?:个|根|条)?(?=$|[,。;!?独根苗孩儿女姑伢娃])"
    r"|(?:就|只|仅)(?:这|那)?(?:么)?(?:一|1)(?:个|根)(?=$|[,。;!?根独苗])|亲生的?(?:就|只)有?(?:一|1)个|独[子女苗养根]|独生(?!子女(?:父母)?(?:光荣)?证|证)|独一|(?<!第)唯一"
)
_ONLY_ONE = rf"(?:就|只|仅)[^,。我]{{0,5}}(?:一|1)个(?:宝贝|亲)?(?:{_CHILD_WORD}|儿(?=$|[,。;!?])|$|[,。;!?])"
_DEATH = sought(
    rf"(?P<only>唯一的?|独生|独)?(?P<child>{_CHILD_WORD})(?!女?(?:父母)?(?:光荣)?证)(?P<between>[^。;!?]{{0,14}}?){_GONE}(?!出国|外地)"
)
_DEATH_FIRST = sought(
    rf"(?:走|死|没)(?:了)?的(?:就)?是(?:我们?家?|家里)?(?:的|那个|这个)*(?:唯一的?|独生|独)?(?:{_CHILD_WORD})|(?<!没)丧[子女](?=$|[,。;!?]|[一二两三四五六七八九十\d]+年)"
)
_LATER = re.compile(rf"(?:^|[,。])[^,。;!?老爱我]{{0,12}}?{_GONE}")
_LOST_ONLY = re.compile("失独")
_SOME = sought(
    rf"(?P<all>{COUNT})个(?:{KID}|儿子|女儿|姑娘)?,?(?:其中)?(?:(?P<verb>走了|没了|死了|去世了?|夭折了?|"
    rf"不在了)(?P<dead>{COUNT})个|(?:去年|前年|今年|有|,)*(?P<dead2>{COUNT})个(?:{_GONE}))"
)
_ALL = sought(
    rf"(?<!第)(?P<all>{COUNT})个(?:{KID}|儿子|女儿|姑娘),?(?:都|全|全都|都已经|先后|相继)[^,。;!?]{{0,4}}{_GONE}"
)
_TO_KEEP = r"(?:能)?(?:有)?(?:留住|留下|活下来|活成|养活|养大|养住|带大|带活|剩下?|保住|成人|长大)"
_NONE_KEPT = re.compile(
    rf"(?:生|养)(?:了|过)*(?:(?P<pair>一儿一女|一女一儿|一对儿女|一双儿女|龙凤胎|双胞胎)|(?P<all>{COUNT})个?(?:{KID}|儿子|女儿|姑娘)?),?(?:最后|结果|到头来|可是?|如今|现在|偏偏|老天)*"
    rf"(?:一个(?:都|也)|[都全])没{_TO_KEEP}"
)
"""生过两个,一个都没留住."""
_LEFT = re.compile(rf"(?:剩|还有|还剩|剩下|就剩|只剩|只有)(?:下|了)?(?P<left>{COUNT})个")
_JUST_ONE = re.compile("(?:^|[,。;!?])(?:我们?家?|家里|屋里|一共|总共)?只有(?:一|1)个(?=$|[,。;!?])")
"""伢车祸没了,只有一个: it was the only one; 老大没了,只有一个 and 现在只有一个 count those who live."""
_WITH_THE_OTHER = re.compile(
    r"(?:跟|随|归|判给|给|住)(?:着|了|在)?(?:我?前[夫妻]|我?前老[公婆]|(?:孩子|伢|娃)?[他她](?:爸爸?|妈妈?|爹|娘))"
    r"(?:家|那边)?(?:了|过日子|过活|过|带大?|养|住|生活|抚养|在一起|去)*,"
)
"""儿子跟前妻,去年出事没了: with whom the child lived is not who died."""
_BY_DEATH = re.compile("没了|不在了|世|死|亡|逝|故|夭|病|车祸|出事|意外|癌|淹|溺")
_ALONE_NOW = re.compile(
    r"(?:就|只)剩(?:下|了)?(?:我们?|老)?(?:老?两口|老两|俩|两个老?人|一个人|自己|我一人|我一个|孤零零)"
)
_OTHERS = re.compile(
    r"还有(?:一个|个(?=儿|女|姑|孩|伢|娃|老|小)|两个|俩|别的|女儿|儿子)|还剩|另外一个|另一个|剩一个|剩下一个|其中一个|小的|老二|老大|大的|大儿子|大女儿|"
    r"小儿子|小女儿|二胎|又生|后来又(?![嫁娶结离找病])|(?<!没)(?<!没有)再生|(?<!走了)(?<!死了)(?<!没了)(?:两个|俩|三个|仨)(?!个?月|人|年|都(?:是|在)|老|口)|一儿一女"
)
_ANYBODYS = re.compile("的(?:家庭|父母|家长|夫妻|老人|人|特|扶|抚|补|吧)|父母|家庭|家长")
_COUPLE_OF_TWO = re.compile(r"(?:我们|我|老伴|老婆子?|老头子|老公|口子)(?:两个|俩)(?:老的|老人|人)?")
_NOT_DEATH = re.compile(
    "流产|胎停|没保住|怀.{0,6}没了|户口|学籍|证|工作|前夫|前妻|抱走|出国|跟.{0,3}走|(?<!在)外地|结婚走"
)


_A_THING = re.compile(
    r"(?:补贴|补助|奖励?|钱|费|加分|分|政策|待遇|资格|名额|扶助?|假|证|户口|学籍|工作|单位|房子?|保险|医保|手机|卡|号|材料|档案|消息|音信|联系)[^,。;!?]{0,3}$"
)
"""独生女中考加分没了: it is not the child that is gone."""
_TAKEN = re.compile("(?:接|送|带|陪|看|管|教|找|催|喊|等)(?:着|了|完|我家|我|我们)?$")
"""我去接伢放学,走了: who takes the child leaves."""
_MOURNED = re.compile("抚慰|特扶|扶助|失独|丧|后事|骨灰|葬|白发人|过世|去世")
_TRACE = sought("失独|丧|剩|活|走|没|不在|世|死|亡|逝|故|夭|牺牲|意外|溺水|遇难|殁|救|留住|离开|白发人")


def deaths(line: Line) -> tuple[Finding, ...]:
    """Findings that hold because children died; they overrule what was read from the mere counts."""
    return tuple(_deaths(line)) if _TRACE.search(line.text) else ()


def _deaths(line: Line) -> Iterator[Finding]:
    if _LOST_ONLY.search(line.text):
        yield from _lost_only(line)
    both = tuple(lost_both(line))
    if both:
        yield from both
        return
    some_live = outlived(line) or survivors(line)
    if some_live:
        yield from some_live
        return
    match = _NONE_KEPT.search(line.text) or _ALL.search(line.text)
    if match and line.told(*match.span()):
        born = read_number(match["all"]) if match["all"] else 2
        if born is not None:
            yield Finding("household.children_ever", born, *match.span())
            yield Finding("household.children_living", 0, *match.span())
            return
    match = _SOME.search(line.text)
    if match and line.told(*match.span()):
        yield from _some_died(match)
        return
    match = _DEATH.search(line.text)
    if match and _child_died(line, match):
        yield from _after_death(line, match)
        return
    parted = _WITH_THE_OTHER.search(match["between"]) if match else None
    if match and parted and _is_meant(line, match, parted.end()) and line.told(*match.span()):
        # 女儿跟前夫,前年走了,就这一个: whether she lives nobody can tell.
        for count in ("children_living", "sons", "daughters"):
            yield Finding(f"household.{count}", None, *match.span())
        return
    first = _DEATH_FIRST.search(line.text)
    alone = first and not _OTHERS.search(line.text) and inline.search(f"{_ONLY_ONE}|{_THE_ONE}", line.text)
    if first and alone and line.told(*first.span()):
        yield from _none_left(line.text, *first.span(), first.group())
        return
    counted = inline.search(_ONLY_ONE, line.text) or (
        inline.search(_THE_ONE, line.text) if any(m.kin in CHILDREN for m in line.mentions) else None
    )
    if counted:
        ended = line.text[counted.end() - 1] in ",。;!?"
        later = _LATER.search(line.text, counted.end() - int(ended))
        subject = line.owner(later.end() - 1, later.end()) if later else None
        between = line.text[counted.end() : later.end()] if later else ""
        spoken = any(
            m.kin not in CHILDREN | {Kin.ME} and counted.end() <= m.start < counted.end() + len(between)
            for m in line.mentions
            if line.text[m.start : m.end] not in "他她"
        )
        if later and subject is not None and not spoken and line.told(later.start(), later.end()):
            yield from _none_left(line.text, counted.start(), later.end(), counted.group())


_DIRECTLY = re.compile(
    r"(?:也|就|都)?(?:是|属于)?(?:离了?[婚异]了?的|丧偶的|单身的?|[^,。;!?]{1,4}户口的|这样的?|这种|家里?|一个|个|的|,|们|今年|"
    r"\d\d岁|[三四五六七八]十[一二三四五六七八九]?岁)*"
)
_BY_ITSELF = re.compile(
    r"(?:[^,。;!?]{1,6}(?:户口|户籍|籍)的|离了?[婚异]的|丧偶的|单身)?"
    r"失独(?:了|的|家庭|妈妈|母亲|父母|老人|多年|\d+年|爸爸|父亲)?"
)
_SPEAKERS = frozenset({Kin.ME, Kin.SPOUSE, Kin.COUPLE})


def _lost_only(line: Line) -> Iterator[Finding]:
    match = _LOST_ONLY.search(line.text)
    if match is None:
        return
    named = line.named_subject(match.start())
    spoken = named is not None and _DIRECTLY.fullmatch(line.text, named.end, match.start()) is not None
    said = spoken or inline.search(r"(?:^|,)(?:作为|是|属于|也是|都是)$", line.before(match.start()))
    clause = line.clause_at(match.start())
    alone = _BY_ITSELF.fullmatch(line.text, clause.start, clause.end)
    if alone and alone.group() == "失独的" and not any(m.kin in _SPEAKERS for m in line.mentions):
        return  # 廉租房还搞不搞,失独的: for whom, not who asks
    if (
        (said or (alone and not clause.asks))
        and not clause.supposed
        and not inline.search(r"不是|是不是", line.before(match.start()))
    ):
        yield Finding("household.children_ever", 1, *match.span())
        yield Finding("household.children_living", 0, *match.span())


def _some_died(match: re.Match[str]) -> Iterator[Finding]:
    born, dead = read_number(match["all"]), read_number(match["dead"] or match["dead2"])
    if born is not None and dead is not None and born >= dead:
        yield Finding("household.children_ever", born, *match.span())
        yield Finding("household.children_living", born - dead, *match.span())


def _child_died(line: Line, match: re.Match[str]) -> bool:
    clause = line.clause_at(match.start("child"))
    if _A_THING.search(match["between"]) or _TAKEN.search(line.text[: match.start()]):
        return False
    if match.group().endswith("刚走") and not _MOURNED.search(line.text):
        return False  # 儿子刚走 may be on the road
    if match.group().endswith("也不在") and not inline.search(DIED, line.text[: match.start()]):
        return False
    parted = _WITH_THE_OTHER.search(match["between"])
    words = line.text[match.start("between") + parted.end() : match.end()] if parted else match.group()
    if parted and not _BY_DEATH.search(words):
        return False  # 女儿跟前夫,前年走了: perhaps to another town
    if (
        clause.supposed
        or _NOT_DEATH.search(words)
        or _NOT_DEATH.search(line.text[match.end() : match.end() + 3])
    ):
        return False
    if inline.match(
        r"(?:以后|之后|后|的)?(?:的?(?:家庭|父母|人|老人)|怎么|吗|么|能|可以|有什么|有没有)",
        line.text[match.end() :],
    ) and not (
        line.named_subject(match.start("child")) or match["between"] or inline.search(r"我|了", match.group())
    ):
        return False
    if _ANYBODYS.match(line.text, match.end()) and not any(
        m.kin in {Kin.ME, Kin.SPOUSE, Kin.COUPLE} for m in line.mentions
    ):
        return False  # 独生子女没了的家庭
    if any(m.start <= match.start("child") < m.end and m.kin not in CHILDREN for m in line.mentions):
        return False  # 孩子他爸走了
    if not _is_meant(line, match, parted.end() if parted else 0):
        return False
    # 两个孩子,老伴走了 is not about a child; 儿子(,)去年走了 is.
    return not inline.search(r"[,](?:老伴|老公|老婆|爱人|我妈|我爸)", match["between"])


def _is_meant(line: Line, match: re.Match[str], since: int) -> bool:
    """Whether nobody else is named between the child and the death, from the place `since` on."""
    if inline.match("联系|音|消息", line.text[match.end() :]):
        return False  # 儿子跟前妻,没了联系
    first, last = match.start("between") + since, match.end("between")
    others = [m for m in line.mentions if first <= m.start < last and m.kin not in CHILDREN]
    named = any(line.text[m.start : m.end] not in {"他", "她", "我", "我们"} for m in others)
    return not named or inline.search("离开了?我们", match.group()) is not None


def _after_death(line: Line, match: re.Match[str]) -> Iterator[Finding]:
    text, start, end = line.text, match.start(), match.end()
    before = _COUPLE_OF_TWO.sub("", text[max(0, start - 8) : start])
    only = (
        match["only"]
        or match["child"].startswith("独")
        or inline.search(r"(?:就|只|仅)[^,。]{0,5}(?:一|1)个(?:宝贝|亲)?$|唯一的?$", before)
    )
    text = _COUPLE_OF_TWO.sub("", text) if len(text) == len(line.text) else text
    only = only or inline.search(f"{_ONLY_ONE}|{_THE_ONE}", text)
    left = _LEFT.search(text, end)
    just_one = left and _JUST_ONE.match(text, max(text.rfind(mark, 0, left.start()) for mark in ",。;!?"))
    if left and not (just_one and inline.search("(?:^|[^个的大小])$", before) and not _OTHERS.search(text)):
        number = read_number(left["left"])
        if number is not None:
            yield Finding("household.children_living", number, left.start(), left.end())
        return
    if only and not _OTHERS.search(text):
        yield from _none_left(text, start, end, match.group())
    elif _ALONE_NOW.search(text) or inline.search(
        r"没有?(?:别的|其他)?孩子了|没孩子了|没有?别的孩子|没有?其他孩子|没再生|没有再生|没再要|再没生|再没要|再没有生",
        text,
    ):
        yield Finding("household.children_living", 0, start, end)
    elif (
        inline.fullmatch(KID, match["child"])
        and not _OTHERS.search(text)
        and not inline.search(r"[个的大小]$|[一二两三四五\d]个", before + match["between"])
    ):
        # "The child is gone", without saying which: there was one to speak of, and none is left.
        yield Finding("household.children_living", 0, start, end)


def _none_left(text: str, start: int, end: int, words: str) -> Iterator[Finding]:
    yield Finding("household.children_ever", 1, start, end)
    yield Finding("household.children_living", 0, start, end)
