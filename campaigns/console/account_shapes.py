"""What became of a campaign as JSON and as a file for spreadsheets, with small numbers hidden."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.console.accounts import STATE_WORDS, Account, FaultCount, RunAccount
from campaigns.console.hiding import parts, share_of, unless_few
from campaigns.console.money import in_units
from campaigns.console.shapes import Json
from campaigns.console.viewers import without_numbers
from campaigns.delivery import FINAL, DeliveryState
from campaigns.sending import EXCLUSION_WORDS

HIDDEN = "hidden"
"""In place of a number under 5, and of one from which it could be reckoned."""


def of_run(run: RunAccount) -> Json:
    """Give one run's counters, all of them."""
    return {
        "number": run.number,
        "state": run.state,
        "why": run.why,
        "due_at": run.due_at.isoformat(),
        "wave": run.wave + 1,
        "waves": run.last_wave + 1,
        "planned": run.planned,
        "recipients": run.recipients,
        "excluded": run.excluded,
        "counts": {state.value: count for state, count in run.counts.items() if count},
        "accounted_for": run.accounted_for,
        "left": run.left,
        "next_at": run.next_at.isoformat() if run.next_at else None,
        "segments": run.segments,
        "filtered": run.filtered,
        "opt_outs": run.opt_outs,
        "replies": run.replies,
    }


def of_runs(runs: Sequence[RunAccount], exact: bool) -> list[Json]:
    """Give the counters of runs. Unless `exact`, small ones are None, and with them the same ones of every run: their
    sum is told."""
    told = [of_run(run) for run in runs]
    if exact:
        return told
    seen = [_seen(run) for run in runs]
    veiled = {name for one in seen for name, count in one.items() if count is None}
    states = {state for run in runs for state, count in _states(run.counts).items() if count is None}
    for one in told:
        one["why"] = without_numbers(one["why"])
        one |= dict.fromkeys(veiled)
        one["counts"] = {state: None if state in states else count for state, count in one["counts"].items()}
    return told


def _seen(run: RunAccount) -> dict[str, int | None]:
    counts = _states(run.counts)
    return {
        "recipients": unless_few(run.recipients),
        "excluded": unless_few(run.excluded),
        "segments": None,  # a part of the recipients of which nothing is told could be reckoned from it
        "accounted_for": _accounted_for(run.counts, run.recipients),
        "left": counts.get(DeliveryState.PLANNED, 0),
        "filtered": 0 if not run.filtered else None,
        "replies": unless_few(run.replies),
        "opt_outs": share_of(run.replies, run.opt_outs),
    }


def _states(counts: Mapping[DeliveryState, int]) -> Mapping[DeliveryState, int | None]:
    """Give how many recipients each state has."""
    had = {state: count for state, count in counts.items() if count}
    told = parts(had)
    return {state: told.get(state) for state in had}


def _accounted_for(counts: Mapping[DeliveryState, int], recipients: int) -> int | None:
    """Give how many are accounted for; None where it would part the sum of the states that are hidden."""
    hides = [state in FINAL for state, count in _states(counts).items() if count is None]
    if unless_few(recipients) is None or len(set(hides)) > 1:
        return None
    return sum(count for state, count in counts.items() if state in FINAL)


def _cost_tells(account: Account) -> bool:
    """Say whether a number that is hidden could be reckoned from the cost: it is that of those sent to, by language, and of
    what was sent again."""
    hides = [unless_few(account.recipients), *_states(account.counts).values()]
    hides += [share.recipients for share in account.by.get("language", ())]
    hides += [row["count"] for row in _faults(account.retries, exact=False)]
    return None in hides or (bool(account.retries) and not _faults(account.retries, exact=False))


def of_account(account: Account, currency: str, exact: bool = False) -> Json:
    """Give a whole account; with `exact`, small totals are shown, but never small groups."""
    runs = account.runs
    replies, opt_outs = sum(run.replies for run in runs), sum(run.opt_outs for run in runs)
    counts: Mapping[Any, int | None] = account.counts
    if not exact:
        counts = _states(account.counts)
    exclusions = account.exclusions if exact else parts(account.exclusions)
    return {
        "accounted_for": account.accounted_for
        if exact
        else _accounted_for(account.counts, account.recipients),
        "recipients": account.recipients if exact else unless_few(account.recipients),
        "cost": in_units(account.cost) if exact or not _cost_tells(account) else None,
        "currency": currency,
        "states": [
            {"state": state.value, "words": words, "count": counts[state]}
            for state, words in STATE_WORDS.items()
            if account.counts.get(state)
        ],
        "faults": _faults(account.faults, exact),
        "retries": _faults(account.retries, exact),
        "exclusions": [
            {"reason": reason.value, "words": EXCLUSION_WORDS[reason], "count": count}
            for reason, count in sorted(exclusions.items())
        ],
        "replies": replies if exact else unless_few(replies),
        "opt_outs": opt_outs if exact else share_of(replies, opt_outs),
        "by": {
            name: [
                {
                    "name": share.name,
                    "recipients": share.recipients,
                    "delivered": share.delivered,
                    "failed": share.failed,
                }
                for share in shares
            ]
            for name, shares in account.by.items()
        },
        "runs": of_runs(runs, exact),
    }


def _faults(faults: Sequence[FaultCount], exact: bool) -> list[Json]:
    counts = {f"{one.kind} {one.code}": one.count for one in faults}
    told: Mapping[str, int | None] = counts if exact else parts(counts)
    return [
        {"kind": one.kind, "code": one.code, "words": one.words, "count": told[f"{one.kind} {one.code}"]}
        for one in faults
        if f"{one.kind} {one.code}" in told
    ]


def shown(count: int | str | None) -> int | str:
    """Give a number as a report on paper has it."""
    return HIDDEN if count is None else count


def as_csv(name: str, account: Account, currency: str) -> str:
    """Give an account as rows of part, name, count; it is made to be passed on, so that all small numbers are hidden."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("part", "name", "recipients", "delivered", "failed"))
    told = of_account(account, currency)
    # A name that a spreadsheet would run as a formula stays text.
    writer.writerow(
        ("campaign", f"'{name}" if name[:1] in "=+-@\t\r" else name, shown(told["recipients"]), "", "")
    )
    writer.writerow(("accounted for", "", shown(told["accounted_for"]), "", ""))
    writer.writerow(("cost", currency, shown(told["cost"]), "", ""))
    for part in ("states", "faults", "retries", "exclusions"):
        for row in told[part]:
            words = f"{row['words']} {row.get('code', '')}".strip()
            writer.writerow((part, words, shown(row["count"]), "", ""))
    writer.writerow(("replies", "", shown(told["replies"]), "", ""))
    writer.writerow(("opt-outs", "", shown(told["opt_outs"]), "", ""))
    for part, shares in told["by"].items():
        for share in shares:
            numbers = (shown(share[key]) for key in ("recipients", "delivered", "failed"))
            writer.writerow((part, share["name"], *numbers))
    return text.getvalue()
