"""Component that turns typed pinyin into characters before anything else reads a message."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.pinyin_typing import PinyinTyping
from components.typo_augmenter import SPOILT

_FILE = "characters.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class PinyinReader(GraphComponent):
    """Learns the characters of the training lines; offsets of entities count in the converted text."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, typing: PinyinTyping) -> None:
        """Take the place where the characters are kept, and what is known of them."""
        self._storage = model_storage
        self._resource = resource
        self._typing = typing

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PinyinReader:
        """Give a reader that knows no character yet."""
        return cls(model_storage, resource, PinyinTyping({}, {}))

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PinyinReader:
        """Give the trained reader."""
        with model_storage.read_from(resource) as directory:
            typing = PinyinTyping.parse((directory / _FILE).read_text("utf-8"))
        return cls(model_storage, resource, typing)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the lines as they were written, not from their spoilt copies."""
        texts = [m.get(TEXT) for m in training_data.training_examples if m.get(TEXT) and not m.get(SPOILT)]
        self._typing = PinyinTyping.learn(texts)
        with self._storage.write_to(self._resource) as directory:
            (directory / _FILE).write_text(self._typing.dump(), "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Convert training lines, but for those with marks, whose offsets count in them as written."""
        for message in training_data.training_examples:
            if message.get(TEXT) and not message.get(ENTITIES):
                message.set(TEXT, self._typing.read(message.get(TEXT)))
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Convert messages as they come in."""
        for message in messages:
            message.set(TEXT, self._typing.read(message.get(TEXT) or ""))
        return messages
