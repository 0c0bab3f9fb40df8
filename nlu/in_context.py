"""What an utterance says in the light of what the talk has been of: few people name again what they just asked about."""

import re
from collections.abc import Mapping
from dataclasses import replace

from nlu.anew import begins_anew
from nlu.by_a_word import told_by_a_word
from nlu.claim import are_couple, asks_for_somebody, swapped, turned_last
from nlu.couple import of_the_couple
from nlu.errand import on_an_errand
from nlu.following import (
    asked_at_the_end,
    asks,
    asks_again,
    asks_more,
    asks_why,
    followed_up,
    names_something,
)
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation
from nlu.leaning import (
    ELLIPSIS,
    HALF_HEARD,
    LEANS,
    MISTAKEN,
    QUITE_NEAR,
    SHORT,
    half_heard,
    is_strange,
    lacks_its_words,
    leaning,
    of_others,
)
from nlu.moods import asks_whichever, is_bitter, wants_others
from nlu.on_topics import TOPICS, goes_on_about, goes_on_with_topic, sounds_told, with_topic
from nlu.own_words import names_a_paper, own_words_in
from nlu.pointed import aimed_at, headed, pointed
from nlu.reading.people import Kin
from nlu.reading.read import read_facts
from nlu.recalled import in_talk, points_back, recalled
from nlu.rules import Rules
from nlu.settling import as_named
from nlu.sides import side_in_talk, side_of
from nlu.state import State
from nlu.supposing import beside_it, of_an_age, one_sex, says_if, supposed_facts, supposition
from nlu.told_in_talk import ANSWERS, at_stake_in, by_yes_or_no, more_than_a_person, told
from nlu.which import chosen, narrowed, put_right, said_which, settled

SUPPOSES = 30
"""A supposition may be somewhat longer."""

TELLS_FIRST = 40
"""In words of the benefit's own business it may be longer still: what is asked is told of first."""

PLAIN = 0.9
"""Where the model is so sure, the benefit was described rather than named."""

SURELY = 0.97
"""As sure must it be of words that suppose something in so many words."""

NOTHING_NEAR = 0.2
"""Below this no benefit was meant at all."""

RATHER_OURS = 0.6
"""While it is open which benefit is meant, only what is so surely ours leans on one of them."""

PLAINLY_OURS = 0.8
"""A question so surely ours is heard although nothing says of what: the answer asks which benefit is meant."""

_ASKED_OF_ANOTHER = ANSWERS | {Intent.ASK_BENEFIT, Intent.START_CHECK}
"""What a question that only turns to somebody else is taken for when it is read by itself."""

_FIRM = frozenset({Intent.RESTART, Intent.FORGET, Intent.OPT_OUT, Intent.OPT_IN, Intent.EMERGENCY})
"""Wishes that hold whatever the talk is of."""


def in_context(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation:
    """Give what the normalised `text` says when the talk stands at `state`; `says` is what it says by itself."""
    heard = _in_context(says, text, state, rules)
    if heard.intent is Intent.ASK_BENEFIT and not says_if(text):
        side = side_in_talk(text, alone=state.turns > 0 and not (says.named or says.facts))
        return replace(heard, aspect=side) if side else heard
    return heard


def _in_context(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation:
    if says.intent is Intent.EMERGENCY:
        return on_an_errand(says, text, state) or says
    if state.benefit and is_bitter(text) and says.intent not in _FIRM:
        return replace(says, intent=Intent.COMPLAINT, benefits=(), topic=None)
    if state.benefit and wants_others(text) and says.intent not in _FIRM and not says.called:
        return replace(says, intent=Intent.START_CHECK, benefits=(), topic=None, aspect=Aspect.GENERAL)
    says = _as_in_talk(of_the_couple(says, text, state, rules.on), text, state, rules)
    if (again := recalled(says, text, state) or pointed(says, text, state)) is not None:
        return again
    if says.intent in ANSWERS | {Intent.ASK_BENEFIT, Intent.ASK_TOPIC}:
        found = said_which(says, text, state, rules)
        found = found or (None if _tells_alone(says, text) else settled(says, text, state, rules))
        if (found := found or put_right(says, text, state, rules)) is not None:
            return found
    asked = _asked_of_another(says, text, state)
    if asked is not None:
        return asked
    if supposed(says, text, state, rules) is not None:
        return _supposed(says, text, state)
    tells = told(says, text, state, rules)
    return tells if tells is not None else _asked(says, text, state)


def by_itself(text: str, state: State, turns_to: Kin | None, rules: Rules) -> Interpretation | None:
    """Give what words mean that only turn to somebody else, ask on or tell without naming of what; no model knows those."""
    if begins_anew(text):
        return Interpretation(Intent.RESTART, PLAIN, about=state.claimant)
    if at_once := told_by_a_word(text, by_yes_or_no(state, rules)):
        return Interpretation(Intent.TELL, PLAIN, facts=at_once, about=state.claimant)
    if one_of_several := chosen(text, state):
        return one_of_several
    aspect = _asked_on(text, state)
    if aspect is None and turns_to is None:
        return None
    facts = read_facts(text, rules.on, None, turns_to).facts if turns_to else {}
    if aspect is None:
        cue = side_of(text)
        aspect = same_side(state.aspect) if cue is Aspect.GENERAL else cue
    asked = Interpretation(
        Intent.ASK_BENEFIT, PLAIN, aspect=aspect, facts=facts, about=turns_to or state.claimant, named=False
    )
    return pointed(asked, text, state) or asked


def _asked_on(text: str, state: State) -> Aspect | None:
    if state.benefit and asks_more(text):
        return state.aspect
    if state.benefit and asks_why(text):
        return Aspect.ELIGIBILITY if state.aspect in (Aspect.ELIGIBILITY, Aspect.GENERAL) else Aspect.BASIS
    return followed_up(text)


def turned_over(says: Interpretation, text: str, state: State) -> tuple[Kin, Interpretation] | None:
    """Give the husband or wife who is asked about after something was told of them, and the facts seen from them.

    我老公是城里户口,那他有没有: the registration is told of the spouse, and the claim is that person's from now on.
    """
    kin = turned_last(text, state.claimant) if says.intent is Intent.ASK_BENEFIT else None
    if kin is None or says.about is not state.claimant or not are_couple(kin, state.claimant):
        return None
    return kin, replace(says, facts=swapped(says.facts), about=kin)


def same_side(aspect: Aspect) -> Aspect:
    """Give the side that a question asks of another which was asked of one before: of a source nobody asks twice."""
    return Aspect.ELIGIBILITY if aspect in (Aspect.BASIS, Aspect.STATUS) else aspect


def as_answered(says: Interpretation, before: State) -> Interpretation:
    """Give the same with what the talk was of filled in where the utterance named no benefit."""
    if says.intent is not Intent.ASK_BENEFIT or says.benefits:
        return says
    if before.unclear and len(before.unclear.benefits) > 1:
        aspect = before.unclear.aspect if says.aspect is Aspect.GENERAL else says.aspect
        likely = before.unclear.likely
        return replace(says, benefits=(likely,) if likely else before.unclear.benefits, aspect=aspect)
    if not before.benefit:
        return replace(says, intent=Intent.ASK_TOPIC, topic=before.topic) if before.topic else says
    aspect = before.aspect if says.aspect is Aspect.GENERAL else says.aspect
    return replace(says, benefits=(before.benefit,), aspect=aspect)


def supposed(says: Interpretation, text: str, state: State, rules: Rules) -> Mapping[str, FactValue] | None:
    """Give the facts that the words only suppose of the benefit in talk (那要是离了呢?); None where they suppose nothing."""
    words = supposition(text) if says.intent not in _FIRM else None
    if state.benefit is None or words is None or len(text) > SUPPOSES or of_others(text):
        return None
    others = [guess.confidence for guess in says.guesses if guess.name != state.benefit]
    enough = QUITE_NEAR if says.named else SURELY if says_if(text) else PLAIN
    if max(others, default=0.0) >= enough:
        return None
    facts = supposed_facts(words, state.claimant, rules.on, at_stake_in(state, rules))
    return facts if facts or says_if(text) else None


def _supposed(says: Interpretation, text: str, state: State) -> Interpretation:
    # 没到49就一分没有: the age has not come, and no money is awaited.
    cue = side_of(text.replace("没到", "") if of_an_age(text) else text)
    keeps = one_sex(text) or (state.aspect is Aspect.AMOUNT and not of_an_age(text))
    kept = same_side(state.aspect) if keeps else Aspect.ELIGIBILITY
    if state.aspect is Aspect.STATUS and not says_if(text):
        kept = Aspect.STATUS  # 双女户呢, after 加分还有不
    aspect = kept if cue is Aspect.GENERAL else cue
    return replace(
        says,
        intent=Intent.ASK_BENEFIT,
        benefits=(),
        aspect=aspect,
        topic=None,
        facts=beside_it(says.facts, text),
        retracted=(),
    )


def _asked(says: Interpretation, text: str, state: State) -> Interpretation:
    if (
        says.intent is Intent.ASK_TOPIC
        and state.benefit
        and _DRAWS.search(text)
        and _another_named(says, state, QUITE_NEAR) is None
    ):
        return replace(says, intent=Intent.ASK_BENEFIT, topic=None, aspect=Aspect.ELIGIBILITY)
    if says.intent is Intent.ASK_TOPIC and state.benefit and lacks_its_words(says, text):
        says = replace(says, intent=Intent.OUT_OF_SCOPE, topic=None)
    if says.intent is Intent.ASK_TOPIC and not (state.benefit and half_heard(says, text)):
        return says if says.topic else with_topic(says, state)
    if says.intent is Intent.OUT_OF_SCOPE and (topic := goes_on_about(text, state)):
        return replace(says, intent=Intent.ASK_TOPIC, topic=topic)
    asks_on = says.intent is Intent.ASK_BENEFIT or sounds_told(says, text, state)
    if asks_on and (topic := goes_on_with_topic(says, text, state)):
        return replace(says, intent=Intent.ASK_TOPIC, benefits=(), aspect=Aspect.GENERAL, topic=topic)
    if says.intent is Intent.ASK_BENEFIT and says.benefits and _speaks_of_the_last(says, text, state):
        return _on_what_else(replace(says, benefits=()), text, state)
    if says.intent is Intent.ASK_BENEFIT and not says.benefits and state.benefit:
        return _on_what_else(says, text, state)
    if says.intent is Intent.ASK_BENEFIT and says.benefits:
        return _on_the_same_side(says, text, state)
    if says.intent is Intent.ASK_BENEFIT and _nothing_said_of_what(state):
        near = says.guesses and says.guesses[0].confidence >= NOTHING_NEAR
        return (
            says
            if near or followed_up(text) or says.ours >= PLAINLY_OURS
            else replace(says, intent=Intent.OUT_OF_SCOPE, aspect=Aspect.GENERAL)
        )
    talks = state.benefit is not None or (state.unclear is not None and says.ours >= RATHER_OURS)
    if (
        says.intent in MISTAKEN
        and talks
        and not (state.check and state.check.asked and more_than_a_person(says.facts) and not asks(text))
    ):
        leans = leaning(says, text, state)
        own = state.benefit is not None and own_words_in(text, state.benefit)
        if leans.intent is Intent.OUT_OF_SCOPE and own and _OF_US.match(text) and not asks(text):
            return replace(
                leans, intent=Intent.TELL
            )  # 我现在租的房,十五平: told of one's home, to no question
        return leans
    return says


def _asked_of_another(says: Interpretation, text: str, state: State) -> Interpretation | None:
    """那我老公呢,他63: the same question of somebody else, with what has to be known of them."""
    if not (state.benefit or state.unclear) or says_if(text) or of_others(text):
        return None
    doubtful = says.intent in (Intent.ASK_TOPIC, Intent.RESTART) and says.confidence < HALF_HEARD
    if says.intent not in _ASKED_OF_ANOTHER and not doubtful:
        return None
    at_the_end, turn = asked_at_the_end(text), asks_for_somebody(text, state.claimant)
    if (
        says.intent is Intent.START_CHECK
        and says.confidence >= PLAIN
        and turn is None
        and asks_whichever(text)
    ):
        return None  # 再问问我自己,我38,有什么能领的
    if at_the_end is None and turn is None:
        return None
    other = _another_named(says, state)
    if other is not None:
        aspect = at_the_end or same_side(state.aspect)
        return (
            None
            if says.benefits
            else replace(says, intent=Intent.ASK_BENEFIT, benefits=(other,), aspect=aspect)
        )
    if is_strange(says, text) and not (turn and text.startswith(turn)):
        return None  # 我婆婆腰疼,她怎么办: told of somebody, and none of our business
    aspect = at_the_end or side_of(turn or "")
    if turn and turn != text and aspect is Aspect.GENERAL and _HAS_A_SHARE.search(text):
        aspect = Aspect.ELIGIBILITY  # 我弟弟呢,他有没有
    if aspect is Aspect.GENERAL:
        aspect = (
            Aspect.ELIGIBILITY
            if more_than_a_person(says.facts) and state.aspect is not Aspect.AMOUNT
            else same_side(state.aspect)
        )
    return replace(says, intent=Intent.ASK_BENEFIT, benefits=(), topic=None, aspect=aspect)


_HAS_A_SHARE = re.compile(
    r"[,。;!?](?:那|[他她])?(?:有没有|有没得|能不能|够不够|可不可以|有|能|够)(?:[他她]的)?(?:份|领|拿|享受)?(?:到)?(?:吗|么|不|没有|没|[?。!~])*$"
)


def _another_named(says: Interpretation, state: State, least: float = NOTHING_NEAR) -> str | None:
    """她农保也会加钱是吧: another benefit than the one in talk is named."""
    if not says.named:
        return None
    benefits = [guess for guess in says.guesses if guess.name not in TOPICS]
    near = max(benefits, key=lambda guess: guess.confidence, default=None)
    return near.name if near and near.confidence >= least and near.name != state.benefit else None


_OF_US = re.compile(r"(?:那|哦|嗯|,|现在|其实)*(?:我|家里|自己|单位|老板|厂)")
_DRAWS = re.compile(
    r"(?:能|可以|还能|也能)(?:领|拿|享受)(?:到)?(?:吗|不|么|啵|吧)?[?。!~]*$|归[^,。]{0,6}管(?:吗|么|不)?[?。!~]*$|(?:都|也|还|就)(?:给|有|发|有份|算)(?:吗|么|不|啵|没有?)[?。!~]*$"
)
"""超生罚过款的能领吗: money is drawn, and no topic is drawn."""


def _as_in_talk(says: Interpretation, text: str, state: State, rules: Rules) -> Interpretation:
    """Names that mean several benefits mean the one in talk: 双女户也行吧; several are given in the order of the words."""
    if (
        says.intent is Intent.TELL
        and asks(text)
        and (named := _another_named(says, state))
        and not state.benefit
    ):
        return replace(says, intent=Intent.ASK_BENEFIT, benefits=(named,), aspect=says.side)
    if says.intent is Intent.TELL and says.named and not state.benefit and (head := headed(says, text)):
        return replace(says, intent=Intent.ASK_BENEFIT, benefits=(head,), aspect=Aspect.ELIGIBILITY)
    says = narrowed(says, text, state.facts, rules)
    if len(says.benefits) > 1 and not says.ambiguous:
        says = replace(says, benefits=as_named(text, says.benefits, rules.book))
    which = rules.book.ambiguous.get(says.ambiguous or "")
    if which and (aimed := aimed_at(says, text, state, which.benefits)) is not None:
        return aimed
    if which and state.benefit in which.benefits and state.unclear is None and len(text) <= SHORT:
        return replace(says, benefits=(), ambiguous=None, named=False)
    before = [one for one in in_talk(state) if which and one in which.benefits]
    likely = [each.name for each in says.guesses[:1]] == before or points_back(text)
    if len(before) == 1 and state.unclear is None and likely:
        return replace(
            says, benefits=(before[0],), ambiguous=None
        )  # 护理假那个呢, once it was told which leave
    return says


_NUMERALS = re.compile(r"[\d零一二两三四五六七八九十百千年月日岁周号级多半个,。 ]+")


def _tells_alone(says: Interpretation, text: str) -> bool:
    """六十三 tells an age, although a benefit's name has that number too."""
    if says.intent is not Intent.TELL or not says.facts:
        return False
    return _NUMERALS.fullmatch(text) is not None or says.facts.keys().isdisjoint(_TELL_WHICH)


_TELL_WHICH = frozenset(
    {"self.employer", "self.retired", "self.pension", "self.hukou_type", "self.hukou_place"}
)
"""Facts by which benefits of one name differ: 我是企业退休的 says which is meant."""


def _nothing_said_of_what(state: State) -> bool:
    return state.benefit is None and state.topic is None and state.check is None and state.unclear is None


def _speaks_of_the_last(says: Interpretation, text: str, state: State) -> bool:
    """A short question without a name lives on the talk, whatever benefit the model guesses from its bare words."""
    guessed = max((guess.confidence for guess in says.guesses), default=0.0)
    own = state.benefit is not None and own_words_in(text, state.benefit)
    if state.benefit is None or (len(text) > LEANS and not (own and len(text) <= TELLS_FIRST)):
        return False
    if says.named:
        by_a_paper = not says.called and guessed < HALF_HEARD and names_a_paper(text)
        return (by_a_paper and len(text) <= LEANS) or (guessed < QUITE_NEAR and own)
    if len(text) > LEANS:
        return guessed < QUITE_NEAR
    points = guessed >= SURELY and _THAT_ONE.match(text)  # 企业退休职工的那个给多少
    return guessed < PLAIN or (len(text) <= SHORT and own and not points)


_THAT_ONE = re.compile(r"(?:那|哦|就|,)*[^,。;!?]{3,}的?那[个种笔份项]")


def _on_what_else(says: Interpretation, text: str, state: State) -> Interpretation:
    """老二呢 asks of the second child what was asked before."""
    again = ELLIPSIS.match(text) and names_something(text) and side_of(text) is Aspect.GENERAL
    return replace(says, aspect=state.aspect) if again else says


def _on_the_same_side(says: Interpretation, text: str, state: State) -> Interpretation:
    """一次性抚慰金呢? asks of another benefit what was asked of the one before."""
    before = state.unclear.aspect if state.unclear else state.aspect if state.benefit else None
    plain = says.named or max((guess.confidence for guess in says.guesses), default=0.0) >= PLAIN
    if before is None or not plain or len(text) > LEANS:
        return says
    unsaid = says.aspect is Aspect.GENERAL and side_of(text) is Aspect.GENERAL
    return replace(says, aspect=before) if asks_again(text) or (unsaid and state.unclear) else says
