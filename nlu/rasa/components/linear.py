"""Linear models over sparse and dense rows: many yes-no questions about the same lines."""

import warnings
from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np
from joblib import Parallel, delayed
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from components.rows import Rows

PROCESSES = 2
"""As many as the cores that training is measured on."""


@dataclass(frozen=True)
class Question:
    """One yes-no question: its name, for each line 1, -1, or 0 where the line has no say."""

    name: str
    answers: np.ndarray


@dataclass(frozen=True)
class Scorer:
    """Weights of sparse and of dense features (features x questions), and offsets; the sparse ones may be in half precision."""

    sparse: np.ndarray
    dense: np.ndarray
    offsets: np.ndarray

    def __call__(self, rows: Rows) -> np.ndarray:
        """Give the signed distances, one row a line."""
        sparse = rows.sparse
        ends = zip(sparse.indptr[:-1], sparse.indptr[1:], strict=True)
        # Only the weights that a line touches are widened: a whole copy in single precision would take 40 MB more.
        touched = [
            sparse.data[start:end] @ self.sparse[sparse.indices[start:end]].astype(np.float32)
            for start, end in ends
        ]
        return np.asarray(np.stack(touched) + rows.dense @ self.dense + self.offsets, dtype=np.float32)


def fit_scorer(rows: Rows, questions: Sequence[Question], cost: float) -> Scorer:
    """Fit a support vector machine a question, the same for the same lines."""

    joined = rows.joined().astype(np.float64)
    joined.sum_duplicates()
    joined.sort_indices()

    def fit(question: Question) -> np.ndarray:
        use = np.flatnonzero(question.answers)
        answers = question.answers[use]
        if len(set(answers.tolist())) < 2:
            always = float(answers[0]) if len(answers) else -1.0
            return np.append(np.zeros(joined.shape[1]), always)
        machine = LinearSVC(C=cost, tol=1e-3, random_state=0, max_iter=400)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(joined if len(use) == len(question.answers) else joined[use], answers)
        return np.append(machine.coef_[0], machine.intercept_[0])

    # One after the other: the solver's random numbers are global, and threads would make every training another one.
    fitted = np.stack([fit(question) for question in questions], axis=1).astype(np.float32)
    width = rows.sparse.shape[1]
    return Scorer(np.ascontiguousarray(fitted[:width]), np.ascontiguousarray(fitted[width:-1]), fitted[-1])


def fit_and_cross(
    rows: Rows, questions: Sequence[Question], cost: float, folds: np.ndarray
) -> Tuple[Scorer, np.ndarray]:
    """Give the scorer of all lines, and for every line the scores by a model that saw no line of its fold.

    The fits share no number, so they run in processes of their own, two at once, and come out as they would one by one.
    """
    dealt = np.unique(folds)
    left_out = [np.flatnonzero(folds != fold) for fold in dealt]
    parts = [(rows, questions)]
    parts += [(rows.take(seen), [Question(q.name, q.answers[seen]) for q in questions]) for seen in left_out]
    whole, *crossed = Parallel(n_jobs=PROCESSES)(delayed(fit_scorer)(*part, cost) for part in parts)
    scores = np.zeros((len(folds), len(questions)), dtype=np.float32)
    for fold, scorer in zip(dealt, crossed, strict=True):
        unseen = np.flatnonzero(folds == fold)
        scores[unseen] = scorer(rows.take(unseen))
    return whole, scores


@dataclass(frozen=True)
class Calibrator:
    """Turns scores into probabilities of `names`, which exclude one another."""

    names: List[str]
    weights: np.ndarray
    offsets: np.ndarray

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        """Give probabilities, one row a line."""
        z = scores @ self.weights + self.offsets
        z = np.exp(z - z.max(axis=1, keepdims=True))
        return z / z.sum(axis=1, keepdims=True)


def fit_calibrator(scores: np.ndarray, truth: Sequence[str], cost: float) -> Calibrator:
    """Fit a logistic regression of the true names on cross-validated scores."""
    names = sorted(set(truth))
    if len(names) == 1:
        return Calibrator(names, np.zeros((scores.shape[1], 1)), np.zeros(1))
    fitted = LogisticRegression(C=cost, max_iter=300, solver="lbfgs").fit(scores, list(truth))
    weights, offsets = fitted.coef_, fitted.intercept_
    if len(names) == 2:
        weights, offsets = np.vstack([-weights, weights]) / 2, np.array([-offsets[0], offsets[0]]) / 2
    return Calibrator(list(fitted.classes_), weights.T.copy(), offsets)
