"""The door for Twilio's receipts: every call is checked to come from Twilio, stored, and answered at once."""

from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request, Response
from twilio.request_validator import RequestValidator

from campaigns.delivery import Receipt
from campaigns.receipts import ReceiptIntake

LONGEST_BODY = 16_384


class TwilioSignature:
    """Checks that a call was signed by the account, over the address under which Twilio knows us.

    That address is configured and never taken from the request, because TLS ends at a proxy.
    """

    def __init__(self, auth_token: str, public_url: str) -> None:
        """Take the account's token and the public address, such as https://huimin.example.gov.cn."""
        self._validator = RequestValidator(auth_token)
        self._public_url = public_url.rstrip("/")

    def holds(self, path_and_query: str, form: dict[str, str], signature: str | None) -> bool:
        """Say whether the signature fits; a missing or impossible one does not."""
        if not signature or not signature.isascii():
            return False
        return bool(self._validator.validate(self._public_url + path_and_query, form, signature))


def twilio_receipts(intake: ReceiptIntake, signature: TwilioSignature) -> APIRouter:
    """Give the route of the receipts' address, for the public door."""
    router = APIRouter()

    async def status(request: Request) -> Response:
        form = await signed_form(request, signature, request.headers.get("X-Twilio-Signature"))
        receipt = Receipt(
            request.path_params["attempt"],
            form.get("MessageStatus", "")[:24],
            form.get("MessageSid", "")[:64],
            form.get("ErrorCode", "")[:60],
        )
        await intake.take(receipt)
        return Response(status_code=204)

    # A plain route: there is nothing to take apart that FastAPI would know of, and receipts come by the thousand.
    router.add_route("/twilio/status/{attempt}", status, methods=["POST"], include_in_schema=False)
    return router


async def signed_form(request: Request, signature: TwilioSignature, given: str | None) -> dict[str, str]:
    """Give the fields of a call that Twilio signed; 403 for any other, 413 for one that is too long."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise HTTPException(413, "the form is too long")
    # Fields without a value are signed too.
    form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    url = request.url
    if not signature.holds(url.path + (f"?{url.query}" if url.query else ""), form, given):
        raise HTTPException(403, "the signature does not fit")
    return form
