"""The kept file of an import as a table that is read row by row."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.spreadsheets.cells import Cell
from cchc.common.spreadsheets.reading import Stream, open_table
from cchc.documents import blobs

from .models import RegisterImport

MOST_ROWS = 200_000


def opened(run: RegisterImport) -> Stream:
    """The run's table, out of its kept file. Raises Refused."""
    try:
        data = blobs.read(run.file.sha256)
    except FileNotFoundError as error:
        raise Refused(_("Tệp đã nạp không còn trên máy chủ; hãy nạp lại.")) from error
    if blobs.digest_of(data) != run.file.sha256:
        raise Refused(_("Tệp đã nạp không còn nguyên vẹn trên máy chủ; hãy nạp lại."))
    if run.file.media_type == "application/json" or run.file.name.lower().endswith(".json"):
        return _of_json(data)
    return open_table(data, run.file.media_type, run.sheet, most_rows=MOST_ROWS)


def _of_json(data: bytes) -> Stream:
    """A list of objects, or one under any key, as a table with their keys as headings."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused(_("Không đọc được tệp JSON: tệp hỏng hoặc không phải UTF-8."), field="file") from error
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
        raise Refused(_("Tệp JSON phải là danh sách các hồ sơ, mỗi hồ sơ một đối tượng."), field="file")
    if len(found) > MOST_ROWS:
        raise Refused(_("Tệp có quá nhiều hồ sơ; hãy chia tệp."), field="file")
    objects: list[dict[str, Any]] = found
    headings = list(dict.fromkeys(key for row in objects for key in row))

    def rows() -> Iterator[list[Cell]]:
        yield [*headings]
        for row in objects:
            yield [_cell(row.get(key)) for key in headings]

    return Stream("", len(objects) + 1, rows)


def _cell(value: Any) -> Cell:
    """A value as a cell; a list, such as the steps of a dossier, as the text it was, and nothing of an object."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value if isinstance(value, str | float | int | bool) else ""
