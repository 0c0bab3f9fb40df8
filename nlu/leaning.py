"""Questions that live on the talk although, by themselves, they are taken for something else: 老板不批咋办."""

import re
from dataclasses import replace

from nlu.cues import OUT_OF_SCOPE, TOPIC_CUES
from nlu.following import asks, followed_up, names_something
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.lexicon import aspect_of
from nlu.own_words import speaks_its_words
from nlu.state import State

LEANS = 20
"""A question of at most so many characters may live on what went before."""

QUITE_NEAR = 0.35
"""Somebody who names another benefit at least so clearly does not speak of the last one."""

HALF_HEARD = 0.6
HARDLY_HEARD = 0.35

SHORT = 12
"""Words of at most so many characters that are no business of others are taken for a question on what went before."""

OURS = 0.12
"""Below this chance of being ours, words that name something are no question on what went before."""

BARE = 6
"""Fewer characters, or just so many, hardly name anything of their own."""

SURE = 0.8
"""A wish the model is so sure of is not taken for a question on what went before."""

ELLIPSIS = re.compile(r"^(?:那|那么|还有|那个)?[^,。?!]{1,14}[呢咧嘞哩][?。!~]*$")
MISTAKEN = frozenset(
    {
        Intent.OUT_OF_SCOPE,
        Intent.HUMAN,
        Intent.TELL,
        Intent.COMPLAINT,
        Intent.START_CHECK,
        Intent.HELP,
        Intent.GREET,
        Intent.ASK_TOPIC,
    }
)
"""What a question without a name is taken for when it is read by itself."""

TELLS_AND_ASKS = 0.25
"""What tells a fact and asks is a question on the benefit in talk from this chance of being ours on."""

_BESIDE_OTHERS = re.compile(
    r"(?:跟|和|与|同|领了?|有了?|拿了?|吃了?|享受了?)[^,。;!?]{1,8}(?:冲突|同时|一起(?:领|拿)|影响|重复|还能|能不能再|再领|矛盾)"
    r"|(?:打|发|存|转|汇)(?:到|进|在)?[^,。]{0,3}社保卡"
)

_STILL = re.compile(r"(?:我|他|她|我们|孩子)*(?:都|也)?(?:还没|没|正|还在|在|刚)[^?]*呢")
"""还没怀呢 tells, though it ends as a question may."""

_A_PERSON = re.compile(r"人工|真人|客服|工作人员|活人|转接|投诉|骗|在吗|在不在|怎么用|帮助")
OF_THE_SERVICE = re.compile(r"[你您]")
ASKS = re.compile(
    r"吗|么|不$|没有?$|\?|几|多|怎|咋|哪|谁|啥|什么|呢|能|可以|[咧嘞哩咯咩啵][。!~]*$|(?<!不)(.)[不没]\1|^.{2,}(?<![我他她都也就])还是.+"
)


def leaning(says: Interpretation, text: str, state: State) -> Interpretation:
    """Give the words as a question on the benefit in talk, unless they are of something else."""
    if len(text) > LEANS or of_others(text) or _A_PERSON.search(text):
        return says
    if _tells(says) and not (asks(text) and says.ours >= TELLS_AND_ASKS):
        return says
    own = speaks_its_words(text, state.benefit)
    if says.facts and "," in text and not own and says.ours < TELLS_AND_ASKS:
        return says  # 我婆婆腰疼,她怎么办
    if _is_meant_as_such(says, text, own=own):
        return says
    if says.named and any(g.confidence >= QUITE_NEAR and g.name != state.benefit for g in says.guesses):
        return says
    aspect = aspect_of(text)
    if OF_THE_SERVICE.search(text) and aspect is not Aspect.BASIS:
        return says  # 你这有依据吗 asks for the source; anything else said to the service is about it
    if aspect is Aspect.GENERAL and ELLIPSIS.match(text) and names_something(text):
        aspect = state.aspect  # 老二呢 asks of the second child what was asked before
    if aspect is Aspect.GENERAL and (len(text) <= SHORT or own) and ASKS.search(text):
        aspect = says.side
        if aspect is Aspect.GENERAL and own:
            aspect = Aspect.ELIGIBILITY
    if aspect is Aspect.GENERAL and not ELLIPSIS.match(text):
        return says
    return replace(says, intent=Intent.ASK_BENEFIT, aspect=aspect, topic=None)


def half_heard(says: Interpretation, text: str) -> bool:
    """Questions about the service itself are short too, and easily taken for one another."""
    own = says.topic in (None, "about", "privacy") or (
        says.confidence < HARDLY_HEARD and ELLIPSIS.match(text) is not None
    )
    named = any(cue.search(text) for topic, cue in TOPIC_CUES if topic == says.topic)
    return says.confidence < HALF_HEARD and (own or (len(text) <= BARE and not named))


def is_strange(says: Interpretation, text: str) -> bool:
    """地铁几点收班 asks when, and is no question on a benefit; 工资照开不 is too short to be of anything else."""
    return says.ours < OURS and len(text) >= BARE and followed_up(text) is None


def of_others(text: str) -> bool:
    """Say whether a normalised text names business of others; 跟低保冲突不 asks of the benefit beside it."""
    return OUT_OF_SCOPE.search(text) is not None and _BESIDE_OTHERS.search(text) is None


def _is_meant_as_such(says: Interpretation, text: str, *, own: bool) -> bool:
    """Say whether the words stand for themselves, whatever the talk is of; `own` when they are of the benefit's business."""
    if (is_strange(says, text) and not own) or _STILL.match(text):
        return True
    if says.intent is Intent.TELL:
        return ASKS.search(text) is None
    if says.intent in (Intent.HUMAN, Intent.START_CHECK, Intent.HELP) and len(text) > BARE:
        return True
    return says.intent is not Intent.OUT_OF_SCOPE and says.confidence >= SURE


def _tells(says: Interpretation) -> bool:
    """Say whether more is told than what a word for a person tells by itself (老公要不要去)."""
    return any(not name.endswith(".sex") and value != "married" for name, value in says.facts.items())
