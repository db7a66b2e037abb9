"""Searching a column that keeps no folded copy of itself: `name__folded__contains` compares as `text.fold` does.

Every row is folded as it is looked at, which is right for lists of some thousands; larger tables keep a folded column.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, Transform
from django.db.models.sql.compiler import SQLCompiler

from .text import MARKS, fold


class Folded(Transform):
    """A text in lower case without marks, đ as d."""

    lookup_name = "folded"
    function = "cchc_fold"  # of SQLite, made with each connection

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        """The database's own means: letters and marks taken apart, the marks left out."""
        sql, params = compiler.compile(self.lhs)
        apart = f"normalize(translate({sql}, 'Đđ', 'Dd'), NFD)"
        return f"lower(regexp_replace({apart}, '[{MARKS}]', '', 'g'))", params


def _teach(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("cchc_fold", 1, _folded, deterministic=True)


def _folded(value: str | None) -> str | None:
    return None if value is None else fold(value)


def declare() -> None:
    """Let texts be searched so, and every connection to SQLite know how."""
    for kind in (CharField, TextField):
        kind.register_lookup(Folded)
    connection_created.connect(_teach, dispatch_uid="cchc.common.folding")
