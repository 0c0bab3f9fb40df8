"""The decisions about one line: intent, benefits, aspect, topic and whether it is ours at all, each learnt from all lines."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

import numpy as np

from components.labels import ASK_BENEFIT, ASK_TOPIC, OUT_OF_SCOPE, Label
from components.linear import Calibrator, Question, Scorer, cross_scores, fit_calibrator, fit_scorer
from components.rows import Rows
from components.views import Views

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Settings:
    """How heads are fitted; a line is ours from the calibrated probability `ours_from` on."""

    cost: float = 0.3
    sharpness: float = 0.5
    folds: int = 3
    ours_from: float = 0.65


@dataclass(frozen=True)
class Decision:
    """What the heads say of one line; every list is sorted, most likely first."""

    intents: List[Tuple[str, float]]
    benefits: List[Tuple[str, float]]
    aspects: List[Tuple[str, float]]
    topics: List[Tuple[str, float]]
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


class Heads:
    """Fitted heads: rows of features in, decisions out."""

    def __init__(
        self,
        names: List[str],
        scorer: Scorer,
        calibrators: Dict[str, Calibrator],
        known: np.ndarray,
        threshold: float,
    ) -> None:
        """Take the questions' names, their scorer, the calibrators by head, known embeddings, the scope threshold."""
        self.names = names
        self.scorer = scorer
        self.calibrators = calibrators
        self.known = known
        self.threshold = threshold
        self._views = Views(names)

    @classmethod
    def fit(cls, rows: Rows, labels: Sequence[Label], groups: Sequence[str], settings: Settings) -> "Heads":
        """Fit on all lines; what turns scores into probabilities is fitted on lines each model has not seen."""
        posed = questions_of(labels)
        names = [question.name for question in posed]
        folds = folds_of(groups, labels, settings.folds)
        scores = cross_scores(rows, posed, settings.cost, folds)
        firsts: Dict[str, int] = {}
        for i, group in enumerate(groups):
            firsts.setdefault(group, i)
        originals = np.array(sorted(firsts.values()))
        calibrators = _calibrate(Views(names), scores, labels, originals, settings.sharpness)
        ours = np.array([labels[i].intent != OUT_OF_SCOPE for i in originals])
        if not ours.all():
            seen = rows.take(originals)
            nearest = _nearest_of_other_folds(seen.near, folds[originals])
            view = Views(names).of_scope(scores[originals], seen, nearest)
            truth = [YES if our else NO for our in ours]
            calibrators["scope"] = fit_calibrator(view, truth, settings.sharpness)
        scorer = fit_scorer(rows, posed, settings.cost)
        return cls(names, scorer, calibrators, rows.near[originals], settings.ours_from)

    def decide(self, rows: Rows) -> List[Decision]:
        """Give a decision a line."""
        scores = self.scorer(rows)
        told = {
            head: calibrator(self._views.of(head, scores))
            for head, calibrator in self.calibrators.items()
            if head != "scope"
        }
        ours = np.ones(len(scores))
        if "scope" in self.calibrators:
            scope = self.calibrators["scope"]
            view = self._views.of_scope(scores, rows, (rows.near @ self.known.T).max(axis=1))
            ours = scope(view)[:, scope.names.index(YES)]
        return [self._decision(told, i, float(ours[i])) for i in range(len(scores))]

    def _decision(self, told: Dict[str, np.ndarray], line: int, ours: float) -> Decision:
        def ranked(head: str, times: float = 1.0) -> List[Tuple[str, float]]:
            if head not in told:
                return []
            pairs = zip(self.calibrators[head].names, told[head][line], strict=True)
            return sorted(((n, float(p) * times) for n, p in pairs), key=lambda x: (-x[1], x[0]))

        intents = self._settled(ranked("intent"), ours)
        likely = dict(intents)
        # Given a question about benefits, if it was taken as one; else less likely by as much as that is.
        asked = 1.0 if intents[0][0] == ASK_BENEFIT else likely.get(ASK_BENEFIT, 0.0)
        benefits = [
            (head.partition(" ")[2], asked * float(p[line][self.calibrators[head].names.index(YES)]))
            for head, p in told.items()
            if head.startswith("benefit ") and YES in self.calibrators[head].names
        ]
        benefits.sort(key=lambda x: (-x[1], x[0]))
        about = 1.0 if intents[0][0] == ASK_TOPIC else likely.get(ASK_TOPIC, 0.0)
        return Decision(intents, benefits, ranked("aspect"), ranked("topic", about), ours)

    def _settled(self, intents: List[Tuple[str, float]], ours: float) -> List[Tuple[str, float]]:
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
            "known": self.known.astype(np.float16),
        }
        for i, calibrator in enumerate(self.calibrators.values()):
            arrays[f"w{i}"], arrays[f"o{i}"] = calibrator.weights, calibrator.offsets
        np.savez(directory / "heads.npz", **arrays)
        written = {
            "names": self.names,
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
            scorer = Scorer(arrays["sparse"].astype(np.float32), arrays["dense"], arrays["offsets"])
            known = arrays["known"].astype(np.float32)
            return cls(written["names"], scorer, calibrators, known, written["threshold"])


def _nearest_of_other_folds(near: np.ndarray, folds: np.ndarray) -> np.ndarray:
    nearest = np.zeros(len(near), dtype=np.float32)
    for fold in np.unique(folds):
        unseen, seen = folds == fold, folds != fold
        nearest[unseen] = (near[unseen] @ near[seen].T).max(axis=1)
    return nearest


def _calibrate(
    views: Views, scores: np.ndarray, labels: Sequence[Label], lines: np.ndarray, sharpness: float
) -> Dict[str, Calibrator]:
    def head(name: str, truth: Dict[int, str], times: float = 1.0) -> Calibrator:
        return fit_calibrator(views.of(name, scores[list(truth)]), list(truth.values()), sharpness * times)

    heads = {"intent": head("intent", {i: labels[i].intent for i in lines})}
    asked = [i for i in lines if labels[i].intent == ASK_BENEFIT]
    for benefit in sorted({b for i in asked for b in labels[i].benefits}):
        truth = {i: YES if benefit in labels[i].benefits else NO for i in asked}
        # Two numbers a line cannot overfit: let them speak clearly.
        heads[f"benefit {benefit}"] = head(f"benefit {benefit}", truth, 10.0)
    aspects = {i: aspect for i in lines if (aspect := labels[i].aspect)}
    topics = {i: topic for i in lines if (topic := labels[i].topic)}
    if aspects:
        heads["aspect"] = head("aspect", aspects)
    if topics:
        heads["topic"] = head("topic", topics, 10.0)
    return heads
