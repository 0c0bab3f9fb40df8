"""Who is spoken of: every word for a person in a text, and whose claim the text is about."""

import re

from nlu.reading import inline
from nlu.reading.by_first import ByFirst
from nlu.reading.kin import KIN_WORDS, Kin, Mention
from nlu.reading.relations import elder_of, is_stranger, joined, role_of_speaker

__all__ = [
    "CHILDREN",
    "ELDERS_AND_OTHERS",
    "IN_LAWS",
    "PAIRS",
    "PARTNER",
    "Kin",
    "Mention",
    "mentions_in",
]


_PRONOUN = "(?:她们|他们)(?!单位|厂|公司|学校|医院|局里|村|街道|社区|那边)|她(?!们)|他(?!妈|爸|爹|人|们)"
"""老公在他们单位领过: whose unit it is, is not who is spoken of."""
_GROUPS = {f"k{place}": (kin, sex) for place, (kin, sex, _) in enumerate(KIN_WORDS)}
_SCAN = ByFirst({f"k{place}": words for place, (_, _, words) in enumerate(KIN_WORDS)} | {"pronoun": _PRONOUN})
_NOT_MY_PARENT = re.compile(
    r"(?:(?:我|本人|我们)(?:也|就|都)?是|作为)(?:一个|一名|个|位|[^,。;!?是我]{0,7}的|失独|单亲|全职|二胎|三胎|新手|离了婚的|当|做|老)*$"
    r"|(?:未婚|全职|新手|单亲|宝|二胎|三胎|四胎|二孩|三孩|多孩|双胞胎|离异|丧偶|孤寡|失独|准|年轻|高龄|(?<![我你他她妈爸])[当做]|为人|[他她])的?$"
)
_OWNER = re.compile(r"(?:我们家|我家|我们|我|本人)(?:的|那个?|这个?|娘家|婆家|家|里)?(?:的)?$")

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

_F, _M = "female", "male"

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
_KNOWN = re.compile("朋友|同事|老?同学|战友|牌友|舞伴|群友|邻居|街坊|亲[戚家]|侄|外甥")
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
    role = role_of_speaker(text)
    for match in _SCAN.finditer(text):
        start, end = match.span()
        if role and role.start("what") - 2 <= start < role.end():
            continue  # 我当女婿的: the speaker
        if match.lastgroup == "pronoun":
            elder = elder_of(role, match.group())
            mention = _antecedent(text, start, end, found, about, he, elder)
            if mention:
                found.append(mention)
            continue
        kin, sex = _GROUPS[match.lastgroup or ""]
        if is_stranger(text, start, end):
            kin = Kin.OTHER
        if match.group() in _SIDES and _of_any_couple(text):
            continue
        if kin is Kin.OTHER and inline.search("(?:婆婆?|妈|太太?|大姐|妇女|女同志)$", match.group()):
            sex = _F
        elif kin is Kin.OTHER and inline.search("(?:爹爹|爷|头)$", match.group()):
            sex = _M
        beside = _SAME_BREATH.search(text, 0, end + 6) if kin is Kin.FORMER and about is Kin.ME else None
        if beside and beside.start("who") == start and _of_one_age(beside) and not _PARTED.search(text):
            kin, sex = Kin.SPOUSE, _M if inline.search("爸|爹", match.group()) else _F
        elif kin is Kin.FORMER and match.group()[0] in "他她" and about is Kin.ME and _own_child(text, found):
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
        if kin is Kin.MOTHER and inline.match("节(?!育)", text[end : end + 2]):
            continue
        mine = kin is not Kin.ME and _OWNER.search(text[max(0, start - 5) : start]) is not None
        follows = bool(found) and found[-1].kin is Kin.OTHER
        if follows and (
            (kin in _TITLES and start - found[-1].end <= 2)
            or (kin is Kin.COUPLE and start - found[-1].end <= 1 and "我" not in match.group())
        ):
            found[-1] = Mention(found[-1].start, end, Kin.OTHER, sex, found[-1].mine)
            continue  # 邻居王大妈 is one person, and 同事两口子 are others
        if mine and found and found[-1].kin is Kin.ME and start - found[-1].end <= 2:
            start = found.pop().start
        found.append(Mention(start, end, kin, sex, mine))
    return tuple(joined(text, found, PARTNER) if "的" in text else found)


_SIDES = ("男方", "女方")


def _of_any_couple(text: str) -> bool:
    """男方农村,女方城镇: words of forms and rules; 我46,男方52 speaks of the husband."""
    both = all(word in text for word in _SIDES)
    return (
        both
        or not inline.search(r"我(?!们?能|可以|想|要问)", text)
        or "我是" + _SIDES[0] in text
        or "我是女方" in text
    )


_SAME_BREATH = re.compile(
    r"(?:^|[,。;!?])我(?:今年)?(?P<mine>\d\d)岁?,?(?P<who>[他她](?:妈妈?|爸爸?|爹|娘))(?:今年)?(?P<theirs>\d\d)(?!\d|年|月)"
)
"""我47,她妈46: the other parent of the child that is not named yet."""


def _of_one_age(found: re.Match[str]) -> bool:
    return abs(int(found["mine"]) - int(found["theirs"])) <= 12


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
    text: str,
    start: int,
    end: int,
    before: list[Mention],
    about: Kin,
    he: Kin | None,
    elder: Mention | None = None,
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
        and not text[: m.start].endswith(
            ("没有", "没", "无", "带", "照护", "照顾", "就是", "也就是", "我一个", "我这一个", "我这个")
        )
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
    if elder:
        return Mention(start, end, elder.kin, elder.sex)
    return Mention(start, end, he or (about if about is not Kin.ME else Kin.OTHER), None)


def _is_the_other_one(text: str, start: int, end: int) -> bool:
    """我28他31: a man or woman of whom the same is told in one breath is the other one of a couple."""
    before = text[:start]
    if not before.strip() and _BESIDE_HIM.match(text, end):
        return True  # 他50,我48
    beside = _BESIDE_ME.search(before) or (_AGE_OF_MINE.search(before) and _COUPLE_TALK.search(text))
    return beside is not None and _TOLD_OF.match(text, end) is not None
