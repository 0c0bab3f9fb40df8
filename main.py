"""`huimin`: every command of the service."""

import sys
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import typer
from typer.exceptions import TyperException

SINGLE = {
    "serve": "serving",
    "work": "work",
    "train": "understanding",
    "ask": "asking",
    "assess": "asking",
    "feedback": "feedback",
}
"""Commands of one word, and the module of `commands` that has each."""
GROUPS = {
    "contacts": "contacts",
    "campaign": "campaign",
    "handoff": "handoff",
    "switch": "switch",
    "news": "news",
    "sender": "senders",
    "staff": "staff",
    "audit": "audit",
    "policies": "policies",
    "db": "database",
}
"""Commands of two words, by their first."""


def assembled(word: str = "") -> typer.Typer:
    """Gives the command line; with a first word that it knows, only that part, because loading all of them takes seconds."""
    app = typer.Typer(
        help="惠民 Huimin: tells residents what they are entitled to, and publicises it by SMS.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    # With a second command Typer keeps reading the first word as the command's name.
    app.callback()(_nothing)
    known = word in SINGLE or word in GROUPS
    for module in dict.fromkeys([SINGLE[word]] if word in SINGLE else [] if known else SINGLE.values()):
        app.registered_commands += _typer_of(module).registered_commands
    for name in [word] if word in GROUPS else [] if known else GROUPS:
        app.add_typer(_typer_of(GROUPS[name]), name=name)
    return app


def _typer_of(module: str) -> typer.Typer:
    found = import_module(f"commands.{module}").app
    assert isinstance(found, typer.Typer)
    return found


def _ending() -> ModuleType:
    """Gives how commands end: it knows every error, so it loads most of the service.

    Only commands need that; a process that a command starts loads this module too.
    """
    return import_module("commands.failing")


def _nothing() -> None:
    """Does nothing before a command."""


def run() -> NoReturn:
    """Runs the command line, and ends with the status that docs and scripts rely on: 0 done, 1 failure, 2 wrong use."""
    if not sys.argv[1:]:
        _ending().say_error(f"say what to do: {', '.join([*SINGLE, *GROUPS])} (see huimin --help)")
        sys.exit(2)
    try:
        status = assembled(sys.argv[1])(standalone_mode=False)
    except TyperException as error:
        _ending().say_error(f"{error.format_message()} (see huimin --help)")
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  # looked at once more: what a person can mend gets one line, the rest its traceback
        _ending().fail(error)
    sys.exit(status or 0)


if __name__ == "__main__":
    run()
