"""Component that marks the spans of a message that tell a fact: patterns first, the tagger for what they miss."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.span_patterns import Span, find_spans
from components.span_tagger import SpanTagger, train

_FILE = "spans.crfsuite"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SpanExtractor(GraphComponent, EntityExtractorMixin):
    """Gives `entities`; only training lines with marks teach the tagger, the others say nothing about spans."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give from which confidence on the tagger is believed."""
        return {"least": 0.6}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        tagger: Optional[SpanTagger] = None,
    ) -> None:
        """Take the settings and, when loaded, the tagger."""
        self._least = float(config["least"])
        self._storage = model_storage
        self._resource = resource
        self._tagger = tagger

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpanExtractor:
        """Give an untrained extractor."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpanExtractor:
        """Give the trained extractor; without marked lines it knows patterns alone."""
        with model_storage.read_from(resource) as directory:
            path = Path(directory) / _FILE
            return cls(
                config, model_storage, resource, SpanTagger(path.read_bytes()) if path.exists() else None
            )

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the tagger on the marked lines."""
        lines = [
            (m.get(TEXT), [(e["entity"], e["start"], e["end"]) for e in m.get(ENTITIES)])
            for m in training_data.training_examples
            if m.get(TEXT) and m.get(ENTITIES)
        ]
        with self._storage.write_to(self._resource) as directory:
            if lines:
                train(sorted(lines), str(Path(directory) / _FILE))
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Mark the spans of messages."""
        for message in messages:
            text = message.get(TEXT) or ""
            spans = find_spans(text)
            for span in self._tagger.tag(text) if self._tagger else ():
                clear = not any(span.start < s.end and s.start < span.end for s in spans)
                if clear and span.confidence >= self._least:
                    spans.append(span)
            spans.sort(key=lambda s: s.start)
            entities = [self._entity(text, span) for span in spans]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages

    @staticmethod
    def _entity(text: str, span: Span) -> Dict[str, Any]:
        return {
            "entity": span.kind,
            "start": span.start,
            "end": span.end,
            "value": text[span.start : span.end],
            "confidence_entity": round(span.confidence, 4),
            "extractor": f"SpanExtractor/{span.found_by}",
        }
