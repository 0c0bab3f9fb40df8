"""How the public door refuses: always a 4xx with a body that says what was found, where, and what to do."""

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from nlu.facts import FactError

WORDS = {
    "string_too_long": "太长了",
    "string_too_short": "不能是空的",
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是有效的 JSON",
}


class Utf8Response(JSONResponse):
    """JSON in readable Chinese; a lone surrogate from a broken client becomes `?` instead of an error of ours."""

    def render(self, content: Any) -> bytes:
        """Gives the bytes of the body."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def refusal(
    status: int, code: str, message: str, where: str = "", headers: dict[str, str] | None = None
) -> Utf8Response:
    """Gives the one shape of every refusal: `{"error": {"code", "message", "where"}}`."""
    return Utf8Response({"error": {"code": code, "message": message, "where": where}}, status, headers)


async def _invalid(request: Request, error: Exception) -> Utf8Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    limit = first.get("ctx", {}).get("max_length")
    message = WORDS.get(first["type"], first["msg"]) + (f"(最多 {limit} 个字)" if limit else "")
    return refusal(422, first["type"], message, where)


async def _bad_fact(request: Request, error: Exception) -> Utf8Response:
    assert isinstance(error, FactError)
    return refusal(422, "fact", str(error), error.fact)


async def _http(request: Request, error: Exception) -> Utf8Response:
    assert isinstance(error, HTTPException)
    return refusal(
        error.status_code,
        f"http_{error.status_code}",
        str(error.detail),
        request.url.path,
        dict(error.headers or {}),
    )


def add_refusals(app: FastAPI) -> None:
    """Makes the application answer every bad request in the one shape."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(FactError, _bad_fact)
    app.add_exception_handler(HTTPException, _http)
