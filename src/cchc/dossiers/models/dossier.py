"""The dossier as a one-stop system knows it, its steps, and what it was before a correction."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import BigIntegerField, F, GeneratedField, IntegerField, Q
from django.utils.translation import gettext_lazy as _

from cchc.dossiers.rules import State, settled, stopped
from cchc.indicators.facts import Key, KeyOf, MonthOf, flag_bits, flags_of
from cchc.organisation.models import Account, Agency, Unit

if TYPE_CHECKING:
    from django.db.models.manager import Manager

STATES = {
    State.FILED: _("Mới đăng ký"),
    State.RECEIVED: _("Được tiếp nhận"),
    State.REFUSED: _("Không được tiếp nhận"),
    State.PROCESSING: _("Đang xử lý"),
    State.SUPPLEMENT: _("Yêu cầu bổ sung giấy tờ"),
    State.PAYMENT: _("Yêu cầu thực hiện nghĩa vụ tài chính"),
    State.WITHDRAWN: _("Công dân yêu cầu rút hồ sơ"),
    State.STOPPED: _("Dừng xử lý"),
    State.SETTLED: _("Đã xử lý xong"),
    State.RETURNED: _("Đã trả kết quả"),
}
CHANNELS = [("direct", _("trực tiếp")), ("online", _("trực tuyến")), ("post", _("bưu chính công ích"))]
APPLICANTS = [
    ("citizen", _("cá nhân")),
    ("firm", _("doanh nghiệp")),
    ("household", _("hộ kinh doanh")),
    ("agency", _("cơ quan, tổ chức khác")),
]
SERVICES = [("full", _("toàn trình")), ("part", _("một phần")), ("none", _("chưa cung cấp trực tuyến"))]

# What is true of a dossier, bit by bit, in the order of the bits: a flag may be added at the end, none taken out.
FLAGS: dict[str, Q] = {
    "online": Q(channel="online"),
    "direct": Q(channel="direct"),
    "post": Q(channel="post"),
    "fee": Q(fee__gt=0),
    "paid_online": Q(paid_online=True),
    "digitised": Q(digitised=True),
    "reused": Q(reused=True),
    "e_result": Q(e_result=True),
    "settled": Q(state__in=sorted(settled)),
    "stopped": Q(state__in=sorted(stopped)),
    "early": Q(finished_on__lt=F("due_on")),
    "in_time": Q(finished_on__lte=F("due_on")),
    "late": Q(finished_on__gt=F("due_on")),
    "apologised": Q(apologised=True),
    "supplemented": Q(supplements__gte=1),
    "supplemented_again": Q(supplements__gte=2),
    "rated": Q(rating__isnull=False),
    "satisfied": Q(rating__gte=4),
    "complained": Q(complained=True),
    "verified": Q(verified=True),
    "full_service": Q(service="full"),
    "slow_reception": Q(reception_minutes__gt=480),
    "firm": Q(applicant="firm"),
    "personal_store": Q(personal_store=True),
    # late for the index 766 whatever its date: supplemented twice, or filed online and accepted after 8 working hours
    "faulted": Q(supplements__gte=2) | Q(channel="online", reception_minutes__gt=480),
}
# What counting looks at in each walk over the rows, in the order of the key's bits.
KEYS = {
    "received": Key("received_key", (
        "online", "direct", "post", "fee", "paid_online", "digitised", "reused", "supplemented", "supplemented_again",
        "complained", "verified", "full_service", "slow_reception", "firm", "personal_store", "faulted",
    )),
    "received/procedure": Key("procedure_key", ("online", "fee", "paid_online", "verified")),
    "finished": Key("finished_key", (
        "online", "digitised", "e_result", "settled", "stopped", "early", "in_time", "late", "apologised",
        "supplemented_again", "rated", "satisfied", "faulted",
    )),
    "finished/days": Key("days_key", ("settled",)),
    "late": Key("late_key", ("faulted",)),
}  # fmt: skip


def _key(name: str, day: str) -> GeneratedField:
    """The column of a walk: unit, month and flags of a row as one number."""
    bits = flag_bits(FLAGS, KEYS[name].flags)
    return GeneratedField(
        expression=KeyOf("unit", MonthOf(day), *bits), output_field=BigIntegerField(), db_persist=True
    )


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Dossiers as they are asked for."""

    def visible_to(self, account: Account) -> "DossierQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)

    def with_counted_promise(self) -> "DossierQuerySet":
        """Those being settled whose promised date is so much working time after reception."""
        return self.filter(
            received_on__isnull=False, finished_on=None, due_on__isnull=False, promised_seconds__isnull=False
        )


class Dossier(models.Model):
    """One request for an administrative procedure. It holds nothing that names the applicant.

    Moments are those of the system it came from. The days beside them are the local days of the moments, since the
    database would otherwise turn time zones row by row; keys and flags are worked out by the database itself.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    procedure = models.CharField(max_length=40)  # mã TTHC
    procedure_name = models.CharField(max_length=500, blank=True)
    field = models.CharField(max_length=200, blank=True)  # lĩnh vực
    folded = models.CharField(max_length=900, default="", blank=True)  # code, procedure, name and field, for search
    service = models.CharField(max_length=10, choices=SERVICES, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    applicant = models.CharField(max_length=10, choices=APPLICANTS)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    state = models.PositiveSmallIntegerField(choices=[(state.value, word) for state, word in STATES.items()])
    filed_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    promised_seconds = models.PositiveIntegerField(null=True, blank=True)  # working time from reception to due_at
    extended_to = models.DateTimeField(null=True, blank=True)  # the new date of an apology
    finished_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    late_on = models.DateField(null=True, blank=True)  # the first day past due, if it was not finished before
    fee = models.DecimalField(max_digits=14, decimal_places=0, default=0)  # đồng
    paid_online = models.BooleanField(default=False)
    digitised = models.BooleanField(default=False)
    reused = models.BooleanField(default=False)
    personal_store = models.BooleanField(default=False)  # taken from, or kept in, the applicant's store at the portal
    e_result = models.BooleanField(default=False)
    verified = models.BooleanField(default=False)  # signed in with VNeID
    supplements = models.PositiveSmallIntegerField(default=0)  # how often a supplement was asked for
    waited_minutes = models.PositiveIntegerField(default=0)  # working minutes spent waiting for supplements
    apologised = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 5
    complained = models.BooleanField(default=False)
    reception_minutes = models.PositiveIntegerField(null=True, blank=True)  # working minutes from filing to reception
    taken_days = models.PositiveIntegerField(null=True, blank=True)  # working days from reception to the end
    run = models.ForeignKey("RegisterImport", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    received_key = _key("received", "received_on")
    procedure_key = _key("received/procedure", "received_on")
    finished_key = _key("finished", "finished_on")
    days_key = _key("finished/days", "finished_on")
    late_key = _key("late", "late_on")
    flags = GeneratedField(expression=flags_of(FLAGS), output_field=IntegerField(), db_persist=True)

    objects: ClassVar["Manager[Dossier]"] = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="dossier_code_once_in_agency"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="dossier_rating_one_to_five"
            ),
        ]
        # Each covers one walk of counting in the order of its groups: the query never touches the rows themselves and
        # sorts nothing.
        indexes = [
            models.Index(fields=["agency", "received_key", "fee"], name="dossier_received"),
            models.Index(fields=["agency", "procedure_key", "procedure"], name="dossier_procedures"),
            models.Index(fields=["agency", "finished_key", "taken_days"], name="dossier_finished"),
            models.Index(fields=["agency", "days_key", "taken_days"], name="dossier_days"),
            models.Index(fields=["agency", "late_key"], name="dossier_late"),
            models.Index(fields=["agency", "late_on", "late_key"], name="dossier_ahead"),  # dates that lie ahead
            models.Index(fields=["agency", "due_on"], name="dossier_due"),
        ]

    def __str__(self) -> str:
        return self.code


class DossierStep(models.Model):
    """One step of a dossier's handling, where the system it came from tells it (TienTrinh)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)  # the room, as written there
    started_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dossier", "number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="dossier_step_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.number} {self.name}"


class Past(models.Model):
    """What a dossier said before an import or the calendar changed it: the fields that changed, as they were."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="past")
    # the import that changed it; none: the calendar did
    run = models.ForeignKey("RegisterImport", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.at}"
