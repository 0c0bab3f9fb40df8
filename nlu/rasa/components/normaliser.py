"""Component that brings every message to the one written form before anything reads it."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.text import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Normaliser(GraphComponent):
    """Writes NFKC, simplified characters, no invisible characters; offsets of entities count in that text."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Normaliser:
        """Give a normaliser; it has nothing to configure."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalise training lines; an annotated line must be written in normal form already."""
        for message in training_data.training_examples:
            text = message.get(TEXT)
            if text and not message.get(ENTITIES):
                message.set(TEXT, normalise(text))
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Normalise messages as they come in."""
        for message in messages:
            message.set(TEXT, normalise(message.get(TEXT) or ""))
        return messages
