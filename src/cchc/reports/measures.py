"""What can be counted of reports that fell due, declared to `indicators`.

A report counts from its cut-off on, in the month it was due: one that is not due yet is neither on time nor late. The
department's own reports, the returns of its units, and reports that are not of reform are told apart: of reform are
those in the standard outline and those that a plan asks for. Few enough to be counted whenever asked for.
"""

from django.db.models import F, Q

from cchc.indicators.facts import FactSource
from cchc.indicators.rules.counting import Measure
from cchc.indicators.rules.text import Text

from .models import DueReport

_WHOSE = (
    ("own", Text("Báo cáo CCHC của Sở", "The department's reform reports"), ("own", "reform"), ()),
    ("units", Text("Báo cáo CCHC của các đơn vị", "Reform reports of units"), ("units", "reform"), ()),
    ("other", Text("Báo cáo khác", "Other reports"), (), ("reform",)),
)
_WHAT = (
    ("due", Text("đến hạn", "due"), (), ()),
    ("in_time", Text("gửi đúng hạn", "sent on time"), ("in_time",), ()),
    ("late", Text("gửi sau hạn", "sent late"), ("late",), ()),
    ("missing", Text("quá hạn chưa gửi", "past their date and not sent"), (), ("sent",)),
    ("returned", Text("bị trả lại", "sent back"), ("returned",), ()),
)

DUES = FactSource(
    code="reporting",
    name=Text("Chế độ báo cáo", "Reports that fell due"),
    model=DueReport,
    version=1,
    tallied=False,
    events={"due": "due_on"},
    flags={
        "own": Q(body__isnull=True),
        "units": Q(body__isnull=False),
        "reform": Q(obligation__in_system=True) | Q(obligation__duty__isnull=False),
        "sent": Q(sent_at__isnull=False),
        "in_time": Q(sent_at__lte=F("moment")),
        "late": Q(sent_at__gt=F("moment")),
        "returned": Q(returned=True),
    },
    measures=tuple(
        Measure(f"{whose}_{what}", Text(f"{name.vi} {said.vi}", f"{name.en}: {said.en}"), "due",
                (*kind, *having), (*no_kind, *lacking))
        for whose, name, kind, no_kind in _WHOSE
        for what, said, having, lacking in _WHAT
    ),
    rows_at="reports:due_list",
)  # fmt: skip
