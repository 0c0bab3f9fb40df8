"""How the staff's door refuses: a 4xx whose body says what was found, where, and what to do."""

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from campaigns.approval import ApprovalError, NoSuchCampaignError
from campaigns.audience import AudienceError
from campaigns.campaign import CampaignError, MoveError
from campaigns.console.bodies import invalid
from campaigns.console.staff import StaffError
from campaigns.contacts_file import ContactsFileError
from campaigns.held_runs import NoSuchRunError
from campaigns.outside_text import TextError
from campaigns.phone import PhoneError
from campaigns.schedule import ScheduleError
from campaigns.template import TemplateError
from campaigns.windows import WindowError

REFUSED: dict[type[Exception], tuple[int, str]] = {
    NoSuchRunError: (404, "no_such_run"),
    NoSuchCampaignError: (404, "no_such_campaign"),
    MoveError: (409, "move"),
    ApprovalError: (409, "approval"),
    CampaignError: (422, "campaign"),
    AudienceError: (422, "audience"),
    ScheduleError: (422, "schedule"),
    WindowError: (422, "window"),
    TemplateError: (422, "template"),
    ContactsFileError: (422, "file"),
    PhoneError: (422, "phone"),
    StaffError: (422, "staff"),
}
"""The status and the code of what the services refuse; their texts are meant for people."""


class Utf8Response(JSONResponse):
    """JSON in readable Chinese; a lone surrogate from a broken client becomes `?` instead of an error of ours."""

    def render(self, content: Any) -> bytes:
        """Give the bytes of the body."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def refusal(
    status: int, code: str, message: str, where: str = "", headers: dict[str, str] | None = None
) -> Utf8Response:
    """Give the one shape of every refusal: `{"error": {"code", "message", "where"}}`."""
    return Utf8Response({"error": {"code": code, "message": message, "where": where}}, status, headers)


async def _invalid(request: Request, error: Exception) -> Utf8Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    kind = request.headers.get("content-type", "")
    if first["loc"] == ("body",) and "json" not in kind:
        found = f"found {kind}" if kind else "there is none"
        return refusal(
            415, "content_type", f"send JSON with Content-Type: application/json; {found}", "Content-Type"
        )
    where, said = invalid(first)
    return refusal(422, first["type"], said, where)


async def _stray(request: Request, error: Exception) -> Utf8Response:
    assert isinstance(error, TextError)
    return refusal(422, "text", str(error.args[0]), error.where)


async def _http(request: Request, error: Exception) -> Utf8Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    return refusal(
        error.status_code, f"http_{error.status_code}", str(error.detail), request.url.path, headers
    )


async def _refused(request: Request, error: Exception) -> Utf8Response:
    status, code = next(told for kind, told in REFUSED.items() if isinstance(error, kind))
    return refusal(status, code, str(error), request.url.path)


async def _fault(request: Request, error: Exception) -> Utf8Response:
    return refusal(
        500, "fault", "服务自己出错了,已记入运行日志;请把时间告诉管理员,不要反复提交", request.url.path
    )


def add_refusals(app: FastAPI) -> None:
    """Make the application answer everything that is refused in the one shape."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)
    app.add_exception_handler(TextError, _stray)
    for kind in REFUSED:
        app.add_exception_handler(kind, _refused)
