"""How a command ends: 0 done, 1 failure, 2 wrong use or bad input, with one line that says what and where."""

import asyncio
import errno
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

from sqlalchemy.exc import OperationalError

from bot.handoff import HandoffError
from bot.news import NewsError
from bot.switches import SwitchError
from campaigns.approval import ApprovalError, NoSuchCampaignError
from campaigns.audience import AudienceError
from campaigns.campaign import CampaignError, MoveError
from campaigns.carrying import BrokerError
from campaigns.console.staff import StaffError
from campaigns.contacts_file import ContactsFileError
from campaigns.outside_text import TextError
from campaigns.phone import PhoneError
from campaigns.schedule import ScheduleError
from campaigns.template import TemplateError
from campaigns.windows import WindowError
from commands.loops import new_loop
from db.keyring import KeyFormatError, KeyringError
from db.migrate import OutdatedError
from db.session import UnreachableError
from nlu.facts import FactError
from nlu.policybook import PolicyBookError
from nlu.training import TrainingError
from settings import SettingsError

Given = TypeVar("Given")


class BadInputError(Exception):
    """What was given cannot be used; the text says what was found, where, and what to do."""


class FailedError(Exception):
    """It could not be done, through no fault of the input."""


def say_error(message: str) -> None:
    """Writes one line to standard error."""
    print(f"huimin: {' '.join(message.split())}", file=sys.stderr)


def explain(error: BaseException) -> tuple[int, str] | None:
    """Gives the exit status and the line for an error that a person can mend; None for a fault of ours."""
    match error:
        case BadInputError() | FactError():
            return 2, str(error)
        case SettingsError() | KeyFormatError():
            return 2, str(error)
        case TextError():
            return 2, str(error)
        case CampaignError() | AudienceError() | ScheduleError() | WindowError() | TemplateError():
            return 2, str(error)
        case NoSuchCampaignError() | ContactsFileError() | PhoneError() | StaffError() | SwitchError():
            return 2, str(error)
        case HandoffError() | NewsError() | MoveError() | ApprovalError() | OutdatedError():
            return 1, str(error)
        case PolicyBookError():
            return 2, f"the policies have {len(error.faults)} faults, the first: {error.faults[0]}"
        case FailedError() | TrainingError() | KeyringError() | BrokerError():
            return 1, str(error)
        case UnreachableError():
            return 1, f"{error}; start it, or mend HUIMIN_DATABASE__URL"
        case OperationalError():
            return 1, f"the database cannot be used: {error.orig}"
        case OSError() if error.errno == errno.ENOSPC:
            return 1, f"the disk is full ({error.filename or 'while writing'}): make room and try again"
        case OSError() if error.errno == errno.EACCES:
            return 1, f"no permission for {error.filename}: give this user the right to it"
    return None


def run_async(job: Callable[[], Awaitable[Given]]) -> Given:
    """Runs one coroutine to its end in a fresh event loop."""

    async def started() -> Given:
        return await job()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(started())


def fail(error: BaseException) -> NoReturn:
    """Ends the process with the line and status that fit the error; a fault of ours keeps its traceback."""
    known = explain(error)
    if known is None:
        raise error
    status, line = known
    say_error(line)
    sys.exit(status)
