"""Stands in for libraries that Rasa imports at every start and that this project's pipeline never calls.

TensorFlow alone is five seconds of every start and half of the memory; only Rasa's own networks need it, and none stands in
`config.yml`. A stand-in can be imported, inherited from and written into annotations. Whoever makes an object of it is told.
"""

import sys
from abc import ABCMeta
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, FrozenSet, Optional, Sequence

LIBRARIES = frozenset(
    {"tensorflow", "tensorflow_addons", "tensorflow_hub", "keras", "matplotlib"}
) | frozenset({"pymongo", "boto3", "botocore", "aiogram", "slack_sdk", "webexteamssdk", "questionary"})
"""Networks, plots, stores of conversations, channels, questions on a terminal: Rasa has none of these here."""

NOT_SERVING = frozenset(("sklearn", "sklearn_crfsuite", "sqlalchemy"))
"""What only training calls."""


class _AbsentType(ABCMeta):
    """Makes every name below an absent class absent too, and lets it stand as a decorator."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __getitem__(cls, key: object) -> Any:
        return Absent

    def __call__(cls, *given: Any, **named: Any) -> Any:
        if cls is Absent:
            return given[0] if len(given) == 1 and callable(given[0]) and not named else Absent
        raise RuntimeError(f"{cls.__qualname__} needs a library that `light` leaves out: run `rasa` itself")


class Absent(metaclass=_AbsentType):
    """Whatever is imported from an absent library."""


class _AbsentModule(ModuleType):
    """A module in which every name is absent."""

    __path__: Sequence[str] = ()
    __version__ = "0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent


class AbsentFinder(MetaPathFinder, Loader):
    """Finds the modules of absent libraries before Python looks on the disk."""

    def __init__(self, libraries: FrozenSet[str]) -> None:
        """Take the libraries' names."""
        self._libraries = libraries

    def find_spec(self, fullname: str, path: object, target: object = None) -> Optional[ModuleSpec]:
        """Give a stand-in for whatever lies in the absent libraries."""
        if fullname.partition(".")[0] not in self._libraries:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Give the stand-in."""
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing."""


def leave_out(libraries: FrozenSet[str]) -> None:
    """Leave the libraries out from now on; call it before Rasa is imported."""
    sys.meta_path.insert(0, AbsentFinder(libraries))
