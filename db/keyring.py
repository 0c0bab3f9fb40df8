"""The keys that seal names and phones at rest, and where they come from."""

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from struct import iter_unpack

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_ID_BYTES, _NONCE_BYTES = 4, 12


class KeyringError(Exception):
    """A key is missing or malformed; the text says which and what to do, never the key."""


class KeyFormatError(KeyringError):
    """What should be a key is none: a setting has to be mended."""


class Keyring:
    """AES-256-GCM under the first of several keys; everything sealed under any of them can still be opened.

    A sealed value begins with four bytes that name its key, so keys can be rotated while old values remain. `about`
    is bound to the value: what was sealed about one thing does not open about another.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the keys, the one to seal with first."""
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise KeyringError(f"a key must be {KEY_BYTES} bytes, written in base64")
        self._keys = tuple(keys)
        self._ciphers = {_name(key): AESGCM(key) for key in keys}
        self._current = _name(keys[0])
        self._cipher = self._ciphers[self._current]

    def __reduce__(self) -> tuple[type["Keyring"], tuple[tuple[bytes, ...]]]:
        """Let another process of the service have it."""
        return Keyring, (self._keys,)

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """Encrypt; the same plain text gives another value each time."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._current + nonce + self._cipher.encrypt(nonce, plain, about)

    def seal_all(self, plain: Sequence[bytes], about: Sequence[bytes]) -> list[bytes]:
        """Encrypt many values, each about its own thing: quicker than one by one."""
        # Asking the system once for all nonces: each still is random by itself.
        nonces = iter_unpack(f"{_NONCE_BYTES}s", os.urandom(_NONCE_BYTES * len(plain)))
        current, encrypt = self._current, self._cipher.encrypt
        return [
            current + nonce + encrypt(nonce, text, thing)
            for (nonce,), text, thing in zip(nonces, plain, about, strict=True)
        ]

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """Decrypt; `KeyringError` when the key is not here or the value was tampered with."""
        cipher = self._ciphers.get(bytes(sealed[:_ID_BYTES]))
        if cipher is None:
            raise KeyringError(
                "sealed under a key that is not here: add the former key after the current one"
            )
        nonce, rest = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, rest, about)
        except InvalidTag as error:
            raise KeyringError("a sealed value was changed, or belongs to something else") from error

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed under the key in use now."""
        return bytes(sealed[:_ID_BYTES]) == self._current


@dataclass(frozen=True, slots=True)
class Opened:
    """A keyring, and the file that was made for it just now, if one was: somebody has to be told."""

    keyring: Keyring
    made: Path | None = None


def open_keyring(written: str, file: Path) -> Opened:
    """Give the keyring written in the environment, else the one in `file`, which is made when it is not there.

    `written` holds one or more keys in base64, separated by commas, the one to seal with first. The file is readable
    by its owner only; one that others can read is refused.
    """
    if written.strip():
        return Opened(Keyring(_read(written, "HUIMIN_SECRETS__DATA_KEY")))
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Opened(Keyring(_from(file)))
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        return open_keyring(written, file)
    key = os.urandom(KEY_BYTES)
    with os.fdopen(descriptor, "wb") as made:
        made.write(base64.b64encode(key) + b"\n")
        made.flush()
        os.fsync(made.fileno())
    return Opened(Keyring([key]), file)


def _from(file: Path) -> list[bytes]:
    if file.stat().st_mode & 0o077:
        raise KeyringError(f"{file} can be read by others: run chmod 600 on it")
    return _read(file.read_text(encoding="ascii", errors="replace"), str(file))


def _read(written: str, where: str) -> list[bytes]:
    keys = []
    for place, text in enumerate(written.replace("\n", ",").strip(",").split(","), start=1):
        try:
            key = base64.b64decode(text.strip(), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise KeyFormatError(f"{where}: key {place} is not {KEY_BYTES} bytes in base64; make one anew")
        keys.append(key)
    return keys


def _name(key: bytes) -> bytes:
    return blake2b(key, digest_size=_ID_BYTES, person=b"huimin key name").digest()
