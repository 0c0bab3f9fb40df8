"""How a speaker is known again in the database: by a keyed hash, as conversations are."""

import hmac
from datetime import datetime
from hashlib import sha256

from bot.ports import Speaker


def speaker_hash(key: bytes, speaker: Speaker) -> str:
    """Give the keyed hash, in hexadecimal digits."""
    return hmac.new(key, f"{speaker.channel}\0{speaker.name}".encode(), sha256).hexdigest()


def milliseconds(instant: datetime) -> int:
    """Give an aware instant as Unix milliseconds."""
    return int(instant.timestamp() * 1000)
