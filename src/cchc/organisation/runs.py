"""How files on their way in are listed, wherever they go to."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from cchc.common.tables import Column

_STATES = {"given": "waiting", "checked": "doing", "taken": "done", "dropped": "stopped"}


def run_state(run: Any) -> tuple[str, object]:
    """Where a file stands, as a face of the page kit and a word; one with faults waits for nobody's confirmation."""
    if run.state == "checked" and run.fault_count:
        return "missed", gettext_lazy("đã kiểm tra, có lỗi")
    return _STATES[run.state], run.get_state_display()


def run_columns(name: str, state: Callable[[Any], tuple[str, object]] = run_state) -> list[Column]:
    """The columns of a list of files that were given; `name` is the path to what a file is called."""
    return [
        Column("file", gettext_lazy("Tệp"), value=name, sort=name),
        Column("state", gettext_lazy("Trạng thái"), kind="state", sort="state", value=state),
        Column("new", gettext_lazy("Mới"), kind="number"),
        Column("changed", gettext_lazy("Thay đổi"), kind="number"),
        Column("same", gettext_lazy("Giữ nguyên"), kind="number"),
        Column("faults", gettext_lazy("Lỗi"), value="fault_count", kind="number"),
        Column("by", gettext_lazy("Người nạp"), value=lambda run: run.given_by.get_full_name() if run.given_by else ""),
        Column("at", gettext_lazy("Nạp lúc"), value="given_at", kind="moment", sort="given_at"),
    ]  # fmt: skip
