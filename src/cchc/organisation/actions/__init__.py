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
from .people import add_person, appoint, change_person, end_tenure
from .sign_in import check_password, sign_in, unlock
from .units import dissolve_unit, found_unit, merge_units, move_unit, rename_unit

__all__ = [
    "add_person",
    "appoint",
    "assign_role",
    "change_own_password",
    "change_person",
    "check_password",
    "create_account",
    "create_agency",
    "deactivate_account",
    "dissolve_unit",
    "end_assignment",
    "end_tenure",
    "found_unit",
    "merge_units",
    "move_unit",
    "reactivate_account",
    "rename_unit",
    "set_password",
    "sign_in",
    "unlock",
]
