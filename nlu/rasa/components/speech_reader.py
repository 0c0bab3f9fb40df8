"""Component that reads Wuhan speech, and words of Hong Kong and Taiwan, as the words that most lines use."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.speech import plainly


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SpeechReader(GraphComponent):
    """Replaces the words of `components.speech`; offsets of entities count in the text so read."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpeechReader:
        """Give a reader; it has nothing to configure."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read training lines, but for those with marks, whose offsets count in them as written."""
        for message in training_data.training_examples:
            if message.get(TEXT) and not message.get(ENTITIES):
                message.set(TEXT, plainly(message.get(TEXT)))
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Read messages as they come in."""
        for message in messages:
            message.set(TEXT, plainly(message.get(TEXT) or ""))
        return messages
