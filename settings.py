"""The only reader of config.yaml and of the environment."""

from __future__ import annotations

import os
import re
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from campaigns.windows import read_end, read_hours

Port = Annotated[int, Field(ge=0, le=65535)]
PREFIX = "HUIMIN_"


class SettingsError(Exception):
    """A setting is wrong; the text says which, where, and what is allowed."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder of zones is none
        raise ValueError("this is no time zone: write one such as Asia/Shanghai") from error
    return name


Zone = Annotated[str, AfterValidator(_zone)]


def _database(url: str) -> str:
    if not re.match(r"(sqlite|postgresql)(\+\w+)?://", url):
        raise ValueError("write sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER@HOST/NAME")
    _ = urlsplit(url).port  # raises ValueError for a port that is no number
    return url


def _broker(url: SecretStr) -> SecretStr:
    if written := url.get_secret_value():
        try:
            address = urlsplit(written)
            fits = address.scheme in ("amqp", "amqps") and address.hostname and address.port != 0
        except ValueError:  # no number for a port; what is there instead may be part of a password
            fits = False
        if not fits:
            raise ValueError("write amqp://USER:PASSWORD@HOST, or nothing for none")
    return url


def _span(written: str) -> str:
    read_hours(written)
    return written


def _end(written: Any) -> Any:
    return read_end(written) if isinstance(written, str) else written


class Section(BaseModel):
    """A part of config.yaml; a key it does not know is a mistake, not a wish to be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Public(Section):
    """The residents' door."""

    host: str = "127.0.0.1"
    port: Port = 8000
    url: str = ""
    """The address under which the outside reaches this door (webhook signatures are computed over it)."""
    messages_per_minute: Annotated[int, Field(ge=1)] = 60
    """Messages one session may write in a minute."""
    messages_per_minute_per_address: Annotated[int, Field(ge=1)] = 6000
    trusted_proxies: tuple[str, ...] = ()


class Staff(Section):
    """The staff's door."""

    host: str = "127.0.0.1"
    port: Port = 8001


class Database(Section):
    """Where everything is kept."""

    url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///var/huimin.db"


class Understanding(Section):
    """The process that understands utterances."""

    url: str = ""
    """An understanding service run by somebody else; empty: one is started and watched here."""
    port: Port = 5005
    timeout_seconds: Annotated[float, Field(gt=0)] = 2.0
    enabled: bool = True


class Chat(Section):
    """The conversation."""

    idle_minutes: Annotated[int, Field(ge=1)] = 30


class Clock(Section):
    """What day it is."""

    today: date | None = None
    """Fixes the day for demonstrations and tests of the policy rules; empty: the calendar's."""
    zone: Zone = "Asia/Shanghai"


class Twilio(Section):
    """The Twilio account. Secrets come from the environment only."""

    account_sid: str = ""
    auth_token: SecretStr = SecretStr("")
    sender: str = ""
    messaging_service_sid: str = ""
    base_url: str = ""
    timeout_seconds: Annotated[float, Field(gt=0)] = 10.0


class Sms(Section):
    """How text messages leave and come."""

    provider: Literal["sandbox", "twilio", "aliyun", "tencent"] = "sandbox"
    signature: Annotated[str, Field(min_length=2, max_length=12)] = "武汉卫健"
    opt_out_tail: str = "拒收请回复R"
    opt_out_tail_en: str = "Reply R to opt out"
    segments_per_second: Annotated[float, Field(gt=0)] = 20.0
    price_per_segment: Annotated[float, Field(ge=0)] = 0.05
    currency: str = "CNY"
    twilio: Twilio = Twilio()


class Telegram(Section):
    """The Telegram bot. The token comes from the environment only."""

    token: SecretStr = SecretStr("")
    api_base: str = ""
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    staff_chat: str = ""


Hours = Annotated[str, Field(pattern=r"^$|^\d\d:\d\d-\d\d:\d\d(, ?\d\d:\d\d-\d\d:\d\d)*$")]
"""Of one weekday, such as 09:00-12:00,14:00-17:00; empty: nobody answers."""


class Week(Section):
    """When people answer."""

    mon: Hours = "09:00-17:00"
    tue: Hours = "09:00-17:00"
    wed: Hours = "09:00-17:00"
    thu: Hours = "09:00-17:00"
    fri: Hours = "09:00-17:00"
    sat: Hours = ""
    sun: Hours = ""


class Desk(Section):
    """The people who take over from the service. The webhook's address comes from the environment only."""

    open: bool = True
    """False: nobody takes over; residents are told where else to ask."""
    role: Annotated[str, Field(min_length=1, max_length=20)] = "值班工作人员"
    """How residents see who answers: a role, never somebody's name."""
    hours: Week = Week()
    holidays: bool = True
    """Closed on public holidays, open on the weekends that are worked for them."""
    silent_minutes: Annotated[int, Field(ge=1)] = 15
    """So long the service stays silent for a person who does not answer."""
    remind_minutes: Annotated[int, Field(ge=1)] = 10
    """The staff are told again of whoever still waits, this often while the desk is open."""
    webhook_url: SecretStr = SecretStr("")
    """Where the staff are told who waits, as JSON; `telegram.staff_chat` is another way."""


class Contacts(Section):
    """The residents as registered."""

    default_region: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "CN"
    accept_fictional: bool = True
    """Takes the invented numbers of the shipped sample as valid; turn it off in earnest."""


SendingHours = Annotated[str, AfterValidator(_span)]
"""Such as 08:00-21:00; empty: nothing leaves."""


class SendingDays(Section):
    """Hours of campaigns where a kind of day has its own; those not named have `window_from` to `window_until`."""

    mon: SendingHours | None = None
    tue: SendingHours | None = None
    wed: SendingHours | None = None
    thu: SendingHours | None = None
    fri: SendingHours | None = None
    sat: SendingHours | None = None
    sun: SendingHours | None = None
    holidays: SendingHours | None = None
    """Public holidays."""
    makeup: SendingHours | None = None
    """Weekends that are worked for a public holiday."""


Share = Annotated[float, Field(gt=0, le=1)]


class WatchThresholds(Section):
    """Shares (0..1) above which a campaign is paused, judged from `least` settled messages on."""

    undelivered: Share = 0.20
    filtered: Share = 0.02
    opted_out: Share = 0.03
    least: Annotated[int, Field(ge=1)] = 20


class Campaigns(Section):
    """Mass messages."""

    zone: Zone = "Asia/Shanghai"
    window_from: time = time(8, 0)
    window_until: Annotated[time, BeforeValidator(_end)] = time(21, 0)
    windows: SendingDays = SendingDays()
    thresholds: WatchThresholds = WatchThresholds()
    weekly_cap: Annotated[int, Field(ge=1)] = 3
    overdue_grace_minutes: Annotated[int, Field(ge=0)] = 60
    batch_size: Annotated[int, Field(ge=1, le=1000)] = 250


class Broker(Section):
    """What carries batches to workers: empty is this process, else an AMQP address."""

    url: Annotated[SecretStr, AfterValidator(_broker)] = SecretStr("")
    queue: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")] = "huimin"
    """Its queue there; two services on one broker need two names."""


class Secrets(Section):
    """Keys; only from the environment."""

    data_key: SecretStr = SecretStr("")
    """Base64 of 32 bytes; several separated by commas: the first encrypts, all decrypt."""
    key_file: Path = Path("var/huimin.key")


class Log(Section):
    """What the service says about itself."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    json_lines: bool = False


SECRET_KEYS = (
    ("sms", "twilio", "auth_token"),
    ("telegram", "token"),
    ("telegram", "webhook_secret"),
    ("desk", "webhook_url"),
    ("broker", "url"),
    ("secrets", "data_key"),
)
HOLDING_SECRETS = frozenset({".".join(keys) for keys in SECRET_KEYS} | {"database.url"})
"""Settings whose value is never shown: a database's address may carry a password."""


class _FileSource(PydanticBaseSettingsSource):
    """config.yaml as a source below the environment."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return _read(Path(os.environ.get("HUIMIN_CONFIG", "config.yaml")))


class Settings(BaseSettings):
    """Everything that can be chosen, with its defaults."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    public: Public = Public()
    staff: Staff = Staff()
    database: Database = Database()
    nlu: Understanding = Understanding()
    chat: Chat = Chat()
    clock: Clock = Clock()
    sms: Sms = Sms()
    telegram: Telegram = Telegram()
    desk: Desk = Desk()
    contacts: Contacts = Contacts()
    campaigns: Campaigns = Campaigns()
    broker: Broker = Broker()
    secrets: Secrets = Secrets()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return init_settings, env_settings, _FileSource(settings_cls)


def _read(path: Path) -> dict[str, Any]:
    """Gives the file's content; a missing file is an empty one, unless HUIMIN_CONFIG names it."""
    if not path.exists():
        if "HUIMIN_CONFIG" in os.environ:
            raise SettingsError(f"{path}: there is no such file; HUIMIN_CONFIG must name one that exists")
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise SettingsError(f"{where}: {error.problem or 'not YAML'}; mend this line") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: expected sections such as `public:`, found {type(content).__name__}")
    for keys in SECRET_KEYS:
        value: Any = content
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value:
            name = PREFIX + "__".join(keys).upper()
            raise SettingsError(
                f"{path}: {'.'.join(keys)} is a secret: take it out and set {name} in the environment"
            )
    return content


def _unknown_environment() -> str | None:
    """Names a HUIMIN_ variable that sets nothing, because a silently ignored setting is a trap."""
    for name in sorted(os.environ):
        section, separator, _ = name.removeprefix(PREFIX).lower().partition("__")
        if name.startswith(PREFIX) and separator and section not in Settings.model_fields:
            return name
    return None


def load() -> Settings:
    """Reads config.yaml (or the file HUIMIN_CONFIG names) and the environment.

    Raises SettingsError with one line that says what was found, where, and what to do.
    """
    if (name := _unknown_environment()) is not None:
        sections = ", ".join(Settings.model_fields)
        raise SettingsError(f"{name}: there is no such section; the sections are {sections}")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        variable = PREFIX + "__".join(str(part).upper() for part in first["loc"])
        source = f"environment {variable}" if variable in os.environ else "config.yaml"
        found = "" if where in HOLDING_SECRETS else f" (found {first.get('input')!r})"
        said = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{source}: {where}: {said}{found}") from error
