"""Facts that few words tell in the light of the talk: 二级的, 51, and what a correction puts in the place of what was told."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from nlu.facts import CATALOGUE, Kind
from nlu.interpretation import FactValue
from nlu.reading.people import Kin
from nlu.reading.read import read_answer

LONGEST = 24

_LEAD = re.compile(
    r"^(?:[哎哦啊噢唉呃嗯,。:;!~ ]|不好意思|对不起|抱歉|刚才|刚刚|前面|上面|说?错了?|不对|不是的?|更正(?:一下)?|改成|改为|应该是|"
    r"其实|我?[说写打看记搞弄][错岔][了的]?|打错字了?|我(?!妈|爸|老|爱|女|儿)|证[上件书]|上面?|[写评定判鉴]定?[的为是]|鉴定|结果|等级|是|为|的)+"
)
_ASKS = re.compile(r"吗|么$|呢$|\?|能不能|是不是|有没有|多少|几[个岁号月年级]|怎么|什么|哪|咋|啥")
_CORRECTS = re.compile(
    r"[说写打看记搞弄][错岔]|更正|改成|改为|不对|应该是|打错字|^[哎哦啊噢,]*不是[,的]|不是.{1,10}[,。]?是"
)
_TOLD_BY_FEW_WORDS = frozenset({Kind.INTEGER, Kind.DATE, Kind.CHOICE})


def corrects(text: str) -> bool:
    """Say whether a normalised text takes back something that was told before."""
    return _CORRECTS.search(text) is not None


def told_shortly(
    text: str, told: Mapping[str, FactValue], open_facts: Iterable[str], about: Kin, on: date
) -> dict[str, FactValue]:
    """Give the one fact that a short normalised text tells; nothing where it fits several, asks, or fits none.

    A correction speaks of a fact `told` before if it fits one, else any text of one of the `open_facts` of the talk.
    """
    if len(text) > LONGEST or _ASKS.search(text):
        return {}
    words = _LEAD.sub("", text)
    for among in _groups(text, told, open_facts):
        fitting = {fact: read for fact in among if (read := _read(words, fact, about, on))}
        if len(fitting) > 1 and any(not fact.startswith("spouse.") for fact in fitting):
            fitting = {fact: read for fact, read in fitting.items() if not fact.startswith("spouse.")}
        if fitting:
            return next(iter(fitting.values())) if len(fitting) == 1 else {}
    return {}


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
