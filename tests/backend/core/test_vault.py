"""What is sealed opens only where it belongs and only with its key."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from backend.core.crypto import KeysUnusable, Vault, open_vault
from backend.core.files import FileStore


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "keys.json")


def test_a_sealed_value_opens_in_its_place_and_nowhere_else(vault: Vault) -> None:
    sealed = vault.seal({"name": "𠮷永强"}, "persons.sealed|1")
    assert vault.open(sealed, "persons.sealed|1") == {"name": "𠮷永强"}
    with pytest.raises(InvalidTag):
        vault.open(sealed, "persons.sealed|2")


def test_sealing_twice_gives_different_bytes(vault: Vault) -> None:
    assert vault.seal("a", "p") != vault.seal("a", "p")


def test_the_keys_are_readable_by_their_owner_only_and_last(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    assert path.stat().st_mode & 0o077 == 0
    sealed = vault.seal("a", "p")
    assert open_vault(path).open(sealed, "p") == "a"
    path.chmod(0o644)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        open_vault(path)


def test_a_missing_key_is_named(vault: Vault) -> None:
    other = Vault({"k9": bytes(32)}, "k9", b"i", b"a")
    with pytest.raises(KeysUnusable, match="k1"):
        other.open(vault.seal("a", "p"), "p")


def test_the_index_depends_on_purpose_and_key(vault: Vault) -> None:
    number = "360502198003059920"
    assert vault.index(number, "id_number") == vault.index(number, "id_number")
    assert vault.index(number, "id_number") != vault.index(number, "phone")


def test_files_are_sealed_on_disk_and_their_ids_cannot_leave_the_folder(vault: Vault, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", vault)
    file_id = store.put("身份证照片".encode())
    assert store.get(file_id).decode() == "身份证照片"
    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert all("身份证".encode() not in path.read_bytes() for path in kept)
    with pytest.raises(ValueError, match="32"):
        store.get("../../../../../../../../etc/passwd.....")
