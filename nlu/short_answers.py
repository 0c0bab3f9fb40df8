"""Facts that few words tell in the light of the talk: 二级的, 51, and what a correction puts in the place of what was told."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from nlu.facts import CATALOGUE, Kind
from nlu.interpretation import FactValue
from nlu.reading.numerals import read_number
from nlu.reading.people import ELDERS_AND_OTHERS, Kin
from nlu.reading.read import read_answer, read_facts

LONGEST = 24

_LEAD = re.compile(
    r"^(?:[哎哦啊噢唉呃嗯,。:;!~ ]|不好意思|对不起|抱歉|刚才|刚刚|前面|上面|说?错了?|不对|不是的?|更正(?:一下)?|改成|改为|应该是|"
    r"其实|我?[说写打看记搞弄][错岔][了的]?|打错字了?|我(?!妈|爸|老|爱|女|儿)|证[上件书]|上面?|[写评定判鉴]定?[的为是]|鉴定|结果|等级|是|为|的)+"
)
_ASKS = re.compile(
    r"吗|么$|呢$|\?|(?<=.)不$|能不能|是不是|有没有|多少|几[个岁号月年级]|怎|什么|哪|咋|啥|谁|[咧嘞哩咯咩啵]$|(?<!不)(.)[不没]\1"
)
_CORRECTS = re.compile(
    r"[说写打看记搞弄][错岔]|更正|改成|改为|不对|应该是|打错字|^[哎哦啊噢,]*不是[,的]|不是.{1,10}[,。]?是|是[^,。;!?]{1,8}[,。;]?(?<!是)不是[^,。;!?]{1,8}[。!~]*$"
)
_NOT_BUT = re.compile(r"不是[^,。]{1,10}?[,。]?(?:而)?是(?P<right>[^,。]+)$")
_GRADE = re.compile(r"(?<!第)(?<!\d)[一二三四1-4](?=级)")
_NO_GRADE = re.compile(r"不到|以上|以下|没|不够|可能|好像|估计|大概|应该|(?<=[级一二三四1-4])[到至或]")
_TOLD_BY_FEW_WORDS = frozenset({Kind.INTEGER, Kind.DATE, Kind.CHOICE})


def corrects(text: str) -> bool:
    """Say whether a normalised text takes back something that was told before."""
    return _CORRECTS.search(text) is not None


_ECHO = re.compile(
    r"(?P<echo>(?:你|您)?(?:是)?(?:问)?(?:我|[他她]|我们|老公|老婆|老伴|伢|孩子|娃|今年|现在|家里|生了|有|的)*"
    r"(?:(?:几|多少)个?(?:孩子|小孩|娃娃?|伢|姑娘|女儿|闺女|丫头|儿子|小子|人)|(?:多大|几岁|多少岁|好大|多大年纪|多大岁数|年龄|年纪|岁数)|(?:哪一?年|几几年|什么时候|几时|几月)(?:生|退|结|出生|退休)?的?"
    r"|(?:什么|哪种|哪里的?|哪儿的?|农村还是城镇)户口|户口(?:在哪里?|是?什么|是哪里的?)|几级|(?:鉴定)?等级|男的?还是女的?|男女|性别|有没有(?:证|光荣证|独生子女证|单位|工作|退休)|结婚(?:没有?|了没有?|了吗)|(?:哪个|什么)单位|做什么的?))"
    r"(?:啊|呀|呢|嘛|吧|么|啦)?\?+ ?(?P<rest>[^?]{1,14}?)[。!~]*"
)
_HOW_MANY = re.compile(
    r"(?:.{0,4})(?:几|多少)个?(?P<of>孩子|小孩|娃娃?|伢|姑娘|女儿|闺女|丫头|儿子|小子)(?:啊|呀|呢|嘛|吧)?"
)
_SO_MANY = re.compile(r"(?:就|有|只有|只|生了)*(?P<count>[一二两三四五1-5])个?(?:啊|呀|呢|嘛|吧|的)?")


def own_answer(text: str) -> str | None:
    """Give what a normalised text answers to the question that it repeats first: 几个伢?两个; None where it does no such thing."""
    found = _ECHO.fullmatch(text)
    if found is None or _ASKS.search(found["rest"]):
        return None
    of, count = _HOW_MANY.fullmatch(found["echo"]), _SO_MANY.fullmatch(found["rest"])
    return f"{count['count']}个{of['of']}" if of and count else found["rest"]


def corrects_another(text: str, asked: str, on: date, about: Kin) -> bool:
    """Say whether a normalised text puts right another fact than the one `asked`: its 不对 is no answer to that one."""
    if not corrects(text):
        return False
    told = read_facts(_LEAD.sub("", text), on, None, about).facts
    return bool(told) and asked not in told


_THE_ONLY_ONE = re.compile(
    r"(?:就|只|只有|就只|我们?|家里?|也|,)*(?:有|生了?|养了?)?(?:(?:这|那|[他她])(?:一个|1个|个)|独(?:苗|苗苗|生的?|养的?))(?:孩子|小孩|伢|娃|儿子|女儿|姑娘|宝贝)?(?:了|的|呀|啊|呢|哦|嘛)*[。!~]*"
)


def told_together(
    before: str, text: str, told: Mapping[str, FactValue], on: date, about: Kin
) -> dict[str, FactValue]:
    """Give what a normalised text adds to the line before that it completes: 就这一个, after 我儿子前年不在了."""
    if not before or _THE_ONLY_ONE.fullmatch(text) is None:
        return {}
    alone = read_facts(before, on, None, about).facts
    together = read_facts(f"{before},{text}", on, None, about).facts
    added = {
        name: value for name, value in together.items() if name not in alone and name.startswith("household.")
    }
    return added if all(told.get(name, value) == value for name, value in added.items()) else {}


def answered(text: str, asked: str, on: date, about: Kin) -> dict[str, FactValue]:
    """Give what a short normalised text answers to the question for `asked`, and what it tells of the same matter beside.

    就一个姑娘 tells how many were born, how many live and that no son does.
    """
    facts = dict(read_answer(text, asked, on, about).facts)
    if asked not in facts:
        return facts
    reading = read_facts(text, on, asked, about)
    if (
        not asked.startswith("household.")
        and reading.about is not about
        and reading.about in ELDERS_AND_OTHERS
    ):
        return {}  # 爷爷71了 is no answer to how old the grandmother is
    beside = reading.facts
    if _SEVERAL.search(text):
        return {**beside, **facts}  # 64,男的,厂里退的: every clause tells its own
    return {name: value for name, value in beside.items() if _is_beside(name, asked)} | facts


_SEVERAL = re.compile(r"[^,。;!? ][,。;!?]+[^,。;!? ]")


def other_sex(before: str, text: str) -> str | None:
    """Give the question that a bare 男的 asks after one on women, and the other way round; None for anything else."""
    found = _BARE_SEX.fullmatch(text)
    if found is None:
        return None
    other = "女" if found["sex"] == "男" else "男"
    asked = re.search(rf"{other}(?:的|方|同志|性)?[^,。;!?]{{0,10}}(?:吗|么|不|[?]|多少|几|多大|呢)", before)
    return f"{found['sex']}的呢" if asked else None


_BARE_SEX = re.compile(r"(?:那|哦|,)*(?P<sex>[男女])(?:的|方|同志)[。!~]*")


def _is_beside(name: str, asked: str) -> bool:
    same_person = name.partition(".")[0] == asked.partition(".")[0] != "spouse"
    return same_person and CATALOGUE[name].group == CATALOGUE[asked].group in _OF_ONE_MATTER


_OF_ONE_MATTER = frozenset({"children", "work", "hukou"})


_OF_SOMEBODY_ELSE = re.compile(r"隔壁|邻居|别人|人家|那家|同事|朋友|亲戚|听说")
"""隔壁那家是四级 tells nothing of one's own child."""
_NOT_THAT = re.compile(r"(?<!是)不是[^,。;!?是]{1,8}[,。;!?]+(?=[^,。;!?]{3,})")
"""不是三级,翻出来看了,鉴定书写的二级: what is taken back is no second grade."""
_THAT_IS_NOT = re.compile(
    r"(?:(?<=级)|(?<=[^,。;!?])[,。;!? ]+)(?:而|并|可|又|倒)?不是[^,。;!?是吗么]{1,8}[。!~]*$"
)
"""写的是四级,不是二级: the same said last."""


def told_shortly(
    text: str, told: Mapping[str, FactValue], open_facts: Iterable[str], about: Kin, on: date
) -> dict[str, FactValue]:
    """Give the one fact that a short normalised text tells; nothing where it fits several, asks, or fits none.

    A correction speaks of a fact `told` before if it fits one, else any text of one of the `open_facts` of the talk.
    """
    if len(text) > LONGEST or _ASKS.search(text):
        return {}
    if _OF_SOMEBODY_ELSE.search(text):
        return {}
    said, text = text, _THAT_IS_NOT.sub("", _NOT_THAT.sub("", text))
    instead = _NOT_BUT.search(text)
    words = _LEAD.sub("", instead["right"] if instead else text)
    if graded := _graded(words, open_facts) or _graded(words, told):
        return graded
    for among in _groups(said, told, open_facts):
        fitting = {fact: read for fact in among if (read := _read(words, fact, about, on))}
        if len(fitting) > 1 and any(not fact.startswith("spouse.") for fact in fitting):
            fitting = {fact: read for fact, read in fitting.items() if not fact.startswith("spouse.")}
        if fitting:
            # Whoever corrects speaks of what was told last.
            last = next(reversed(list(fitting.values())))
            return last if len(fitting) == 1 or set(fitting) <= set(told) else {}
    return {}


def _graded(words: str, open_facts: Iterable[str]) -> dict[str, FactValue]:
    """医院说是二级, 残疾证是四级: the one grade that is named is of the one grade the talk turns on."""
    graded = [fact for fact in open_facts if fact.endswith("_grade")]
    if len(graded) > 1:  # nobody tells the spouse's without naming the spouse
        graded = [fact for fact in graded if not fact.startswith("spouse.")]
    named = set(_GRADE.findall(words))
    if len(graded) != 1 or len(named) != 1 or _NO_GRADE.search(words):
        return {}
    value = read_number(named.pop())
    most = CATALOGUE[graded[0]].high
    return {graded[0]: value} if value is not None and value <= most else {}


def _groups(text: str, told: Mapping[str, FactValue], open_facts: Iterable[str]) -> Iterator[list[str]]:
    if corrects(text):
        yield [fact for fact in told if _fits(fact)]
    yield [fact for fact in sorted(open_facts) if _fits(fact)]


def _fits(fact: str) -> bool:
    # A yes or a no says nothing by itself: those answer only what was asked.
    return fact in CATALOGUE and CATALOGUE[fact].kind in _TOLD_BY_FEW_WORDS


def _read(words: str, fact: str, about: Kin, on: date) -> dict[str, FactValue]:
    read = dict(read_answer(words, fact, on, about).facts)
    return read if fact in read else {}
