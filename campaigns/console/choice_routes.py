"""What a staff member may choose from while writing a campaign: benefits, districts, facts, each with its name."""

from typing import Annotated

from fastapi import APIRouter, Depends

from campaigns.columns import FACT_COLUMNS, Column, Holds
from campaigns.console.access import Gate
from campaigns.console.desk import Desk
from campaigns.console.shapes import Json
from campaigns.console.spoken import value_words
from campaigns.console.staff import StaffMember
from campaigns.windows import by_day


def choice_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the route that lists the choices."""
    router = APIRouter(tags=["audiences"])
    reader = Annotated[StaffMember, Depends(gate.everyone)]

    @router.get("/choices")
    async def choices(who: reader) -> Json:
        """What audiences may be made of, and what campaigns may rest on."""
        return {
            "benefits": [{"id": key, "name": name} for key, name in desk.benefits.items()],
            "districts": list(await desk.registers.contacts.districts()),
            "facts": [_fact(column) for column in FACT_COLUMNS if column.holds is not Holds.DAY],
            "zone": desk.zone,
            "windows": {
                kind: str(hours or "") for kind, hours in by_day(desk.office.drafting.windows).items()
            },
        }

    return router


def _fact(column: Column) -> Json:
    values: list[bool | str] = [True, False] if column.holds is Holds.BOOLEAN else []
    values += dict.fromkeys(column.words.values())
    return {
        "fact": column.name,
        "name": column.headers[0],
        "counted": not values,
        "values": [{"value": value, "name": value_words(column.name, value)} for value in values],
        "most": column.high,
    }
