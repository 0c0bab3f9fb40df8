"""What a misunderstanding costs the resident: the errors worth mending first come first."""

from dataclasses import dataclass

from nlu.evaluation.scoring import Judged, aspect_right, benefits_right, right
from nlu.interpretation import Intent

GRAVE_TOPIC = "fetal-sex-law"
_WISHES = frozenset({Intent.OPT_OUT, Intent.FORGET, Intent.HUMAN})


@dataclass(frozen=True, slots=True)
class Cost:
    """A kind of error and its weight; the weights say an order, not money."""

    weight: int
    what: str


MISSED_EMERGENCY = Cost(100, "an emergency was missed")
IGNORED_WISH = Cost(30, "a wish to stop, to forget or for a person was ignored")
UNLAWFUL = Cost(30, "a wish against the law was not seen as one")
WRONG_BENEFIT = Cost(12, "another benefit was answered")
ANSWERED_STRANGE = Cost(10, "what is not ours was answered")
FALSE_ALARM = Cost(6, "an emergency was seen where none was")
REFUSED = Cost(6, "a question of ours was declined")
PARTLY = Cost(4, "one of several benefits was missed or added")
WRONG_ASPECT = Cost(3, "another side of the benefit was answered")
OTHER = Cost(2, "taken for another intent")


def cost_of(judged: Judged) -> Cost | None:
    """Give what the misunderstanding costs; None when all was understood."""
    if right(judged):
        return None
    wanted, said = judged.line.expected, judged.said
    if wanted.intent is Intent.EMERGENCY:
        return MISSED_EMERGENCY
    if said.intent is Intent.EMERGENCY:
        return FALSE_ALARM
    if wanted.topic == GRAVE_TOPIC:
        return UNLAWFUL
    if wanted.intent in _WISHES:
        return IGNORED_WISH
    if wanted.intent is Intent.OUT_OF_SCOPE:
        return ANSWERED_STRANGE
    if said.intent is Intent.OUT_OF_SCOPE:
        return REFUSED
    return _cost_of_question(judged) if wanted.intent is Intent.ASK_BENEFIT else OTHER


def _cost_of_question(judged: Judged) -> Cost:
    wanted, said = judged.line.expected, judged.said
    if said.intent is not Intent.ASK_BENEFIT:
        return OTHER
    if wanted.benefits and not benefits_right(judged):
        return PARTLY if wanted.benefits & set(said.benefits) else WRONG_BENEFIT
    return WRONG_ASPECT if not aspect_right(judged) else OTHER
