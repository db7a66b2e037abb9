"""How the codes of dossiers and procedures are written (Thông tư 03/2025/TT-VPCP, Điều 13; older systems beside it)."""

import re

# <code of the agency>-YYMMDD-<number of the day>; some systems write the year in four digits.
DOSSIER_CODE = re.compile(r"(?P<agency>[A-Z0-9]+(?:\.[A-Z0-9]+){0,3})-(?P<day>\d{6}|\d{8})-(?P<number>\d{4,})")
# d.dddddd, with the code of the province or of the agency behind it in local lists.
PROCEDURE_CODE = re.compile(r"\d\.\d{6}(?:\.[A-Z0-9]+)*")
