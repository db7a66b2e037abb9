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
from .agencies import create_agency
from .delegations import delegate, revoke
from .identifiers import correct_identifier, give_identifier, old_writing, read_code
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
from .second_factor import (
    check_code,
    disable_second_factor,
    enable_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from .sessions import end_session, end_sessions, touch
from .sign_in import check_password, locked_words, prove_password, sign_in, unlock
from .units import dissolve_unit, found_unit, merge_units, move_unit, rename_unit

__all__ = [
    "SharedOutcome",
    "add_passkey",
    "add_person",
    "admit_shared",
    "appoint",
    "assign_role",
    "begin_shared",
    "bind_subject",
    "change_own_password",
    "change_person",
    "check_code",
    "check_passkey",
    "check_password",
    "correct_identifier",
    "create_account",
    "create_agency",
    "deactivate_account",
    "delegate",
    "disable_second_factor",
    "dissolve_unit",
    "enable_second_factor",
    "end_assignment",
    "end_session",
    "end_sessions",
    "end_tenure",
    "found_unit",
    "give_identifier",
    "locked_words",
    "merge_units",
    "move_unit",
    "old_writing",
    "prove_password",
    "reactivate_account",
    "read_code",
    "remove_passkey",
    "rename_unit",
    "renew_recovery_codes",
    "reset_second_factor",
    "revoke",
    "set_password",
    "settle_shared",
    "sign_in",
    "touch",
    "unbind_subject",
    "unlock",
]
