"""Where the staff are kept; each change and its entry in the audit log are one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from campaigns.console.staff import Role, StaffMember
from db.audit_store import append
from db.dialects import insert_into
from db.models.staff import StaffRow
from db.run_store import changed
from db.session import Database


class StaffStore:
    """The staff in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def add(self, member: StaffMember, token_hash: bytes, who: str) -> bool:
        """Let somebody in; False when the name was given before, to whomever: capitals do not tell two people apart."""
        row = {
            "name": member.name, "roles": ",".join(sorted(member.roles)), "token_hash": token_hash,
            "created_at": member.created_at, "disabled_at": None,
        }  # fmt: skip
        async with self._database.writing() as session:
            taken = await session.scalars(select(StaffRow.name))
            if member.name.casefold() in {name.casefold() for name in taken}:
                return False
            insert = insert_into(self._database.engine.dialect)(StaffRow).values(**row)
            if not await changed(session, insert.on_conflict_do_nothing(index_elements=["name"])):
                return False
            await append(
                session, member.created_at, who, "add staff", f"staff:{member.name}", str(row["roles"])
            )
        return True

    async def listed(self) -> Sequence[StaffMember]:
        """Give everybody ever let in, by name."""
        async with self._database.reading() as session:
            rows = await session.scalars(select(StaffRow).order_by(StaffRow.name))
            return [_member(row) for row in rows]

    async def disable(self, name: str, who: str, now: datetime) -> bool:
        """Let a token open the door no more; False when there is nobody of that name who may come in."""
        let_in = update(StaffRow).where(StaffRow.name == name, StaffRow.disabled_at.is_(None))
        async with self._database.writing() as session:
            if not await changed(session, let_in.values(disabled_at=now)):
                return False
            await append(session, now, who, "disable staff", f"staff:{name}")
        return True

    async def by_token(self, token_hash: bytes) -> StaffMember | None:
        """Give who holds this token and may come in."""
        query = select(StaffRow).where(StaffRow.token_hash == token_hash, StaffRow.disabled_at.is_(None))
        async with self._database.reading() as session:
            row = await session.scalar(query)
        return _member(row) if row else None


def _member(row: StaffRow) -> StaffMember:
    roles = frozenset(Role(role) for role in row.roles.split(","))
    return StaffMember(row.name, roles, row.created_at, row.disabled_at)
