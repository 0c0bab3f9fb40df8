"""One conversation on whatever channel: hears an utterance, answers, remembers."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.choosing import choose
from bot.feedback import FeedbackBook, Said, Vote, left, picked, said_of, subject_of, with_question
from bot.following import Following, Wish
from bot.holding_back import held_back, offered
from bot.keywords import Command, command
from bot.lines import Lines
from bot.memory import Line, Memory, Side
from bot.ports import Handoffs, Remembered, SessionStore, Speaker, Ticket, Understanding
from bot.rendering import Rendering
from bot.switches import DESK, NOTHING, Off, Switches
from bot.turn import Reply, Turn
from bot.wording import Wording
from nlu.acts import Act, Answer, Ask, CheckResult, HandOff, Judgement, Why
from nlu.assessment import Assessment
from nlu.claim import as_the_speaker_says, is_another, one_of, turned_first, turned_to
from nlu.couple import turned_by_a_pronoun
from nlu.courtesy import question_after
from nlu.dialogue import respond
from nlu.eligibility import Assessor
from nlu.emergency import is_emergency
from nlu.heard import Heard
from nlu.in_context import as_answered, by_itself, in_context, supposed, turned_over
from nlu.interpretation import Intent, Interpretation
from nlu.masking import mask
from nlu.normalise import clean
from nlu.policy import Verdict
from nlu.reading.read import GAP
from nlu.respelling import respell
from nlu.returning import goes_back, returned
from nlu.rules import Rules
from nlu.short_answers import answered, corrects, corrects_another, other_sex, own_answer, told_together
from nlu.state import State
from nlu.tender import hurts

logger = logging.getLogger(__name__)

__all__ = ["Busy", "Conversation", "Speaker"]

MOST_TRIES = 12
"""How often a turn is taken anew because the same speaker's other message was faster in another process."""

SHORT = 12
"""An answer of at most so many characters is read by itself before anybody else is asked what it means."""


_FRESH = State()


_ALWAYS_HEARD = frozenset({Command.FORGET, Command.HUMAN, Command.OPT_OUT})
"""What is done even on a channel that is switched off."""


class Busy(Exception):  # noqa: N818
    """One speaker writes faster than turns can be taken; nothing was kept of this one."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: State
    acts: tuple[Act, ...]
    says: Interpretation
    forgets: bool
    stopped: tuple[str, ...] = ()
    """What was asked about and is switched off."""


class Conversation:
    """Takes turns with every speaker, the turns of one speaker in the order they came."""

    def __init__(
        self,
        store: SessionStore,
        understanding: Understanding,
        assessor: Assessor,
        wording: Wording,
        clock: Callable[[], datetime],
        today: Callable[[], date],
        handoffs: Handoffs | None = None,
        switches: Switches | None = None,
        feedback: FeedbackBook | None = None,
        following: Following | None = None,
    ) -> None:
        """Take the ports; `clock` gives the instant (aware), `today` the residents' day by which rules are asked."""
        self._store = store
        self._understanding = understanding
        self._assessor = assessor
        self._wording = wording
        self._rendering = Rendering(wording, assessor.book)
        self._clock = clock
        self._today = today
        self._handoffs = handoffs
        self._switches = switches
        self._feedback = feedback
        self._following = following
        self._lines = Lines()

    async def hear(self, speaker: Speaker, text: str, opening: State = _FRESH) -> Turn:
        """Hear one utterance and answer it; Busy when the speaker's other messages kept coming first.

        `opening` is where the conversation starts when nothing is remembered of the speaker.
        """
        words = mask(text.strip())
        async with self._lines.of(speaker):
            for _ in range(MOST_TRIES):
                turn = await self._take_turn(speaker, words, opening)
                if turn is not None:
                    return turn
        logger.warning("turn given up", extra={"channel": speaker.channel, "tries": MOST_TRIES})
        raise Busy(self._wording.frame("busy"))

    async def is_silent(self, speaker: Speaker) -> bool:
        """Say whether a person has the conversation, so that nothing is answered here."""
        held = await self._handoffs.held(speaker) if self._handoffs else None
        return held is not None and held.silent

    async def _take_turn(self, speaker: Speaker, words: str, opening: State) -> Turn | None:
        """Take the turn on what is remembered now; None when that changed meanwhile."""
        now = self._clock()
        remembered = await self._store.load(speaker, now)
        memory = remembered.memory if remembered else Memory(opening)
        stamp = remembered.stamp if remembered else None
        held = await self._handoffs.held(speaker) if self._handoffs else None
        if held and held.silent and command(words) is not Command.FORGET:
            return await self._pass_on(held, memory.as_seen(words))
        off = await self._switches.off() if self._switches else NOTHING
        if (why := off.get(speaker.channel)) and command(words) not in _ALWAYS_HEARD:
            return self._closed(why, words)
        if self._feedback and (said := said_of(words, memory)):
            return await self._rated(speaker, remembered, said, words, now)
        subject = memory.state.benefit
        if self._following and (wish := await self._following.hear(speaker, picked(words, memory), subject)):
            return await self._followed(speaker, memory, stamp, wish, words, now)
        rules = Rules(self._assessor.book, self._assessor, self._today())
        outcome = await self._react(memory, words, rules, off)
        if outcome.forgets:
            await self._store.forget(speaker)
            if self._handoffs is not None:
                await self._handoffs.forget(speaker)
            return self._render(outcome)
        turn = self._render(outcome, off)
        if self._feedback and turn.asking is None:
            turn = replace(turn, replies=self._with_question(speaker, turn.replies, outcome, memory))
        tender = held is None and hurts(outcome.state.facts) and not hurts(memory.state.facts)
        lines = (*memory.lines, Line(Side.RESIDENT, words))
        turn = await self._hand_over(speaker, outcome, lines, turn, off, tender=tender)
        kept = self._remember(memory, outcome, turn, words)
        return turn if await self._store.save(speaker, kept, stamp, now) else None

    def _closed(self, why: str, words: str) -> Turn:
        """The channel is switched off: why, and nothing else but where to turn when a life is in danger."""
        replies = (Reply(self._wording.frame("channel_off", why=why), kind="off"),)
        if is_emergency(clean(words)):
            danger = Reply(self._wording.frame("emergency"), kind="emergency")
            return Turn((danger, *replies), Interpretation(Intent.EMERGENCY, 1.0))
        return Turn(replies, Interpretation(Intent.OUT_OF_SCOPE, 1.0))

    async def _rated(
        self, speaker: Speaker, remembered: Remembered | None, said: Said, words: str, now: datetime
    ) -> Turn | None:
        """Whether the last answer helped was tapped: count it, thank, and offer the rest again."""
        assert remembered is not None
        assert self._feedback is not None
        memory = remembered.memory
        options = left(memory.offered)
        reply = Reply(self._wording.frame(f"feedback_{said.vote.value}"), options, "feedback")
        lines = Line(Side.RESIDENT, words), Line(Side.SERVICE, reply.text)
        if not await self._store.save(
            speaker, memory.after(memory.state, options, *lines), remembered.stamp, now
        ):
            return None
        await self._feedback.count(said, speaker.channel, self._today())
        intent = Intent.AFFIRM if said.vote is Vote.HELPED else Intent.DENY
        return Turn((reply,), Interpretation(intent, 1.0), number=memory.state.turns)

    async def _followed(
        self,
        speaker: Speaker,
        memory: Memory,
        stamp: str | None,
        wish: tuple[Wish, str],
        words: str,
        now: datetime,
    ) -> Turn | None:
        """News of a policy was asked for or declined: say so, and offer again what was offered."""
        wanted, text = wish
        options = tuple(one for one in memory.offered if not one.id.startswith(f"{Wish.FOLLOW}:"))
        lines = Line(Side.RESIDENT, words), Line(Side.SERVICE, text)
        if not await self._store.save(speaker, memory.after(memory.state, options, *lines), stamp, now):
            return None
        intent = Intent.OPT_IN if wanted is Wish.FOLLOW else Intent.OPT_OUT
        return Turn((Reply(text, options, "follow"),), Interpretation(intent, 1.0), number=memory.state.turns)

    def _with_question(
        self, speaker: Speaker, replies: tuple[Reply, ...], outcome: _Outcome, memory: Memory
    ) -> tuple[Reply, ...]:
        """Ask whether the answer helped, and offer to tell of changes where the speaker can be reached."""
        subject = subject_of(outcome.acts)
        news = self._following.option(speaker, subject.name) if self._following and subject else None
        return with_question(replies, subject, memory.rated, self._wording, *((news,) if news else ()))

    async def _react(self, memory: Memory, words: str, rules: Rules, off: Off) -> _Outcome:
        """Find out what was said, and what to say to it."""
        state = memory.state
        choice = choose(words, state, memory.offered)
        if choice is None:
            said_before = next(
                (line.text for line in reversed(memory.lines) if line.side is Side.RESIDENT), ""
            )
            heard = await self._listen(words, state, rules, said_before)
            state = returned(state) if heard.returns else state
        elif choice.more:
            heard = await self._told_besides(choice.heard, choice.more, state, rules)
        else:
            heard = choice.heard
        after, acts = respond(state, heard, rules)
        forgets = heard.says.intent is Intent.FORGET and heard.move is None
        stopped: tuple[str, ...] = ()
        if off:
            after, acts, stopped = held_back(after, acts, off, rules)
        return _Outcome(after, acts, as_answered(heard.shown or heard.says, state), forgets, stopped)

    async def _told_besides(self, chosen: Heard, more: str, state: State, rules: Rules) -> Heard:
        """Take the option; the facts in the words beside it count as told with it."""
        beside = await self._listen(more, state, rules)
        facts = {**beside.says.facts, **chosen.says.facts}
        return replace(chosen, says=replace(chosen.says, facts=facts))

    async def _listen(self, words: str, state: State, rules: Rules, said_before: str = "") -> Heard:
        asked = state.clash.fact if state.clash else state.check.asked if state.check else None
        text = GAP.sub(",", respell(clean(words)))
        if is_emergency(clean(words)):
            danger = await self._understanding.understand(words, asked, state.claimant, rules.on)
            return Heard(replace(danger, intent=Intent.EMERGENCY), words=text)
        if question := question_after(text):
            words = text = question  # 谢谢,最后问一句,要不要本人去
        if not (asked or "").endswith(".sex") and (of_the_others := other_sex(said_before, text)):
            words = text = of_the_others
        if completed := told_together(said_before, text, state.facts, rules.on, state.claimant):
            return Heard(Interpretation(Intent.TELL, 1.0, facts=completed), words=text)
        if answer := own_answer(text):
            words = text = answer  # 几个伢?两个
        if asked and corrects_another(text, asked, rules.on, state.claimant):
            asked = None
        if asked and len(text) <= SHORT:
            facts = answered(text, asked, rules.on, state.claimant)
            if asked in facts:
                told = Interpretation(Intent.TELL, 1.0, facts=facts)
                return Heard(told, words=text, shown=as_the_speaker_says(told, text, state.claimant))
        turns_to = turned_to(text, state.claimant)
        says = by_itself(text, state, turns_to, rules)
        returns = says is not None and goes_back(None, text, state)
        if returns:
            state = returned(state)
            says = by_itself(text, state, turns_to, rules)
        if says is None:
            turns_to = turned_first(text, state.claimant)
            about = turns_to or state.claimant
            alone = await self._understanding.understand(words, None if turns_to else asked, about, rules.on)
            returns = goes_back(alone, text, state)
            state = returned(state) if returns else state
            says = in_context(alone, text, state, rules)
        shown = says
        if turns_to is None and (turned := turned_by_a_pronoun(says, text, state, said_before)):
            turns_to, shown = turned
            says = shown
        elif turns_to is None and (turned := turned_over(says, text, state)):
            turns_to, says = turned
        return Heard(
            says,
            claimant=turns_to or one_of(says.about, state.claimant),
            words=text,
            corrects=corrects(text),
            returns=returns,
            another=is_another(text, says.about, state.claimant),
            shown=as_the_speaker_says(shown, text, turns_to or state.claimant),
            supposes=None if turns_to else supposed(says, text, state, rules),
        )

    def _render(self, outcome: _Outcome, off: Off = NOTHING) -> Turn:
        about = outcome.state.claimant
        replies = self._rendering.replies(outcome.acts, about)
        if off:
            replies = self._without(replies, outcome.stopped, off)
        ask = next((act for act in reversed(outcome.acts) if isinstance(act, Ask)), None)
        return Turn(
            replies=replies,
            understood=outcome.says,
            asking=self._wording.asking(ask.fact, ask.claimant) if ask else None,
            verdicts=tuple(_verdicts(outcome.acts)),
            number=outcome.state.turns,
            answered=ask.answered if ask else 0,
            left=ask.left if ask else 0,
        )

    def _without(self, replies: tuple[Reply, ...], stopped: tuple[str, ...], off: Off) -> tuple[Reply, ...]:
        """Say what is switched off and why, and offer nothing of it."""
        kept = tuple(
            replace(reply, options=tuple(one for one in reply.options if offered(one, off)))
            for reply in replies
        )
        told = tuple(
            Reply(
                self._wording.frame("switched_off", name=self._rendering.name(name), why=off[name]),
                kind="off",
            )
            for name in stopped
        )
        if told and not any(reply.options for reply in kept):
            ways = (self._wording.option("menu"), self._wording.option("human"))
            told = (*told[:-1], replace(told[-1], options=ways))
        return (*kept, *told)

    def _remember(self, memory: Memory, outcome: _Outcome, turn: Turn, words: str) -> Memory:
        choices = next((reply.options for reply in turn.replies if reply.options), ())
        said = "\n".join(reply.text for reply in turn.replies)
        kept = memory.after(outcome.state, choices, Line(Side.RESIDENT, words), Line(Side.SERVICE, said))
        rest = left(choices)
        asked = next((one.id.partition(":")[2] for one in choices if one not in rest), None)
        return replace(kept, rated=(*kept.rated, asked)) if asked else kept

    async def _hand_over(
        self,
        speaker: Speaker,
        outcome: _Outcome,
        lines: tuple[Line, ...],
        turn: Turn,
        off: Off,
        *,
        tender: bool,
    ) -> Turn:
        """Call for a person where the dialogue wants one, or what was told needs one; the ticket is told."""
        wanted = next((act.why for act in outcome.acts if isinstance(act, HandOff)), None)
        why = wanted or (Why.SENSITIVE if tender else None)
        if why is None or self._handoffs is None:
            return turn
        if DESK in off:
            closed = Reply(self._wording.frame("desk_off", why=off[DESK]), kind="handoff")
            return replace(
                turn, replies=tuple(closed if one.kind == "handoff" else one for one in turn.replies)
            )
        ticket = await self._handoffs.open(speaker, why, lines)
        if ticket is None:
            return turn
        frame = "handoff" if wanted else "handoff_kind"
        told = Reply(self._wording.frame(frame, ticket=ticket.number) + ticket.note, kind="handoff")
        if not wanted:
            return replace(turn, replies=(*turn.replies, told))
        return replace(
            turn, replies=tuple(told if reply.kind == "handoff" else reply for reply in turn.replies)
        )

    async def _pass_on(self, held: Ticket, words: str) -> Turn:
        """A person has the conversation: what is said goes to them, and nothing is answered here but danger to a life."""
        first = self._handoffs is not None and await self._handoffs.add(held, Line(Side.RESIDENT, words))
        told = self._wording.frame("handoff_silent", who=held.role, ticket=held.number)
        replies = (Reply(told, kind="handoff"),) if first else ()
        if is_emergency(clean(words)):
            danger = Reply(self._wording.frame("emergency"), kind="emergency")
            return Turn((danger, *replies), Interpretation(Intent.EMERGENCY, 1.0))
        return Turn(replies, Interpretation(Intent.HUMAN, 1.0))


def _verdicts(acts: tuple[Act, ...]) -> tuple[Assessment, ...]:
    """Give every verdict told in these acts, each benefit once."""
    found: dict[str, Assessment] = {}
    for act in acts:
        if isinstance(act, Judgement):
            found[act.assessment.benefit] = act.assessment
        elif isinstance(act, CheckResult):
            found |= {judged.benefit: judged for judged in act.told}
        elif isinstance(act, Answer) and act.judged.verdict is not Verdict.UNKNOWN:
            found.setdefault(act.benefit, act.judged)
    return tuple(found.values())
