"""Persons named by way of another one: 我妈妈的妹妹, 同事的老公; and the speaker by what they are to somebody: 我是他儿子."""

import re
from collections.abc import Iterator, Sequence

from nlu.reading import inline
from nlu.reading.kin import Kin, Mention
from nlu.reading.sought import sought

_ROLE = re.compile(
    r"(?:(?<![\u4e00-\u9fff])(?=作为)|(?<!诉)我(?:这个|一个)?)(?:(?P<be>是|就是)|当|做|作为)(?:(?P<he>[他她])家?的?|老人家的?|人家)?"
    r"(?P<what>儿媳妇?|女婿|姑爷|儿子|女儿|姑娘|闺女|丫头|孙子|孙女|外孙女?|(?<=[当做])媳妇|侄[儿子女]|外甥女?)"
    r"(?=$|[,。;!?]|的(?!时候)|能|可以|来|替|帮|代|问|想|去)"
)
_ELDERS = {
    "婿": (Kin.FATHER_IN_LAW, Kin.MOTHER_IN_LAW),
    "媳": (Kin.FATHER_IN_LAW, Kin.MOTHER_IN_LAW),
    "爷": (Kin.FATHER_IN_LAW, Kin.MOTHER_IN_LAW),
    "孙": (Kin.GRANDFATHER, Kin.GRANDMOTHER),
    "侄": (Kin.UNCLE, Kin.AUNT),
    "甥": (Kin.UNCLE, Kin.AUNT),
}
"""Who 他 and 她 are to a speaker who is that to them; parents, if nothing is said here."""
_OF_SPOUSE = {Kin.MOTHER: Kin.MOTHER_IN_LAW, Kin.FATHER: Kin.FATHER_IN_LAW, Kin.PARENTS: Kin.PARENTS_IN_LAW}
_NAMED_BY = frozenset(Kin) - {Kin.ME, Kin.COUPLE, Kin.FORMER}


def role_of_speaker(text: str) -> re.Match[str] | None:
    """Where the speaker says what they are to the person they speak for: 我当女婿的, 我是她儿子."""
    return _ROLE.search(text) if inline.search("我[这一是就当做]|作为", text) else None


def elder_of(role: re.Match[str] | None, word: str) -> Mention | None:
    """The person that 他 or 她 stands for where the speaker said what they are to them (我是他儿子)."""
    if role is None or role["he"] not in {word, None} or (role["be"] and not role["he"]):
        return None
    he, she = next((who for cue, who in _ELDERS.items() if cue in role["what"]), (Kin.FATHER, Kin.MOTHER))
    kin, sex = (he, "male") if word == "他" else (she, "female")
    return Mention(role.start(), role.end(), kin, sex)


def joined(text: str, mentions: Sequence[Mention], partner: dict[Kin, Kin]) -> Iterator[Mention]:
    """The mentions of a text, those made one that name a person by another: 我妈妈的妹妹 is one person."""
    before: Mention | None = None
    for mention in mentions:
        one = _one(text, before, mention, partner) if before is not None else None
        if before is not None and one is None:
            yield before
        before = one or mention
    if before is not None:
        yield before


def _one(text: str, before: Mention, mention: Mention, partner: dict[Kin, Kin]) -> Mention | None:
    if (
        text[before.end : mention.start] != "的"
        or before.kin not in _NAMED_BY
        or mention.kin not in _NAMED_BY
    ):
        return None
    if text[: before.start].endswith("是"):
        return None  # 我是孩子的奶奶
    if mention.kin in {Kin.OTHER, Kin.CHILD, Kin.DAUGHTER, Kin.SON} or text[before.start] in "他她":
        return None
    kin: Kin = mention.kin
    if kin is Kin.SPOUSE:
        kin = partner.get(before.kin, Kin.OTHER)
    elif before.kin is Kin.SPOUSE:
        kin = _OF_SPOUSE.get(kin, kin)
    if before.kin is Kin.OTHER:
        kin = Kin.OTHER
    return Mention(before.start, mention.end, kin, mention.sex, before.mine)


_STRANGER = re.compile(
    r"(?:(?:隔壁|对门|对面楼?|楼[上下]|邻居|同?单元)(?:家|屋里?|的)*[\u4e00-\u9fff]?|(?<![我家])(?:有|一|某)[个位]|"
    r"(?<![\u4e00-\u9fff])(?:辖区)?[王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈"
    r"姚卢姜崔钟谭陆汪范廖贾夏韦邹孟熊秦邱尹薛闫段雷侯陶黎贺顾毛郝龚邵钱严戴]家?)$"
)
_TITLES = sought("婆婆|奶奶|太婆|大妈|大婶|阿姨|嫂子|爹爹|爷爷|大爷|大伯|大叔")


def is_stranger(text: str, start: int, end: int) -> bool:
    """李婆婆, 对门婆婆, 有个大爷: a word for a relative that stands for somebody else."""
    return (
        _TITLES.match(text, start, end) is not None
        and _STRANGER.search(text, max(0, start - 6), start) is not None
    )
