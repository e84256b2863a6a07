"""Setting up a security context, message by message."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode

import pytest
from running_servers import PASSWORD, USERS

from mofgen.server.http.negotiate import NegotiationError, SecurityContext
from mofgen.server.http.spnego_tokens import without_foreign_token

spnego = pytest.importorskip("spnego")
tokens = pytest.importorskip("spnego._spnego")

KERBEROS, NTLM = "1.2.840.113554.1.2.2", "1.3.6.1.4.1.311.2.2.10"


def client(
    protocol: str = "negotiate", password: str = PASSWORD, user: str = "Administrator"
) -> spnego.ContextProxy:
    options = spnego.NegotiateOptions
    chosen = options.use_ntlm if protocol == "ntlm" else options.use_negotiate
    return spnego.client(user, password, protocol=protocol, options=chosen)


def step(host: SecurityContext, token: bytes) -> bytes:
    return b64decode(host.step(b64encode(token).decode()))


@pytest.mark.parametrize("protocol", ["ntlm", "negotiate"])
def test_who_agrees_can_encrypt(protocol: str) -> None:
    guest, host = client(protocol), SecurityContext(USERS)
    token = guest.step()
    while not host.is_complete:
        answer = step(host, token)
        if answer:
            token = guest.step(answer)
    assert host.user is not None
    assert host.user.name == "Administrator"
    sealed = guest.wrap_winrm(b"a message")
    assert host.unwrap(sealed.header, sealed.data) == b"a message"
    assert guest.unwrap_winrm(*host.wrap(b"an answer")) == b"an answer"


def test_a_message_that_was_changed_is_refused() -> None:
    guest, host = client("ntlm"), SecurityContext(USERS)
    step(host, guest.step(step(host, guest.step())))
    sealed = guest.wrap_winrm(b"a message")
    with pytest.raises(NegotiationError):
        host.unwrap(sealed.header, sealed.data[:-1] + b"?")


@pytest.mark.parametrize(
    ("user", "password"),
    [("Administrator", "wrong"), ("nobody", PASSWORD), ("a:b", PASSWORD)],
)
def test_nobody_else_gets_in(user: str, password: str) -> None:
    guest, host = client("ntlm", password, user), SecurityContext(USERS)
    challenge = step(host, guest.step())
    with pytest.raises(NegotiationError):
        step(host, guest.step(challenge))
    assert not host.is_complete


def test_an_old_answer_of_ntlm_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LM_COMPAT_LEVEL", "0")
    guest, host = client("ntlm"), SecurityContext(USERS)
    challenge = step(host, guest.step())
    with pytest.raises(NegotiationError):
        step(host, guest.step(challenge))


def test_nothing_stays_behind_in_the_environment() -> None:
    before = dict(os.environ)
    step(SecurityContext(USERS), client("ntlm").step())
    assert dict(os.environ) == before


def test_nothing_is_encrypted_before_it_is_agreed_on() -> None:
    with pytest.raises(NegotiationError):
        SecurityContext(USERS).wrap(b"")
    with pytest.raises(NegotiationError):
        SecurityContext(USERS).unwrap(b"", b"")


# --- clients who would rather have Kerberos ---


def test_the_first_token_of_another_mechanism_is_ignored() -> None:
    guest, host = client(), SecurityContext(USERS)
    first = tokens.unpack_token(guest.step())
    # As Windows in a domain: Kerberos at first, with its token.
    guest._mech_list = [KERBEROS, NTLM]
    asked = tokens.NegTokenInit([KERBEROS, NTLM], mech_token=b"k" * 300).pack()
    chosen = tokens.unpack_token(step(host, asked))
    assert chosen.supported_mech == NTLM
    assert chosen.response_token is None

    guest._mic_required = True  # what was chosen is not what it would rather have
    begun = tokens.NegTokenResp(response_token=first.mech_token).pack()
    answer = step(host, guest.step(step(host, begun)))
    guest.step(answer)
    assert host.is_complete
    assert guest.complete
    sealed = guest.wrap_winrm(b"a message")
    assert host.unwrap(sealed.header, sealed.data) == b"a message"


def test_kerberos_alone_is_refused() -> None:
    asked = tokens.NegTokenInit([KERBEROS], mech_token=b"k").pack()
    with pytest.raises(NegotiationError):
        step(SecurityContext(USERS), asked)


@pytest.mark.parametrize(
    "token", [b"", b"\x60", b"\x60\x84\xff\xff\xff\xff", b"\x60\x00", b"NTLMSSP\0"]
)
def test_other_tokens_are_left_as_they_are(token: bytes) -> None:
    assert without_foreign_token(token) == token


def test_tokens_of_ntlm_are_left_as_they_are() -> None:
    first: bytes = client().step()
    assert without_foreign_token(first) == first
