"""What a department brings to a reading: its units, and the indicators that a sentence may speak of."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from cchc.common.text import fold
from cchc.indicators.catalogue import shipped
from cchc.indicators.models import Indicator
from cchc.indicators.rules import Definition, Suggester
from cchc.organisation.models import Agency, Unit
from cchc.plans.rules.intake.drafting import Setting, Suggested
from cchc.plans.rules.intake.units import Directory, NamedUnit


@lru_cache(maxsize=1)
def _common() -> Suggester:
    return Suggester(shipped())


@lru_cache(maxsize=2048)
def _words(one: Definition) -> str:
    return fold(" ".join((one.code.replace("_", " "), one.name.vi, one.name.en, *one.phrases)))


class Catalogue:
    """The indicators of a department: the common ones and its own. Make one for a request."""

    def __init__(self, agency: int) -> None:
        self._agency = agency

    @cached_property
    def _own(self) -> list[Definition]:
        rows = Indicator.objects.filter(agency=self._agency).with_versions()
        return [one.definition for one in rows]

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Every indicator by its code; of several versions the last."""
        return {one.code: one for one in (*shipped(), *self._own)}

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester((*shipped(), *self._own)) if self._own else _common()

    def suggest(self, phrase: str, unit: str, comparator: str, content: str) -> Sequence[Suggested]:
        """The indicators that a phrase may speak of, the best first."""
        found = self._suggester.suggest(phrase, unit, comparator or None, content)
        return [Suggested(one.code, Decimal(str(one.score)), one.why("vi"), one.why("en")) for one in found]

    def search(self, words: str, limit: int = 12) -> list[Definition]:
        """The indicators whose name, phrases or code hold every word, with or without marks."""
        wanted = fold(words).split()
        found = [one for one in self.definitions.values() if all(word in _words(one) for word in wanted)]
        return found[:limit] if wanted else []


def setting_of(agency: Agency, first_year: int, last_year: int, *, by_hand: bool = False) -> Setting:
    """The setting of a department's reading."""
    rows = Unit.objects.filter(agency=agency, closed_on=None)
    units = [NamedUnit(unit.pk, unit.name, unit.short_name, unit.kind) for unit in rows]
    return Setting(Directory(units, agency.name), Catalogue(agency.pk).suggest, first_year, last_year, by_hand)
