"""TLS for the server's side."""

from __future__ import annotations

import ssl
from pathlib import Path


class CertificateError(ValueError):
    """A certificate or a key that can't be used; the text says why."""


def tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """How connections are encrypted: with TLS 1.2 at least.

    Parameters
    ----------
    certificate:
        A PEM file with the server's certificate and those that vouch for it.
    key:
        A PEM file with its private key, without a password.

    Raises
    ------
    CertificateError
        Where they can't be used.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for path in (certificate, key):
        if not path.is_file():
            raise CertificateError(f"{path}: there is no such file")
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except _NeedsPasswordError:
        raise CertificateError(f"{key}: the key has a password") from None
    except (ssl.SSLError, OSError) as error:
        raise CertificateError(
            f"{certificate}, {key}: this is no certificate with its key: {error}"
        ) from error
    return context


class _NeedsPasswordError(Exception):
    """The key is encrypted."""


def _no_password() -> str:
    raise _NeedsPasswordError
