"""Ordered decision diagrams: one test of an axis a node, one child a cell, shared where they say the same.

Nodes are numbers in a `Diagrams` store; the numbers below `TERMINALS` are the ends. A set of cells is an int with one
bit a cell, and what is known of a person is one such set a level.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

NO, YES, UNCLEAR, IMPOSSIBLE = range(4)
"""The ends of a rule; `IMPOSSIBLE` are combinations that no person can have."""

FIRST_AMOUNT = 4
"""Ends from here on stand for amounts."""

TERMINALS = 256
"""How many numbers are kept for ends."""

Masks = Sequence[int]
"""For each level the set of cells that are still open."""

Edges = tuple[tuple[int, int], ...]
"""The nodes below a node, each with the set of cells that leads there."""


class Diagrams:
    """A store of nodes over levels of `widths` cells each."""

    def __init__(self, widths: Sequence[int]) -> None:
        self.widths = tuple(widths)
        last = len(self.widths)
        self.level = [last] * TERMINALS
        self.children: list[tuple[int, ...]] = [()] * TERMINALS
        self.edges: list[Edges] = [()] * TERMINALS
        self.ends = [1 << end if end != IMPOSSIBLE else 0 for end in range(TERMINALS)]
        self._made: dict[tuple[int, tuple[int, ...]], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """Give the node with these children, or the child itself where all are the same."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        made = self._made.get((level, children))
        if made is not None:
            return made
        number = len(self.level)
        self._made[level, children] = number
        self.level.append(level)
        self.children.append(children)
        masks: dict[int, int] = {}
        ends = 0
        for cell, child in enumerate(children):
            masks[child] = masks.get(child, 0) | 1 << cell
            ends |= self.ends[child]
        self.edges.append(tuple(masks.items()))
        self.ends.append(ends)
        return number

    def test(self, level: int, cells: int) -> int:
        """Give the diagram that says yes in these cells of the level, else no."""
        return self.node(level, tuple(cells >> cell & 1 for cell in range(self.widths[level])))

    def choose(self, test: int, then: int, other: int) -> int:
        """Give the diagram that is `then` where `test` says yes, and `other` where it says no."""
        if test == YES or then == other:
            return then
        if test == NO:
            return other
        if then == YES and other == NO:
            return test
        key = (test, then, other)
        chosen = self._chosen.get(key)
        if chosen is not None:
            return chosen
        level = min(self.level[test], self.level[then], self.level[other])
        width = self.widths[level]
        parts = [
            self.children[part] if self.level[part] == level else (part,) * width
            for part in (test, then, other)
        ]
        known: dict[tuple[int, int, int], int] = {}
        children = []
        for three in zip(*parts, strict=True):
            child = known.get(three)
            if child is None:
                child = known[three] = self.choose(*three)
            children.append(child)
        made = self.node(level, tuple(children))
        self._chosen[key] = made
        return made

    def both(self, one: int, two: int) -> int:
        """Say yes where both do."""
        return self.choose(one, two, NO)

    def either(self, one: int, two: int) -> int:
        """Say yes where one does."""
        return self.choose(one, YES, two)

    def reach(self, root: int, masks: Masks) -> int:
        """Give the ends that some possible person in `masks` comes to, as bits; impossible ones are left out."""
        if root < TERMINALS:
            return self.ends[root]
        every = self.ends[root]
        level, edges = self.level, self.edges
        seen, waiting, ends = {root}, [root], 0
        while waiting:
            node = waiting.pop()
            mask = masks[level[node]]
            for child, cells in edges[node]:
                if cells & mask and child not in seen:
                    seen.add(child)
                    if child >= TERMINALS:
                        waiting.append(child)
                    elif child != IMPOSSIBLE:
                        ends |= 1 << child
                        if ends == every:
                            return ends
        return ends

    def tested(self, root: int) -> frozenset[int]:
        """Give every level that makes a difference to somebody below `root`."""
        seen, waiting = {root}, [root]
        while waiting:
            fresh = set(self.children[waiting.pop()]) - seen
            seen |= fresh
            waiting.extend(fresh)
        return frozenset(self.level[node] for node in seen if node >= TERMINALS)

    def levels(self, root: int, masks: Masks) -> frozenset[int]:
        """Give the levels that still make a difference below `root` for those in `masks`."""
        return frozenset(self.level[node] for node in self.open_nodes(root, masks))

    def open_nodes(self, root: int, masks: Masks) -> Mapping[int, Edges]:
        """Give every node that still decides something for those in `masks`, with what its open cells lead to.

        The first one is the root's; they stand in order of level, and at least two different edges leave each.
        """
        meaning: dict[int, int] = {}
        kept: dict[tuple[int, Edges], int] = {}
        found: dict[int, Edges] = {}

        def mean(node: int) -> int:
            if node < TERMINALS:
                return node
            known = meaning.get(node)
            if known is not None:
                return known
            level = self.level[node]
            mask = masks[level]
            grouped: dict[int, int] = {}
            for child, cells in self.edges[node]:
                if cells & mask:
                    sense = mean(child)
                    grouped[sense] = grouped.get(sense, 0) | cells & mask
            if len(grouped) == 1:
                (sense,) = grouped
            else:
                edges = tuple(sorted(grouped.items()))
                sense = kept.setdefault((level, edges), node)
                if sense == node:
                    found[node] = edges
            meaning[node] = sense
            return sense

        reached = {mean(root)}
        ordered = {}
        for node in sorted(found, key=self.level.__getitem__):
            if node in reached:
                ordered[node] = found[node]
                reached.update(child for child, _ in found[node])
        return ordered

    def varies(self, root: int, masks: Masks, free: frozenset[int]) -> bool:
        """Say whether two possible persons in `masks` who differ on no level but `free` ones come to different ends."""
        below: dict[int, int] = {}
        done: set[frozenset[int]] = set()

        def ends(node: int) -> int:
            if node < TERMINALS:
                return self.ends[node]
            known = below.get(node)
            if known is None:
                mask, known = masks[self.level[node]], 0
                for child, cells in self.edges[node]:
                    if cells & mask:
                        known |= ends(child)
                below[node] = known
            return known

        def walk(nodes: frozenset[int]) -> bool:
            every = 0
            for node in nodes:
                every |= ends(node)
            if not every & (every - 1) or nodes in done:
                return False
            done.add(nodes)
            level = min(self.level[node] for node in nodes)
            if level == len(self.widths):
                return True
            return any(walk(after) for after in self._after(nodes, level, masks[level], level in free))

        return walk(frozenset((root,)))

    def _after(
        self, nodes: frozenset[int], level: int, mask: int, together: bool
    ) -> Iterator[frozenset[int]]:
        """Give the nodes one level on: of all cells `together`, or once for each part of the cells."""
        here = [node for node in nodes if self.level[node] == level]
        passing = nodes.difference(here)
        if together:
            reached = {child for node in here for child, cells in self.edges[node] if cells & mask}
            yield passing.union(reached)
            return
        for part in parts(mask, [self.edges[node] for node in here]):
            cell = part & -part
            reached = {child for node in here for child, cells in self.edges[node] if cells & cell}
            yield passing.union(reached)


def parts(mask: int, nodes: Iterable[Edges]) -> list[int]:
    """Split a set of cells into those that no node tells apart."""
    found = [mask]
    for edges in nodes:
        found = [part & cells for part in found for _, cells in edges if part & cells]
    return found
