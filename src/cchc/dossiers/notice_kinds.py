"""The notices of dossiers: a long file was checked or imported."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.organisation.access import may
from cchc.organisation.models import Account
from cchc.organisation.notices import Kind, register, register_subject
from cchc.organisation.rules.notices import Channel

from .models import RegisterImport

IMPORTED = "dossiers.imported"


def declare() -> None:
    """Make kinds and subjects known."""
    register(
        Kind(IMPORTED, _("Tệp hồ sơ đã xử lý xong"), _("Sổ hồ sơ"), Channel.PAGE, permission="dossiers.import",
             help=_("Tệp dài bạn nạp đã kiểm tra hoặc nhập xong, hoặc không xong")),
    )  # fmt: skip
    register_subject("dossiers.registerimport", _runs)


def _runs(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "dossiers.import"):
        return {}
    seen = RegisterImport.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("dossiers:import_run", args=[key]) for key in seen}
