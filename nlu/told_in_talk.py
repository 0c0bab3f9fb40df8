"""What a few words tell in the light of the talk: the facts at stake in it, and the child's rather than one's own."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from nlu.by_a_word import told_beside
from nlu.following import asked_first, asks
from nlu.interpretation import FactValue, Intent, Interpretation
from nlu.leaning import ASKS, LEANS, OF_THE_SERVICE, is_strange, of_others
from nlu.reading.places import ANYWHERE
from nlu.reading.read import read_answer
from nlu.rules import Rules
from nlu.short_answers import corrects, told_shortly
from nlu.state import State

ANSWERS = frozenset(
    {
        Intent.OUT_OF_SCOPE,
        Intent.GOODBYE,
        Intent.GREET,
        Intent.THANKS,
        Intent.DENY,
        Intent.AFFIRM,
        Intent.COMPLAINT,
        Intent.HELP,
        Intent.TELL,
    }
)
"""What a short answer is taken for when it is read by itself."""


def told(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """Few words that tell a fact the talk turns on are an answer, whatever they are taken for by themselves."""
    if says.intent not in ANSWERS and not _tells_only(says, text):
        return None
    if len(text) > LEANS or says.contradictions:
        return None
    if of_others(text) or OF_THE_SERVICE.search(text):
        return None
    if not (state.benefit or state.check) or (is_strange(says, text) and not corrects(text)):
        return None
    if alike := all_of_one_sex(text, state.facts):
        return replace(says, intent=Intent.TELL, topic=None, benefits=(), facts={**says.facts, **alike})
    if says.facts and (aspect := asked_first(text)):
        return replace(says, intent=Intent.ASK_BENEFIT, topic=None, benefits=(), aspect=aspect)
    named = by_yes_or_no(state, rules)
    if says.facts:
        only_asks = asks(text) and not more_than_a_person(says.facts)
        if ASKS.search(text) is not None and (says.intent is not Intent.TELL or only_asks):
            return None
        facts = {
            **told_beside(text, named),
            **_of_the_child(says.facts, text, at_stake_in(state, rules), rules.on),
        }
        return replace(says, intent=Intent.TELL, topic=None, benefits=(), facts=facts)
    at_stake = at_stake_in(state, rules)
    beside = {} if asks(text) else told_beside(text, named)  # 光荣证有,要带去不 asks on
    shortly = told_shortly(text, state.facts, at_stake, says.about, rules.on) or beside
    moved = _of_the_child(shortly, text, at_stake, rules.on)
    return replace(says, intent=Intent.TELL, topic=None, facts=moved) if moved else None


_ALL = re.compile(
    r"(?:那|哦|嗯|,|我家|我们|[两俩三四]个|他们|[他她]们|生的|的)*(?:全|都|清一色)(?:都)?(?:是|生的)?(?:(?P<girls>姑娘|女儿|闺女|丫头|女孩|女娃|女)|(?:儿子|小子|男孩|男娃|男))"
    r"(?:伢|子|孩|儿|的|啊|呢|哦|了|嘛)*[。!~]*"
)


def all_of_one_sex(text: str, told: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """都是姑娘, once it was told how many children there are: so many daughters, and no son."""
    living = told.get("household.children_living")
    found = _ALL.fullmatch(text)
    if found is None or not isinstance(living, int) or living < MORE_THAN_ONE:
        return {}
    girls = living if found["girls"] else 0
    return {"household.daughters": girls, "household.sons": living - girls}


MORE_THAN_ONE = 2


def more_than_a_person(facts: Mapping[str, FactValue]) -> bool:
    """Say whether more is told than what a word for a person tells by itself: 我老公要不要去."""
    return any(not name.endswith((".sex", ".marital_status")) for name in facts)


def _tells_only(says: Interpretation, text: str) -> bool:
    """明年打算要 is no question, whatever it sounds like: nothing is named, nothing asked, and a fact is told."""
    if says.intent is not Intent.ASK_BENEFIT or says.named or asks(text):
        return False
    return more_than_a_person(says.facts)


_MINE = re.compile(
    rf"我(?:们|自己|本人)?(?:的)?(?:户口|户籍|是|在|\d|都|也|{ANYWHERE}|[农城][村镇]|(?:和|跟|与|同)[^,。;!?]{{1,8}}(?:都|全))|我出?生"
    r"|(?:和|跟|与|同)我(?:们)?的?(?:户口|户籍)?(?:都|全)"
)
"""我和老公都是武汉户口 tells of the speaker, whatever is at stake."""


_OF_THE_CHILD = re.compile(
    r"(?:孩子|小孩|娃娃?|伢|宝宝|毛毛|小家伙|儿子|女儿|姑娘|老[大二三])[他她]?的?(?:户口|户籍)(?:是|就|都)*(?:上|落|跟|随|在|迁)"
)


def _of_the_child(
    facts: Mapping[str, FactValue], text: str, at_stake: frozenset[str], on: date
) -> Mapping[str, FactValue]:
    """Read as the child's what nobody says of themselves while only the child's is at stake: 户口上在孝感."""
    moved = dict(facts)
    if _MINE.search(text):
        return moved
    place = moved.get("self.hukou_place")
    if place and _OF_THE_CHILD.search(text) and "household.youngest_child_hukou" not in moved:
        del moved["self.hukou_place"]
        moved["household.youngest_child_hukou"] = "wuhan" if place == "wuhan" else "elsewhere"
        return moved
    if place and "self.hukou_place" not in at_stake and "household.youngest_child_hukou" in at_stake:
        del moved["self.hukou_place"]
        moved["household.youngest_child_hukou"] = "wuhan" if place == "wuhan" else "elsewhere"
    born = "household.youngest_child_born_on"
    if "self.born_on" in moved and born in at_stake and at_stake.isdisjoint({"self.age", "self.born_on"}):
        moved = {name: value for name, value in moved.items() if name not in ("self.born_on", "self.age")}
        moved |= read_answer(text, born, on).facts
    return moved


_WITH_CERTIFICATE = frozenset(
    {"rural-family-reward", "pension-supplement", "parental-care-leave", "exam-bonus-points"}
)
"""Benefits for families with one child whose rules do not ask for the certificate, and whose claimants speak of it."""


def by_yes_or_no(state: State, rules: Rules) -> frozenset[str]:
    """Give the facts to which a few words may say yes or no unasked, because they name their matter."""
    benefits = state.check.benefits if state.check else ()
    certificate = ("household.one_child_certificate",) if state.benefit in _WITH_CERTIFICATE else ()
    return at_stake_in(state, rules) | rules.open_facts(benefits, state.facts, ()) | frozenset(certificate)


def at_stake_in(state: State, rules: Rules) -> frozenset[str]:
    """Give the facts that decide what the talk is of: those of one benefit, or the one that was asked for."""
    check = state.check
    asked = frozenset({check.asked}) if check and check.asked else frozenset()
    if check and check.whole:
        return asked
    benefits = check.benefits if check else (state.benefit,) if state.benefit else ()
    if not check and state.unclear:
        benefits = state.unclear.benefits
    return asked | rules.open_facts(benefits, state.facts, ())
