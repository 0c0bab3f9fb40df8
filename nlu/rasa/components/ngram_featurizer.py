"""Component that gives the sparse features: n-grams of characters, of pinyin, of the clause that asks and, if wanted, of words."""

from __future__ import annotations

import json
import logging
from typing import Any, Dict, List, Optional

import jieba
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

from components.asking import asking
from components.sparse_row import sparse_row
from components.text import characters, legible, syllables
from components.weights import GramBlock

jieba.setLogLevel(logging.ERROR)


def words(text: str) -> List[str]:
    """Cut `text` into words."""
    return [w for w in jieba.lcut(legible(text)) if w.strip()]


def asked(text: str) -> List[str]:
    """Cut the clause of `text` that asks into characters."""
    return characters(asking(text))


CUTS = {"characters": characters, "pinyin": syllables, "asking": asked, "words": words}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """TF-IDF blocks; `blocks` maps a cut to its longest n-gram and scale (scale 0 switches it off)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give the settings found best by cross-validation."""
        return {
            "blocks": {
                "characters": [3, 1.0],
                "pinyin": [3, 0.6],
                "asking": [3, 0.7],
                "words": [1, 0.0],
            },
            "rarest": 2,
        }

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, name: str
    ) -> None:
        """Take the settings and the place where the learnt weights are kept."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._name = name
        self._blocks = {
            cut: GramBlock(CUTS[cut], int(longest), float(scale))
            for cut, (longest, scale) in config["blocks"].items()
            if scale
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Give an untrained featurizer."""
        return cls(config, model_storage, resource, execution_context.node_name)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Give the trained featurizer."""
        featurizer = cls(config, model_storage, resource, execution_context.node_name)
        with model_storage.read_from(resource) as directory:
            for cut, block in featurizer._blocks.items():
                block.columns = json.loads((directory / f"{cut}.json").read_text("utf-8"))
                block.idf = np.load(directory / f"{cut}.npy")
        if "words" in featurizer._blocks:
            jieba.initialize()
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the blocks from all lines and keep them."""
        texts = [m.get(TEXT) for m in training_data.training_examples if m.get(TEXT)]
        with self._storage.write_to(self._resource) as directory:
            for cut, block in self._blocks.items():
                block.fit(texts, int(self._config["rarest"]))
                (directory / f"{cut}.json").write_text(json.dumps(block.columns, ensure_ascii=False), "utf-8")
                np.save(directory / f"{cut}.npy", block.idf)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to training lines."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add one sparse row a message; its first column is the share of n-grams that training knew."""
        for message in messages:
            row = self._row(message.get(TEXT) or "")
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages

    def _row(self, text: str) -> scipy.sparse.csr_matrix:
        indices, values, offset = [], [], 1
        share: Optional[float] = None
        for block in self._blocks.values():
            index, weight, known = block.weigh(text)
            share = known if share is None else share
            indices.append(index + offset)
            values.append(weight)
            offset += len(block.columns)
        index = np.concatenate([[0], *indices]).astype(np.int32)
        value = np.concatenate([[share or 0.0], *values]).astype(np.float32)
        return sparse_row(value, index, offset)
