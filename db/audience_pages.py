"""An audience read page by page in the order of its phones' hashes: an order that says nothing of anybody."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, tuple_

from campaigns.ages import age_band
from campaigns.campaign import Campaign
from campaigns.consent import Standing
from campaigns.sending import Candidate, Cursor, Exclusion
from db.consent_store import standing_sql
from db.identity import open_identity
from db.keyring import Keyring
from db.models.contacts import CONTACTS
from db.models.deliveries import DeliveryRow, SuppressionRow
from db.session import Database

WEEK = timedelta(days=7)

Selection = Callable[[str, date], ColumnElement[bool]]
"""Gives an audience's definition, for a day, as a condition over the table of contacts."""

_BARRED = {Standing.OPTED_OUT.value: Exclusion.OPTED_OUT, Standing.NO_CONSENT.value: Exclusion.NO_CONSENT}


class AudiencePages:
    """The residents whom a campaign is for, and why some of them get nothing."""

    def __init__(self, database: Database, keyring: Keyring, selection: Selection, weekly_cap: int) -> None:
        """Take the database, its keys, the audience's compiler, and how many messages a phone may get in 7 days."""
        self._database, self._keyring = database, keyring
        self._selection, self._weekly_cap = selection, weekly_cap

    async def count(self, campaign: Campaign, on: date, at: datetime) -> int:
        """Count the phones that would be written to."""
        standing, suppressed, this_week = self._bars(campaign, at)
        allowed = [standing == Standing.ALLOWED.value, ~suppressed]
        if not campaign.over_cap_because:
            allowed.append(this_week < self._weekly_cap)
        query = select(func.count(CONTACTS.c.phone_hash.distinct())).where(
            self._selection(campaign.audience, on), and_(*allowed)
        )
        async with self._database.reading() as session:
            return int(await session.scalar(query) or 0)

    async def page(
        self, campaign: Campaign, on: date, at: datetime, after: Cursor, limit: int
    ) -> Sequence[Candidate]:
        """Give the next contacts after the cursor; empty at the end."""
        query = self._page(campaign, on, at).limit(limit)
        if after.contact:
            place = tuple_(CONTACTS.c.phone_hash, CONTACTS.c.id)
            query = query.where(place > tuple_(after.phone_hash, after.contact))
        capped = not campaign.over_cap_because
        async with self._database.reading() as session:
            # Past the mapper of objects: it would look at every row.
            rows = (await (await session.connection()).execute(query)).all()
        return [self._candidate(row, on, capped) for row in rows]

    def _page(self, campaign: Campaign, on: date, at: datetime) -> Select[Any]:
        c = CONTACTS.c
        standing, suppressed, this_week = self._bars(campaign, at)
        columns: list[ColumnElement[Any]] = [
            c.id, c.phone_hash, c.language, c.district, c.self_birth_first, c.self_birth_last,
            standing.label("standing"), suppressed.label("suppressed"), this_week.label("this_week"),
        ]  # fmt: skip
        if campaign.names_reader:
            columns += [c.identity, c.person_hash]
        where = self._selection(campaign.audience, on)
        return select(*columns).where(where).order_by(c.phone_hash, c.id)

    def _bars(
        self, campaign: Campaign, at: datetime
    ) -> tuple[ColumnElement[str], ColumnElement[bool], ColumnElement[int]]:
        handset = CONTACTS.c.phone_hash
        this_week = (
            select(func.count())
            .where(DeliveryRow.phone_hash == handset, DeliveryRow.claimed_at > at - WEEK)
            .scalar_subquery()
        )
        suppressed = exists(select(1).where(SuppressionRow.phone_hash == handset))
        return standing_sql(handset, campaign.topic, campaign.basis), suppressed, this_week

    def _candidate(self, row: Sequence[Any], on: date, capped: bool) -> Candidate:
        contact, handset, language, district, first, last, standing, suppressed, this_week, *sealed = row
        barred = _BARRED.get(standing)
        if barred is None and suppressed:
            barred = Exclusion.SUPPRESSED
        if barred is None and capped and this_week >= self._weekly_cap:
            barred = Exclusion.CAP
        if barred is not None:
            return Candidate(contact, handset, language, district, "", "", barred)
        name = open_identity(self._keyring, sealed[0], sealed[1]).name if sealed else ""
        return Candidate(contact, handset, language, district, age_band(first, last, on), name)
