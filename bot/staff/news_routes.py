"""News of policies for those who asked for it, over HTTP: one writes, another lets it go."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path
from pydantic import Field

from bot.news import LONGEST_NEWS, News, NewsDesk, NewsError, Stand
from campaigns.console.access import Gate
from campaigns.console.app import MoreRoutes
from campaigns.console.bodies import Body
from campaigns.console.staff import Role, StaffMember

Json = dict[str, Any]


class NewsBody(Body):
    """What changed in a policy."""

    benefit: Annotated[str, Field(max_length=60)]
    text: Annotated[str, Field(min_length=2, max_length=LONGEST_NEWS)]


def news_routes(desk: NewsDesk) -> MoreRoutes:
    """Give the routes under /news."""

    def make(gate: Gate) -> APIRouter:
        router = APIRouter(prefix="/news", tags=["news"])
        reader = Annotated[StaffMember, Depends(gate.everyone)]
        author = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR, Role.OPERATOR))]
        approver = Annotated[StaffMember, Depends(gate.to(Role.APPROVER))]

        @router.get("")
        async def listed(who: reader) -> Json:
            """How many follow each benefit, and all news with what became of its letters."""
            return {
                "followers": dict(await desk.followers()),
                "news": [of_stand(one) for one in await desk.stands()],
            }

        @router.post("", status_code=201)
        async def write(who: author, body: NewsBody) -> Json:
            """Writes a draft; nothing leaves until another person lets it go."""
            try:
                news = await desk.write(body.benefit, body.text, who.name)
            except NewsError as error:
                raise HTTPException(422, str(error)) from error
            readers = (await desk.followers()).get(news.benefit, 0)
            letters = {channel: desk.first_letter(news, channel) for channel in ("telegram", "sms")}
            return {**of_news(news), "followers": readers, "letters": letters}

        @router.post("/{number}/approve")
        async def approve(who: approver, number: Annotated[int, Path(ge=1, le=2**53)]) -> Json:
            """Lets news go that somebody else wrote; it leaves in the hours and at the pace of campaigns."""
            try:
                news = await desk.approve(number, who.name)
            except NewsError as error:
                raise HTTPException(409, str(error)) from error
            return {**of_news(news), "approver": who.name, "state": "planning"}

        return router

    return make


def of_news(news: News) -> Json:
    """Give news."""
    return {
        "number": news.number,
        "benefit": news.benefit,
        "text": news.text,
        "author": news.author,
        "approver": news.approver,
        "state": news.state.value,
        "written_at": news.written_at.isoformat(),
    }


def of_stand(stand: Stand) -> Json:
    """Give news with its letters, by what became of them."""
    return {**of_news(stand.news), "letters": {fate.value: count for fate, count in stand.letters.items()}}
