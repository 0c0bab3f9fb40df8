"""Phone numbers: whatever people write becomes E.164, or a fault that says why not."""

import re
from unicodedata import normalize

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberType

_PARTS = str.maketrans("", "", " -()()·.—–\u00a0\u3000\t")


def _mainland_mobile() -> re.Pattern[str]:
    """Build the fast path from the library's own numbering plan, so that both always agree."""
    plan = PhoneMetadata.metadata_for_region("CN")
    if plan is None or plan.mobile is None:
        raise LookupError("phonenumbers has no numbering plan for CN")
    return re.compile(rf"(?:\+?86|0086)?((?:{plan.mobile.national_number_pattern}))")


_MAINLAND = _mainland_mobile()
_LENGTH, _AREA = 11, 5


def _areas() -> frozenset[str]:
    """Give the beginnings after which any digits make a mainland mobile: what most files hold is then told at a glance."""
    plan = _MAINLAND.fullmatch
    rest = _LENGTH - _AREA
    beginnings = (str(number) for number in range(13 * 10 ** (_AREA - 2), 20 * 10 ** (_AREA - 2)))
    return frozenset(one for one in beginnings if plan(one + "0" * rest) and plan(one + "9" * rest))


_AREAS = _areas()
_FICTIONAL = re.compile(r"(?:\+?86|0086)?(100\d{8})")
_REACHED_BY_SMS = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


class PhoneError(ValueError):
    """A number to which no message can be sent; the text says why, in Chinese."""


def e164(written: str, region: str = "CN", *, fictional: bool = False) -> str:
    """Give the number in E.164; a number without country code belongs to `region`.

    With `fictional`, numbers of the range +86 100 xxxx xxxx are taken too. No such number can exist: mainland mobiles
    begin with 13 to 19, and no number of Beijing (area code 10) has nine digits or begins with 0. The shipped sample
    uses +86 100 0000 xxxx of it. Raises `PhoneError`.
    """
    if region == "CN":
        # (isdigit also takes ² and ٣, which are not ASCII)
        if len(written) == _LENGTH and written.isdigit() and written.isascii():
            if written[:_AREA] in _AREAS:
                return "+86" + written
            if fictional and written.startswith("100"):
                return "+86" + written
        found = _MAINLAND.fullmatch(written) or _MAINLAND.fullmatch(written.translate(_PARTS))
        if found is not None:
            return "+86" + found[1]
    plain = written.translate(_PARTS)
    if not plain.isascii():
        plain = normalize("NFKC", written).translate(_PARTS)
    if not plain:
        raise PhoneError("没有填手机号")
    invented = _FICTIONAL.fullmatch(plain)
    if invented is None:
        return _by_the_library(plain, region)
    if not fictional:
        raise PhoneError("这是虚构的演示号码,没有打开 contacts.accept_fictional")
    return "+86" + invented[1]


def _by_the_library(written: str, region: str) -> str:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException as error:
        raise PhoneError("不是电话号码") from error
    if number.extension:
        raise PhoneError("分机收不到短信")
    if not phonenumbers.is_valid_number(number):
        raise PhoneError("没有这样的电话号码,请检查位数和号段")
    if phonenumbers.number_type(number) not in _REACHED_BY_SMS:
        raise PhoneError("不是手机号,收不到短信")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
