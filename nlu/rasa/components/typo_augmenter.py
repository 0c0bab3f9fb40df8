"""Component that teaches slips: at training some lines come a second time, spoilt."""

from __future__ import annotations

import hashlib
import random
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.lines_once import LinesOnce
from components.typos import lose, spell, spoil

SPOILT = "spoilt"
"""Attribute of a spoilt copy: the line it was made from, so that the two never face each other in validation."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TypoAugmenter(GraphComponent):
    """Adds a spoilt copy for a `share` of the lines; the choice depends on the line alone."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give a copy to every second line."""
        return {"share": 0.5, "spelt": 0.1, "lost": 0.25, "shortest": 5}

    def __init__(self, config: Dict[str, Any]) -> None:
        """Take the settings."""
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TypoAugmenter:
        """Give an augmenter."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Give the lines and their spoilt copies."""
        copies: List[Message] = []
        for message in training_data.training_examples:
            text = message.get(TEXT)
            if not text or not message.get(INTENT) or message.get(ENTITIES):
                continue
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            chance = random.Random(seed)
            if len(text) < self._config["shortest"] or chance.random() >= self._config["share"]:
                continue
            slip = chance.random()
            if slip < self._config["spelt"]:
                spoilt = spell(text, chance)
            elif slip < self._config["spelt"] + self._config["lost"]:
                spoilt = lose(text, chance)
            else:
                spoilt = spoil(text, chance)
            if spoilt != text:
                copy = Message({TEXT: spoilt, INTENT: message.get(INTENT), SPOILT: text})
                if message.get(INTENT_RESPONSE_KEY):
                    copy.set(INTENT_RESPONSE_KEY, message.get(INTENT_RESPONSE_KEY))
                copies.append(copy)
        return LinesOnce.of(training_data, copies)

    def process(self, messages: List[Message]) -> List[Message]:
        """Leave messages of residents as they are."""
        return messages
