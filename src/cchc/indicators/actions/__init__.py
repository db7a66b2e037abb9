"""What is done with indicators: every write of the package."""

from .catalogue import Loaded, add_indicator, assign_reporter, end_reporter, load_catalogue, revise_indicator
from .counting import count_from, stop_counting
from .figures import correct, observe, says_the_same, withdraw
from .imports import check_import, drop_import, save_mapping, start_import, take_import
from .sheet import Line, SheetFaults, fill_sheet
from .tallies import recount_outdated

__all__ = [
    "Line",
    "Loaded",
    "SheetFaults",
    "add_indicator",
    "assign_reporter",
    "check_import",
    "correct",
    "count_from",
    "drop_import",
    "end_reporter",
    "fill_sheet",
    "load_catalogue",
    "observe",
    "recount_outdated",
    "revise_indicator",
    "save_mapping",
    "says_the_same",
    "start_import",
    "stop_counting",
    "take_import",
    "withdraw",
]
