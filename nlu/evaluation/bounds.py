"""What must hold of the understanding, beside what was measured: the table that `make nlu-report` begins with."""

from collections.abc import Iterator
from dataclasses import dataclass

from nlu.evaluation.figures import ANY_NOISE, NOISE, PLAIN, Evaluated, by_noise, scores
from nlu.evaluation.scoring import Rate
from nlu.evaluation.speed import Speed

MOST_BELOW_PLAIN = 0.05
MOST_MEMORY_MB = 900
MOST_READY_SECONDS = 10.0
MOST_TRAINING_SECONDS = 180.0
MOST_MEDIAN_SECONDS, MOST_P99_SECONDS, LEAST_RATE = 0.010, 0.025, 150


@dataclass(frozen=True, slots=True)
class Machine:
    """What understanding costs the machine; None where it was not measured."""

    speed: Speed | None = None
    ready_seconds: float | None = None
    memory_bytes: int | None = None
    training_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that must hold: its bound in words, what was found, and whether it holds (None: not measured)."""

    name: str
    bound: str
    found: str
    holds: bool | None

    def __str__(self) -> str:
        sign = "-" if self.holds is None else "ok" if self.holds else "NO"
        return f"{sign:3} {self.name:36} {self.bound:24} {self.found}"


# The contract (section 4) lets facts that follow strictly be added, so they are not held against the reader here; the
# figure in which they are stands among all scores.
_SHARES = (
    ("benefits", 0.95, 0.97),
    ("aspect", 0.91, 0.94),
    ("facts F1, what follows allowed", 0.93, 0.95),
    ("other intents", 0.95, None),
    ("out of scope declined", 0.92, 0.95),
    ("in scope not declined", 0.96, 0.97),
    ("emergencies", 1.0, None),
    ("follow-ups", 0.90, None),
)


def rows(evaluated: Evaluated, machine: Machine) -> Iterator[Row]:
    """Give every row of the table; a row holds or fails by the figure itself, whatever its interval."""
    table = scores(evaluated)
    for name, least, aim in _SHARES:
        bound = f">= {100 * least:.0f} %" + (f" (aim {100 * aim:.0f})" if aim else "")
        found = table.get(name)
        yield Row(name, bound, str(found) if found else "no lines", found.share >= least if found else None)
    yield from _noise_rows(by_noise(evaluated.lines))
    yield from _machine_rows(machine)


def _noise_rows(noise: dict[str, Rate]) -> Iterator[Row]:
    plain = noise.get(PLAIN)
    for tag in (ANY_NOISE, *NOISE):
        found = noise.get(tag)
        if plain is None or found is None:
            continue
        below = plain.share - found.share
        yield Row(
            f"{tag} below plain lines",
            f"<= {100 * MOST_BELOW_PLAIN:.0f} points",
            f"{100 * below:5.1f}    ({100 * plain.share:.1f} % -> {found})",
            below <= MOST_BELOW_PLAIN,
        )


def _machine_rows(machine: Machine) -> Iterator[Row]:
    speed = machine.speed
    yield _figure(
        "latency p50, one client", MOST_MEDIAN_SECONDS * 1e3, "ms", speed.median * 1e3 if speed else None
    )
    yield _figure(
        "latency p99, one client", MOST_P99_SECONDS * 1e3, "ms", speed.ninety_ninth * 1e3 if speed else None
    )
    together = speed.together if speed else None
    yield Row(
        "messages a second, 8 clients",
        f">= {LEAST_RATE}",
        _said(together, ""),
        None if together is None else together >= LEAST_RATE,
    )
    yield _figure("ready after start", MOST_READY_SECONDS, "s", machine.ready_seconds)
    memory = None if machine.memory_bytes is None else machine.memory_bytes / 1e6
    yield _figure("memory", MOST_MEMORY_MB, "MB", memory)
    yield _figure("training", MOST_TRAINING_SECONDS, "s", machine.training_seconds)


def _figure(name: str, most: float, unit: str, found: float | None) -> Row:
    return Row(name, f"<= {most:.0f} {unit}", _said(found, unit), None if found is None else found <= most)


def _said(found: float | None, unit: str) -> str:
    return "not measured" if found is None else f"{found:5.1f} {unit}".rstrip()
