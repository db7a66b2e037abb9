"""What can be counted of people in post and of assigned headcount, for `organisation` stands below and cannot say it.

Both tables are small, so that they are counted whenever they are asked for and nothing is kept of them. Somebody who is
in several posts at a time is counted in the main one only. The kind of somebody's employment and the source of the pay
are those of the post: as noted in it once they changed, else as the person is now.
"""

from django.db.models import Q

from cchc.indicators.facts import FactSource
from cchc.indicators.rules.counting import Measure, Stock
from cchc.indicators.rules.text import Text
from cchc.organisation.headcount import every_kind
from cchc.organisation.models import PaySource, PersonStatus, Quota, Tenure, UnitKind

_PEOPLE = (
    ("everybody", Text("Người đang công tác", "People in post"), ()),
    ("civil", Text("Công chức có mặt", "Civil servants present"), ("civil",)),
    ("service_state", Text("Viên chức hưởng lương ngân sách có mặt", "Budget-paid public employees present"),
     ("employee", "state")),
    ("service_own", Text("Viên chức hưởng lương nguồn thu có mặt", "Public employees paid from own revenue, present"),
     ("employee", "own")),
    ("contract", Text("Người lao động hợp đồng có mặt", "Contract workers present"), ("contract",)),
    ("contract_office", Text("Lao động hợp đồng tại cơ quan hành chính", "Contract workers in the administration"),
     ("contract", "administration")),
)  # fmt: skip


def _status(status: PersonStatus) -> Q:
    return Q(status_then=status) | Q(status_then="", person__status=status)


def _pay(source: PaySource) -> Q:
    return (~Q(status_then="") & Q(pay_then=source)) | Q(status_then="", person__pay_source=source)


def _named(name: Text, vi: str, en: str) -> Text:
    return Text(f"{name.vi}: {vi}", f"{name.en}: {en}")


STAFF = FactSource(
    code="staff",
    name=Text("Chức vụ của người trong Sở", "Posts of the department's people"),
    model=Tenure,
    version=1,
    tallied=False,
    agency="unit__agency_id",
    base=Q(concurrent=False),
    events={"came": "started_on", "left": "ended_on"},
    flags={
        "civil": _status(PersonStatus.CIVIL_SERVANT), "employee": _status(PersonStatus.PUBLIC_EMPLOYEE),
        "contract": _status(PersonStatus.CONTRACT), "state": _pay(PaySource.STATE), "own": _pay(PaySource.OWN),
        "administration": ~Q(unit__kind=UnitKind.CENTRE),
    },
    measures=(
        *(Measure(f"came_{code}", _named(name, "nhận chức vụ", "appointed"), "came", having)
          for code, name, having in _PEOPLE),
        *(Measure(f"left_{code}", _named(name, "thôi chức vụ", "left the post"), "left", having)
          for code, name, having in _PEOPLE),
    ),
    stocks=tuple(Stock(code, name, f"came_{code}", f"left_{code}") for code, name, _having in _PEOPLE),
    rows_at="indicators:staff_rows",
)  # fmt: skip
QUOTAS = FactSource(
    code="quota",
    name=Text("Biên chế được giao", "Assigned headcount"),
    model=Quota,
    version=1,
    tallied=False,
    agency="unit__agency_id",
    base=Q(superseded_at=None),
    events={"assigned": "started_on", "lapsed": "ended_on"},
    flags={kind.code: Q(kind=kind.code) for kind in every_kind()},
    amounts={"number": "number"},
    measures=tuple(
        Measure(f"{event}_{kind.code}", _named(Text(kind.name_vi, kind.name_en), vi, en), event, (kind.code,),
                amount="number")
        for event, vi, en in (("assigned", "giao trong kỳ", "assigned"), ("lapsed", "hết năm", "lapsed"))
        for kind in every_kind()
    ),
    stocks=tuple(
        Stock(kind.code, Text(kind.name_vi, kind.name_en), f"assigned_{kind.code}", f"lapsed_{kind.code}")
        for kind in every_kind()
    ),
    rows_at="indicators:quota_rows",
)  # fmt: skip
