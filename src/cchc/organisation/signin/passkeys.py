"""Passkeys (W3C Web Authentication, Level 2): what is asked of a browser, and whether its answer holds. No writes.

Every passkey is kept by its authenticator with the account's handle (discoverable) and asks its holder for a PIN, a
finger or a face (user verification), so that it is two proofs in one and can stand for the password as well as beside
it. No attestation is asked for: whose make an authenticator is, is nobody's business here.
"""

import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from django.http import HttpRequest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LIMIT = 20
"""Passkeys of one account."""
SECONDS = 300
"""How long a browser may take for its answer."""
_NAME = "CCHC"


class Unproven(Exception):  # noqa: N818  # it says what was found, as a sentence does
    """The answer proves nothing: made for another address, another challenge, with another key, or no answer at all."""


@dataclass(frozen=True)
class Made:
    """A new passkey, as it is kept; texts in base64url."""

    credential_id: str
    public_key: str
    sign_count: int


def _party() -> str:
    """The relying party: the host of CCHC_ADDRESS. Passkeys made for one host are worth nothing under another."""
    return urlsplit(settings.ADDRESS).hostname or ""


def here(request: HttpRequest) -> bool:
    """Whether the page was asked for under the address that passkeys belong to."""
    return f"{request.scheme}://{request.get_host()}" == settings.ADDRESS


def new_challenge() -> str:
    """256 random bits."""
    return bytes_to_base64url(secrets.token_bytes(32))


def new_handle() -> str:
    """What an authenticator will know an account by."""
    return bytes_to_base64url(secrets.token_bytes(32))


def _descriptors(credentials: list[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential)) for credential in credentials]


def to_make(*, challenge: str, handle: str, username: str, full_name: str, held: list[str]) -> str:
    """What a browser needs to make a passkey, as JSON; not on an authenticator that holds one of the account."""
    options = webauthn.generate_registration_options(
        rp_id=_party(), rp_name=_NAME, user_id=base64url_to_bytes(handle), user_name=username,
        user_display_name=full_name, challenge=base64url_to_bytes(challenge), timeout=SECONDS * 1000,
        exclude_credentials=_descriptors(held),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )  # fmt: skip
    return webauthn.options_to_json(options)


def to_use(*, challenge: str, held: list[str]) -> str:
    """What a browser needs to use a passkey, as JSON: one of those held or, without any, whichever it has."""
    options = webauthn.generate_authentication_options(
        rp_id=_party(), challenge=base64url_to_bytes(challenge), timeout=SECONDS * 1000,
        allow_credentials=_descriptors(held), user_verification=UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    return webauthn.options_to_json(options)


def made(answer: str, *, challenge: str) -> Made:
    """The passkey that a browser has made for the challenge; raises Unproven."""
    if not challenge:  # none was given, or it is spent: an answer to nothing is no answer
        raise Unproven
    try:
        found = webauthn.verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=_party(),
            expected_origin=settings.ADDRESS, require_user_verification=True,
        )  # fmt: skip
    except Exception as error:  # whatever a stranger's bytes break in a parser, they prove nothing
        raise Unproven from error
    return Made(
        bytes_to_base64url(found.credential_id), bytes_to_base64url(found.credential_public_key), found.sign_count
    )


def named(answer: str) -> tuple[str, str]:
    """Which passkey an answer says it is of, and of which handle; ("", "") where it is no answer."""
    try:
        said = json.loads(answer)
        return str(said["id"])[:1400], str(said["response"].get("userHandle") or "").rstrip("=")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "", ""


def used(answer: str, *, challenge: str, public_key: str) -> int:
    """The count that the authenticator signed with the answer; raises Unproven.

    The count is held against the last one by whoever calls: only a signature that is right tells of a copy.
    """
    if not challenge:  # none was given, or it is spent: an answer to nothing is no answer
        raise Unproven
    try:
        found = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=_party(),
            expected_origin=settings.ADDRESS, credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    except Exception as error:  # whatever a stranger's bytes break in a parser, they prove nothing
        raise Unproven from error
    return found.new_sign_count


def went_back(before: int, now: int) -> bool:
    """Whether a count tells of a copy: it must grow, unless the authenticator does not count at all (§6.1.1)."""
    return (before > 0 or now > 0) and now <= before
