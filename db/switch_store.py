"""What is switched off, with every change in the audit log."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete

from bot.switches import Switch
from db.audit_store import append
from db.dialects import insert_into
from db.models.steering import SwitchRow
from db.session import Database
from db.speakers import milliseconds

_OFF = "SELECT target, why, who, at_ms FROM switches ORDER BY target"


class SwitchStore:
    """A `SwitchBook` (bot/switches.py) in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def off(self) -> Sequence[Switch]:
        """Give everything that is switched off."""
        return [
            Switch(target, why, who, datetime.fromtimestamp(at_ms / 1000, UTC))
            for target, why, who, at_ms in await self._database.alone(_OFF, {})
        ]

    async def turn_off(self, switch: Switch) -> None:
        """Switch off."""
        told = {"why": switch.why, "who": switch.who, "at_ms": milliseconds(switch.at)}
        new = insert_into(self._database.engine.dialect)(SwitchRow).values(target=switch.target, **told)
        async with self._database.writing() as session:
            await session.execute(new.on_conflict_do_update(index_elements=["target"], set_=told))
            await append(session, switch.at, switch.who, "switch off", switch.target, switch.why)

    async def turn_on(self, target: str, who: str, now: datetime) -> bool:
        """Switch on again."""
        gone = delete(SwitchRow).where(SwitchRow.target == target).returning(SwitchRow.target)
        async with self._database.writing() as session:
            if await session.scalar(gone) is None:
                return False
            await append(session, now, who, "switch on", target)
            return True
