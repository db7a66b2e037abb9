"""The provider of shared accounts (OpenID Connect Discovery 1.0, RFC 6749, RFC 7636), asked by HTTP. No writes.

Where it is and who we are to it are settings. Whatever it says is believed only under https, or from this machine
itself; an answer that sends elsewhere is not followed.
"""

import base64
import hashlib
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from . import id_token

TIMEOUT = 10
"""Seconds to wait for the provider."""
KEPT = 3600
"""Seconds that its description and its keys are kept."""
_LARGEST = 1_000_000
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# What a token endpoint says of the code it was given, and of us, which the operator mends (RFC 6749, §5.2).
_OF_THE_CODE = ("invalid_grant", "invalid_request", "refused")
_OF_OURS = ("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope")


class Unreachable(Exception):  # noqa: N818  # it says what was found, as a sentence does
    """The provider does not answer, or not as one; nothing is said about the person. The message is for the log."""


class Rejected(Exception):  # noqa: N818  # it says what was found, as a sentence does
    """The provider does not take the code that it gave out, or that somebody else made up."""


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Still)
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


def is_on() -> bool:
    """Whether people may sign in with a shared account."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def safe(url: object) -> str:
    """The address, if nobody on the way can change what it answers; raises Unreachable."""
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or parts.username or parts.scheme not in (("https", "http") if here else ("https",)):
        raise Unreachable("an address is not https")
    return str(url)


def _ask(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a JSON page says. Raises Rejected where the code in a posted form was refused, else Unreachable."""
    request = urllib.request.Request(  # noqa: S310  # `safe` lets https and this machine through
        safe(url), data=body, headers={"Accept": "application/json", **(headers or {})}
    )
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            said = json.loads(answer.read(_LARGEST + 1))
    except urllib.error.HTTPError as error:
        with error:
            word = _word(error) if body is not None and error.code in (400, 401) else f"answered {error.code}"
        kind = Rejected if word in _OF_THE_CODE else Unreachable
        raise kind(word) from error
    except (OSError, ValueError, HTTPException, RecursionError) as error:
        raise Unreachable(type(error).__name__) from error
    if not isinstance(said, dict):
        raise Unreachable("no object")
    return said


def _word(error: urllib.error.HTTPError) -> str:
    """The provider's own word for a refusal, if it is one of the standard's: nothing else goes into a log."""
    try:
        said = json.loads(error.read(10_000)).get("error")
    except (OSError, ValueError, AttributeError, HTTPException):
        return "refused"
    return said if said in (*_OF_THE_CODE, *_OF_OURS) else "refused"


def _fetched(url: str, *, anew: bool = False) -> dict[str, Any]:
    """A page of the provider, kept for an hour; a failure is not kept."""
    found = _kept.get(url)
    if found is None or anew or time.monotonic() - found[0] > KEPT:
        found = (time.monotonic(), _ask(url))
        _kept[url] = found
    return found[1]


def forget() -> None:
    """Forget what was kept; for tests."""
    _kept.clear()


def described() -> dict[str, Any]:
    """The provider's description of itself, which must be of the issuer that was asked; raises Unreachable."""
    found = _fetched(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise Unreachable("another issuer")
    for name in _ENDPOINTS:
        safe(found.get(name))
    return found


def new_request() -> dict[str, str]:
    """What ties an answer to a browser: state against forged answers, nonce against reused tokens, the PKCE secret."""
    return {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}


def way_there(request: Mapping[str, str], back: str) -> str:
    """Where a browser is sent to sign in; raises Unreachable."""
    digest = hashlib.sha256(request["verifier"].encode()).digest()
    facts = {
        "response_type": "code", "client_id": settings.OIDC_CLIENT_ID, "redirect_uri": back,
        "scope": " ".join(dict.fromkeys(["openid", *settings.OIDC_SCOPES])), "state": request["state"],
        "nonce": request["nonce"], "code_challenge_method": "S256",
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
    }  # fmt: skip
    endpoint = str(described()["authorization_endpoint"])
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(facts)}"


def is_from_it(issuer: str | None) -> bool:
    """Whether an answer names this provider (RFC 9207): it must where it always does, and may not name another."""
    if issuer is None:
        return not described().get("authorization_response_iss_parameter_supported")
    return issuer == settings.OIDC_ISSUER


def _credentials(described: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Who we are, as headers or as part of the form: with a secret in the way that it takes, or without."""
    client, secret = settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET
    if not secret:
        return {}, {"client_id": client}
    ways = described.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" in ways:
        pair = f"{quote(client, safe='')}:{quote(secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}, {}
    return {}, {"client_id": client, "client_secret": secret}


def claims_for(code: str, request: Mapping[str, str], back: str, at: datetime) -> dict[str, Any]:
    """Who signed in, for the code that the browser brought back.

    Raises Unreachable, Rejected for a code that is not good (any more), id_token.Unproven for a token that proves
    nothing. A token signed with a key that is not known yet has the keys fetched anew, once.
    """
    about = described()
    headers, known = _credentials(about)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back,
            "code_verifier": request["verifier"], **known}  # fmt: skip
    token = _ask(str(about["token_endpoint"]), urlencode(form).encode(), headers).get("id_token")
    if not isinstance(token, str):
        raise id_token.Unproven("missing")
    keys = _keys(about)
    if not id_token.has_key(token, keys):
        keys = _keys(about, anew=True)
    return id_token.verified(
        token, keys=keys, issuer=settings.OIDC_ISSUER, client=settings.OIDC_CLIENT_ID, nonce=request["nonce"], at=at
    )


def _keys(about: Mapping[str, Any], *, anew: bool = False) -> list[dict[str, Any]]:
    found = _fetched(str(about["jwks_uri"]), anew=anew).get("keys")
    if not isinstance(found, list) or not all(isinstance(key, dict) for key in found):
        raise Unreachable("no keys")
    return found


def way_out(back: str) -> str:
    """Where the session at the provider is ended (RP-Initiated Logout 1.0); "" where it has no such page or is away."""
    try:
        endpoint = safe(described().get("end_session_endpoint"))
    except Unreachable:
        return ""
    return f"{endpoint}?{urlencode({'client_id': settings.OIDC_CLIENT_ID, 'post_logout_redirect_uri': back})}"
