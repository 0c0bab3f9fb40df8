"""What those see who only look on: they sign and send nothing, so that they need no number of a few people."""

import re

from campaigns.campaign_ports import CampaignRecord
from campaigns.console.hiding import parts, roughly
from campaigns.console.shapes import Json, of_row
from campaigns.console.staff import Role, StaffMember

_WORKING = frozenset({Role.AUTHOR, Role.APPROVER, Role.OPERATOR})
_COUNTED = re.compile(r" ?\d+/\d+")


def may_see_all(who: StaffMember) -> bool:
    """Say whether somebody writes, approves or operates campaigns, and so sees exact totals."""
    return who.may(_WORKING)


def without_numbers(why: str) -> str:
    """Give a reason without the counts in it."""
    return _COUNTED.sub("", why)


def row(record: CampaignRecord, exact: bool) -> Json:
    """Give a campaign as it stands in a list."""
    told = of_row(record)
    return (
        told
        if exact
        else told | {"audience_size": roughly(record.audience_size), "why": without_numbers(record.why)}
    )


def record_seen(told: Json, exact: bool) -> Json:
    """Give a whole campaign. The hash and the ceiling of cost would tell the size of its audience."""
    if exact:
        return told
    approval = told["approval"] and told["approval"] | {"hash": None}
    return told | {
        "audience_size": roughly(told["audience_size"]),
        "why": without_numbers(told["why"]),
        "hash": None,
        "approval": approval,
        "campaign": told["campaign"] | {"cost_ceiling": None},
    }


def preview_seen(told: Json, exact: bool, names_reader: bool) -> Json:
    """Give a preview. Who sees not all gets numbers in fives, as it is counted anew each time and two that differ by few
    would tell by how many; what a number could be reckoned from (costs, when it ends, how many texts there are) is kept back."""
    if exact:
        return told
    recipients = roughly(told["recipients"])
    by_language = parts({one["language"]: one["recipients"] for one in told["languages"]})
    excluded = parts({one["reason"]: one["count"] for one in told["excluded"]})
    return told | {
        "recipients": recipients,
        "excluded": [
            one | {"count": _in_fives(excluded[one["reason"]])}
            for one in told["excluded"]
            if one["reason"] in excluded
        ],
        "languages": [
            one | {"recipients": _in_fives(by_language.get(one["language"])), "hint": ""}
            for one in told["languages"]
        ],
        "segments": None,
        "cost": None,
        "cost_of_all": None,
        "cost_ceiling": None,
        "ends_at": None,
        "first_messages": [] if names_reader or recipients is None else told["first_messages"][:1],
    }


def _in_fives(people: int | None) -> int | None:
    return None if people is None else roughly(people)
