"""How often Python looks for garbage that points in a circle while millions of small values are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = 100_000
_inside: list[tuple[int, int, int]] = []


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let Python look for circles a hundred times less often, in the whole process, until the last that asked is done.

    For work on many rows at once: tuples of plain values are freed without that search, which took a third of the time.
    """
    _inside.append(gc.get_threshold())
    gc.set_threshold(_RARELY, *_inside[0][1:])
    try:
        yield
    finally:
        # Whoever is done last puts back what was found first.
        usual = _inside[0]
        _inside.pop()
        if not _inside:
            gc.set_threshold(*usual)
