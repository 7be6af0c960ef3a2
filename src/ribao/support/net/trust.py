"""Whom we trust on TLS: the system's authorities; where a bare machine has none, those that certifi brings.

A fresh Debian with Python but without ca-certificates would else find no https site at all.
"""

import ssl
from pathlib import Path


def context() -> ssl.SSLContext:
    """Checks certificates and host names, TLS 1.2 at least."""
    made = ssl.create_default_context()
    if not system_has_authorities(ssl.get_default_verify_paths()):
        import certifi

        made.load_verify_locations(cafile=certifi.where())
    return made


def system_has_authorities(paths: ssl.DefaultVerifyPaths) -> bool:
    """Is there a file, or a folder with something in it, where OpenSSL looks (SSL_CERT_FILE and SSL_CERT_DIR too)?"""
    file, folder = paths.cafile or "", paths.capath or ""  # None where there is none, whatever the stubs say
    if file and Path(file).stat().st_size > 0:
        return True
    return bool(folder) and any(Path(folder).iterdir())
