"""How many residents are registered, all of them or those of an audience."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from campaigns.console.ports import ContactCount
from db.audience_pages import Selection
from db.models.contacts import CONTACTS
from db.session import Database


class ContactCounts:
    """The contacts, counted only."""

    def __init__(self, database: Database, selection: Selection) -> None:
        """Take the database and the audience's compiler."""
        self._database, self._selection = database, selection

    async def count(self, definition: str, on: date) -> ContactCount:
        """Count an audience on a day; `AudienceError` says what cannot be."""
        query = select(func.count(), func.count(CONTACTS.c.phone_hash.distinct())).where(
            self._selection(definition, on)
        )
        async with self._database.reading() as session:
            contacts, phones = (await session.execute(query.select_from(CONTACTS))).one()
        return ContactCount(contacts, phones)

    async def districts(self) -> Sequence[str]:
        """Give the districts that contacts are of, in order."""
        query = select(CONTACTS.c.district).where(CONTACTS.c.district != "").distinct()
        async with self._database.reading() as session:
            return sorted((await session.scalars(query)).all())
