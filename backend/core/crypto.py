"""The vault: personal data is sealed before it reaches the database.

AES-256-GCM with a random nonce; the place (``table.column|row id``) is authenticated with it, so a value
copied to another row does not open. ID numbers are found again through a keyed index, never a plain hash:
the space of ID numbers is small enough to try them all.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class KeysUnusable(Exception):
    """The key file is missing something or readable by others; the words say what to do."""


class Vault:
    """Seals and opens values. ``keys`` are 32 bytes each; ``current`` names the one that seals."""

    def __init__(self, keys: dict[str, bytes], current: str, index_key: bytes, audit_key: bytes) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._current = current
        self._index_key = index_key
        self._audit_key = audit_key

    def seal(self, value: Any, place: str) -> bytes:
        """Any JSON value, sealed for one place."""
        return self.seal_bytes(json.dumps(value, ensure_ascii=False).encode(), place)

    def open(self, sealed: bytes, place: str) -> Any:
        return json.loads(self.open_bytes(sealed, place))

    def seal_bytes(self, plain: bytes, place: str) -> bytes:
        nonce = os.urandom(NONCE)
        name = self._current.encode()
        body = self._ciphers[self._current].encrypt(nonce, plain, place.encode())
        return bytes([len(name)]) + name + nonce + body

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        split = 1 + sealed[0]
        name = sealed[1:split].decode()
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise KeysUnusable(f"密钥 {name} 不在密钥文件中，无法打开数据。请把它放回密钥文件。")
        nonce, body = sealed[split : split + NONCE], sealed[split + NONCE :]
        return cipher.decrypt(nonce, body, place.encode())

    def index(self, value: str, purpose: str) -> str:
        """The same value for the same purpose always gives the same index; nobody without the key can."""
        return hmac.new(self._index_key, f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()

    def audit_hash(self, previous: str, row: str) -> str:
        return hmac.new(self._audit_key, f"{previous}|{row}".encode(), hashlib.sha256).hexdigest()


def open_vault(path: Path) -> Vault:
    """The vault of a key file, made on first use with new keys, readable by its owner only."""
    if not path.exists():
        _write_new_keys(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeysUnusable(f"密钥文件 {path} 可被他人读取。请运行 chmod 600 后再启动。")
    content = json.loads(path.read_text())
    keys = {name: base64.b64decode(key) for name, key in content["keys"].items()}
    return Vault(
        keys, content["current"], base64.b64decode(content["index"]), base64.b64decode(content["audit"])
    )


def _write_new_keys(path: Path) -> None:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"current": "k1", "keys": {"k1": key()}, "index": key(), "audit": key()}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
