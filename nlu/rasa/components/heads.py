"""The decisions about one line: intent, benefits, aspect, topic and whether it is ours at all, each learnt from all lines."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

import numpy as np

from components.benefit_calibrator import NO, YES, BenefitCalibrator, fit_benefits
from components.labels import ASK_BENEFIT, ASK_TOPIC, OUT_OF_SCOPE, Label
from components.linear import Calibrator, Question, Scorer, fit_and_cross, fit_calibrator
from components.nearness import Nearness
from components.rows import Rows
from components.views import Views

Ranking = List[Tuple[str, float]]
"""Names and their chances, most likely first."""


@dataclass(frozen=True)
class Settings:
    """How heads are fitted; a line is ours from the calibrated probability `ours_from` on."""

    cost: float = 0.3
    sharpness: float = 0.5
    folds: int = 3
    ours_from: float = 0.6


@dataclass(frozen=True)
class Decision:
    """What the heads say of one line; every list is sorted, most likely first."""

    intents: Ranking
    benefits: Ranking
    aspects: Ranking
    topics: Ranking
    in_scope: float


def questions_of(labels: Sequence[Label]) -> List[Question]:
    """Give every yes-no question that the labels pose; aspects are learnt from questions about benefits alone."""

    def ask(name: str, yes: Sequence[bool], counts: Sequence[bool]) -> Question:
        return Question(
            name, np.array([(1 if y else -1) if c else 0 for y, c in zip(yes, counts, strict=True)])
        )

    everyone = [True] * len(labels)
    with_aspect = [label.aspect is not None for label in labels]
    intents = sorted({label.intent for label in labels})
    benefits = sorted({b for label in labels for b in label.benefits})
    aspects = sorted({label.aspect for label in labels if label.aspect})
    topics = sorted({label.topic for label in labels if label.topic})
    return [
        *(ask(f"intent {i}", [x.intent == i for x in labels], everyone) for i in intents),
        *(ask(f"benefit {b}", [b in x.benefits for x in labels], everyone) for b in benefits),
        *(ask(f"aspect {a}", [x.aspect == a for x in labels], with_aspect) for a in aspects),
        *(ask(f"topic {t}", [x.topic == t for x in labels], everyone) for t in topics),
    ]


def folds_of(groups: Sequence[str], labels: Sequence[Label], count: int) -> np.ndarray:
    """Deal groups of lines (a line and its spoilt copies) to `count` folds, label by label, always alike."""
    dealt: Dict[str, int] = {}
    turns: Dict[Label, int] = {}
    for group, label in zip(groups, labels, strict=True):
        if group not in dealt:
            turns[label] = turns.get(label, len(turns)) + 1
            dealt[group] = turns[label] % count
    return np.array([dealt[g] for g in groups])


@dataclass(frozen=True)
class Heads:
    """Fitted heads: rows of features in, decisions out. `names` are the questions, in the order of the scores."""

    names: List[str]
    scorer: Scorer
    calibrators: Dict[str, Calibrator]
    benefits: BenefitCalibrator
    nearness: Nearness
    threshold: float

    @cached_property
    def _views(self) -> Views:
        return Views(self.names)

    @classmethod
    def fit(cls, rows: Rows, labels: Sequence[Label], groups: Sequence[str], settings: Settings) -> "Heads":
        """Fit on all lines; what turns scores into probabilities is fitted on lines each model has not seen."""
        posed = questions_of(labels)
        names = [question.name for question in posed]
        folds = folds_of(groups, labels, settings.folds)
        scorer, scores = fit_and_cross(rows, posed, settings.cost, folds)
        firsts: Dict[str, int] = {}
        for i, group in enumerate(groups):
            firsts.setdefault(group, i)
        lines = np.array(sorted(firsts.values()))
        written = [labels[i] for i in lines]
        views, seen = Views(names), rows.take(lines)
        calibrators = _calibrate(views, scores[lines], written, settings.sharpness)
        nearness = Nearness.of(seen.near)
        ours = [label.intent != OUT_OF_SCOPE for label in written]
        if not all(ours):
            view = views.of_scope(scores[lines], seen, nearness.to_other_folds(folds[lines]))
            calibrators["scope"] = fit_calibrator(view, [YES if o else NO for o in ours], settings.sharpness)
        asked = [i for i, label in enumerate(written) if label.intent == ASK_BENEFIT]
        benefits = fit_benefits(
            views.names_of("benefit"),
            views.of("benefit", scores[lines][asked]),
            [sorted(written[i].benefits) for i in asked],
            # Two numbers a line cannot overfit: let them speak clearly.
            settings.sharpness * 10,
        )
        return cls(names, scorer, calibrators, benefits, nearness, settings.ours_from)

    def decide(self, rows: Rows) -> List[Decision]:
        """Give a decision a line."""
        scores = self.scorer(rows)
        views = self._views
        told = {h: c(views.of(h, scores)) for h, c in self.calibrators.items() if h != "scope"}
        named = self.benefits(views.of("benefit", scores))
        ours = np.ones(len(scores))
        if "scope" in self.calibrators:
            scope = self.calibrators["scope"]
            view = views.of_scope(scores, rows, self.nearness(rows.near))
            ours = scope(view)[:, scope.names.index(YES)]
        return [
            self._decision({h: p[i] for h, p in told.items()}, named[i], float(ours[i]))
            for i in range(len(scores))
        ]

    def _decision(self, told: Dict[str, np.ndarray], named: np.ndarray, ours: float) -> Decision:
        def ranked(head: str, times: float = 1.0) -> Ranking:
            return _ranked(self.calibrators[head].names, told[head], times) if head in told else []

        intents = self._settled(ranked("intent"), ours)
        likely = dict(intents)
        # Given a question about benefits, if it was taken as one; else less likely by as much as that is.
        asked = 1.0 if intents[0][0] == ASK_BENEFIT else likely.get(ASK_BENEFIT, 0.0)
        about = 1.0 if intents[0][0] == ASK_TOPIC else likely.get(ASK_TOPIC, 0.0)
        benefits = _ranked(self.benefits.names, named, asked)
        return Decision(intents, benefits, ranked("aspect"), ranked("topic", about), ours)

    def _settled(self, intents: Ranking, ours: float) -> Ranking:
        """Give the intents with one say on what is not ours: the scope's, which knows more than the intent head."""
        if "scope" not in self.calibrators:
            return intents
        rest = sum(p for name, p in intents if name != OUT_OF_SCOPE) or 1.0
        settled = [(name, p / rest * ours) for name, p in intents if name != OUT_OF_SCOPE]
        strange = (OUT_OF_SCOPE, 1 - ours)
        return [*settled, strange] if ours >= self.threshold else [strange, *settled]

    def save(self, directory: Path) -> None:
        """Write the heads below `directory`."""
        arrays = {
            # Half precision halves the file and changes no decision.
            "sparse": self.scorer.sparse.astype(np.float16),
            "dense": self.scorer.dense,
            "offsets": self.scorer.offsets,
            "directions": self.nearness.directions,
            "lines": self.nearness.lines,
            "own": self.benefits.own,
            "rival": self.benefits.rival,
            "offset": self.benefits.offset,
        }
        for i, calibrator in enumerate(self.calibrators.values()):
            arrays[f"w{i}"], arrays[f"o{i}"] = calibrator.weights, calibrator.offsets
        np.savez(directory / "heads.npz", **arrays)
        written = {
            "names": self.names,
            "benefits": self.benefits.names,
            "threshold": self.threshold,
            "calibrators": [[head, c.names] for head, c in self.calibrators.items()],
        }
        (directory / "heads.json").write_text(json.dumps(written), "utf-8")

    @classmethod
    def read(cls, directory: Path) -> "Heads":
        """Read the heads that `save` wrote."""
        written = json.loads((directory / "heads.json").read_text("utf-8"))
        with np.load(directory / "heads.npz") as arrays:
            calibrators = {
                head: Calibrator(names, arrays[f"w{i}"], arrays[f"o{i}"])
                for i, (head, names) in enumerate(written["calibrators"])
            }
            return cls(
                written["names"],
                Scorer(arrays["sparse"], arrays["dense"], arrays["offsets"]),
                calibrators,
                BenefitCalibrator(written["benefits"], arrays["own"], arrays["rival"], arrays["offset"]),
                Nearness(arrays["directions"], arrays["lines"]),
                written["threshold"],
            )


def _ranked(names: Sequence[str], chances: np.ndarray, times: float) -> Ranking:
    pairs = zip(names, chances.tolist(), strict=True)
    return sorted(((name, p * times) for name, p in pairs), key=lambda pair: (-pair[1], pair[0]))


def _calibrate(
    views: Views, scores: np.ndarray, labels: Sequence[Label], sharpness: float
) -> Dict[str, Calibrator]:
    def head(name: str, truth: Dict[int, str], times: float = 1.0) -> Calibrator:
        return fit_calibrator(views.of(name, scores[list(truth)]), list(truth.values()), sharpness * times)

    heads = {"intent": head("intent", {i: label.intent for i, label in enumerate(labels)})}
    aspects = {i: label.aspect for i, label in enumerate(labels) if label.aspect}
    topics = {i: label.topic for i, label in enumerate(labels) if label.topic}
    if aspects:
        heads["aspect"] = head("aspect", aspects)
    if topics:
        heads["topic"] = head("topic", topics, 10.0)
    return heads
