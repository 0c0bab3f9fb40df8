"""Turns the scores of benefits into probabilities; several may hold, so each is judged against its strongest rival."""

from dataclasses import dataclass
from typing import List, Sequence

import numpy as np

from components.linear import fit_calibrator

YES, NO = "yes", "no"


def rivals(scores: np.ndarray) -> np.ndarray:
    """Give for every score the highest other one of its line."""
    if scores.shape[1] < 2:
        return np.full_like(scores, -1.0)
    ordered = np.sort(scores, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(scores >= best, second, best)


@dataclass(frozen=True)
class BenefitCalibrator:
    """A logistic curve a benefit, over its own score and its rival's: `own`, `rival` and `offset` in the order of `names`."""

    names: List[str]
    own: np.ndarray
    rival: np.ndarray
    offset: np.ndarray

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        """Give probabilities, one row a line, one column a benefit."""
        z = scores * self.own + rivals(scores) * self.rival + self.offset
        return 1 / (1 + np.exp(-z))


def fit_benefits(
    names: Sequence[str], scores: np.ndarray, meant: Sequence[Sequence[str]], cost: float
) -> BenefitCalibrator:
    """Fit on cross-validated scores of questions about benefits and on the benefits that each line meant."""
    against = rivals(scores)
    curves = []
    for i, name in enumerate(names):
        truth = [YES if name in benefits else NO for benefits in meant]
        fitted = fit_calibrator(np.stack([scores[:, i], against[:, i]], axis=1), truth, cost)
        if len(fitted.names) == 1:
            curves.append((1.0, 0.0, 0.0))
            continue
        yes, no = fitted.names.index(YES), fitted.names.index(NO)
        slope = fitted.weights[:, yes] - fitted.weights[:, no]
        curves.append((float(slope[0]), float(slope[1]), float(fitted.offsets[yes] - fitted.offsets[no])))
    own, rival, offset = np.array(curves).T if curves else np.zeros((3, 0))
    return BenefitCalibrator(list(names), own, rival, offset)
