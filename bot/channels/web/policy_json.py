"""A policy as JSON carries it on a day, short for a list or in full."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from nlu.assessment import citations_json
from nlu.interpretation import Aspect
from nlu.policy import Amounts, Clause, Policy, Sum, Version


def short_policy(policy: Policy, on: date) -> dict[str, Any]:
    """Gives id, names and state of a policy on a day; `state` is `none` where no version covers the day."""
    version = policy.version_on(on)
    general = policy.answers(Aspect.GENERAL, on)
    return {
        "id": policy.id,
        "name": policy.name,
        "short": policy.short,
        "state": version.state.value if version else "none",
        "from": version.since.isoformat() if version else None,
        "until": version.until.isoformat() if version and version.until else None,
        "about": general.text if general else None,
    }


def full_policy(policy: Policy, on: date) -> dict[str, Any]:
    """Gives everything residents may know of a policy on a day, each part with its sources."""
    version = policy.version_on(on)
    answers = {aspect: policy.answers(aspect, on) for aspect in Aspect}
    found = short_policy(policy, on) | {
        "decides": {
            "who": policy.decides.who,
            "where": policy.decides.where,
            "citation": citations_json(policy.decides.cite),
        },
        "answers": {
            aspect.value: {
                "text": answer.text,
                "unclear": answer.unclear,
                "citation": citations_json(answer.cite),
            }
            for aspect, answer in answers.items()
            if answer is not None
        },
        "rumours": [
            {"text": rumour.text, "denial": rumour.denial, "citation": citations_json(rumour.cite)}
            for rumour in policy.rumours
        ],
        "versions": [
            {
                "from": one.since.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "state": one.state.value,
            }
            for one in policy.versions
        ],
    }
    return found | (_rule(version, on) if version else {})


def _rule(version: Version, on: date) -> dict[str, Any]:
    amounts = version.amounts_on(on)
    act = version.act
    return {
        "conditions": _clauses(version.conditions),
        "unclear_if": _clauses(version.unclear_if),
        "unchecked": _clauses(version.unchecked),
        "amount": _amounts(amounts) if amounts else None,
        "act": {"title": act.title, "number": act.number, "day": act.day.isoformat()} if act else None,
        "why": version.text,
    }


def _clauses(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    return [
        {"id": clause.id, "text": clause.text, "citation": citations_json(clause.cite)} for clause in clauses
    ]


def _amounts(amounts: Amounts) -> dict[str, Any]:
    lows = [case.sum.low for case in amounts.cases if case.sum.low is not None]
    highs = [case.sum.high for case in amounts.cases]
    whole = (
        Sum(min(lows), max(high for high in highs if high is not None) if None not in highs else None)
        if lows
        else Sum(None, None)
    )
    return {
        "min": whole.low,
        "max": whole.high,
        "unit": "yuan",
        "per": amounts.per,
        "for": amounts.for_,
        "from": amounts.since.isoformat(),
        "note": amounts.note,
        "citation": citations_json(amounts.cite),
    }
