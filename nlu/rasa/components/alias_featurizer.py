"""Component that says which benefits' names stand in a line: the policy book's aliases, baked in at training."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.lexicon import Lexicon, read_policy_book
from components.sparse_row import sparse_row

_HERE = Path(__file__).resolve().parent.parent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class AliasFeaturizer(GraphComponent):
    """Adds for every benefit: named for sure, named among others, heard, heard among others, named with a lost character."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give the book's place (from the Rasa project's directory) and the weights of a name."""
        return {"book": "../policies", "written": 1.0, "heard": 0.7, "gapped": 0.7}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        name: str,
        lexicon: Lexicon,
    ) -> None:
        """Take the settings and the lexicon (empty before training)."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._name = name
        self._know(lexicon)

    def _know(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._places = {benefit: place for place, benefit in enumerate(lexicon.ids)}

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Give the book's hash, so that Rasa's cache sees a changed alias."""
        book = _HERE / config.get("book", cls.get_default_config()["book"])
        return hashlib.sha256(Lexicon(read_policy_book(book)).dump().encode()).hexdigest()

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AliasFeaturizer:
        """Give a featurizer that knows no name yet."""
        return cls(config, model_storage, resource, execution_context.node_name, Lexicon([]))

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AliasFeaturizer:
        """Give the featurizer with the names of its training."""
        with model_storage.read_from(resource) as directory:
            lexicon = Lexicon.parse((directory / "lexicon.json").read_text("utf-8"))
        return cls(config, model_storage, resource, execution_context.node_name, lexicon)

    def train(self, training_data: TrainingData) -> Resource:
        """Read the policy book and keep its names."""
        self._know(Lexicon(read_policy_book(_HERE / self._config["book"])))
        with self._storage.write_to(self._resource) as directory:
            (directory / "lexicon.json").write_text(self._lexicon.dump(), "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to training lines."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add one sparse row a message."""
        for message in messages:
            row = self._row(message.get(TEXT) or "")
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages

    def _row(self, text: str) -> scipy.sparse.csr_matrix:
        weights: Dict[int, float] = {}
        named = self._lexicon.named_in(text)
        for found, kind, first in (
            (named.written, "written", 0),
            (named.heard, "heard", 2),
            (named.gapped, "gapped", 4),
        ):
            for name in found:
                among_others = len(name.means) > 1
                for meant in name.means:
                    weights[5 * self._places[meant] + first + among_others] = self._config[kind]
        columns = sorted(column for column, weight in weights.items() if weight)
        values = np.array([weights[column] for column in columns], dtype=np.float32)
        return sparse_row(values, np.array(columns, dtype=np.int32), 5 * len(self._places) + 1)
