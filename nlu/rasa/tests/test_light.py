"""The light start leaves out libraries, plans once, and parses together what waits together."""

import asyncio
import importlib
import sys
import unittest
from types import SimpleNamespace
from typing import Any, Dict, List

from light.absent import AbsentFinder
from light.straight import StraightRunner
from light.together import MOST, TogetherProcessor
from rasa.core.channels.channel import UserMessage
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.shared.nlu.training_data.message import Message


class LeavingOut(unittest.TestCase):
    def setUp(self) -> None:
        finder = AbsentFinder(frozenset({"no_such_library"}))
        sys.meta_path.insert(0, finder)
        self.addCleanup(sys.meta_path.remove, finder)
        self.addCleanup(
            lambda: [sys.modules.pop(n) for n in list(sys.modules) if n.startswith("no_such_lib")]
        )

    def test_what_is_left_out_can_be_imported_inherited_from_and_used_as_a_decorator(self) -> None:
        library = importlib.import_module("no_such_library.deep.inside")

        class Layer(library.keras.Layer):
            """Inherits from what is not there."""

        @library.function
        def given() -> int:
            return 1

        self.assertEqual(given(), 1)
        self.assertTrue(issubclass(Layer, library.keras.Layer))

    def test_whoever_makes_an_object_of_it_is_told(self) -> None:
        library = importlib.import_module("no_such_library")

        class Layer(library.Layer):
            """Inherits from what is not there."""

        with self.assertRaisesRegex(RuntimeError, "run `rasa` itself"):
            Layer()


def _runner(asked: List[str]) -> StraightRunner:
    def node(name: str) -> Any:
        def run(*inputs: Any) -> Any:
            asked.append(name)
            return name, [name, *inputs]

        return run

    needs = {
        "last": {"a": "middle", "b": "given"},
        "first": {"a": "given"},
        "middle": {"a": "first"},
        "other": {},
    }
    nodes = {
        name: SchemaNode(needs=need, uses=object, fn="", constructor_name="", config={})  # type: ignore[arg-type]
        for name, need in needs.items()
    }
    runner = StraightRunner.__new__(StraightRunner)
    runner._graph_schema = GraphSchema(nodes)
    runner._instantiated_nodes = {name: node(name) for name in needs}
    return runner


class Planning(unittest.TestCase):
    def test_nodes_run_after_those_they_need_and_others_not_at_all(self) -> None:
        asked: List[str] = []
        runner = _runner(asked)
        for _ in range(2):
            found = runner.run({"given": 1}, ["last"])
        self.assertEqual(asked, ["first", "middle", "last"] * 2)
        first = ("first", ["first", ("given", 1)])
        self.assertEqual(found, {"last": ["last", ("middle", ["middle", first]), ("given", 1)]})


class _Graph:
    def __init__(self) -> None:
        self.runs: List[List[str]] = []

    def run(self, inputs: Dict[str, Any], targets: List[str]) -> Dict[str, Any]:
        texts = [m.text for m in inputs["__message__"]]
        self.runs.append(texts)
        if "bad" in texts:
            raise ValueError("cannot be parsed")
        return {
            targets[0]: [
                Message({"text": t, "intent": {"name": t}}, output_properties={"intent"}) for t in texts
            ]
        }


class Together(unittest.TestCase):
    def setUp(self) -> None:
        self.graph = _Graph()
        self.processor = TogetherProcessor.__new__(TogetherProcessor)
        self.processor.graph_runner = self.graph  # type: ignore[assignment]
        self.processor.model_metadata = SimpleNamespace(nlu_target="end")  # type: ignore[assignment]
        self.processor._waiting = []

    def _parse(self, texts: List[str]) -> List[Any]:
        async def all_at_once() -> List[Any]:
            asked = (self.processor.parse_message(UserMessage(t)) for t in texts)
            return await asyncio.gather(*asked, return_exceptions=True)

        return asyncio.run(all_at_once())

    def test_everybody_gets_the_own_answer(self) -> None:
        texts = [str(i) for i in range(MOST + 3)]
        answers = self._parse(texts)
        self.assertEqual([a["intent"]["name"] for a in answers], texts)
        self.assertEqual(list(map(len, self.graph.runs)), [MOST, 3])
        self.assertEqual(self._parse(["later"])[0]["intent"]["name"], "later")

    def test_what_cannot_be_parsed_spoils_nobody_else_s_answer(self) -> None:
        first, bad, last = self._parse(["first", "bad", "last"])
        self.assertEqual((first["intent"]["name"], last["intent"]["name"]), ("first", "last"))
        self.assertIsInstance(bad, ValueError)


if __name__ == "__main__":
    unittest.main()
