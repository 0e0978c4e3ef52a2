"""Signing in as a service account does: a signed request (RS256) is checked and answered with a token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sync.emulator.store import Store

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCE = "https://oauth2.googleapis.com/token"
"""Whom a request is made out to, wherever it is sent."""

LASTS = 3600
"""So long a token holds [seconds]."""

BITS, EXPONENT = 2048, 65_537


def token_for(store: Store, form: Mapping[str, str], lasts: float = LASTS) -> tuple[int, dict[str, Any]]:
    """Answer a request for a token: status and document."""
    from google.auth import exceptions, jwt

    if form.get("grant_type") != GRANT:
        return 400, {"error": "unsupported_grant_type"}
    assertion = form.get("assertion", "")
    try:
        header, claims = jwt.decode_header(assertion), jwt.decode(assertion, verify=False)
        key = store.public_key(str(claims.get("iss")))
        if key is None or header.get("alg") != "RS256":
            return 400, _refused("Invalid grant: account not found")
        jwt.decode(assertion, certs=key, audience=AUDIENCE)
    except (ValueError, exceptions.GoogleAuthError):
        return 400, _refused("Invalid JWT Signature.")
    if not claims.get("scope"):
        return 400, {"error": "invalid_scope"}
    token = store.admit(claims["iss"], lasts)
    return 200, {"access_token": token, "expires_in": int(lasts), "token_type": "Bearer"}


def _refused(why: str) -> dict[str, str]:
    return {"error": "invalid_grant", "error_description": why}


def new_account(store: Store, address: str, email: str = "meritbook@demo.iam.gserviceaccount.com") -> bytes:
    """Let a new account in and return the file of credentials that its owner receives."""
    from cryptography.hazmat.primitives import serialization as written
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(EXPONENT, BITS)
    pem, plain = written.Encoding.PEM, written.NoEncryption()
    store.enrol(
        email, private.public_key().public_bytes(pem, written.PublicFormat.SubjectPublicKeyInfo).decode()
    )
    credentials = {
        "type": "service_account",
        "project_id": "demo",
        "private_key_id": "demo",
        "private_key": private.private_bytes(pem, written.PrivateFormat.PKCS8, plain).decode(),
        "client_email": email,
        "client_id": "1",
        "token_uri": f"{address}/token",
    }
    return json.dumps(credentials, indent=1).encode()
