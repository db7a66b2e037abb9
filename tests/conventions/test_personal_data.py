"""Every field that may hold personal data is declared, with a purpose and a time limit that exist."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db import models

from cchc.common import personal, retention

ROOT = Path(__file__).parents[2]
ROLES = ROOT / "src" / "cchc" / "organisation" / "data" / "roles.yaml"
PEOPLE = {"organisation.person", "organisation.account"}
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField,
         models.FileField)  # fmt: skip
OURS = [model for model in apps.get_models() if model.__module__.startswith("cchc.")]
KEYS_OF_NO_PERSON = {"agency_id", "unit_id"}


def may_be_personal(field: models.Field) -> bool:
    """Free text, JSON, and whatever points to a person."""
    if field.is_relation:
        return field.related_model._meta.label_lower in PEOPLE
    if isinstance(field, models.IntegerField) and field.name.endswith("_id"):
        return field.name not in KEYS_OF_NO_PERSON
    return isinstance(field, TEXTS) and not field.choices


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
def test_every_field_that_may_hold_personal_data_is_declared(model):
    label = model._meta.label_lower
    known = personal.holding_of(label)
    assert known, f"declare {label} in {model._meta.app_label}/declared.py (see docs/personal-data.md)"
    said = set(known.by_field) | known.clean
    fields = {field.name: field for field in model._meta.concrete_fields}
    silent = sorted(name for name, field in fields.items() if may_be_personal(field) and name not in said)
    assert not silent, f"{label}: say in declared.py what {silent} hold of people, or that they hold nothing"
    assert not said - set(fields), f"{label}: no such field {sorted(said - set(fields))}"
    assert not set(known.by_field) & known.clean


def test_nothing_is_declared_that_is_not_there():
    assert {known.model for known in personal.holdings()} == {model._meta.label_lower for model in OURS}


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (models.TextField(), True),
        (models.JSONField(), True),
        (models.CharField(choices=[("a", "a")]), False),
        (models.DateField(), False),
        (models.BigIntegerField(name="actor_id"), True),
        (models.BigIntegerField(name="agency_id"), False),
    ],
)
def test_which_fields_may_hold_personal_data(field, found):
    assert may_be_personal(field) is found


def test_every_right_and_every_time_limit_exists():
    rights = {row["code"] for row in yaml.safe_load(ROLES.read_text(encoding="utf-8"))["permissions"]}
    known = retention.limits(date(2026, 12, 1))
    for holding in personal.holdings():
        for datum in holding.data:
            assert datum.right in {"", personal.NOBODY, *rights}, f"{holding.model}.{datum.field}"
            assert (datum.keeps or holding.keeps) in known, f"{holding.model}.{datum.field}"


def test_every_time_limit_has_its_source_and_every_setting_of_one_is_described():
    described = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    used = {datum.keeps or known.keeps for known in personal.holdings() for datum in known.data}
    limits = retention.limits(date(2026, 12, 1))
    assert used == set(limits), "a limit nobody keeps to"
    for limit in limits.values():
        assert re.search(r"\d+/\d{4}", limit.basis)
        assert limit.then in ("delete", "anonymise", "keep")
        assert (limit.then == "keep") == (limit.days is None) == bool(limit.until.vi)
        assert not limit.setting or f"`{limit.setting}`" in described


def test_the_grades_are_those_of_the_law_in_force_on_the_day():
    before, after = retention.grade_names(date(2025, 12, 31)), retention.grade_names(date(2026, 1, 1))
    assert "13/2023" in before[personal.Grade.SENSITIVE].basis
    assert "356/2025" in after[personal.Grade.SENSITIVE].basis
