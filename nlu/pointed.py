"""Which benefit facts point at that nobody named: after a loss 有没有补助 is answered, and nobody has to say the benefit's name."""

import re
from collections.abc import Mapping
from dataclasses import replace

from nlu.following import asks
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation
from nlu.sides import plain_side
from nlu.state import State

LONGEST = 30

_HELP = re.compile(r"钱|补助|补贴|扶助|照顾|政策|帮助|帮扶|待遇|说法|慰问|救济|补偿|抚恤|[管给]")
_WHETHER = re.compile(
    r"有没有|[有给管](?:点|个|些|什么|不给|不管)?[^,。;!?]{0,8}(?:吗|么|不|没有?|吧|啵)[?。!~]*$|(?:能|可以|会)[^,。;!?]{0,10}(?:吗|么|不|没|吧)[?。!~]*$"
    r"|能不能|可不可以|给不给|管不管|发不发|会不会"
)
_WHICHEVER = re.compile(r"(?<!没有)什么|哪些|哪几|啥|几样|几种|都有|还有|别的|其他|其它")


_SIDES = frozenset(
    {Aspect.AMOUNT, Aspect.PROCEDURE, Aspect.DOCUMENTS, Aspect.PLACE, Aspect.TIMING, Aspect.BASIS}
)


def pointed(says: Interpretation, text: str, state: State) -> Interpretation | None:
    """Give the question as one on the benefit that the facts told point at; None where it is of anything else."""
    if not says.benefits and _asks_for_a_home(says, text, state):
        aspect = plain_side(text) or Aspect.ELIGIBILITY
        return replace(
            says, intent=Intent.ASK_BENEFIT, benefits=("special-family-housing",), aspect=aspect, topic=None
        )
    if len(text) > LONGEST:
        text = re.split(r"[,。;!? ]+", text.rstrip("?。!~ "))[-1]  # a long story is told before it is asked
    if says.named or says.benefits or _in_talk(state):
        return None
    benefit = _points_at({**state.facts, **says.facts})
    if benefit is None:
        return None
    if says.intent is Intent.ASK_BENEFIT and says.aspect in _SIDES:
        return replace(says, benefits=(benefit,))
    if says.intent not in (Intent.ASK_BENEFIT, Intent.START_CHECK, Intent.OUT_OF_SCOPE, Intent.TELL):
        return None
    if not (_HELP.search(text) and _WHETHER.search(text)) or _WHICHEVER.search(text):
        return None
    aspect = plain_side(text) or Aspect.ELIGIBILITY
    return replace(says, intent=Intent.ASK_BENEFIT, benefits=(benefit,), aspect=aspect, topic=None)


_HOME = re.compile(r"公租房|廉租房|经适房|经济适用房|保障性?住?房")
_FIRST = re.compile(r"优先|照顾|加分|排(?:在|到|得)?(?:最)?前|先(?:安排|分|排|给)")
_OF_THE_BEREAVED = frozenset(
    {
        "special-family-allowance",
        "bereavement-lump-sum",
        "special-family-care-hours",
        "special-family-housing",
    }
)


def _asks_for_a_home(says: Interpretation, text: str, state: State) -> bool:
    """申请公租房会优先吗, once the talk is of a family that lost its only child: by itself it is the housing office's."""
    if says.intent not in (Intent.OUT_OF_SCOPE, Intent.ASK_BENEFIT, Intent.TELL) or not asks(text):
        return False
    theirs = state.benefit in _OF_THE_BEREAVED or _points_at(state.facts) == "special-family-allowance"
    return theirs and _HOME.search(text) is not None and _FIRST.search(text) is not None


_SURELY = 0.9
"""Where the model is so sure of one of those in talk, a name of several means that one."""
_HOW_MUCH = re.compile(r"多少|几|好多|标准")


def aimed_at(
    says: Interpretation, text: str, state: State, options: tuple[str, ...]
) -> Interpretation | None:
    """Give the question with the one benefit that a name of several means by what was told, or by the talk.

    扶助金, said of a dead only child, is the allowance for such families; 三孩补贴 is that of the two in talk which it names.
    """
    benefit = _points_at({**state.facts, **says.facts})
    if benefit in options:
        aspect = says.aspect
        if aspect is Aspect.AMOUNT and _WHETHER.search(text) and not _HOW_MUCH.search(text):
            aspect = Aspect.ELIGIBILITY  # 每个月有没有扶助金
        return replace(says, benefits=(benefit,), ambiguous=None, aspect=aspect)
    earlier = {each.benefit for each in state.earlier} - {state.benefit}
    near = next((guess for guess in says.guesses[:1] if guess.confidence >= _SURELY), None)
    if near is None or near.name not in options or near.name not in earlier:
        return None
    return replace(says, benefits=(near.name,), ambiguous=None)


_HEAD = re.compile(
    r"(?:那个|关于|说|问下?|咨询)?[^,。;!?我他她]{0,14}(?:奖扶|奖励扶助|奖励|奖|补贴|扶助金?|特扶|抚慰金|孕前检查|优生检查|护理假|保健费)(?:的)?(?:那个)?[,。;!?:]+"
)
NEAR = 0.3


def headed(says: Interpretation, text: str) -> str | None:
    """Give the benefit that stands at the head of facts, as on a form: 城镇独生子女父母年老一次性奖,我63,武汉城镇户口."""
    if not says.facts or _HEAD.match(text) is None or len(says.guesses) == 0:
        return None
    first, *others = says.guesses
    plain = first.confidence >= NEAR and all(2 * other.confidence < first.confidence for other in others)
    return first.name if plain and first.name not in ("about", "privacy", "sms-consent") else None


def _in_talk(state: State) -> bool:
    return bool(state.benefit or state.unclear or state.topic or state.check)


def _points_at(facts: Mapping[str, FactValue]) -> str | None:
    """A dead or disabled only child, and an injury by an operation: of each there is one allowance by the month."""
    lost = facts.get("household.children_living") == 0 and facts.get("household.children_ever", 0) != 0
    disabled = facts.get("household.only_child_disability_grade", 0) != 0
    injured = facts.get("self.complication_grade", 0) != 0
    if injured and not (lost or disabled):
        return "procedure-complication-allowance"
    return "special-family-allowance" if (lost or disabled) and not injured else None
