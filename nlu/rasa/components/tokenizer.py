"""Component that cuts text into characters: Chinese words have no borders that entities respect."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.text import tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CharacterTokenizer(Tokenizer):
    """Gives one token a character; runs of digits and of Latin letters stay whole."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give the settings every Rasa tokenizer has."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharacterTokenizer:
        """Give a tokenizer."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Cut annotated lines alone: nothing else is trained on tokens, and Rasa hashes every token many times."""
        annotated = [m for m in training_data.training_examples if m.get(ENTITIES)]
        super().process_training_data(TrainingData(annotated))
        return training_data

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Cut one attribute of a message."""
        text = message.get(attribute) or ""
        return [Token(m.group(), m.start(), m.end()) for m in tokens(text)]
