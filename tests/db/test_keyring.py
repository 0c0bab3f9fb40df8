"""Keys: from the environment, or a file that only its owner reads."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.keyring import Keyring, KeyringError, open_keyring

OLD, NEW = b"a" * 32, b"b" * 32


def written(*keys: bytes) -> str:
    return ",".join(base64.b64encode(key).decode() for key in keys)


@given(st.binary(max_size=100), st.binary(max_size=20))
def test_what_was_sealed_opens_again_and_never_looks_the_same(plain: bytes, about: bytes) -> None:
    ring = Keyring([OLD])
    one, two = ring.seal(plain, about), ring.seal(plain, about)
    assert one != two
    assert ring.open(one, about) == ring.open(two, about) == plain


def test_a_changed_value_or_one_about_something_else_does_not_open() -> None:
    ring = Keyring([OLD])
    sealed = ring.seal(b"x", b"one")
    for value, about in ((sealed, b"two"), (sealed[:-1] + b"\0", b"one")):
        with pytest.raises(KeyringError):
            ring.open(value, about)


def test_the_first_key_seals_and_all_open() -> None:
    sealed = Keyring([OLD]).seal(b"x", b"")
    both = Keyring([NEW, OLD])
    assert both.open(sealed, b"") == b"x"
    assert not both.is_current(sealed)
    with pytest.raises(KeyringError, match="former key"):
        Keyring([NEW]).open(sealed, b"")


def test_without_a_key_one_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "var" / "huimin.key"
    first = open_keyring("", file)
    assert first.made == file
    assert file.stat().st_mode & 0o777 == 0o600
    second = open_keyring("", file)
    assert second.made is None
    assert second.keyring.open(first.keyring.seal(b"x", b""), b"") == b"x"


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "huimin.key"
    open_keyring("", file)
    file.chmod(0o644)
    with pytest.raises(KeyringError, match="chmod 600"):
        open_keyring("", file)


def test_keys_of_the_environment_go_before_the_file(tmp_path: Path) -> None:
    opened = open_keyring(written(NEW, OLD), tmp_path / "none.key")
    assert opened.made is None
    assert not (tmp_path / "none.key").exists()


@pytest.mark.parametrize("wrong", ["abc", written(b"short"), written(NEW) + ",?"])
def test_a_malformed_key_is_told_without_being_shown(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(KeyringError, match="HUIMIN_SECRETS__DATA_KEY") as caught:
        open_keyring(wrong, tmp_path / "k")
    assert wrong not in str(caught.value)
