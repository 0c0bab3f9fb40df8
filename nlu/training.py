"""Trains the understanding model when what it is made from changed."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

PROJECT = Path(__file__).parent / "rasa"
POLICIES = Path(__file__).parent / "policies"
KEPT_MODELS = 2


class TrainingError(Exception):
    """Training failed; the text says at what, and where the full account lies."""


def _sources() -> Iterator[Path]:
    """Everything whose change makes another model."""
    yield PROJECT / "config.yml"
    yield PROJECT / "requirements.lock"
    for folder, pattern in (
        (PROJECT / "data", "*.yml"),
        (PROJECT / "components", "*.py"),
        (POLICIES, "**/*.yaml"),
    ):
        yield from sorted(folder.glob(pattern))


def fingerprint() -> str:
    """Gives sixteen hexadecimal digits that change when the training data, the pipeline or the policies' names do."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.relative_to(PROJECT.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model's file, and whether it was there already."""

    path: Path
    was_there: bool


def wanted_model() -> Path:
    """Gives the file in which the model of the present sources lies, or will lie once trained."""
    return PROJECT / "models" / f"huimin-{fingerprint()}.tar.gz"


def training_seconds(model: Path) -> float | None:
    """Gives how long a model took to train; None where it was not trained here."""
    noted = _seconds_of(model)
    return float(noted.read_text("utf-8")) if noted.exists() else None


def _seconds_of(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".seconds")


def train(*, if_changed: bool) -> Model:
    """Trains with `rasa train nlu`, started by `light`, in its own environment.

    Takes whether to do nothing when the model of these very sources exists. Raises TrainingError.
    """
    model = wanted_model()
    if if_changed and model.exists():
        return Model(model, was_there=True)
    python = PROJECT / ".venv" / "bin" / "python"
    if not python.exists():
        raise TrainingError("the understanding environment is missing: `make understanding` makes it")
    model.parent.mkdir(exist_ok=True)
    account = model.parent / "training.log"
    name = model.stem.removesuffix(".tar")
    command = [str(python), "-m", "light", "train", "nlu"]
    command += ["--config", "config.yml", "--nlu", "data", "--out", "models"]
    command += ["--fixed-model-name", name]
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "OMP_NUM_THREADS": "2",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "PYTHONHASHSEED": "0",
        # Rasa's cache does not see changed code, and hashing every feature costs a minute.
        "RASA_MAX_CACHE_SIZE": "0",
    }
    started = perf_counter()
    with account.open("wb") as log:
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env=os.environ | quiet,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
    if done.returncode != 0 or not model.exists():
        last = [line for line in account.read_text(errors="replace").splitlines() if line.strip()][-1:]
        raise TrainingError(
            f"training failed: {last[0].strip() if last else 'no output'} (all of it: {account})"
        )
    _seconds_of(model).write_text(f"{perf_counter() - started:.0f}\n", "utf-8")
    _forget_old_models(model)
    return Model(model, was_there=False)


def _forget_old_models(newest: Path) -> None:
    """Keeps the newest and the one before; models are large and Rasa would silently load a stray one."""
    others = sorted(
        (path for path in newest.parent.glob("huimin-*.tar.gz") if path != newest),
        key=lambda path: path.stat().st_mtime,
    )
    for path in others[: max(0, len(others) - (KEPT_MODELS - 1))]:
        path.unlink()
        _seconds_of(path).unlink(missing_ok=True)
