"""The decisions about one line: intent, benefits, aspect, topic and whether it is ours at all, each learnt from all lines."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

import numpy as np

from components.labels import ASK_BENEFIT, ASK_TOPIC, OUT_OF_SCOPE, Label
from components.linear import Calibrator, Question, Scorer, cross_scores, fit_calibrator, fit_scorer
from components.rows import Rows

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Settings:
    """How heads are fitted; `keep` is the share of in-scope lines that the scope threshold lets through."""

    cost: float = 0.3
    sharpness: float = 0.05
    folds: int = 4
    keep: float = 0.975


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


def log_sum_exp(scores: np.ndarray) -> np.ndarray:
    """Give one number a line that is high when any question is answered with a clear yes."""
    top = scores.max(axis=1, keepdims=True)
    return top + np.log(np.exp(2 * (scores - top)).sum(axis=1, keepdims=True)) / 2


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

    @classmethod
    def fit(
        cls,
        rows: Rows,
        labels: Sequence[Label],
        groups: Sequence[str],
        settings: Settings,
    ) -> "Heads":
        """Fit on all lines; what turns scores into probabilities is fitted on lines each model has not seen."""
        posed = questions_of(labels)
        folds = folds_of(groups, labels, settings.folds)
        scores = cross_scores(rows, posed, settings.cost, folds)
        firsts: Dict[str, int] = {}
        for i, group in enumerate(groups):
            firsts.setdefault(group, i)
        originals = np.array(sorted(firsts.values()))
        nearest = np.zeros((len(labels), 1), dtype=np.float32)
        for fold in range(settings.folds):
            unseen = np.flatnonzero(folds == fold)
            others = rows.near[originals[folds[originals] != fold]]
            if len(unseen) and len(others):
                nearest[unseen, 0] = (rows.near[unseen] @ others.T).max(axis=1)
        calibrators = _calibrate(scores, labels, originals, settings.sharpness)
        threshold = 0.0
        in_scope = np.array([label.intent != OUT_OF_SCOPE for label in labels])
        if not in_scope.all():
            judged = _scope_view(scores, nearest, rows.share)
            truth = [YES if s else NO for s in in_scope[originals]]
            calibrators["scope"] = fit_calibrator(judged[originals], truth, settings.sharpness)
            says = calibrators["scope"](judged[originals])[:, calibrators["scope"].names.index(YES)]
            threshold = float(np.quantile(says[in_scope[originals]], 1 - settings.keep))
        scorer = fit_scorer(rows, posed, settings.cost)
        return cls([q.name for q in posed], scorer, calibrators, rows.near[originals], threshold)

    def decide(self, rows: Rows) -> List[Decision]:
        """Give a decision a line."""
        scores = self.scorer(rows)
        told = {head: calibrator(scores) for head, calibrator in self.calibrators.items() if head != "scope"}
        if "scope" in self.calibrators:
            nearest = (rows.near @ self.known.T).max(axis=1, keepdims=True)
            scope = self.calibrators["scope"]
            ours = scope(_scope_view(scores, nearest, rows.share))[:, scope.names.index(YES)]
        else:
            ours = np.ones(len(scores))
        return [self._decision(told, i, float(ours[i])) for i in range(len(scores))]

    def _decision(self, told: Dict[str, np.ndarray], line: int, ours: float) -> Decision:
        def ranked(head: str, times: float = 1.0) -> List[Tuple[str, float]]:
            if head not in told:
                return []
            pairs = zip(self.calibrators[head].names, told[head][line], strict=True)
            return sorted(((n, float(p) * times) for n, p in pairs), key=lambda x: (-x[1], x[0]))

        intents = ranked("intent")
        about_topic = dict(intents).get(ASK_TOPIC, 0.0)
        benefits = [
            (head.partition(" ")[2], float(p[line][self.calibrators[head].names.index(YES)]))
            for head, p in told.items()
            if head.startswith("benefit ") and YES in self.calibrators[head].names
        ]
        benefits.sort(key=lambda x: (-x[1], x[0]))
        return Decision(intents, benefits, ranked("aspect"), ranked("topic", about_topic), ours)

    def save(self, directory: Path) -> None:
        """Write the heads below `directory`."""
        arrays = {
            "sparse": self.scorer.sparse,
            "dense": self.scorer.dense,
            "offsets": self.scorer.offsets,
            "known": self.known,
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
            scorer = Scorer(arrays["sparse"], arrays["dense"], arrays["offsets"])
            return cls(written["names"], scorer, calibrators, arrays["known"], written["threshold"])


def _scope_view(scores: np.ndarray, nearest: np.ndarray, share: np.ndarray) -> np.ndarray:
    return np.hstack([scores, log_sum_exp(scores), 4 * nearest, 4 * share.reshape(-1, 1)])


def _calibrate(
    scores: np.ndarray, labels: Sequence[Label], lines: np.ndarray, sharpness: float
) -> Dict[str, Calibrator]:
    def head(truth: Dict[int, str]) -> Calibrator:
        return fit_calibrator(scores[list(truth)], list(truth.values()), sharpness)

    heads = {"intent": head({i: labels[i].intent for i in lines})}
    for benefit in sorted({b for i in lines for b in labels[i].benefits}):
        heads[f"benefit {benefit}"] = head({i: YES if benefit in labels[i].benefits else NO for i in lines})
    if any(labels[i].aspect for i in lines):
        heads["aspect"] = head({i: labels[i].aspect or "" for i in lines if labels[i].intent == ASK_BENEFIT})
    if any(labels[i].topic for i in lines):
        heads["topic"] = head({i: labels[i].topic or "" for i in lines if labels[i].intent == ASK_TOPIC})
    return heads
