"""What an update of Telegram means to us: words, a button, something we cannot read, or a resident who left."""

from dataclasses import dataclass

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update that we ask for."""
COMMANDS = {
    "start": "/start",
    "menu": "菜单",
    "check": "check:all",
    "human": "人工",
    "forget": "/forget",
    "help": "帮助",
}
"""The commands that Telegram shows, and what they say."""
UNREADABLE = frozenset(
    {"photo", "voice", "sticker", "video", "video_note", "audio", "document", "location", "contact"}
    | {"animation", "poll", "venue", "dice", "story"}
)
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody wrote to us; `message` names the message for good. `kindly` is what to say where nothing can be heard."""

    chat: int
    message: str
    words: str = ""
    kindly: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button."""

    chat: int
    message: str
    query: CallbackQuery

    @property
    def question(self) -> Message | None:
        """The message under which the button stands, where Telegram still shows it."""
        return self.query.message if isinstance(self.query.message, Message) else None


@dataclass(frozen=True, slots=True)
class Moved:
    """A resident blocked us, or let us in again."""

    chat: int
    blocked: bool


def read(update: Update) -> Wrote | Pressed | Moved | None:
    """Give what the update means; None for what is nothing to us."""
    number = str(update.update_id)
    if update.callback_query is not None:
        return _pressed(update.callback_query, number)
    if update.my_chat_member is not None:
        return _moved(update.my_chat_member)
    edited = update.edited_message
    message = update.message or edited
    if message is None:
        return None
    if message.chat.type != "private":
        said = message.text is not None and edited is None
        return Wrote(message.chat.id, number, kindly="group") if said else None
    if edited is not None:
        return Wrote(message.chat.id, number, kindly="edited") if edited.text else None
    if message.text is not None:
        return _wrote(message.chat.id, number, message.text)
    if message.content_type in UNREADABLE:
        # An album comes as one update a picture: one kind word is enough.
        album = message.media_group_id
        return Wrote(message.chat.id, f"album {album}" if album else number, kindly="only_text")
    return None


def _wrote(chat: int, number: str, text: str) -> Wrote:
    words = text.strip()
    if words.startswith("/"):
        name = words[1:].split(maxsplit=1)[0].partition("@")[0].lower() if len(words) > 1 else ""
        words = COMMANDS.get(name, words)
    if len(words) > LONGEST_WORDS:
        return Wrote(chat, number, kindly="too_long")
    return Wrote(chat, number, words) if words else Wrote(chat, number, kindly="only_text")


def _pressed(query: CallbackQuery, number: str) -> Pressed | None:
    if query.message is None or query.data is None:
        return None
    return Pressed(query.message.chat.id, number, query)


def _moved(change: ChatMemberUpdated) -> Moved | None:
    if change.chat.type != "private":
        return None
    return Moved(change.chat.id, change.new_chat_member.status == "kicked")
