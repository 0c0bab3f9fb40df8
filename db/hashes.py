"""The keyed hashes themselves; without the database library, for processes that only prepare rows."""

from hashlib import blake2b

FINGERPRINT_BYTES = 16


class Fingerprint:
    """BLAKE2b in its keyed form: a message authentication code that is several times faster than HMAC-SHA-256.

    Its key never changes, because opt-outs are kept by these hashes and outlive the contact; so it is drawn once and
    kept in the database, sealed under the keyring, whose keys can be rotated.
    """

    def __init__(self, key: bytes) -> None:
        """Take the secret key of 32 bytes."""
        self._key = key
        # Keyed once; each hash begins with a copy, which is quicker than keying anew.
        self._phone = blake2b(key=key, digest_size=FINGERPRINT_BYTES, person=b"phone")
        self._person = blake2b(key=key, digest_size=FINGERPRINT_BYTES, person=b"person")

    def __reduce__(self) -> tuple[type["Fingerprint"], tuple[bytes]]:
        """Let another process of the service have it."""
        return Fingerprint, (self._key,)

    def of_phone(self, phone: str) -> bytes:
        """Give the hash of a phone number in E.164."""
        mac = self._phone.copy()
        mac.update(phone.encode())
        return mac.digest()

    def of_person(self, phone: str, name: str) -> bytes:
        """Give the hash of who is meant: two residents may share one phone."""
        mac = self._person.copy()
        mac.update(f"{phone}\x1f{name}".encode())
        return mac.digest()
