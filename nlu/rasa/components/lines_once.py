"""Training lines that Rasa need not hash in full after every component: that took a minute of every training."""

from __future__ import annotations

import hashlib
from typing import List

from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

EVERY = 97
"""Of every so many lines one is hashed with all its features; they follow from text and settings, so a sample tells."""


class LinesOnce(TrainingData):
    """Training data whose fingerprint reads every text and label, and the features of a sample."""

    @classmethod
    def of(cls, lines: TrainingData, more: List[Message]) -> LinesOnce:
        """Give `lines` and `more` together, without copying a line."""
        return cls(
            [*lines.training_examples, *more],
            lines.entity_synonyms,
            lines.regex_features,
            lines.lookup_tables,
            lines.responses,
        )

    def fingerprint(self) -> str:
        """Give a hash that changes with any text, any label, and (by sample) with the features."""
        digest = hashlib.sha256()
        for i, line in enumerate(self.training_examples):
            label = line.get(INTENT_RESPONSE_KEY) or line.get(INTENT)
            digest.update(f"{line.get(TEXT)}\n{label}\n{len(line.features)}\n".encode())
            if i % EVERY == 0:
                digest.update(line.fingerprint().encode())
        return digest.hexdigest()
