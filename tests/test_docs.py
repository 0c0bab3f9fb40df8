"""The documents: what they name exists, what they link is there, and both languages say the same."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.main import get_command

from main import assembled
from settings import Settings

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LATER: set[str] = set()
"""What a document may link before somebody has made it: the picture of the page."""
ELSEWHERE = {"HUIMIN_CONFIG", "HUIMIN_TOKEN"}
"""Variables that are no setting: the name of the file of settings, and who acts."""

TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
named = pytest.mark.parametrize("name", list(TEXTS))


def _code(text: str) -> str:
    """What a reader would type or look up: inline code and shell blocks."""
    blocks = [body for kind, body in FENCED.findall(text) if kind in {"sh", "console"}]
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", FENCED.sub("", text))])


def _variables(model: type[BaseModel], prefix: str = "HUIMIN_") -> set[str]:
    found = set()
    for key, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= _variables(inner, f"{prefix}{key.upper()}__")
        else:
            found.add(f"{prefix}{key.upper()}")
    return found


@named
def test_every_make_target_that_a_document_names_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    asked = set(re.findall(r"(?:^|[\s;])make ([a-z][a-z-]*)", _code(TEXTS[name]), re.M))
    assert asked <= targets


@named
def test_every_command_that_a_document_names_exists(name: str) -> None:
    root = get_command(assembled())
    commands = getattr(root, "commands")  # noqa: B009  # the group's own attribute, unknown to its base class
    for line in re.findall(r"(?:^|[\s/$|`])huimin ([a-z].*)$", _code(TEXTS[name]), re.M):
        first, *rest = line.split()
        assert first in commands, line
        below = getattr(commands[first], "commands", None)
        if below is not None and rest:
            assert rest[0] in below, line


@named
def test_every_relative_link_leads_somewhere(name: str) -> None:
    text = FENCED.sub("", TEXTS[name])
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:|#", target):
            continue
        found = ((ROOT / name).parent / target.partition("#")[0]).resolve()
        inside = found.relative_to(ROOT).as_posix()
        assert inside in LATER or found.exists(), target


@named
def test_every_variable_that_a_document_names_is_a_setting(name: str) -> None:
    told = set(re.findall(r"HUIMIN_[A-Z_]*[A-Z]", TEXTS[name]))
    assert {variable for variable in told if "_TEST_" not in variable} <= _variables(Settings) | ELSEWHERE


@named
def test_no_document_names_a_place_of_one_machine(name: str) -> None:
    assert not re.search(r"/(?:root|home|work|tmp)/|localhost:\d{4}/simple|pypi\.", TEXTS[name])


def _shape(path: Path) -> list[tuple[int, list[str]]]:
    """The sections of a document: the depth of each heading, and the kinds of blocks under it."""
    parts = re.split(r"^(#+) .*$", FENCED.sub(r"@@\1\n", path.read_text(encoding="utf-8")), flags=re.M)
    return [
        (len(depth), re.findall(r"@@(\w*)", body))
        for depth, body in zip(parts[1::2], parts[2::2], strict=True)
    ]


def test_both_readmes_have_the_same_sections() -> None:
    english, chinese = map(_shape, READMES)
    assert english == chinese


def test_both_readmes_show_the_same_output() -> None:
    english, chinese = (
        [body for kind, body in FENCED.findall(path.read_text(encoding="utf-8")) if kind != "sh"]
        for path in READMES
    )
    assert english == chinese


@pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="only a checkout knows which files are the project's"
)
def test_no_file_carries_the_marks_of_a_conflict() -> None:
    shown = subprocess.run(
        ["git", "grep", "-lE", "^(<{7}|>{7})( |$)"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert shown.returncode == 1, shown.stdout


def test_every_module_of_the_root_is_installed() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        installed = tomllib.load(file)["tool"]["setuptools"]["py-modules"]
    assert set(installed) == {path.stem for path in ROOT.glob("*.py")}
