from dataclasses import replace
from datetime import date

import pytest

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.common.periods import Kind
from cchc.indicators import actions, testing
from cchc.indicators.catalogue import CatalogueError, shipped
from cchc.indicators.models import Indicator, Reporter, Version
from cchc.indicators.rules import Formula, Text
from cchc.organisation.access import Denied
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
NOW = testing.NOW


def test_the_shipped_catalogue_loads_and_loading_it_again_changes_nothing():
    first = actions.load_catalogue(by=None, at=NOW)
    again = actions.load_catalogue(by=None, at=NOW)
    assert (first.new, first.changed, first.same) == (len(shipped()), 0, 0)
    assert (again.new, again.changed, again.same) == (0, 0, len(shipped()))
    assert JournalEntry.objects.filter(action="indicators.load_catalogue").count() == 1


def test_what_comes_out_of_the_database_is_what_was_put_in():
    testing.load()
    found = {indicator.code: indicator.definition for indicator in Indicator.objects.with_versions()}
    assert found == {definition.code: definition for definition in shipped()}


def test_a_better_wording_is_taken_over():
    testing.make_indicator("a")
    better = testing.make_definition("a", name=Text("Tên khác", "Another name"))
    loaded = actions.load_catalogue(by=None, at=NOW, definitions=[better])
    assert loaded.changed == 1
    assert Indicator.objects.get(code="a").name_vi == "Tên khác"


def test_another_meaning_under_the_same_version_is_refused():
    testing.make_indicator("a")
    with pytest.raises(CatalogueError, match="a: formula"):
        actions.load_catalogue(by=None, at=NOW, definitions=[testing.make_definition("a", formula=Formula.COUNT)])


def test_each_period_has_the_definition_of_its_day():
    first = testing.make_definition("a", valid_to=date(2025, 12, 31))
    second = testing.make_definition("a", version=2, valid_from=date(2026, 1, 1), decimals=2)
    actions.load_catalogue(by=None, at=NOW, definitions=[first, second])
    indicator = Indicator.objects.with_versions().get(code="a")
    assert indicator.definition_on(date(2025, 6, 30)).version == 1
    assert indicator.definition_on(date(2026, 1, 1)).version == 2
    assert indicator.definition_on(date(2019, 1, 1)).version == 1


def test_a_department_adds_an_indicator_that_no_other_department_sees():
    office = make_account(make_agency(), ["office"])
    added = actions.add_indicator(definition=testing.make_definition("own"), by=office, at=NOW)
    other = make_account(make_agency(), ["office"])
    assert added in Indicator.objects.visible_to(office)
    assert added not in Indicator.objects.visible_to(other)
    assert JournalEntry.objects.filter(action="indicators.add", actor_id=office.pk).exists()


@pytest.mark.parametrize(("code", "name", "field"), [("a", "Tên mới", "code"), ("b", "TỶ LỆ A", "name_vi")])
def test_an_indicator_of_the_same_code_or_name_is_refused(code, name, field):
    testing.make_indicator("a")
    office = make_account(make_agency(), ["office"])
    definition = testing.make_definition(code, name=Text(name, "New"))
    with pytest.raises(Refused) as refused:
        actions.add_indicator(definition=definition, by=office, at=NOW)
    assert refused.value.field == field


def test_a_new_version_ends_the_one_before_it():
    office = make_account(make_agency(), ["office"])
    own = actions.add_indicator(definition=testing.make_definition("own"), by=office, at=NOW)
    changed = testing.make_definition("own", valid_from=date(2027, 1, 1), decimals=2)
    actions.revise_indicator(indicator=own, definition=changed, by=office, at=NOW)
    assert list(Version.objects.filter(indicator=own).values_list("number", "valid_to")) == [
        (1, date(2026, 12, 31)),
        (2, None),
    ]
    with pytest.raises(Refused) as refused:
        actions.revise_indicator(indicator=own, definition=changed, by=office, at=NOW)
    assert refused.value.field == "valid_from"


def test_the_common_catalogue_is_not_for_a_department_to_change():
    common = testing.make_indicator("a")
    office = make_account(make_agency(), ["office"])
    changed = replace(common.definition, valid_from=date(2027, 1, 1))
    with pytest.raises(Refused):
        actions.revise_indicator(indicator=common, definition=changed, by=office, at=NOW)


def test_only_those_who_manage_add_or_assign():
    officer = make_account(make_agency(), ["officer"])
    with pytest.raises(Denied):
        actions.add_indicator(definition=testing.make_definition("own"), by=officer, at=NOW)


def test_a_unit_reports_an_indicator_from_a_day_to_a_day():
    agency = make_agency()
    office, unit, indicator = make_account(agency, ["office"]), make_unit(agency), testing.make_indicator()
    since = date(2026, 1, 1)
    kwargs = {"indicator": indicator, "unit": unit, "kind": Kind.MONTH, "since": since, "by": office, "at": NOW}
    reporter = actions.assign_reporter(**kwargs)
    with pytest.raises(Refused):
        actions.assign_reporter(**kwargs)
    with pytest.raises(Refused):
        actions.end_reporter(reporter=reporter, until=date(2025, 1, 1), by=office, at=NOW)
    actions.end_reporter(reporter=reporter, until=date(2026, 7, 1), by=office, at=NOW)
    assert list(Reporter.objects.on(date(2026, 6, 30))) == [reporter]
    assert not Reporter.objects.on(date(2026, 7, 1)).exists()
    assert not Reporter.objects.visible_to(make_account(make_agency(), ["office"])).exists()
