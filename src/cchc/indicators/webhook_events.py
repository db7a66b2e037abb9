"""What other software can be told of figures: entered, corrected, withdrawn."""

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.indicators.models import Observation
from cchc.organisation.models import Account
from cchc.organisation.webhooks import Told, register

_GROUP = _("Số liệu")


def declare() -> None:
    """Make the events known."""
    view = "indicators.view"
    register(
        Told("value.entered", _("Số liệu được nhập"), _GROUP, "A figure was entered.", view, _values,
             ("indicators.observe",)),
        Told("value.corrected", _("Số liệu được đính chính"), _GROUP, "A figure was corrected.", view, _values,
             ("indicators.correct",)),
        Told("value.withdrawn", _("Số liệu bị rút"), _GROUP, "A figure was taken back.", view, _values,
             ("indicators.withdraw",)),
    )  # fmt: skip


def _values(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    found = {}
    for row in Observation.objects.visible_to(account).filter(pk__in=keys).select_related("indicator"):
        asked = {"period": row.period, **({"unit": row.unit_id} if row.unit_id else {})}
        found[row.pk] = f"{reverse('api:indicator_value', args=[row.indicator.code])}?{urlencode(asked)}"
    return found
