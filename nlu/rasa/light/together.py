"""Parses what waits at once in one go: eight who write at the same moment share the reading of the weights."""

from __future__ import annotations

import asyncio
from typing import Any, Dict, List, NamedTuple, Optional, Text

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT

MOST = 8
"""Messages parsed in one go: the last of more would wait too long for the first."""


class _Waiting(NamedTuple):
    message: UserMessage
    only_output: bool
    parsed: "asyncio.Future[Dict[Text, Any]]"


class TogetherProcessor(MessageProcessor):
    """Gives what Rasa's processor gives for a model of understanding alone; nobody waits for others to come."""

    _waiting: List[_Waiting]

    def __init__(self, *given: Any, **named: Any) -> None:
        """Load the model."""
        super().__init__(*given, **named)
        self._waiting = []

    async def parse_message(
        self,
        message: UserMessage,
        tracker: Optional[DialogueStateTracker] = None,
        only_output_properties: bool = True,
    ) -> Dict[Text, Any]:
        """Parse a message, together with those that came in while the last ones were parsed."""
        loop = asyncio.get_running_loop()
        mine = _Waiting(message, only_output_properties, loop.create_future())
        self._waiting.append(mine)
        if len(self._waiting) == 1:
            loop.call_soon(self._parse_waiting)
        return await mine.parsed

    def _parse_waiting(self) -> None:
        now, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._parse_waiting)
        self._settle(now)

    def _settle(self, together: List[_Waiting]) -> None:
        """Answer each; whoever sent what cannot be parsed hears so, and nobody else."""
        try:
            self._answer(together)
        except Exception as error:  # noqa: BLE001 - whatever a component raises is that message's answer
            if len(together) > 1:
                for one in together:
                    self._settle([one])
            elif not together[0].parsed.done():
                together[0].parsed.set_exception(error)

    def _answer(self, together: List[_Waiting]) -> None:
        target = str(self.model_metadata.nlu_target)
        tracker = DialogueStateTracker.from_events(together[0].message.sender_id, [])
        given = {PLACEHOLDER_MESSAGE: [one.message for one in together], PLACEHOLDER_TRACKER: tracker}
        messages = self.graph_runner.run(inputs=given, targets=[target])[target]
        answers = [
            {
                TEXT: "",
                INTENT: {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0},
                ENTITIES: [],
                **message.as_dict(only_output_properties=one.only_output),
            }
            for one, message in zip(together, messages, strict=True)
        ]
        for one, answer in zip(together, answers, strict=True):
            if not one.parsed.done():
                one.parsed.set_result(answer)
