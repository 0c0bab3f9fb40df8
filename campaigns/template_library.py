"""Reads templates from files: one YAML file each, checked as a whole, every fault told with its file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from campaigns.consent import Basis
from campaigns.template import PolicyRef, Template, TemplateError, TemplateKind, form_faults

SHIPPED = Path(__file__).parent / "library"
_KEYS = {"id", "title", "topic", "kind", "basis", "policies", "texts"}
_OPTIONAL = {"confidential"}


def load_library(folder: Path = SHIPPED) -> Mapping[str, Template]:
    """Give all templates of a folder by id; `TemplateError` with every fault when anything is wrong."""
    templates: dict[str, Template] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            template = _read(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            faults.append(f"{path.name}:{line}: {error.problem}")
        except TemplateError as error:
            faults += [f"{path.name}: {fault}" for fault in error.faults]
        else:
            faults += [f"{path.name}: {fault}" for fault in form_faults(template)]
            templates[template.id] = template
    if faults:
        raise TemplateError(tuple(faults))
    return MappingProxyType(templates)


def _read(raw: Any, stem: str) -> Template:
    if not isinstance(raw, dict):
        raise TemplateError(("expected keys such as id and texts",))
    faults = [f"unknown key {key}" for key in sorted(raw.keys() - _KEYS - _OPTIONAL)]
    faults += [f"missing key {key}" for key in sorted(_KEYS - raw.keys())]
    if not faults and raw["id"] != stem:
        faults.append(f"id {raw['id']!r} must be the file's name")
    if faults:
        raise TemplateError(tuple(faults))
    try:
        texts = {str(language): str(text).strip() for language, text in raw["texts"].items()}
        return Template(
            id=str(raw["id"]),
            title=str(raw["title"]),
            topic=str(raw["topic"]),
            kind=TemplateKind(raw["kind"]),
            basis=Basis(raw["basis"]),
            policies=tuple(_policy(name, version) for name, version in raw["policies"].items()),
            texts=MappingProxyType(texts),
            confidential=bool(raw.get("confidential", False)),
        )
    except (AttributeError, ValueError) as error:
        raise TemplateError((str(error),)) from error


def _policy(name: object, version: object) -> PolicyRef:
    if not isinstance(version, date):
        raise ValueError(f"policies: {name}: {version!r} is no day such as 2025-01-01")
    return PolicyRef(str(name), version)
