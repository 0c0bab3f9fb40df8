"""What the staff do with conversations that were handed over; whatever they say is carried to the resident."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.handoff import DeskRules, HandoffError, NoTicketError
from bot.handoff_ports import Case, CaseFile, CaseList, CaseState, Voice
from bot.wording import Wording

logger = logging.getLogger(__name__)
LONGEST_ANSWER = 500
_OPEN = frozenset({CaseState.WAITING, CaseState.TAKEN})
_TAKEN = frozenset({CaseState.TAKEN})

Fits = Callable[[str], bool]
"""Says whether a channel carries a text in one piece."""


class HandoffStaff:
    """Takes, answers and closes cases."""

    def __init__(
        self,
        file: CaseFile,
        cases: CaseList,
        rules: DeskRules,
        wording: Wording,
        clock: Callable[[], datetime],
        fits: Mapping[str, Fits] | None = None,
    ) -> None:
        """Take the cases, the house's rules, the words, the clock (aware), and what is too long by channel."""
        self._file, self._cases, self._rules = file, cases, rules
        self._wording, self._clock, self._fits = wording, clock, fits or {}

    async def take(self, number: int, who: str) -> Case:
        """Take a case: from now on the service is silent. HandoffError when another has it."""
        waiting = frozenset({CaseState.WAITING})
        case = await self._file.move(number, waiting, CaseState.TAKEN, who, self._clock())
        if case is None:
            case = await self._open(number)
            if case.taken_by != who:
                raise HandoffError(f"{case.ticket} is with {case.taken_by}")
            return case
        await self._say(case, "desk_taken", who=self._rules.role, ticket=case.ticket)
        return case

    async def reply(self, number: int, who: str, text: str) -> Case:
        """Answer the resident; who has not taken the case takes it by that."""
        words = " ".join(text.encode("utf-8", "replace").decode().replace("\0", "").split())
        if not 1 <= len(words) <= LONGEST_ANSWER:
            raise HandoffError(f"the answer has {len(words)} characters: write 1 to {LONGEST_ANSWER}")
        said = self._wording.channel("desk_said", who=self._rules.role, text=words)
        fits = self._fits.get((await self._open(number)).channel)
        if fits is not None and not fits(said):
            raise HandoffError(
                f"the answer ({len(words)} characters) is too long for this channel: divide it"
            )
        case = await self.take(number, who)
        await self._file.say(number, Voice.STAFF, said, self._clock())
        await self._file.move(number, _TAKEN, CaseState.TAKEN, who, self._clock())
        return case

    async def again(self, number: int, line: int) -> Case:
        """Have a line carried once more that was refused, or of which nobody knows whether it arrived."""
        case = await self._open(number)
        if not await self._file.again(number, line, self._clock()):
            raise HandoffError(
                f"line {line} of {case.ticket} is neither in doubt nor refused: it is not sent twice"
            )
        return case

    async def close(self, number: int, who: str) -> Case:
        """Close a case: the service answers again."""
        await self._open(number)
        case = await self._file.move(number, _OPEN, CaseState.CLOSED, who, self._clock())
        if case is None:
            raise HandoffError(f"{_name(number)} is closed already")
        await self._say(case, "desk_over", who=self._rules.role, ticket=case.ticket)
        return case

    async def find(self, number: int) -> Case | None:
        """Give one case, open or not."""
        return await self._file.find(number)

    async def give_back(self) -> int:
        """Let the service answer where a person has been silent too long; gives how often."""
        now, given = self._clock(), 0
        for case in await self._cases.waiting():
            if case.state is not CaseState.TAKEN or now - case.touched_at < self._rules.patience:
                continue
            if await self._file.move(case.number, _TAKEN, CaseState.WAITING, "", now):
                lines = await self._cases.lines(case.number)
                answered = bool(lines) and lines[-1].voice is Voice.STAFF
                what = "desk_idle" if answered else "desk_left"
                await self._say(case, what, who=self._rules.role, ticket=case.ticket)
                logger.info("person was silent too long", extra={"ticket": case.ticket})
                given += 1
        return given

    async def _open(self, number: int) -> Case:
        case = await self._file.find(number)
        if case is None:
            raise NoTicketError(
                f"there is no ticket {_name(number)}: `huimin handoff list` shows those there are"
            )
        if case.state is CaseState.CLOSED:
            raise HandoffError(f"{case.ticket} is closed already")
        return case

    async def _say(self, case: Case, what: str, **filled: str) -> None:
        await self._file.say(case.number, Voice.DESK, self._wording.channel(what, **filled), self._clock())


def _name(number: int) -> str:
    return f"H{number:04}"
