"""What is told of the other one of a couple: 我爸57, said while the claim is my mother's, tells of her husband and moves no claim."""

import re
from dataclasses import replace
from datetime import date

from nlu.claim import are_couple, asks_for_somebody, seen_from_the_other
from nlu.following import asks
from nlu.interpretation import Intent, Interpretation
from nlu.reading.people import CHILDREN, PARTNER, Kin, mentions_in
from nlu.reading.read import read_facts
from nlu.state import State
from nlu.told_in_talk import ANSWERS

_TURNS = re.compile(
    r"换|改成|轮到|[帮替给代][^,。;!?]{1,8}(?:问|查|看|算)|(?:再|先|也|还|来|现在|这回|这次|接着|另外)[^,。;!?]{0,3}(?:问|查|看|算|说|讲)|(?:问|查|看|算)的是|[呢咧嘞哩][?。!~]*$"
)
"""再看我爸,65: who is turned to is the one whose claim it is from now on."""


def of_the_couple(says: Interpretation, text: str, state: State, on: date) -> Interpretation:
    """Give what is told of the claimant's husband or wife as told of the spouse, and so no claim moved."""
    return _of_a_pronoun(says, text, state, on) or _of_the_other(says, text, state) or says


def _of_the_other(says: Interpretation, text: str, state: State) -> Interpretation | None:
    """我爸57, 婆婆59,也是农村户口: the claim stays the mother's, or the father-in-law's."""
    claimant = state.claimant
    if claimant in (Kin.ME, Kin.SPOUSE) or not are_couple(says.about, claimant) or says.about is Kin.ME:
        return None
    if says.intent not in ANSWERS or asks(text) or _TURNS.search(text):
        return None
    if asks_for_somebody(text, claimant) is not None:
        return None  # 那我爸呢,他63
    facts = seen_from_the_other(says.facts)
    if _GONE.search(text):
        facts = {name: value for name, value in facts.items() if not name.startswith("spouse.")}
    return replace(says, facts=facts, about=claimant)


_ASKS_OF_ONE = re.compile(
    r"(?:那么?|哦|噢|嗯|好|所以|这样|照这样|请问|,)*(?P<who>[他她])(?!们|[妈爸爹娘爷奶公婆哥姐弟妹儿女姑姨舅叔伯家屋])"
)


def turned_by_a_pronoun(
    says: Interpretation, text: str, state: State, said_before: str
) -> tuple[Kin, Interpretation] | None:
    """Give the husband or wife whom 那他呢 asks about, once the line before told of them; facts are then theirs.

    What was told of the other one stays with the claim's own; whose claim it is moves, so that nobody hears the
    mother's answer for the father's.
    """
    found, partner = _ASKS_OF_ONE.match(text), PARTNER.get(state.claimant)
    if found is None or partner is None or says.intent is not Intent.ASK_BENEFIT:
        return None
    if not any(asks(clause) for clause in re.split("[,。;!?]", text)):
        return None
    named = [each.kin for each in mentions_in(said_before, state.claimant) if each.kin is not Kin.ME]
    last: Kin | None = named[-1] if named else None
    if last is Kin.SPOUSE and state.claimant is not Kin.ME:
        last = partner  # 她老公57
    if last is not partner or not any(name.startswith("spouse.") for name in state.facts):
        return None
    sex = "male" if found["who"] == "他" else "female"
    if state.facts.get("spouse.sex") not in (None, sex):
        return None
    of_the_spouse = any(name.startswith("spouse.") for name in says.facts)
    facts = seen_from_the_other(says.facts) if of_the_spouse else says.facts
    return partner, replace(says, facts=facts, about=partner)


_GONE = re.compile(r"走了|没了|不在|去世|过世|病逝|病故|死|离了|离婚")
"""Who died or was divorced is nobody's husband or wife any more."""
_A_PRONOUN = re.compile(r"(?:那|哦|嗯|,)*[他她](?!们|妈|爸|爹|娘)")
_OF_COUPLES = frozenset({"prepregnancy-checkup"})


def _of_a_pronoun(says: Interpretation, text: str, state: State, on: date) -> Interpretation | None:
    """Give what is told of a 他 whom nobody introduced as told of the husband or wife, once the talk is of a couple."""
    if state.claimant is not Kin.ME:
        return None
    spouse_told = any(name.startswith("spouse.") for name in state.facts)
    if says.about is Kin.OTHER and _A_PRONOUN.match(text) is not None:
        if not spouse_told and state.benefit not in _OF_COUPLES:
            return None
        facts = {name.replace("self.", "spouse."): value for name, value in says.facts.items()}
        return replace(says, facts=facts, about=Kin.ME)
    if not spouse_told or says.about is not Kin.ME or says.intent is not Intent.TELL:
        return None
    beside = _told_beside_me(text, state, on)
    return replace(says, facts={**says.facts, **beside}) if beside else None


_BESIDE_ME = re.compile(
    r"我(?!们|家)[^,。;!?他她]{1,12}[,;]?(?P<who>[他她])(?!们|妈|爸|爹|娘|家|自己)[^,。;!?他她我]{1,12}[。!~]*"
)


def _told_beside_me(text: str, state: State, on: date) -> dict[str, int | bool | str]:
    """我62,她60, once a wife was spoken of: the one beside me is she, unless a child of that sex was spoken of too."""
    found = _BESIDE_ME.fullmatch(text)
    if found is None:
        return {}
    his = found["who"] == "他"
    if state.facts.get("spouse.sex") not in (None, "male" if his else "female"):
        return {}
    if state.facts.get("household.sons" if his else "household.daughters"):
        return {}
    if any(mention.kin in CHILDREN for mention in mentions_in(text)):
        return {}
    place = found.start("who")
    read = read_facts(f"{text[:place]}老伴{text[place + 1 :]}", on).facts
    return {name: value for name, value in read.items() if name.startswith("spouse.")}
