"""Reference data of the package: roles, permissions and the matrix, loaded from `data/roles.yaml`."""

from pathlib import Path

import yaml
from django.db import transaction

from .models import Grant, Permission, Role

ROLES = Path(__file__).parent / "data" / "roles.yaml"


@transaction.atomic
def load_roles() -> None:
    """Make roles, permissions and grants what the file says; roles that people hold are kept."""
    data = yaml.safe_load(ROLES.read_text(encoding="utf-8"))
    roles: dict[str, Role] = {}
    for sort, row in enumerate(data["roles"]):
        values = {"name_vi": row["vi"], "name_en": row["en"], "sort": sort,
                  "second_factor": row.get("second_factor", False)}  # fmt: skip
        roles[row["code"]], _made = Role.objects.update_or_create(code=row["code"], defaults=values)
    Permission.objects.exclude(code__in=[row["code"] for row in data["permissions"]]).delete()
    Grant.objects.all().delete()
    grants: list[Grant] = []
    for sort, row in enumerate(data["permissions"]):
        values = {"name_vi": row["vi"], "name_en": row["en"], "sort": sort, "delegable": row.get("delegable", True)}
        permission, _made = Permission.objects.update_or_create(code=row["code"], defaults=values)
        grants += [Grant(role=roles[role], permission=permission, scope=scope) for role, scope in row["grants"].items()]
    Grant.objects.bulk_create(grants)
