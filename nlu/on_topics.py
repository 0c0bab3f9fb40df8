"""Topics in talk: which one is meant where the words name none, and what goes on with the one before: 三胎呢."""

import re
from dataclasses import replace

from nlu.following import asks
from nlu.interpretation import Intent, Interpretation
from nlu.leaning import ELLIPSIS, QUITE_NEAR, of_others
from nlu.returning import OF_THE_SERVICE
from nlu.state import State

TOPICS = frozenset({"fetal-sex-law", "birth-registration", "sms-consent", "privacy", "about"})

PLAIN = 0.9
"""Where the model is so sure of a benefit, it is none of the topic in talk."""

RATHER_OURS = 0.6
"""What sounds told goes on with the topic in talk from this chance of being ours on."""


def with_topic(says: Interpretation, state: State) -> Interpretation:
    """Give the same with a topic where the model knows that one is meant and not which: the last one, else the nearest."""
    nearest = next((guess.name for guess in says.guesses if guess.name in TOPICS), None)
    return replace(says, topic=state.topic or nearest)


def goes_on_with_topic(says: Interpretation, text: str, state: State) -> str | None:
    """Give the topic in talk that a text goes on with which names no benefit: 那三胎呢, after one on registering births.

    Where nothing is in talk, what sounds most like a topic and like no benefit is on that topic.
    """
    guessed = max((guess.confidence for guess in says.guesses if guess.name not in TOPICS), default=0.0)
    if says.named or guessed >= PLAIN or state.benefit or state.unclear:
        return None
    if state.topic:
        return state.topic if ELLIPSIS.match(text) and state.topic not in OF_THE_SERVICE else None
    nearest = says.guesses[0] if says.guesses and not says.benefits else None
    return nearest.name if nearest and nearest.name in TOPICS and nearest.confidence >= QUITE_NEAR else None


def sounds_told(says: Interpretation, text: str, state: State) -> bool:
    """Say whether words after a question on a topic tell nothing, although they are taken for told: 三胎呢."""
    nothing = says.intent is Intent.TELL and not says.facts and says.ours >= RATHER_OURS
    return state.topic is not None and nothing and asks(text)


LONGEST = 28

_OWN: dict[str, re.Pattern[str]] = {
    "fetal-sex-law": re.compile(
        r"(?:这个|这种|这事|这样|那种|那个|专门|中介|介绍|诊所|医生|被抓|抓到|查到|查出来|做了)[^。;!?]{0,12}(?:举报|投诉|犯法|违法|坐牢|判|罚|抓|合法|告)"
        r"|(?:坐牢|判刑|判几年|要判|罚款|罚多少|犯法|违法)"
    ),
    "birth-registration": re.compile(
        r"(?:登记|准生证|生育证|抚养费|第[二三四]胎|[二三四]胎|[二三四]孩|超生|没结婚|未婚|非婚)"
    ),
}
"""What belongs to a topic while it is in talk, and would be nobody's business otherwise."""


def goes_on_about(text: str, state: State) -> str | None:
    """Give the topic in talk that a normalised question goes on with; None where its words are of something else."""
    own = _OWN.get(state.topic or "")
    if own is None or state.benefit or len(text) > LONGEST or of_others(text) or not asks(text):
        return None
    return state.topic if own.search(text) else None
