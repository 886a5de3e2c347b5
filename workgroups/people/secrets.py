"""One-time secrets: drawn at random, kept as hashes."""

import secrets
from hashlib import sha256


def token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def code() -> str:
    """Six random digits for a person to type."""
    return f"{secrets.randbelow(1_000_000):06}"


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
