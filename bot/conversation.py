"""One conversation on whatever channel: hears an utterance, answers, remembers."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.choosing import choose
from bot.lines import Lines
from bot.memory import Line, Memory, Side
from bot.ports import Handoffs, SessionStore, Speaker, Ticket, Understanding
from bot.rendering import Rendering
from bot.turn import Reply, Turn
from bot.wording import Wording
from nlu.acts import Act, Answer, Ask, CheckResult, HandOff, Judgement
from nlu.assessment import Assessment
from nlu.claim import turned_first, turned_to
from nlu.dialogue import respond
from nlu.eligibility import Assessor
from nlu.emergency import is_emergency
from nlu.heard import Heard
from nlu.in_context import as_answered, by_itself, in_context, supposes
from nlu.interpretation import Intent, Interpretation
from nlu.masking import mask
from nlu.normalise import clean
from nlu.policy import Verdict
from nlu.reading.read import read_answer
from nlu.respelling import respell
from nlu.rules import Rules
from nlu.short_answers import corrects
from nlu.state import State
from nlu.supposing import supposed_facts, supposition

logger = logging.getLogger(__name__)

__all__ = ["Busy", "Conversation", "Speaker"]

MOST_TRIES = 12
"""How often a turn is taken anew because the same speaker's other message was faster in another process."""

SHORT = 12
"""An answer of at most so many characters is read by itself before anybody else is asked what it means."""


_FRESH = State()


class Busy(Exception):  # noqa: N818
    """One speaker writes faster than turns can be taken; nothing was kept of this one."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: State
    acts: tuple[Act, ...]
    says: Interpretation
    forgets: bool


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
        if held and held.silent:
            return await self._pass_on(held, words)
        rules = Rules(self._assessor.book, self._assessor, self._today())
        outcome = await self._react(memory, words, rules)
        if outcome.forgets:
            await self._store.forget(speaker)
            return self._render(outcome)
        turn = self._render(outcome)
        kept = self._remember(memory, outcome, turn, words)
        if not await self._store.save(speaker, kept, stamp, now):
            return None
        return await self._hand_over(speaker, outcome, kept, turn)

    async def _react(self, memory: Memory, words: str, rules: Rules) -> _Outcome:
        """Find out what was said, and what to say to it."""
        state = memory.state
        choice = choose(words, state, memory.offered)
        if choice is None:
            heard = await self._listen(words, state, rules)
        elif choice.more:
            heard = await self._told_besides(choice.heard, choice.more, state, rules)
        else:
            heard = choice.heard
        after, acts = respond(state, heard, rules)
        forgets = heard.says.intent is Intent.FORGET and heard.move is None
        return _Outcome(after, acts, as_answered(heard.says, state), forgets)

    async def _told_besides(self, chosen: Heard, more: str, state: State, rules: Rules) -> Heard:
        """Take the option; the facts in the words beside it count as told with it."""
        beside = await self._listen(more, state, rules)
        facts = {**beside.says.facts, **chosen.says.facts}
        return replace(chosen, says=replace(chosen.says, facts=facts))

    async def _listen(self, words: str, state: State, rules: Rules) -> Heard:
        asked = state.clash.fact if state.clash else state.check.asked if state.check else None
        text = respell(clean(words))
        if is_emergency(clean(words)):
            danger = await self._understanding.understand(words, asked, state.claimant, rules.on)
            return Heard(replace(danger, intent=Intent.EMERGENCY), words=text)
        if asked and len(text) <= SHORT:
            read = read_answer(text, asked, rules.on, state.claimant)
            if asked in read.facts:
                told = Interpretation(Intent.TELL, 1.0, facts=dict(read.facts))
                return Heard(told, words=text)
        turns_to = turned_to(text, state.claimant)
        says = by_itself(text, state, turns_to, rules.on)
        if says is None:
            turns_to = turned_first(text, state.claimant)
            about = turns_to or state.claimant
            alone = await self._understanding.understand(words, None if turns_to else asked, about, rules.on)
            says = in_context(alone, text, state, rules)
        supposed = supposition(text) if turns_to is None and supposes(says, text, state, rules) else None
        return Heard(
            says,
            claimant=turns_to or says.about,
            words=text,
            corrects=corrects(text),
            supposes=supposed_facts(supposed, state.claimant, rules.on) if supposed else None,
        )

    def _render(self, outcome: _Outcome) -> Turn:
        about = outcome.state.claimant
        ask = next((act for act in reversed(outcome.acts) if isinstance(act, Ask)), None)
        return Turn(
            replies=self._rendering.replies(outcome.acts, about),
            understood=outcome.says,
            asking=self._wording.asking(ask.fact, ask.claimant) if ask else None,
            verdicts=tuple(_verdicts(outcome.acts)),
            number=outcome.state.turns,
            answered=ask.answered if ask else 0,
            left=ask.left if ask else 0,
        )

    def _remember(self, memory: Memory, outcome: _Outcome, turn: Turn, words: str) -> Memory:
        offered = next((reply.options for reply in turn.replies if reply.options), ())
        said = "\n".join(reply.text for reply in turn.replies)
        return memory.after(outcome.state, offered, Line(Side.RESIDENT, words), Line(Side.SERVICE, said))

    async def _hand_over(self, speaker: Speaker, outcome: _Outcome, kept: Memory, turn: Turn) -> Turn:
        """Call for a person where the dialogue wants one and there is a desk; the ticket is told."""
        wanted = next((act for act in outcome.acts if isinstance(act, HandOff)), None)
        if wanted is None or self._handoffs is None:
            return turn
        ticket = await self._handoffs.open(speaker, wanted.why, kept.lines)
        told = Reply(self._wording.frame("handoff", ticket=ticket.number) + ticket.note, kind="handoff")
        return replace(
            turn, replies=tuple(told if reply.kind == "handoff" else reply for reply in turn.replies)
        )

    async def _pass_on(self, held: Ticket, words: str) -> Turn:
        """A person has the conversation: what is said goes to them, and nothing is answered here."""
        if self._handoffs is not None:
            await self._handoffs.add(held, Line(Side.RESIDENT, words))
        told = Reply(self._wording.frame("handoff_silent", ticket=held.number), kind="handoff")
        return Turn((told,), Interpretation(Intent.HUMAN, 1.0))


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
