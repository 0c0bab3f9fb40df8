"""Residents, opt-outs, staff and the audit log over HTTP."""

import asyncio
import tempfile
from collections import deque
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request

from campaigns.audience import read_audience, write_audience
from campaigns.audit import verify
from campaigns.consent import ConsentKind
from campaigns.console.access import Gate
from campaigns.console.bodies import Asked, AudienceBody, ConsentBody, NameBody, PhoneBody, StaffBody
from campaigns.console.consenting import StaffConsents, Told, Topics
from campaigns.console.desk import Desk
from campaigns.console.hiding import roughly, unless_few
from campaigns.console.shapes import Json, dumped, of_entry, of_import, of_member
from campaigns.console.staff import (
    Role,
    StaffError,
    StaffMember,
    new_token,
    read_name,
    read_roles,
    token_hash,
)
from campaigns.console.viewers import may_see_all
from campaigns.contacts_file import ContactsFileError

REJECTS_SHOWN = 100_000
"""Characters of the reject file that an answer carries."""


def contact_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the routes of residents, audiences and consents."""
    router = APIRouter()
    registers = desk.registers
    consents = StaffConsents(
        registers.consents,
        registers.audit,
        registers.phone,
        Topics(registers.topic, desk.office.book.listed),
        desk.clock,
    )
    reader = Annotated[StaffMember, Depends(gate.everyone)]
    author = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR))]
    clerk = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR, Role.OPERATOR))]

    @router.get("/contacts", tags=["contacts"])
    async def count(who: reader) -> Json:
        """How many residents are registered."""
        found = await registers.contacts.count("{}", desk.today())
        return {"contacts": found.contacts, "phones": found.phones}

    @router.post("/contacts/import", tags=["contacts"])
    async def take_in(
        who: author,
        request: Request,
        name: Annotated[str, Query(max_length=200)] = "upload.csv",
        wording: Annotated[str, Query(max_length=40), Asked] = "",
    ) -> Json:
        """Takes a residents' file (CSV or XLSX) as the body; good rows go in, bad rows are told."""
        with tempfile.TemporaryDirectory(prefix="huimin-") as folder:
            path = Path(folder) / _file_name(name)
            await _keep(request, path)
            try:
                report = await registers.importing.run(path, wording or desk.wording)
            except ContactsFileError as error:
                raise ContactsFileError(str(error).replace(str(path), path.name)) from error
            rejects = await asyncio.to_thread(_beginning, report.rejects)
        told = f"{report.rows} rows, {report.tally.added} added, {report.rejected} rejected"
        await registers.audit.append(desk.clock(), who.name, "import contacts", "contacts", told)
        return of_import(report, rejects)

    @router.post("/audiences/size", tags=["audiences"])
    async def size(who: reader, body: AudienceBody) -> Json:
        """How many residents an audience selects today, whatever their consents; null for 1 to 4 of them. Who neither
        writes, approves nor operates campaigns gets the number in fives, so that no difference of two tells of few."""
        definition = dumped(write_audience(read_audience(body.audience, desk.benefits)))
        found = await registers.contacts.count(definition, desk.today())
        shown = unless_few if may_see_all(who) else roughly
        return {"contacts": shown(found.contacts), "phones": shown(found.phones)}

    @router.post("/opt-outs", tags=["opt-outs"])
    async def record(who: clerk, body: ConsentBody) -> Json:
        """Records that residents told the staff to stop, or to go on."""
        told = Told(body.kind, body.topic, body.reference)
        return {"recorded": await consents.of_phones(body.phones, told, who.name)}

    @router.post("/opt-outs/file", tags=["opt-outs"])
    async def record_file(
        who: clerk,
        request: Request,
        kind: ConsentKind = ConsentKind.OPT_OUT,
        topic: Annotated[str, Query(max_length=60), Asked] = "",
    ) -> Json:
        """Records them for every phone of a file (CSV or XLSX with a column 手机号 or phone)."""
        with tempfile.TemporaryDirectory(prefix="huimin-") as folder:
            path = Path(folder) / "upload"
            await _keep(request, path)
            try:
                report = await consents.of_file(path, Told(kind, topic, "file"), who.name)
            except ContactsFileError as error:
                raise ContactsFileError(str(error).replace(str(path), path.name)) from error
        faults = [{"row": fault.row, "reason": fault.reason} for fault in report.faults[:1000]]
        return {"recorded": report.recorded, "faults": faults}

    @router.post("/opt-outs/search", tags=["opt-outs"])
    async def records(who: clerk, body: PhoneBody) -> list[Json]:
        """Everything recorded of one phone, oldest first."""
        return [
            {
                "kind": one.kind.value,
                "at": one.at.isoformat(),
                "source": one.source.value,
                "channel": one.channel,
                "topic": one.topic,
                "wording": one.wording,
                "reference": one.reference,
            }
            for one in await registers.consents.records_of(registers.phone(body.phone))
        ]

    return router


def record_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the routes of the staff and of the audit log."""
    router = APIRouter()
    staff, audit = desk.registers.staff, desk.registers.audit
    reader = Annotated[StaffMember, Depends(gate.everyone)]
    admin = Annotated[StaffMember, Depends(gate.to(Role.ADMIN))]

    @router.get("/me", tags=["staff"])
    async def me(who: reader) -> Json:
        """Whose token this is."""
        return of_member(who)

    @router.get("/staff", tags=["staff"])
    async def listed(who: admin) -> list[Json]:
        """Everybody ever let in."""
        return [of_member(member) for member in await staff.listed()]

    @router.post("/staff", status_code=201, tags=["staff"])
    async def add(who: admin, body: StaffBody) -> Json:
        """Lets somebody in; the token is shown here and never again."""
        token = new_token()
        member = StaffMember(read_name(body.name), read_roles(body.roles), desk.clock())
        if not await staff.add(member, token_hash(token), who.name):
            raise StaffError(f"the name {member.name} was given before: choose another")
        return {**of_member(member), "token": token}

    @router.post("/staff/disable", tags=["staff"])
    async def disable(who: admin, body: NameBody) -> Json:
        """Lets somebody's token open the door no more; the last admin stays, or nobody could let anybody in."""
        admins = {one.name for one in await staff.listed() if Role.ADMIN in one.roles and not one.disabled_at}
        if admins == {body.name}:
            raise HTTPException(409, f"{body.name} is the only admin: let another admin in first")
        if not await staff.disable(body.name, who.name, desk.clock()):
            raise HTTPException(404, f"there is nobody called {body.name} who may come in")
        return {"disabled": body.name}

    @router.get("/audit", tags=["audit"])
    async def entries(
        who: reader,
        subject: Annotated[str, Query(max_length=80), Asked] = "",
        newest: Annotated[int, Query(ge=1, le=10_000)] = 200,
    ) -> list[Json]:
        """The newest entries of the audit log, oldest first."""
        kept = deque([one async for one in audit.entries(subject)], maxlen=newest)
        return [of_entry(one) for one in kept]

    @router.get("/audit/verify", tags=["audit"])
    async def check(who: reader, head: Annotated[str, Query(pattern="^([0-9a-f]{64})?$")] = "") -> Json:
        """Walks the whole log and says whether every entry holds, and none was cut off; `head` is one kept from before."""
        lacking = await audit.lacking()
        found = await verify(audit, head)
        whole = found.broken_at is None and lacking is None and (not head or found.kept_at is not None)
        return {
            "whole": whole,
            "entries": found.entries,
            "head": found.head,
            "broken_at": found.broken_at,
            "lacking": lacking,
            "head_at": found.kept_at,
        }

    return router


def _file_name(written: str) -> str:
    name = Path("".join(letter for letter in written if letter.isprintable())).name
    return name[-100:] or "upload.csv"


async def _keep(request: Request, path: Path) -> None:
    with path.open("wb") as file:
        async for chunk in request.stream():
            await asyncio.to_thread(file.write, chunk)


def _beginning(rejects: Path | None) -> str:
    if rejects is None:
        return ""
    with rejects.open(encoding="utf-8-sig") as file:
        return file.read(REJECTS_SHOWN)
