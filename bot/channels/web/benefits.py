"""The policies over HTTP: what there is on a day, and what the rules say to facts."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.web.policy_json import full_policy, short_policy
from bot.wording import Wording
from nlu.eligibility import Assessor
from nlu.facts import Facts
from nlu.policybook import PolicyBook

FIRST_DAY = date(1980, 1, 1)
LAST_DAY = date(2100, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class AssessmentRequest(BaseModel):
    """Facts (contract, section 4), the day they are judged on, and the benefits asked for (default: all)."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, Any]
    as_of: Day | None = None
    benefits: Annotated[list[str], Field(max_length=50)] | None = None


def assess(
    assessor: Assessor, book: PolicyBook, wording: Wording, request: AssessmentRequest, today: date
) -> dict[str, Any]:
    """Gives the body of `POST /api/assess`. Raises FactError, and HTTPException 422 for an unknown benefit."""
    on = request.as_of or today
    asked = tuple(dict.fromkeys(request.benefits)) if request.benefits is not None else tuple(book.benefits)
    for benefit in asked:
        if benefit not in book.benefits:
            raise HTTPException(422, f"没有这项待遇:{benefit};可选:{'、'.join(book.benefits)}")
    facts = Facts.read(request.facts, on)
    verdicts = [assessor.assess(benefit, facts, on).to_json() for benefit in asked]
    following = assessor.next_question(asked, facts, on)
    return {
        "verdicts": verdicts,
        "next": wording.asking(following).to_json() if following else None,
        "as_of": on.isoformat(),
    }


def benefits_router(
    assessor: Assessor, book: PolicyBook, wording: Wording, today: Callable[[], date]
) -> APIRouter:
    """Gives the routes `/api/assess` and `/api/benefits…`."""
    router = APIRouter(prefix="/api", tags=["policies"])

    @router.post("/assess")
    async def post_assessment(request: AssessmentRequest) -> dict[str, Any]:
        """What the rules say to these facts, and the fact to ask next."""
        return assess(assessor, book, wording, request, today())

    @router.get("/benefits")
    async def list_benefits(as_of: Annotated[Day | None, Query()] = None) -> dict[str, Any]:
        """Every benefit as it stands on the day."""
        on = as_of or today()
        return {
            "as_of": on.isoformat(),
            "benefits": [short_policy(policy, on) for policy in book.benefits.values()],
        }

    @router.get("/benefits/{benefit}")
    async def get_benefit(benefit: str, as_of: Annotated[Day | None, Query()] = None) -> dict[str, Any]:
        """One benefit in full: conditions, amounts, answers and sources on the day."""
        on = as_of or today()
        if benefit not in book.benefits:
            raise HTTPException(404, f"没有这项待遇:{benefit};可选:{'、'.join(book.benefits)}")
        return full_policy(book.benefits[benefit], on)

    return router
