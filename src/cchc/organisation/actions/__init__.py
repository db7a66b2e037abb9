"""Every write of the package: one function for each thing a person does with units, people, accounts and roles."""

from .accounts import (
    assign_role,
    change_own_password,
    create_account,
    deactivate_account,
    end_assignment,
    reactivate_account,
    set_password,
)
from .agencies import create_agency, keep_installation
from .delegations import delegate, revoke, tell_of_ended_delegations
from .digests import send_digests
from .functions import add_function, correct_function, end_function, end_share, share_function
from .headcount import assign_quota
from .identifiers import correct_identifier, give_identifier, old_writing, read_code
from .newcomers import FirstPost, Newcomer, take_in
from .notices import choose_notices, mark_read, tell
from .openid import (
    SharedOutcome,
    admit_shared,
    begin_shared,
    bind_subject,
    settle_shared,
    unbind_subject,
)
from .passkeys import add_passkey, check_passkey, remove_passkey
from .people import add_person, appoint, change_person, end_tenure
from .positions import add_position, change_position, end_position, place, rate, require_competency
from .second_factor import (
    check_code,
    disable_second_factor,
    enable_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from .sessions import end_session, end_sessions, touch
from .sign_in import check_password, locked_words, prove_password, sign_in, unlock
from .staff_files import (
    check_staff_file,
    drop_staff_file,
    may_bring,
    save_staff_mapping,
    start_staff_file,
    take_staff_file,
)
from .tokens import living_token, make_token, revoke_token
from .typed import Typed, forget_typed, keep_typed, typed_of
from .units import dissolve_unit, found_unit, merge_units, move_unit, rename_unit
from .webhooks import (
    change_webhook,
    delete_webhook,
    deliveries_of,
    make_webhook,
    pause_webhook,
    publish,
    recipient_of,
    renew_secret,
    resend_deliveries,
    resume_webhook,
    try_webhook,
)

__all__ = [
    "FirstPost",
    "Newcomer",
    "SharedOutcome",
    "Typed",
    "add_function",
    "add_passkey",
    "add_person",
    "add_position",
    "admit_shared",
    "appoint",
    "assign_quota",
    "assign_role",
    "begin_shared",
    "bind_subject",
    "change_own_password",
    "change_person",
    "change_position",
    "change_webhook",
    "check_code",
    "check_passkey",
    "check_password",
    "check_staff_file",
    "choose_notices",
    "correct_function",
    "correct_identifier",
    "create_account",
    "create_agency",
    "deactivate_account",
    "delegate",
    "delete_webhook",
    "deliveries_of",
    "disable_second_factor",
    "dissolve_unit",
    "drop_staff_file",
    "enable_second_factor",
    "end_assignment",
    "end_function",
    "end_position",
    "end_session",
    "end_sessions",
    "end_share",
    "end_tenure",
    "forget_typed",
    "found_unit",
    "give_identifier",
    "keep_installation",
    "keep_typed",
    "living_token",
    "locked_words",
    "make_token",
    "make_webhook",
    "mark_read",
    "may_bring",
    "merge_units",
    "move_unit",
    "old_writing",
    "pause_webhook",
    "place",
    "prove_password",
    "publish",
    "rate",
    "reactivate_account",
    "read_code",
    "recipient_of",
    "remove_passkey",
    "rename_unit",
    "renew_recovery_codes",
    "renew_secret",
    "require_competency",
    "resend_deliveries",
    "reset_second_factor",
    "resume_webhook",
    "revoke",
    "revoke_token",
    "save_staff_mapping",
    "send_digests",
    "set_password",
    "settle_shared",
    "share_function",
    "sign_in",
    "start_staff_file",
    "take_in",
    "take_staff_file",
    "tell",
    "tell_of_ended_delegations",
    "touch",
    "try_webhook",
    "typed_of",
    "unbind_subject",
    "unlock",
]
