"""Component that says which closed lists of words a line touches: sides of a question, other places, other business."""

from __future__ import annotations

from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.asking import asking
from components.cues import cues_in
from components.sparse_row import sparse_row


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class CueFeaturizer(GraphComponent):
    """Adds one sparse row: `weight` for every list that the line touches, and for every one that its question does."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give the weight found by validation on another hand's lines."""
        return {"weight": 0.5}

    def __init__(self, weight: float, name: str) -> None:
        """Take the weight of a cue."""
        self._weight = weight
        self._name = name

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CueFeaturizer:
        """Give a featurizer."""
        return cls(float(config["weight"]), execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to training lines."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add features to messages."""
        for message in messages:
            text = message.get(TEXT) or ""
            question, cues = asking(text), cues_in(text)
            cues = [*cues, *(cues if question == text else cues_in(question))]
            touched = np.flatnonzero(cues).astype(np.int32)
            weights = np.full(len(touched), self._weight, dtype=np.float32)
            row = sparse_row(weights, touched, len(cues))
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages
