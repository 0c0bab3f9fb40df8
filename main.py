"""`huimin`: every command of the service."""

import sys
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from commands import (
    asking,
    audit,
    campaign,
    contacts,
    database,
    handoff,
    policies,
    serving,
    staff,
    understanding,
    work,
)
from commands.failing import fail, say_error

app = typer.Typer(
    help="惠民 Huimin: tells residents what they are entitled to, and publicises it by SMS.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for single in (serving, work, understanding, asking):
    app.registered_commands += single.app.registered_commands
app.add_typer(contacts.app, name="contacts")
app.add_typer(campaign.app, name="campaign")
app.add_typer(handoff.app, name="handoff")
app.add_typer(staff.app, name="staff")
app.add_typer(audit.app, name="audit")
app.add_typer(policies.app, name="policies")
app.add_typer(database.app, name="db")


def run() -> NoReturn:
    """Runs the command line, and ends with the status that docs and scripts rely on: 0 done, 1 failure, 2 wrong use."""
    try:
        status = app(standalone_mode=False)
    except TyperException as error:
        say_error(f"{error.format_message()} (see huimin --help)" if sys.argv[1:] else error.format_message())
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  # looked at once more: what a person can mend gets one line, the rest its traceback
        fail(error)
    sys.exit(status or 0)


if __name__ == "__main__":
    run()
