"""Half sentences that lean on the one before: 老伴领了三千五,我没领; 我农村户口,老公也是; 我爱人退休了,我还没."""

import re
from collections.abc import Iterator, Sequence

from nlu.reading.finding import Finding
from nlu.reading.line import Clause, Line

_HALF = re.compile(
    r"(?:但是?|不过|可是?|而|就)?(?P<who>[^,。;!?]{1,4}?)(?:那份|这份|的|自己|现在|一直|从来|都)*"
    r"(?:(?P<same>也一样|也是|也有|也领了|也退了|跟我一样|和我一样)|(?P<none>也没(?:有|得)?|也不是)|"
    r"(?P<no>(?:还没|没|还没有|没有|从没|从来没)(?:有|得|领|拿|退|过|领过|拿过|享受过|享受)?))(?:的|呢|过|到)?"
)
_LONGEST = 14
_LEANING = ("retired", "drawing_pension", "had_equal_reward")
"""Facts of a person that are said yes or no, and so can be denied by a bare 没有."""


def half_said(line: Line, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Findings on one of the couple that repeat or deny what the clause before said of the other one."""
    if not findings:
        return
    for before, clause in zip(line.clauses, line.clauses[1:], strict=False):
        if (
            clause.end - clause.start > _LONGEST
            or clause.asks
            or clause.supposed
            or clause.sentence != before.sentence
        ):
            continue
        half = _HALF.fullmatch(line.text, clause.start, clause.end)
        person = _person(line, clause, half.end("who")) if half else None
        if half is None or person is None:
            continue
        for told in _leant_on(findings, before, person):
            value = told.value
            if half["no"] and value is not True:
                continue
            if half["none"] and value is not False:
                continue
            if half["no"] or (half["none"] and isinstance(value, bool)):
                value = False
            name = told.fact.rpartition(".")[2]
            if half["same"] or name in _LEANING:
                yield Finding(f"{person}.{name}", value, clause.start, clause.end, weak=True)


def _person(line: Line, clause: Clause, end: int) -> str | None:
    named = next((m for m in line.mentions if m.start >= clause.start and m.end == end), None)
    persons = line.whose(named.kin) if named else ()
    return persons[0] if len(persons) == 1 else None


def _leant_on(findings: Sequence[Finding], before: Clause, person: str) -> Iterator[Finding]:
    other = "spouse." if person == "self" else "self."
    for told in findings:
        inside = before.start <= told.start and told.end <= before.end + 1
        if inside and told.fact.startswith(other) and not told.fact.endswith((".sex", ".age", ".born_on")):
            yield told
