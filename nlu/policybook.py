"""Loading the policy book, with file, line and key of every fault.

`python -m nlu.policybook [FOLDER]` prints the faults of a folder (by default the shipped policies) and ends with 1 where
there are any.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from nlu.analysis import findings
from nlu.eligibility import assess
from nlu.fact_types import FactError
from nlu.interpretation import Aspect
from nlu.policy import Ambiguous, Example, Policy, PolicyBook, Quality, Source, Sum, Topic
from nlu.policy_reader import read_answers, read_policy
from nlu.schema import Fault, Place, open_place

__all__ = ["Fault", "Policy", "PolicyBook", "PolicyBookError", "check_book", "load_book"]

POLICIES = Path(__file__).parent / "policies"
"""Where the shipped policies lie."""

_APART = ("sources.yaml", "ambiguous.yaml")


class PolicyBookError(ValueError):
    """A policy book that must not be used; `faults` say why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def load_book(folder: Path = POLICIES) -> PolicyBook:
    """Read the policies of a folder; PolicyBookError holds the faults of form that were found.

    What takes longer (examples, contradictions) is for `check_book`, which the tests and `huimin policies check` run.
    """
    book, faults, _ = _read(folder)
    if faults:
        raise PolicyBookError(tuple(sorted(faults)))
    return book


def check_book(folder: Path = POLICIES) -> list[Fault]:
    """Give every fault of a folder: of form, examples that fail, conditions that contradict each other."""
    book, faults, places = _read(folder)
    for policy in book.benefits.values():
        place = places[policy.id]
        keys = place.entries()
        if not any(fault.file == place.file for fault in faults):
            _check_examples(policy, keys.get("examples", place), faults)
            _check_rules(policy, keys.get("versions", place), faults)
    return sorted(set(faults))


def _read(folder: Path) -> tuple[PolicyBook, list[Fault], Mapping[str, Place]]:
    faults: list[Fault] = []
    sources = _sources(folder, faults)
    benefits: dict[str, Policy] = {}
    places: dict[str, Place] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in _APART:
            continue
        place = open_place(path, faults)
        if place.node is None:
            continue
        policy = read_policy(place, sources)
        if policy.id != path.stem:
            place.fault(f"id 应当和文件名一样,写的是 {policy.id!r}", "id")
        benefits[path.stem] = policy
        places[policy.id] = place
    topics = _topics(folder, sources, faults)
    ambiguous = _ambiguous(folder, benefits, faults)
    _check_names(places, benefits, topics, ambiguous, faults)
    return PolicyBook(benefits, topics, sources, ambiguous), faults, places


def _sources(folder: Path, faults: list[Fault]) -> dict[str, Source]:
    path = folder / "sources.yaml"
    if not path.exists():
        faults.append(Fault("sources.yaml", 1, "-", "没有这个文件"))
        return {}
    found = {}
    for key, entry in open_place(path, faults).entries().items():
        keys = entry.keys("title quality read_on", "address checked_note")
        quality, address = keys["quality"].choice(Quality), keys["address"].maybe_text()
        if address is not None and quality in (Quality.M, Quality.W):
            keys["address"].fault("转载件(M)和不可靠的来源(W)不能写网址")
        day = keys["read_on"].day()
        if day is not None:
            note = keys["checked_note"].maybe_text()
            found[key] = Source(key, keys["title"].text(), quality, day, address, note)
    return found


def _topics(folder: Path, sources: Mapping[str, Source], faults: list[Fault]) -> dict[str, Topic]:
    found = {}
    for path in sorted((folder / "topics").glob("*.yaml")):
        place = open_place(path, faults)
        if place.node is None:
            continue
        keys = place.keys("id name answers", "aliases")
        answers = read_answers(keys["answers"], sources)
        if Aspect.GENERAL not in answers:
            keys["answers"].fault("要有 general 的回答")
        topic = Topic(keys["id"].text(), keys["name"].text(), keys["aliases"].texts(), answers)
        if topic.id != path.stem:
            keys["id"].fault(f"应当和文件名一样,写的是 {topic.id!r}")
        found[path.stem] = topic
    return found


def _ambiguous(folder: Path, benefits: Mapping[str, Policy], faults: list[Fault]) -> dict[str, Ambiguous]:
    path = folder / "ambiguous.yaml"
    if not path.exists():
        return {}
    found = {}
    for name, entry in open_place(path, faults).entries().items():
        keys = entry.keys("benefits question")
        ids = keys["benefits"].texts()
        for id_ in ids:
            if id_ not in benefits:
                keys["benefits"].fault(f"没有 {id_} 这项政策")
        found[name] = Ambiguous(name, ids, keys["question"].text())
    return found


def _check_names(
    places: Mapping[str, Place],
    benefits: Mapping[str, Policy],
    topics: Mapping[str, Topic],
    ambiguous: Mapping[str, Ambiguous],
    faults: list[Fault],
) -> None:
    named = [(f"{key}.yaml", policy.name, policy.aliases) for key, policy in benefits.items()]
    named += [(f"topics/{key}.yaml", topic.name, topic.aliases) for key, topic in topics.items()]
    used: dict[str, str] = {}
    for file, name_, aliases in named:
        place = places.get(file.removesuffix(".yaml"))
        line = 1 if place is None else place.entries().get("aliases", place).line
        faults.extend(
            Fault(file, line, "aliases", f"{name} 写了两次")
            for name in sorted({name for name in aliases if aliases.count(name) > 1})
        )
        for name in dict.fromkeys((name_, *aliases)):
            if name in used:
                faults.append(Fault(file, line, "aliases", f"{name} 在 {used[name]} 里已经用过"))
            if name in ambiguous:
                faults.append(Fault(file, line, "aliases", f"{name} 在 ambiguous.yaml 里是有多个意思的名称"))
            used[name] = file


def _check_examples(policy: Policy, place: Place, faults: list[Fault]) -> None:
    for example, item in zip(policy.examples, place.items(), strict=False):
        wrong = failing(policy, example)
        if wrong is not None:
            faults.append(Fault(item.file, item.line, f"examples[{example.name}]", wrong))


def failing(policy: Policy, example: Example) -> str | None:
    """Say in Chinese how an example fails; None where it comes out as written."""
    try:
        found = assess(policy, example.facts, example.on)
    except FactError as error:
        return str(error)
    if found.verdict is not example.verdict:
        standing = "、".join(f"{reason.id}={reason.state}" for reason in found.reasons)
        return f"应当是 {example.verdict},算出来是 {found.verdict}(next={found.next};{standing})"
    if example.checks_amount:
        amount = None if found.amount is None else Sum(found.amount.low, found.amount.high)
        if amount != example.amount:
            return f"金额应当是 {example.amount},算出来是 {amount}"
    return None


def _check_rules(policy: Policy, place: Place, faults: list[Fault]) -> None:
    for finding in (found for found in findings(policy) if found.grave):
        line = next(
            (
                item.line
                for item in place.items()
                if str(item.entries()["from"].plain()) == str(finding.since)
            ),
            place.line,
        )
        faults.append(Fault(place.file, line, finding.key, finding.text))


def main(arguments: list[str]) -> int:
    """Print the faults of a folder, one a line; give 1 where there are any, else 0."""
    faults = check_book(Path(arguments[0]) if arguments else POLICIES)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
