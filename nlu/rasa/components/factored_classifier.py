"""Component that decides intent, benefits, aspect, topic and scope from the features before it."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.heads import Decision, Heads, Settings
from components.labels import EMERGENCY, OUT_OF_SCOPE, Label, read_label
from components.rows import gather
from components.safety import is_emergency, tells_no_danger
from components.text import has_words
from components.typo_augmenter import SPOILT

LEAST = 0.01
"""Confidences below this are not reported."""

SURE = 0.99


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FactoredClassifier(GraphComponent, IntentClassifier):
    """Reads retrieval intents apart and gives `benefits`, `topics`, `aspect` and `scope` beside the intent."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give the settings found by cross-validation; see `heads.Settings`.

        An emergency is taken as one from the probability `emergency_least` on: one alarm too many costs a sentence.
        Words that tell of something over or want peace need `emergency_surely`: a death long ago sounds like danger.
        """
        return {
            "cost": 0.3,
            "sharpness": 0.5,
            "folds": 3,
            "ours_from": 0.6,
            "emergency_net": True,
            "emergency_least": 0.2,
            "emergency_surely": 0.6,
        }

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        heads: Optional[Heads] = None,
    ) -> None:
        """Take the settings and, when loaded, the fitted heads."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._heads = heads

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactoredClassifier:
        """Give an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FactoredClassifier:
        """Give the trained classifier."""
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, Heads.read(directory))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the heads on all labelled lines."""
        lines = [m for m in training_data.training_examples if m.get(TEXT) and m.get(INTENT)]
        labels = [_label(m) for m in lines]
        groups = [m.get(SPOILT) or m.get(TEXT) for m in lines]
        settings = Settings(**{k: self._config[k] for k in ("cost", "sharpness", "folds", "ours_from")})
        self._heads = Heads.fit(gather(lines), labels, groups, settings)
        with self._storage.write_to(self._resource) as directory:
            self._heads.save(directory)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Write the decisions into the messages."""
        if self._heads is None or not messages:
            return messages
        decisions = self._heads.decide(gather(messages))
        for message, decision in zip(messages, decisions, strict=True):
            self._write(message, decision, self._heads.threshold)
        return messages

    def _write(self, message: Message, decision: Decision, threshold: float) -> None:
        text = message.get(TEXT) or ""
        ranking = decision.intents
        score = decision.in_scope
        danger = dict(ranking).get(EMERGENCY, 0.0)
        if self._config["emergency_net"] and is_emergency(text):
            ranking, score = _first(ranking, EMERGENCY), 1.0
        elif danger >= self._config["emergency_least"]:
            over = danger < self._config["emergency_surely"] and tells_no_danger(text)
            ranking = sorted(ranking, key=lambda pair: (pair[0] == EMERGENCY) == over)
            score = score if over else 1.0
        elif not has_words(text) and OUT_OF_SCOPE in dict(ranking):
            ranking, score = _first(ranking, OUT_OF_SCOPE), 0.0
        listed = [_named(name, p) for name, p in ranking]
        message.set(INTENT, listed[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, listed[:5], add_to_output=True)
        message.set(
            "benefits", [_named(n, p) for n, p in decision.benefits if p >= LEAST], add_to_output=True
        )
        message.set("topics", [_named(n, p) for n, p in decision.topics if p >= LEAST], add_to_output=True)
        aspects = [_named(n, p) for n, p in decision.aspects] or [_named("general", 0.0)]
        message.set("aspect", aspects[0], add_to_output=True)
        message.set("aspect_ranking", aspects[:3], add_to_output=True)
        message.set("scope", {"score": round(score, 4), "in_scope": score >= threshold}, add_to_output=True)


def _label(message: Message) -> Label:
    written = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
    return read_label(written)


def _named(name: str, confidence: float) -> Dict[str, Any]:
    return {"name": name, "confidence": round(confidence, 4)}


def _first(ranking: List[Tuple[str, float]], name: str) -> List[Tuple[str, float]]:
    rest = [(n, p * (1 - SURE)) for n, p in ranking if n != name]
    return [(name, max(SURE, dict(ranking).get(name, 0.0))), *rest]
