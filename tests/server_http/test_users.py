"""Who may sign in: names in any spelling, and files of passwords."""

from __future__ import annotations

from pathlib import Path

import pytest

from mofgen.server.http.md4 import md4
from mofgen.server.http.ntlm_accounts import Account, claimed_account
from mofgen.server.http.users import PasswordFileError, User, Users, read_users

USERS = Users([User("Administrator", "secret"), User("guest", "")])


@pytest.mark.parametrize(
    "name",
    ["Administrator", "ADMINISTRATOR", "HOST\\administrator", "administrator@host"],
)
def test_users_are_found_by_name_in_any_domain(name: str) -> None:
    found = USERS.with_password(name, "secret")
    assert found is not None
    assert found.name == "Administrator"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Administrator", ""),
        ("Administrator", "Secret"),
        ("Administrator", "secret "),
        ("nobody", ""),
        ("", ""),
        ("HOST\\", ""),
    ],
)
def test_nobody_else_is_let_in(name: str, password: str) -> None:
    assert USERS.with_password(name, password) is None


def test_passwords_are_not_shown() -> None:
    assert "secret" not in repr(list(USERS))


# --- files ---


def written(folder: Path, text: str) -> Path:
    path = folder / "passwords"
    path.write_text(text, "utf-8")
    return path


def test_a_file_has_the_password_of_one(tmp_path: Path) -> None:
    users = read_users(written(tmp_path, "p:w \n\n"), "me")
    assert [(each.name, each.password) for each in users] == [("me", "p:w ")]


def test_a_file_has_the_passwords_of_several(tmp_path: Path) -> None:
    path = written(tmp_path, "me:p:w\nguest:g\n")
    users = read_users(path, limited=["Guest"])
    assert [(each.name, each.password, each.is_administrator) for each in users] == [
        ("me", "p:w", True),
        ("guest", "g", False),
    ]


@pytest.mark.parametrize(
    ("text", "user", "message"),
    [
        ("", "me", "there is no password in it"),
        ("\n\n", None, "there is no password in it"),
        ("one\ntwo\n", "me", "there is more than one line"),
        ("me:p\nguest\n", None, r"passwords:2: this is not name:password"),
        (":p\n", None, r"passwords:1: this is not name:password"),
        ("me:\n", None, r"passwords:1: this is not name:password"),
    ],
)
def test_other_files_are_refused(
    tmp_path: Path, text: str, user: str | None, message: str
) -> None:
    with pytest.raises(PasswordFileError, match=message):
        read_users(written(tmp_path, text), user)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PasswordFileError, match="no text in UTF-8"):
        read_users(path, "me")


# --- what NTLM needs ---


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("", "31d6cfe0d16ae931b73c59d7e0c089c0"),
        ("a", "bde52cb31de33e46245e05fbdbd6fb24"),
        ("message digest", "d9130a8164549fe818874806e1c7014b"),
        ("1234567890" * 8, "e33b4ddc9c38f2199c3e7b164fcc0536"),
    ],
)
def test_md4_is_that_of_the_rfc(text: str, digest: str) -> None:
    assert md4(text.encode()).hex() == digest


def test_the_hash_of_a_password_is_that_of_windows() -> None:
    hashed = md4("Password".encode("utf-16-le")).hex()
    assert hashed == "a4f49c406510bdcab6824ee7c30fd852"  # MS-NLMP 4.2.2.1.2


def test_who_signs_in_stands_in_the_message() -> None:
    spnego_ntlm = pytest.importorskip("spnego._ntlm_raw.messages")
    message = spnego_ntlm.Authenticate(
        spnego_ntlm.NegotiateFlags.unicode,
        b"",
        b"",
        domain_name="Dömain",
        username="me",
    ).pack()
    expected = Account("Dömain", "me")
    assert claimed_account(message) == expected
    assert claimed_account(b"around it " + message + b"spnego") == expected


@pytest.mark.parametrize(
    "token",
    [b"", b"NTLMSSP\0\x01\0\0\0" + bytes(80), b"NTLMSSP\0\x03\0\0\0" + bytes(9)],
)
def test_other_messages_say_nothing_of_it(token: bytes) -> None:
    assert claimed_account(token) is None
