"""Who is spoken of: every word for a person in a text, and whose claim the text is about."""

import re
from dataclasses import dataclass
from enum import StrEnum

from nlu.reading import inline
from nlu.reading.quick import quick


class Kin(StrEnum):
    """A person, named by what they are to the speaker."""

    ME = "me"
    SPOUSE = "spouse"
    COUPLE = "couple"
    MOTHER = "mother"
    FATHER = "father"
    PARENTS = "parents"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    GRANDPARENTS = "grandparents"
    MOTHER_IN_LAW = "mother_in_law"
    FATHER_IN_LAW = "father_in_law"
    PARENTS_IN_LAW = "parents_in_law"
    AUNT = "aunt"
    UNCLE = "uncle"
    SISTER = "sister"
    BROTHER = "brother"
    SISTER_IN_LAW = "sister_in_law"
    BROTHER_IN_LAW = "brother_in_law"
    DAUGHTER = "daughter"
    SON = "son"
    DAUGHTER_IN_LAW = "daughter_in_law"
    SON_IN_LAW = "son_in_law"
    CHILD = "child"
    OTHER_WOMAN = "other_woman"
    OTHER_MAN = "other_man"
    OTHER = "other"
    FORMER = "former_spouse"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named at `start`..`end`; `sex` only where the word itself tells it."""

    start: int
    end: int
    kin: Kin
    sex: str | None
    mine: bool = False
    """True when 我 stands before the word: 我老公 is the speaker's husband, 老公 may be somebody else's."""


_F, _M = "female", "male"

_COUPLE = (
    r"(?:我们?)?(?:老)?[两俩]口子|老两口|老俩口|两口子|俩口子|小两口|小俩口|夫妻俩|夫妻两个?人?|夫妻双方|"
    r"夫妇俩|夫妻二人|我俩|(?:俩人|两人|夫妻两个)(?=户口|武汉|都|来|在|均)|我们俩|我们两个人?(?!孩|娃|都是女|女|儿)|两个人都|"
    r"俩人都|两人都|双方都|(?:我|本人)(?:自己)?(?:和|跟|与|同|、)(?:我?家里的?|我家?的?)?(?:老公|老婆|老伴|"
    r"爱人|丈夫|妻子|媳妇|先生|太太|对象|男人|女人|老头子?|那口子|[他她]|孩子他?爸|"
    r"孩子他?妈)(?=[^,。;!?]{0,8}(?:都|一起|同|均|两个?人|俩|一样|是)|在(?!一起)|从|来)|"
    r"夫妻(?=[^,。;!?]{0,6}[都均])"
)

# Longer words first: the scanner takes the first alternative that fits.
_WORDS: tuple[tuple[Kin, str | None, str], ...] = (
    (Kin.FORMER, None, r"[他她](?:妈妈?|爸爸?|爹|娘)|前妻|前夫|前老公|前老婆|前任|前男友|前女友"),
    (Kin.COUPLE, None, _COUPLE),
    (Kin.SON_IN_LAW, _M, "女婿|姑爷"),
    (Kin.DAUGHTER_IN_LAW, _F, "儿媳妇?|孙媳妇"),
    (
        Kin.SPOUSE,
        _M,
        r"老公|丈夫|孩儿[他她]?爸|(?:孩子|娃|伢)(?:[他她]|的)?爸爸?|老头(?=今年|[6-9]\d|[六七八九]十)|(?:孩子|娃|伢)[他她]?爹|老头子(?!一个)|(?<=家)老头|(?<=家里)老头|(?<=我)老头|"
        r"男人(?=今|也|都|是|在|死|走|去世|过世|头年|前年|去年|早|那年|没|退|已|病|"
        r"6|5|4|3|六|五|四|三)|(?<=我)先生|(?<=我家)先生|"
        r"(?<=我)男人|(?<=我)男的(?=今年|也|在|户|没|有|走|去世|[2-9二三四五六七八])|(?<=我的)男人|当家的",
    ),
    (
        Kin.SPOUSE,
        _F,
        r"老婆子|老婆(?!婆)|妻子|孩儿[他她]?妈|(?:孩子|娃|伢)(?:[他她]|的)?妈妈?|(?<![的个])老太婆(?!一个)|老婆子(?!一个)|(?<=我)太太|(?<=我家)太太|"
        r"(?<!儿子)(?<!儿子和)(?<!儿子跟)媳妇儿?|"
        r"(?<=我)内人|夫人",
    ),
    (Kin.SPOUSE, None, r"老伴|爱人|配偶|我家属|我(?:家|屋里)?那位|那口子|另一半|"
    r"我家里(?:人|的|那个)(?=今年|也|是|在|[2-9二三四五六七八])|"
    r"(?<!扶助)(?<![扶助务励放领保享])对象|伴侣"),
    (
        Kin.AUNT,
        _F,
        "姑妈|姑姑|姑母|姨妈|姨娘|大姨|小姨|二姨|阿姨|婶婶|婶子|伯母|舅妈|舅娘|大妈|大婶|大娘|姑婆|姨婆|"
        "[大二三四五六幺满](?:姑|姨|婶)(?![父夫爹妈娘爷子丈奶婆])|"
        "(?<=我)姨(?![父夫爹妈娘])|(?<=我)姑(?!娘|爷|父|爹)|(?<=我)婶",
    ),
    (
        Kin.UNCLE,
        _M,
        "姑父|姑爹|姨父|姨夫|姨爹|叔叔|伯伯|伯父|舅舅|大伯|大叔|大爷|舅父|[大二三四五六幺满](?:叔|舅|伯)(?![子妈母娘])|"
        "(?<=我)叔|(?<=我)舅|(?<=我)伯",
    ),
    (Kin.PARENTS_IN_LAW, None, "公公婆婆|公婆|岳父岳母|岳父母|丈人丈母娘?"),
    (Kin.MOTHER_IN_LAW, _F, "婆婆妈|丈母娘|岳母|(?<!外)(?<!老)(?<!隔壁)(?<!楼上的)(?<!楼下的)婆婆"),
    (Kin.FATHER_IN_LAW, _M, "公公|岳父|老丈人|丈人|公爹"),
    (Kin.GRANDPARENTS, None, "爷爷奶奶|外公外婆|姥姥姥爷|公公奶奶"),
    (Kin.GRANDMOTHER, _F, "奶奶|外婆|姥姥|姥娘|祖母|(?<!老)太婆|家家婆|嘎嘎|家婆"),
    (Kin.GRANDFATHER, _M, "爷爷|外公|姥爷|祖父|爹爹|家公"),
    (
        Kin.PARENTS,
        None,
        r"(?<!子女)(?<!年老)(?<!老年)(?<!独生)(?:父母亲?|爸妈|爸爸妈妈|妈妈爸爸|爹妈|双亲|"
        r"(?<!十)二老)(?!光荣|奖|证|一次性|护理)",
    ),
    (
        Kin.MOTHER,
        _F,
        r"妈妈|母亲|老妈|老母亲|(?<![姑姨舅大宝孩娃婆])(?<!孩子)(?<!他)(?<!单亲)妈(?!宝|祖)|(?<=我)娘|"
        r"(?<![\u4e00-\u9fff])老?娘(?=[是今在户农城没有也跟一五六七八九\d])",
    ),
    (
        Kin.FATHER,
        _M,
        r"爸爸|父亲|老爸|老父亲|老爹|老爷子|(?<![孩娃])(?<!孩子)(?<!他)爸|(?<![姑姨])(?<=我)爹|"
        r"(?<![\u4e00-\u9fff])爹(?=[是今在户农城没有也跟一五六七八九\d])",
    ),
    (Kin.SISTER_IN_LAW, _F, "嫂子|嫂嫂|弟媳妇?|弟妹|大嫂"),
    (Kin.BROTHER_IN_LAW, _M, "姐夫|妹夫|小舅子|小叔子|大伯子"),
    (Kin.SISTER, _F, "姐姐|妹妹|大姐|表姐|表妹|堂姐|堂妹|二姐|小妹|妹子|(?<=我)姐|(?<=我)妹|闺蜜"),
    (Kin.BROTHER, _M, "哥哥|弟弟|大哥|表哥|表弟|堂哥|堂弟|二哥|小弟|拐子|(?<=我)哥|(?<=我)弟"),
    (
        Kin.OTHER,
        None,
        r"(?:隔壁|对[面门]楼?|楼上|楼下|邻居)(?:家|屋里)?的?[老小]?[李王张刘陈杨黄赵吴周徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕]?(?:婆婆|爹爹|大爷|大妈|老头|老太|太婆)|邻居|街坊|亲家[母公爹妈]?|侄女婿?|侄[儿子]|外甥女?|(?<!我[跟和][男女])(?:(?<!我[男女])|(?=朋友呢))朋友(?!圈)|同事|亲戚|服务对象|当事人|案主|(?:该|辖区|社区)居民(?!户|养)|老人家|一位老人|有位老人|有个老人|(?:一个|"
        r"有个|一位|有位|这位|这个|该)(?:居民|老人|老乡|村民|群众|女同志|大姐|妇女|服务对象|工友|老乡|当事人)",
    ),
    (
        Kin.DAUGHTER,
        _F,
        r"(?<!妇)(?<!独生子)女儿(?!户|童)|姑娘(?!户)|闺女|丫头|千金|独生女(?!户)|独女(?!户)|(?<=我)女孩|(?<=我家)女孩",
    ),
    (Kin.SON, _M, r"儿子|独子|独生子(?!女)|(?<=[个独])儿(?=$|[,。;!?])|崽(?!崽)|幺儿"),
    (
        Kin.CHILD,
        None,
        r"孩子|小孩|娃娃?|伢|宝宝|宝贝|小宝|老大|老二|老三|老四|老幺|大宝|二宝|三宝|(?<![带养扯])大的|小的|二胎|三胎|小家伙|孙子|"
        r"孙女|外孙女?",
    ),
    (Kin.COUPLE, None, r"我们(?=[^,。;!?]{0,3}都)"),
    (Kin.ME, None, r"我自己|我本人|本人|自己|我们家|我们|我家|我(?!国|市|省|区)|(?<![在住])家里"),
)  # fmt: skip

_PRONOUN = "她们|他们|她|他(?!妈|爸|爹|人)"
_GROUPS = {f"k{place}": (kin, sex) for place, (kin, sex, _) in enumerate(_WORDS)}
_ANY_WORD = (
    "|".join(f"(?P<k{place}>{words})" for place, (_, _, words) in enumerate(_WORDS))
    + "|(?P<pronoun>"
    + _PRONOUN
    + ")"
)
_SCAN = quick(_ANY_WORD)
_NOT_MY_PARENT = re.compile(
    r"(?:(?:我|本人|我们)(?:也|就|都)?是|作为)(?:一个|一名|个|位|[^,。;!?是我]{0,7}的|失独|单亲|全职|二胎|三胎|新手|老)*$"
    r"|(?:未婚|全职|新手|单亲|宝|二胎|三胎|失独|准|年轻|高龄|[他她])$"
)
_OWNER = re.compile(r"(?:我们家|我家|我们|我|本人)(?:的|那个?|这个?|家|里)?$")

_BESIDE_ME = re.compile(
    r"(?:^|[,。;!?\s])我(?:今年)?(?:\d\d|[二三四五六七八]十[一二三四五六七八九]?)(?:周?岁)?了?$"
    r"|(?:^|[,。;!?\s])我(?:是|户口是?)[^,。;!?我]{2,6}(?:人|的|户口?),?$|(?:^|[,。;!?\s])我(?:农村|城镇|非农|农业),?$"
    r"|(?:^|[,。;!?\s])我(?:没有?工作|没上班|没单位|在家带娃|在家带孩子|[农城][村镇]户口|(?:在[^,。]{1,4})?上班)$"
)
_WEDDED = re.compile(r"我(?:就|也)?是[他她]的?(?:老公|丈夫|先生|老婆(?!婆)|妻子|爱人|老伴|媳妇)")
_BESIDE_HIM = re.compile(
    r"(?:今年)?(?:\d\d|[二三四五六七八]十[一二三四五六七八九]?)岁?了?,?我(?:今年)?(?:\d\d|[二三四五六七八]十)"
    r"|(?:是|户口)?[^,。;!?我]{2,6}(?:的|户口|人),我(?:是|户口)?[^,。;!?]{2,6}(?:的|户口|人)"
)
_TOLD_OF = re.compile(r"(?:今年|也|都)?(?:\d\d(?!\d)|[二三四五六七八]十)|在|是|没|有|[农城][村镇]|非农")
_COUPLE_TALK = re.compile("备孕|准备要|打算要|怀孕|要二胎|领证|结婚|我们俩|我俩|两口子")
_JUST_MY_AGE = re.compile(
    r"(?:^|[,。;!?\s])我(?:今年)?(?:\d\d|[三四五六七八]十[一二三四五六七八九]?)(?:周?岁)?了?,?$|我(?:\d\d|[零〇一二三四五六七八九]{2})年(?:[^,。;!?]{0,4})退的?休?的?,?$"
)
_AGE_OF_MINE = re.compile(
    r"(?:^|[,。;!?\s])我(?:今年)?(?:\d\d|[二三四五六七]?十[一二三四五六七八九]?)岁?了?,$"
)

PARTNER: dict[Kin, Kin] = {
    Kin.ME: Kin.SPOUSE,
    Kin.SPOUSE: Kin.ME,
    Kin.MOTHER: Kin.FATHER,
    Kin.FATHER: Kin.MOTHER,
    Kin.GRANDMOTHER: Kin.GRANDFATHER,
    Kin.GRANDFATHER: Kin.GRANDMOTHER,
    Kin.MOTHER_IN_LAW: Kin.FATHER_IN_LAW,
    Kin.FATHER_IN_LAW: Kin.MOTHER_IN_LAW,
    Kin.AUNT: Kin.UNCLE,
    Kin.UNCLE: Kin.AUNT,
    Kin.SISTER: Kin.BROTHER_IN_LAW,
    Kin.BROTHER: Kin.SISTER_IN_LAW,
    Kin.BROTHER_IN_LAW: Kin.SISTER,
    Kin.SISTER_IN_LAW: Kin.BROTHER,
    Kin.DAUGHTER: Kin.SON_IN_LAW,
    Kin.SON: Kin.DAUGHTER_IN_LAW,
    Kin.DAUGHTER_IN_LAW: Kin.SON,
    Kin.SON_IN_LAW: Kin.DAUGHTER,
}
"""Who is married to whom."""

PAIRS: dict[Kin, tuple[Kin, Kin]] = {
    Kin.PARENTS: (Kin.MOTHER, Kin.FATHER),
    Kin.GRANDPARENTS: (Kin.GRANDMOTHER, Kin.GRANDFATHER),
    Kin.PARENTS_IN_LAW: (Kin.MOTHER_IN_LAW, Kin.FATHER_IN_LAW),
    Kin.COUPLE: (Kin.ME, Kin.SPOUSE),
}
"""Words for two people who are married to each other."""

_ROLES = frozenset({Kin.SPOUSE, Kin.MOTHER_IN_LAW, Kin.AUNT, Kin.SISTER})
_I_AM = re.compile(
    r"(?:我|本人)(?:也|就)?(?P<is>就是|也是|是|一个|是个|是一个|这个|是这个)?(?:(?:\d\d|[五六七八九]十[一二三四五六七八九]?)多?岁的)?孤?[他她]?$"
)
_KNOWN = re.compile("朋友|同事|邻居|街坊|亲[戚家]|侄|外甥")
"""我朋友, 我侄子 are others; 我一个女同志 is the speaker."""
_PARENTAL = frozenset({Kin.MOTHER, Kin.FATHER, Kin.PARENTS})
_TITLES = frozenset(
    {Kin.MOTHER_IN_LAW, Kin.AUNT, Kin.UNCLE, Kin.SISTER, Kin.BROTHER, Kin.GRANDMOTHER, Kin.GRANDFATHER}
)
CHILDREN = frozenset({Kin.CHILD, Kin.DAUGHTER, Kin.SON})
IN_LAWS = frozenset({Kin.DAUGHTER_IN_LAW, Kin.SON_IN_LAW})
ELDERS_AND_OTHERS = frozenset(Kin) - CHILDREN - IN_LAWS - {Kin.ME, Kin.SPOUSE, Kin.COUPLE, Kin.FORMER}


def mentions_in(text: str, about: Kin = Kin.ME, he: Kin | None = None) -> tuple[Mention, ...]:
    """Every person named in a cleaned text, left to right.

    他 and 她 stand for the last fitting person, else for `he` who was just asked about, else for `about`.
    """
    found: list[Mention] = []
    for match in _SCAN.finditer(text):
        start, end = match.span()
        if match["pronoun"]:
            mention = _antecedent(text, start, end, found, about, he)
            if mention:
                found.append(mention)
            continue
        kin, sex = _GROUPS[match.lastgroup or ""]
        if kin is Kin.OTHER and inline.search("(?:婆婆?|妈|太太?)$", match.group()):
            sex = _F
        elif kin is Kin.OTHER and inline.search("(?:爹爹|爷|头)$", match.group()):
            sex = _M
        if kin is Kin.FORMER and match.group()[0] in "他她" and about is Kin.ME and _own_child(text, found):
            sex = _M if inline.search("爸|爹", match.group()) else _F
            if (_WITH_ME.search(text[:start]) or _WED.search(text)) and not _PARTED.search(text):
                kin = Kin.SPOUSE
        if kin in _PARENTAL and _NOT_MY_PARENT.search(text[max(0, start - 12) : start]):
            continue  # 我是独生子女的妈妈 speaks of the speaker, 孩子跟他妈妈 of the spouse, 失独父母 of nobody
        as_what = _I_AM.search(text[max(0, start - 12) : start])
        own = kin is Kin.OTHER and (
            (as_what and as_what["is"])
            or not (_KNOWN.match(match.group()) and not text[:start].endswith("是我"))
        )
        if as_what and (own or (kin in _ROLES and as_what["is"])):
            continue  # 我是孩子妈妈, 我一个女同志: the speaker
        if kin is Kin.MOTHER and text[end : end + 1] == "节":
            continue
        mine = kin is not Kin.ME and _OWNER.search(text[max(0, start - 5) : start]) is not None
        if kin in _TITLES and found and found[-1].kin is Kin.OTHER and start - found[-1].end <= 2:
            found[-1] = Mention(found[-1].start, end, Kin.OTHER, sex, found[-1].mine)
            continue  # 邻居王大妈 is one person
        if mine and found and found[-1].kin is Kin.ME and start - found[-1].end <= 2:
            start = found.pop().start
        found.append(Mention(start, end, kin, sex, mine))
    return tuple(found)


_PARTED = re.compile("离[了婚异]|前[夫妻]|未婚")
_WITH_ME = re.compile(r"我(?:们)?[跟和与同]$")
_WED = re.compile(r"[两俩]口子|夫妻|(?:我们|俩)结[了的]?婚")


def _own_child(text: str, found: list[Mention]) -> bool:
    """他妈, said of one's own child: the other parent; 我跟他妈 is a couple unless they parted."""
    child = next((m for m in reversed(found) if m.kin is not Kin.ME), None)
    return (
        child is not None
        and child.kin in CHILDREN
        and not inline.search("孙", text)
        and not any(m.kin in {Kin.DAUGHTER_IN_LAW, Kin.SON_IN_LAW} for m in found)
    )


def _antecedent(
    text: str, start: int, end: int, before: list[Mention], about: Kin, he: Kin | None
) -> Mention | None:
    word = text[start:end]
    if word.endswith("们"):
        pair = next((m.kin for m in reversed(before) if m.kin in PAIRS), None)
        if pair is None:
            pair = next((p for p, both in PAIRS.items() if about in both or about is p), None)
        return Mention(start, end, pair, None) if pair else None
    if (
        len(before) > 1
        and text[before[-2].start : before[-2].end] == word
        and before[-2].end == before[-1].start
    ):
        return Mention(start, end, before[-2].kin, None)  # 他老伴走了,他55
    sex = _F if word == "她" else _M
    people = [
        m
        for m in before
        if m.kin is not Kin.ME
        and m.kin not in PAIRS
        and not text[: m.start].endswith(("没有", "没", "无", "带", "照护", "照顾"))
    ]
    if about is Kin.ME and _WEDDED.search(text):
        return Mention(start, end, Kin.SPOUSE, None)
    elders = [m for m in people if m.kin not in CHILDREN]
    couple = all(m.kin is Kin.SPOUSE for m in elders) and (people or inline.search("[两俩]口子|夫妻", text))
    if couple and about is Kin.ME and _JUST_MY_AGE.search(text[:start]) and _TOLD_OF.match(text, end):
        return Mention(start, end, Kin.SPOUSE, sex)  # 儿子走了,我七十四他七十六
    together = next((m for m in reversed(before) if m.kin is Kin.COUPLE), None)
    if together and not elders and about is Kin.ME and not any(m.end > together.start for m in people):
        return Mention(start, end, Kin.SPOUSE, sex)  # 我跟老头子都是城镇户口,他65
    if not people and about is Kin.ME and _is_the_other_one(text, start, end):
        return Mention(start, end, Kin.SPOUSE, sex)
    fitting = [m for m in people if m.sex in {sex, None}] or people
    if fitting:
        return Mention(start, end, fitting[-1].kin, None)
    return Mention(start, end, he or (about if about is not Kin.ME else Kin.OTHER), None)


def _is_the_other_one(text: str, start: int, end: int) -> bool:
    """我28他31: a man or woman of whom the same is told in one breath is the other one of a couple."""
    before = text[:start]
    if not before.strip() and _BESIDE_HIM.match(text, end):
        return True  # 他50,我48
    beside = _BESIDE_ME.search(before) or (_AGE_OF_MINE.search(before) and _COUPLE_TALK.search(text))
    return beside is not None and _TOLD_OF.match(text, end) is not None
