"""ID tokens (OpenID Connect Core 1.0, §3.1.3.7): whether one proves who somebody is. No network, no writes."""

import base64
import hmac
import json
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Signatures with a key pair only: whoever can check one cannot make one. Never "none", never a shared secret."""
LEEWAY = 60
"""Seconds that the provider's clock may be off."""
LONGEST = 50_000
"""Characters of a token."""


class Unproven(Exception):  # noqa: N818  # it says what was found, as a sentence does
    """The token proves nothing; the message is one word for the log: what of it did not hold."""


def header_of(token: str) -> dict[str, Any]:
    """The header of a token as it says itself, to find the key by; raises Unproven."""
    try:
        part = token.split(".", maxsplit=1)[0]
        header = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError) as error:
        raise Unproven("form") from error
    if not isinstance(header, dict) or len(token) > LONGEST or token.count(".") != 2:
        raise Unproven("form")
    if header.get("alg") not in ALGORITHMS:
        raise Unproven("algorithm")
    return header


def has_key(token: str, keys: list[dict[str, Any]]) -> bool:
    """Whether the key that the token names is among those published."""
    return bool(_fitting(header_of(token), keys))


def _fitting(header: dict[str, Any], keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The published keys that may have signed: for signatures, of this algorithm, of the name that is given.

    A token that names none is taken only where one key is left to choose from (Core §10.1).
    """
    fit = [
        key for key in keys
        if key.get("use", "sig") == "sig" and key.get("alg", header["alg"]) == header["alg"] and key.get("kty") != "oct"
    ]  # fmt: skip
    kid = header.get("kid")
    if kid is None:
        return fit if len(fit) == 1 else []
    return [key for key in fit if key.get("kid") == kid][:1]


def _signed(token: str, keys: list[dict[str, Any]]) -> dict[str, Any]:
    header = header_of(token)
    fit = _fitting(header, keys)
    if not fit:
        raise Unproven("key")
    try:
        chosen = KeySet.import_key_set({"keys": [{**fit[0], "kid": "fit"}]}).keys[0]
        found = jwt.decode(token, chosen, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Unproven("signature") from error
    if not isinstance(found.claims, dict):
        raise Unproven("form")
    return found.claims


def verified(
    token: str, *, keys: list[dict[str, Any]], issuer: str, client: str, nonce: str, at: datetime
) -> dict[str, Any]:
    """The claims of a token that this issuer signed for this client, now, in answer to this nonce; raises Unproven."""
    claims = _signed(token, keys)
    if claims.get("iss") != issuer:
        raise Unproven("issuer")
    audience = claims.get("aud")
    parties = [audience] if isinstance(audience, str) else audience
    if not isinstance(parties, list) or client not in parties:
        raise Unproven("audience")
    if claims.get("azp", client if len(parties) == 1 else None) != client:
        raise Unproven("party")
    _in_time(claims, at.timestamp())
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise Unproven("nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Unproven("subject")
    return claims


def _in_time(claims: dict[str, Any], now: float) -> None:
    """It has not ended, was made, and not in the future."""
    for name, early, late in (("exp", now - LEEWAY, None), ("iat", None, now + LEEWAY), ("nbf", None, now + LEEWAY)):
        moment = claims.get(name)
        if moment is None and name == "nbf":
            continue
        if not isinstance(moment, int | float) or isinstance(moment, bool):
            raise Unproven("time")
        if (early is not None and moment <= early) or (late is not None and moment > late):
            raise Unproven("time")


def second_step(claims: dict[str, Any], accepted: list[str]) -> bool:
    """Whether the provider says that it asked for a second step, in one of the words accepted (claims acr, amr)."""
    means = claims.get("amr")
    said = [claims.get("acr"), *(means if isinstance(means, list) else [])]
    return any(word in accepted for word in said if isinstance(word, str))
