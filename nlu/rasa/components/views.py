"""What each calibrator looks at: its own head's scores, and little else. More overfits, and the best answer suffers."""

from typing import Dict, List, Sequence, Union

import numpy as np

from components.rows import Rows


def log_sum_exp(scores: np.ndarray) -> np.ndarray:
    """Give one number a line that is high when any question is answered with a clear yes."""
    top = scores.max(axis=1, keepdims=True)
    return top + np.log(np.exp(2 * (scores - top)).sum(axis=1, keepdims=True)) / 2


def _cut(columns: List[int]) -> Union[slice, List[int]]:
    """Give columns as one piece where they lie side by side: such a piece is not copied."""
    whole = columns == list(range(columns[0], columns[-1] + 1))
    return slice(columns[0], columns[-1] + 1) if whole else columns


class Views:
    """Cuts the scores of all questions into the columns that one head's calibrator sees."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of the questions: `intent greet`, `benefit ...`, `aspect ...`, `topic ...`."""
        self._columns: Dict[str, List[int]] = {}
        for i, name in enumerate(names):
            self._columns.setdefault(name.partition(" ")[0], []).append(i)
        self._cuts = {kind: _cut(columns) for kind, columns in self._columns.items()}
        self._names = list(names)

    def names_of(self, kind: str) -> List[str]:
        """Give the names of one kind, in the order of their scores."""
        return [self._names[i].partition(" ")[2] for i in self._columns.get(kind, ())]

    def of(self, head: str, scores: np.ndarray) -> np.ndarray:
        """Give the view of `intent`, `aspect`, `topic` or `benefit`, one row a line."""
        if head in ("aspect", "topic"):
            return scores[:, self._cuts[head]]
        if head == "intent":
            return np.hstack(
                [
                    scores[:, self._cuts["intent"]],
                    self._best("benefit", scores),
                    self._best("topic", scores),
                ]
            )
        return scores[:, self._cuts.get("benefit", slice(0))]

    def of_scope(self, scores: np.ndarray, rows: Rows, nearest: np.ndarray) -> np.ndarray:
        """Give what tells whether a line is ours: all that `intent` sees, and how near any training line lies."""
        near = 4 * nearest.reshape(-1, 1)
        share = 4 * rows.share.reshape(-1, 1)
        return np.hstack([self.of("intent", scores), log_sum_exp(scores), near, share])

    def _best(self, kind: str, scores: np.ndarray) -> np.ndarray:
        cut = self._cuts.get(kind)
        return np.zeros((len(scores), 1)) if cut is None else scores[:, cut].max(axis=1, keepdims=True)
