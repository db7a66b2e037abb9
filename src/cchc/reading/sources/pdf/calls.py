"""Functions of pdfium that are called for every letter or line, with addresses as plain numbers.

pypdfium2 gives and takes pointers as objects, and to make those costs more than what the functions do.
"""

import ctypes
from typing import Any

from pypdfium2 import raw

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def address(handle: Any) -> int:
    """Where a page, a text page or a buffer of ctypes is; it must be kept alive while the number is used."""
    return ctypes.cast(handle, _ADDRESS).value or 0


def _bare(function: Any, result: Any, *takes: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *takes)(address(function))


object_at = _bare(raw.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
kind_of = _bare(raw.FPDFPageObj_GetType, _INT, _ADDRESS)
bounds_of = _bare(raw.FPDFPageObj_GetBounds, _INT, *[_ADDRESS] * 5)
origin_of = _bare(raw.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
box_of = _bare(raw.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
