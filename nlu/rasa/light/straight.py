"""Runs the components one after the other, in an order settled once: Rasa plans its graph anew for every message."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text, Tuple

import dask.core
from rasa.engine.runner.dask import DaskGraphRunner


class StraightRunner(DaskGraphRunner):
    """Gives what Rasa's runner gives; the plan costs a message nothing."""

    _plans: Dict[Tuple[Text, ...], List[Tuple[Text, Tuple[Text, ...]]]]

    def run(
        self, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None
    ) -> Dict[Text, Any]:
        """Run the nodes that `targets` need; give the targets' outputs by name."""
        wanted = tuple(targets if targets else self._graph_schema.target_names)
        given = {name: (name, value) for name, value in (inputs or {}).items()}
        done: Dict[Text, Any] = dict(given)
        for name, needs in self._plan(wanted):
            # A need that nobody meets goes in by its name, which the node reports.
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return dict(done[name] for name in wanted)

    def _plan(self, targets: Tuple[Text, ...]) -> List[Tuple[Text, Tuple[Text, ...]]]:
        plans = self.__dict__.setdefault("_plans", {})
        if targets not in plans:
            nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            within = {name: [need for need in found if need in needs] for name, found in needs.items()}
            plans[targets] = [(name, needs[name]) for name in dask.core.toposort(within)]
        return plans[targets]
