"""Campaigns over HTTP: written, previewed, approved by a second person, launched, stopped."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from campaigns.campaign import Campaign, Move
from campaigns.composing import template_of
from campaigns.console.access import Gate
from campaigns.console.bodies import DraftBody, PhonesBody, SeenBody, WhyBody
from campaigns.console.desk import Desk
from campaigns.console.shapes import Json, of_preview, of_record, of_template
from campaigns.console.spoken import outcome_words
from campaigns.console.staff import Role, StaffMember
from campaigns.console.trying import try_out
from campaigns.console.viewers import may_see_all, preview_seen, record_seen, row
from campaigns.message import costs

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def campaign_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the routes by which campaigns are written and read."""
    router = APIRouter(tags=["campaigns"])
    office = desk.office
    reader = Annotated[StaffMember, Depends(gate.everyone)]
    author = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR))]

    @router.get("/templates")
    async def templates(who: reader) -> list[Json]:
        """The library of texts, each with the values that a campaign fills in."""
        return [of_template(template) for template in office.drafting.templates.values()]

    @router.get("/campaigns")
    async def listed(who: reader) -> list[Json]:
        """All campaigns, newest first."""
        exact = may_see_all(who)
        return [row(record, exact) for record in await office.book.listed()]

    @router.post("/campaigns", status_code=201)
    async def create(who: author, body: DraftBody) -> Json:
        """Keeps a new draft."""
        campaign = await office.drafting.campaign(body.draft(desk.benefits))
        made = await office.authoring.create(campaign, who.name)
        return of_record(await office.approvals.record(made), desk.benefits)

    @router.post("/campaigns/preview")
    async def preview_draft(who: author, body: DraftBody) -> Json:
        """What such a campaign would do; nothing is kept."""
        campaign, preview = await office.drafting.preview(body.draft(desk.benefits))
        return of_preview(campaign, preview, _costs(desk, campaign), desk.currency)

    @router.get("/campaigns/{id}")
    async def one(who: reader, id: Id) -> Json:  # noqa: A002  # the name in the address
        """One campaign with its hash, its approval and the moves that are possible."""
        return record_seen(of_record(await office.approvals.record(id), desk.benefits), may_see_all(who))

    @router.put("/campaigns/{id}")
    async def edit(who: author, id: Id, body: DraftBody) -> Json:  # noqa: A002
        """Changes a campaign that was not launched; an approval becomes void by it."""
        await office.approvals.record(id)
        campaign = await office.drafting.campaign(body.draft(desk.benefits))
        await office.authoring.edit(id, campaign, who.name)
        return of_record(await office.approvals.record(id), desk.benefits)

    @router.get("/campaigns/{id}/preview")
    async def preview(who: reader, id: Id) -> Json:  # noqa: A002
        """What it would do if it began now."""
        campaign = (await office.approvals.record(id)).campaign
        told = await office.authoring.preview(campaign)
        shown = of_preview(campaign, told, _costs(desk, campaign), desk.currency)
        if not who.may(frozenset({Role.AUTHOR, Role.APPROVER})) and campaign.names_reader:
            shown["first_messages"] = []
        return preview_seen(shown, may_see_all(who), campaign.names_reader)

    @router.post("/campaigns/{id}/test")
    async def test(who: author, id: Id, body: PhonesBody) -> Json:  # noqa: A002
        """Sends it to numbers of the staff; nothing is counted for the campaign."""
        outcomes = await try_out(desk, id, body.phones, body.language, who.name)
        return {
            "outcomes": [type(outcome).__name__.lower() for outcome in outcomes],
            "words": [outcome_words(outcome) for outcome in outcomes],
        }

    return router


def move_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the routes by which campaigns are moved: each kind of move has its role."""
    router = APIRouter(prefix="/campaigns/{id}", tags=["moves"])
    approvals, held = desk.office.approvals, desk.office.held
    author = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR))]
    approver = Annotated[StaffMember, Depends(gate.to(Role.APPROVER))]
    operator = Annotated[StaffMember, Depends(gate.to(Role.OPERATOR))]
    owner = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR, Role.OPERATOR))]

    async def stands(id: int) -> Json:  # noqa: A002
        return of_record(await approvals.record(id), desk.benefits)

    @router.post("/submit")
    async def submit(who: author, id: Id) -> Json:  # noqa: A002
        """Asks for approval: the audience is counted now."""
        await approvals.submit(id, who.name)
        return await stands(id)

    @router.post("/approve")
    async def approve(who: approver, id: Id, body: SeenBody) -> Json:  # noqa: A002
        """Signs the hash of what the approver has read; never by who wrote or submitted it."""
        await approvals.approve(id, who.name, body.hash)
        return await stands(id)

    @router.post("/reject")
    async def reject(who: approver, id: Id, body: WhyBody) -> Json:  # noqa: A002
        """Sends it back to its author."""
        await approvals.reject(id, who.name, body.why)
        return await stands(id)

    @router.post("/launch")
    async def launch(who: operator, id: Id) -> Json:  # noqa: A002
        """Lets an approved campaign run by its schedule."""
        await approvals.launch(id, who.name)
        return await stands(id)

    @router.post("/pause")
    async def pause(who: operator, id: Id, body: WhyBody | None = None) -> Json:  # noqa: A002
        """Stops it within one batch."""
        await approvals.move(id, Move.PAUSE, who.name, body.why if body else "")
        return await stands(id)

    @router.post("/resume")
    async def resume(who: operator, id: Id, body: WhyBody | None = None) -> Json:  # noqa: A002
        """Lets it go on where it stopped."""
        await approvals.move(id, Move.RESUME, who.name, body.why if body else "")
        return await stands(id)

    @router.post("/cancel")
    async def cancel(who: owner, id: Id, body: WhyBody | None = None) -> Json:  # noqa: A002
        """Ends it for good; what was not sent never is."""
        await approvals.move(id, Move.CANCEL, who.name, body.why if body else "")
        return await stands(id)

    @router.post("/runs/{number}/release")
    async def release(who: operator, id: Id, number: Id) -> dict[str, Any]:  # noqa: A002
        """Lets a run go that was held because it was late; one too large or too dear wants a new approval."""
        await held.release(id, number, who.name, desk.clock())
        return {"released": True}

    @router.post("/runs/{number}/drop")
    async def drop(who: operator, id: Id, number: Id) -> dict[str, Any]:  # noqa: A002
        """Gives a held run up."""
        await held.drop(id, number, who.name, desk.clock())
        return {"dropped": True}

    return router


def _costs(desk: Desk, campaign: Campaign) -> Any:
    return costs(template_of(campaign), campaign.values, desk.frame, desk.capabilities)
