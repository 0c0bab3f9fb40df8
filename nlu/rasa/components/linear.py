"""Linear models over sparse and dense rows: many yes-no questions about the same lines."""

import warnings
from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np
import scipy.sparse
from joblib import Parallel, delayed
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from components.rows import Rows

PROCESSES = 2
"""As many as the cores that training is measured on."""

SHARES = 2
"""Into so many shares the questions are dealt."""


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


def _fit(lines: scipy.sparse.csr_matrix, questions: Sequence[Question], cost: float) -> np.ndarray:
    """Give a column of weights and the offset for each question, by a support vector machine, always the same."""
    whole, parts = len(questions[0].answers), {}

    def those(use: np.ndarray) -> scipy.sparse.csr_matrix:
        # Questions of one kind are asked of the same lines: these are taken once.
        if len(use) == whole:
            return lines
        if use.tobytes() not in parts:
            parts.clear()
            parts[use.tobytes()] = lines[use]
        return parts[use.tobytes()]

    def fit(question: Question) -> np.ndarray:
        use = np.flatnonzero(question.answers)
        answers = question.answers[use]
        if len(set(answers.tolist())) < 2:
            always = float(answers[0]) if len(answers) else -1.0
            return np.append(np.zeros(lines.shape[1]), always)
        machine = LinearSVC(C=cost, tol=1e-3, random_state=0, max_iter=400)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(those(use), answers)
        return np.append(machine.coef_[0], machine.intercept_[0])

    # One after the other: the solver's random numbers are global, and threads would make every training another one.
    return np.stack([fit(question) for question in questions], axis=1).astype(np.float32)


def _fit_seen(
    lines: scipy.sparse.csr_matrix, seen: np.ndarray, questions: Sequence[Question], cost: float
) -> np.ndarray:
    part = lines if len(seen) == lines.shape[0] else lines[seen]
    return _fit(part, [Question(q.name, q.answers[seen]) for q in questions], cost)


def fit_and_cross(
    rows: Rows, questions: Sequence[Question], cost: float, folds: np.ndarray
) -> Tuple[Scorer, np.ndarray]:
    """Give the scorer of all lines, and for every line the scores by a model that saw no line of its fold.

    The fits share no number, so they run in processes of their own, two at once, and come out as they would one by one.
    """
    dealt = np.unique(folds)
    parts = [np.arange(len(folds)), *(np.flatnonzero(folds != fold) for fold in dealt)]
    lines = rows.joined().astype(np.float64)
    lines.sum_duplicates()
    # The largest first, in shares so small that both processes end at about the same time.
    shares = [questions[i::SHARES] for i in range(min(SHARES, len(questions)))]
    jobs = [(seen, share) for seen in parts for share in shares]
    fitted = Parallel(n_jobs=PROCESSES)(delayed(_fit_seen)(lines, *job, cost) for job in jobs)
    width = rows.sparse.shape[1]
    scorers = []
    for at in range(0, len(fitted), len(shares)):
        weights = np.empty((lines.shape[1] + 1, len(questions)), dtype=np.float32)
        for i, share in enumerate(fitted[at : at + len(shares)]):
            weights[:, i::SHARES] = share
        scorers.append(
            Scorer(
                np.ascontiguousarray(weights[:width]), np.ascontiguousarray(weights[width:-1]), weights[-1]
            )
        )
    scores = np.zeros((len(folds), len(questions)), dtype=np.float32)
    for fold, scorer in zip(dealt, scorers[1:], strict=True):
        unseen = np.flatnonzero(folds == fold)
        scores[unseen] = scorer(rows.take(unseen))
    return scorers[0], scores


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
