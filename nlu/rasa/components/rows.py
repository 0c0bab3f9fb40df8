"""The features of lines as two matrices, gathered from what the featurizers left on the messages."""

from dataclasses import dataclass
from typing import List

import numpy as np
import scipy.sparse
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.sparse_row import sparse_rows


@dataclass(frozen=True)
class Rows:
    """Lines as rows: `sparse` and `dense` features, the first encoder's unit rows, the share of known n-grams."""

    sparse: scipy.sparse.csr_matrix
    dense: np.ndarray
    near: np.ndarray
    share: np.ndarray

    def take(self, lines: np.ndarray) -> "Rows":
        """Give some of the rows."""
        return Rows(self.sparse[lines], self.dense[lines], self.near[lines], self.share[lines])

    def joined(self) -> scipy.sparse.csr_matrix:
        """Give all features in one matrix, the sparse ones first."""
        return scipy.sparse.hstack([self.sparse, scipy.sparse.csr_matrix(self.dense)], format="csr")


def gather(messages: List[Message]) -> Rows:
    """Gather the features of messages; the featurizer of n-grams comes first and begins with their known share."""
    indices, values, ends, dense, near, share = [], [], [0], [], [], []
    width = 0
    for message in messages:
        width, count, solid = 0, 0, []
        features = [f for f in message.features if f.attribute == TEXT]
        for feature in features:
            if feature.is_sparse():
                row = feature.features
                indices.append(row.indices + width)
                values.append(row.data)
                width += row.shape[1]
                count += len(row.data)
            else:
                solid.append(feature.features[0])
        ends.append(ends[-1] + count)
        first = next(f.features for f in features if f.is_sparse())
        share.append(first.data[0])
        dense.append(np.concatenate(solid))
        near.append(solid[0] / max(float(np.linalg.norm(solid[0])), 1e-6))
    sparse = sparse_rows(np.concatenate(values), np.concatenate(indices), np.array(ends), width)
    return Rows(sparse, np.stack(dense), np.stack(near), np.array(share, dtype=np.float32))
