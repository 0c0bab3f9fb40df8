"""Which benefit a few words mean: chosen by its place, told apart by a word of its names, or put right: 我说的是企业退休那个."""

import re
from collections.abc import Mapping
from dataclasses import replace

from nlu.cues import OUT_OF_SCOPE
from nlu.following import asks, followed_up
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation
from nlu.leaning import of_others
from nlu.own_words import own_words_in
from nlu.policy import Verdict
from nlu.rules import Rules
from nlu.settling import by_place, meant, named_in
from nlu.sides import side_of
from nlu.state import State
from nlu.telling import is_possible, reconcile

PLAIN = 0.9
NAMED = 0.2
"""A benefit named in the words is meant from this guess on where they say that one is."""

HALF_HEARD = 0.6
LONGEST = 24

_MEANS = re.compile(
    r"(?:哦|噢|嗯|哎|不是的?|不对|不是(?:问|说)?(?:这个|那个|这种|这)|,|。| )*(?:我)?(?:是|想|要|刚才)*"
    r"(?P<verb>问(?!到|过|了|清)|说(?!错|反|岔|漏|不|得)|讲|指)的?(?:其实|就)?是?(?P<rest>.+)"
)
_NOT_THIS = re.compile(
    r"(?:哦|嗯|哎|不对|,)*(?:我)?(?:问的|说的)?不是(?:问|说)?(?:这个|那个|这种|那种|这|那)?[^,。]{0,8}[,。](?:我)?(?:问|说|讲)?的?是(?P<rest>.+)"
)
_THAT_ONE = re.compile(r"(?P<rest>.{2,})的?那(?:种|个|笔|项|份)(?:钱|奖|补贴|补助)?(?:[呢啊吧]|的)?[?。!~]*")


def chosen(text: str, state: State) -> Interpretation | None:
    """Give the question on those of several benefits that a normalised text means by their place: 先说后面那个."""
    asked = state.check is not None and state.check.asked is not None
    options = state.unclear.benefits if state.unclear else () if asked else state.together
    found = by_place(text, options)
    if found is None:
        return None
    benefits, more = found
    aspect = state.unclear.aspect if state.unclear else state.aspect
    if more:
        side = followed_up(more)
        if side is None:
            return None
        aspect = side
    return Interpretation(Intent.ASK_BENEFIT, PLAIN, benefits=benefits, aspect=aspect, about=state.claimant)


_SAYS_WHICH = re.compile(
    r"(?:^|[,。;!? ])(?:我|是|想|要|刚才|刚刚)*(?:(?:问|说|讲|指)的(?:其实|就)?是|(?:是)?(?:要|想)问的?是?)(?P<of>[^,。;!?]{2,20})"
    r"|(?:^|[,。;!? ])(?:我)?(?:问的|说的)?不是(?:问|说)?[^,。;!?]{1,12}[,。;!? ]+(?:而)?是(?P<but>[^,。;!?]{2,20})"
)


def said_which(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """Give the question on the one of several that a clause says is meant: 不是保健费,我问的是城镇年老的,我60了,能办吗."""
    options = says.benefits if len(says.benefits) > 1 else state.unclear.benefits if state.unclear else ()
    found = _SAYS_WHICH.search(text)
    if found is None:
        return None
    means = found["of"] or found["but"]
    if len(options) < 2 and state.benefit and says.intent is Intent.OUT_OF_SCOPE:
        back = own_words_in(means, state.benefit) and not OUT_OF_SCOPE.search(text[found.start() + 1 :])
        return _of(says, state.benefit, text[found.end() :] or means, state.aspect) if back else None
    one = named_in(means, options, rules.book)
    if len(one) != 1:
        return None
    before = state.unclear.aspect if state.unclear else state.aspect
    asks_on = says.intent is Intent.ASK_BENEFIT and asks(text[found.end() :])
    sided = asks_on and says.aspect is not Aspect.GENERAL
    return _of(says, one[0], text, says.aspect if sided else before)


def settled(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """While it is open which benefit is meant, a few words tell it: 企业退休的那种."""
    if state.unclear is None or len(state.unclear.benefits) < 2:
        return None
    option = meant(says, text, state.unclear.benefits, rules.book)
    return _of(says, option, text, state.unclear.aspect) if option else None


def narrowed(
    says: Interpretation, text: str, before: Mapping[str, FactValue], rules: Rules
) -> Interpretation:
    """Give the question with the one benefit left that the facts leave of those its name means: 3500, said by a steel worker.

    What was told `before` and does not go with what is told now says nothing here: the dialogue asks which holds.
    """
    if len(says.benefits) < 2 or (says.ambiguous is None and set(says.benefits) != _BY_EMPLOYER):
        return says
    if _ONE_HAD & says.facts.keys() and (asked := _asked_last(text, says.benefits, rules)):
        return replace(says, benefits=(asked,), ambiguous=None)
    if says.ambiguous is None and len(named_in(text, says.benefits, rules.book)) > 1:
        return says
    told = reconcile(before, says.facts, rules.on)
    if not is_possible(told, rules.on):
        return says
    open_yet = [one for one in says.benefits if rules.assess(one, told).verdict is not Verdict.NOT_ELIGIBLE]
    if set(says.benefits) == _BY_EMPLOYER and told.get("self.employer") == "enterprise":
        open_yet = [one for one in open_yet if one == _OF_AN_ENTERPRISE]
    return replace(says, benefits=tuple(open_yet), ambiguous=None) if len(open_yet) == 1 else says


_ONE_HAD = frozenset({"self.had_equal_reward", "spouse.had_equal_reward"})


def _asked_last(text: str, benefits: tuple[str, ...], rules: Rules) -> str | None:
    """厂里发过3500,城镇年老父母那个还能领吗: of two named the one asked for, where the other one was had."""
    last = _CLAUSES.split(text.rstrip("?。!~ "))[-1]
    named = named_in(last, benefits, rules.book)
    return named[0] if len(named) == 1 and asks(last) else None


_CLAUSES = re.compile(r"[,。;!? ]+")
_OF_AN_ENTERPRISE = "enterprise-retiree-bonus"
_BY_EMPLOYER = {_OF_AN_ENTERPRISE, "urban-elder-bonus"}
"""Two rewards of one sum: who retired from an enterprise has the one, and everybody else the other."""


_DENIED = re.compile(r"[,。;!? ]+(?:又|可|并)?不是[^,。;!?]*")


def put_right(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation | None:
    """Give the question as it was meant where the words say so: 我问的是城镇的, 不是这个,是育儿补贴, 年老父母的那种."""
    if state.benefit is None or len(text) > LONGEST:
        return None
    corrected = _NOT_THIS.fullmatch(text) or _MEANS.fullmatch(text)
    found = corrected or _THAT_ONE.fullmatch(text)
    if found is None or (says.intent is Intent.ASK_TOPIC and says.confidence >= HALF_HEARD):
        return None
    if corrected and of_others(_DENIED.sub("", found["rest"])):
        return None  # 我问的是生育津贴; 我是说照顾老人的,不是陪产 is of ours
    if says.intent is Intent.ASK_BENEFIT and says.benefits and says.named:
        return replace(says, aspect=state.aspect) if corrected and says.aspect is Aspect.GENERAL else None
    near = [guess for guess in says.guesses if guess.name in rules.book.benefits]
    if says.named and near and near[0].confidence >= NAMED:
        return _of(says, near[0].name, text, state.aspect)
    option = meant(replace(says, guesses=()), found["rest"], tuple(rules.book.benefits), rules.book)
    asks = corrected is not None and "问" in text[: found.start("rest")]
    if says.facts and not asks and found.re is not _THAT_ONE:
        return None
    if option is None and not (asks or (corrected and not says.facts)):
        return None
    if option is None and (says.intent is Intent.ASK_BENEFIT or found.re is _NOT_THIS):
        return None
    return _of(says, option, text, state.aspect)


def _of(says: Interpretation, option: str | None, text: str, aspect: Aspect) -> Interpretation:
    cue = side_of(text)
    return replace(
        says,
        intent=Intent.ASK_BENEFIT,
        benefits=(option,) if option else (),
        aspect=aspect if cue is Aspect.GENERAL else cue,
        topic=None,
        ambiguous=None,
        confidence=PLAIN,
    )
