"""Messages that came in, by the channel's id of them: one is answered once, though it comes twice or the process dies."""

from datetime import datetime, timedelta

from bot.channels.ports import Arrival, Stage, Taken
from db.session import Database
from db.speakers import milliseconds

HELD_FOR = timedelta(seconds=15)
"""So long a message is left to the process that took it in last; then that one counts as dead."""

_FIRST = (
    "INSERT INTO arrivals (channel, message, state, before, owner, until_ms, tries, at_ms)"
    " VALUES (:channel, :message, 'hearing', :before, :owner, :until, 1, :now)"
    " ON CONFLICT (channel, message) DO NOTHING RETURNING state"
)
_AGAIN = (
    "UPDATE arrivals SET owner = :owner, until_ms = :until, tries = tries + 1"
    " WHERE channel = :channel AND message = :message"
    " AND (until_ms <= :now OR owner = :owner OR state = 'done') RETURNING state, before, tries"
)
_FOUND = "SELECT state, before, tries FROM arrivals WHERE channel = :channel AND message = :message"
_REACH = (
    "UPDATE arrivals SET state = :state, until_ms = :until"
    " WHERE channel = :channel AND message = :message RETURNING state"
)
_HOLD = (
    "UPDATE arrivals SET until_ms = :until"
    " WHERE channel = :channel AND message = :message AND owner = :owner AND state <> 'done' RETURNING state"
)
_FORGET = "DELETE FROM arrivals WHERE at_ms < :before RETURNING message"


class ArrivalStore:
    """An `Arrivals` (bot/channels/ports.py) in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def take(self, arrival: Arrival, before: str, owner: str, now: datetime) -> Taken:
        """Take a message in; `elsewhere` while another process has it."""
        named = {"channel": arrival.channel, "message": arrival.message}
        taking = {"owner": owner, "now": milliseconds(now), "until": milliseconds(now + HELD_FOR)}
        if await self._database.alone(_FIRST, {**named, **taking, "before": before}):
            return Taken(Stage.HEARING, before, 1)
        for state, was, tries in await self._database.alone(_AGAIN, {**named, **taking}):
            return Taken(Stage(state), was, tries)
        for state, was, tries in await self._database.alone(_FOUND, named):
            return Taken(Stage(state), was, tries, elsewhere=True)
        return Taken(Stage.DONE, "", 1)

    async def reach(self, arrival: Arrival, stage: Stage, now: datetime) -> None:
        """Note how far the message has come; who has it keeps it for another while."""
        values = {
            "channel": arrival.channel,
            "message": arrival.message,
            "state": stage.value,
            "until": milliseconds(now + HELD_FOR),
        }
        await self._database.alone(_REACH, values)

    async def hold(self, arrival: Arrival, owner: str, now: datetime) -> None:
        """Keep the message for another while, if it is still this owner's."""
        named = {"channel": arrival.channel, "message": arrival.message, "owner": owner}
        await self._database.alone(_HOLD, {**named, "until": milliseconds(now + HELD_FOR)})

    async def forget_before(self, instant: datetime) -> int:
        """Delete the messages that came before the instant."""
        return len(await self._database.alone(_FORGET, {"before": milliseconds(instant)}))
