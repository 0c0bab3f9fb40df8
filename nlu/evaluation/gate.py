"""The regression gate: scores that must not fall, and lines that must never be misunderstood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.evaluation.figures import Table
from nlu.evaluation.lines import Line, read_label
from nlu.evaluation.scoring import Judged, right
from nlu.interpretation import Intent

FALL = 0.01
"""How far a score may fall below the one on record: one point."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Scores on record by split and name (shares 0..1), and the lines that must be understood."""

    scores: Mapping[str, Mapping[str, float]]
    never_fail: tuple[Line, ...]


def read_gate(path: Path) -> Gate:
    """Read a gate file; a missing one holds nothing against anybody."""
    if not path.exists():
        return Gate({}, ())
    written = yaml.safe_load(path.read_text("utf-8")) or {}
    lines = tuple(
        Line(str(text), read_label(str(label)), ("must never fail",))
        for label, texts in (written.get("must_never_fail") or {}).items()
        for text in texts
    )
    return Gate(written.get("scores") or {}, lines)


def failures(gate: Gate, split: str, table: Table, musts: Sequence[Judged]) -> Iterator[str]:
    """Give a sentence for every score that fell and every line that must be understood and was not."""
    for name, recorded in gate.scores.get(split, {}).items():
        found = table.get(name)
        if found is None:
            yield f"{split}: no line measures {name!r} any more"
        elif found.share < recorded - FALL:
            yield f"{split}: {name} fell from {100 * recorded:.1f} % to {100 * found.share:.1f} %"
    for judged in musts:
        wanted = judged.line.expected
        # Of these lines the intent decides; the exact aspect may differ.
        understood = judged.said.intent is wanted.intent and wanted.benefits <= set(judged.said.benefits)
        if not (understood if wanted.intent is Intent.ASK_BENEFIT else right(judged)):
            yield f"must never fail: {judged.line.text} was taken as {judged.said.intent}, not {wanted.name}"


def record(path: Path, split: str, table: Table) -> None:
    """Put the scores of `table` on record, leaving everything else in the file as it is written."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    scores = dict(read_gate(path).scores)
    scores[split] = {name: round(found.share, 4) for name, found in table.items()}
    start = next((i for i, line in enumerate(lines) if line.startswith("scores:")), len(lines))
    end = next(
        (i for i in range(start + 1, len(lines)) if lines[i][:1].isalpha() or lines[i][:1] == "#"), len(lines)
    )
    written = yaml.safe_dump(
        {"scores": {k: dict(v) for k, v in scores.items()}}, sort_keys=False, allow_unicode=True
    )
    path.write_text("\n".join([*lines[:start], *written.rstrip().splitlines(), *lines[end:]]) + "\n", "utf-8")
