"""A plan document between its upload and its adoption: the draft, and the items that a person settles."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cchc.documents.models import StoredFile
from cchc.organisation.models import Account, Agency
from cchc.plans.rules.intake.facts import Decision, Facts, ItemKind
from cchc.plans.rules.intake.spans import Mark

from .plan import Plan, PlanKind

if TYPE_CHECKING:
    from django.db.models.manager import Manager

SILENCE = timedelta(seconds=45)
"""A reading that has not given a sign of life for so long was broken off."""


class DraftState(models.TextChoices):
    """How far a document has come."""

    READING = "reading", _("đang đọc")
    FAILED = "failed", _("chưa đọc được")
    UNREADABLE = "unreadable", _("văn bản mất dấu")
    REVIEW = "review", _("đang rà soát")
    ADOPTED = "adopted", _("đã ban hành vào hệ thống")
    DROPPED = "dropped", _("đã bỏ")


class ItemKindName(models.TextChoices):
    """The kinds of items, in the words of the page."""

    MEASURE = "measure", _("Chỉ tiêu")
    TASK = "task", _("Nhiệm vụ")
    ROW = "row", _("Nhiệm vụ (phụ lục)")
    DUTY = "duty", _("Trách nhiệm")
    REPORTING = "reporting", _("Chế độ báo cáo")
    CITATION = "citation", _("Căn cứ")


class DecisionName(models.TextChoices):
    """What a person said about an item."""

    OPEN = "open", _("chưa xong")
    ACCEPTED = "accepted", _("đã nhận")
    DROPPED = "dropped", _("đã bỏ")


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts as they are asked for."""

    def visible_to(self, account: Account) -> "DraftQuerySet":
        """The drafts of the account's department."""
        return self.filter(agency=account.agency_id)

    def living(self) -> "DraftQuerySet":
        """Those that were not dropped."""
        return self.exclude(state=DraftState.DROPPED)

    def with_file(self, sha256: str) -> "DraftQuerySet":
        """Those that hold a file of this digest."""
        return self.filter(source__sha256=sha256)

    def light(self) -> "DraftQuerySet":
        """Without the document's text and the reading, which may be large."""
        return self.defer("text", "reading")


class Draft(models.Model):
    """A plan document being taken in.

    `text` is the reader's plain text, into which all spans point; `reading` the rest of what the reader gave. `done`,
    `total` and `alive_at` tell how far a long reading is and when it last gave a sign of life; `trouble_…` why it could
    not be read. `version` counts the changes of the facts below it, for two people at once.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=DraftState.choices)
    by_hand = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    reading = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    alive_at = models.DateTimeField(null=True, blank=True)
    trouble_vi = models.TextField(blank=True)
    trouble_en = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=PlanKind.choices, default=PlanKind.PLAN)
    title = models.CharField(max_length=500, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    first_year = models.PositiveIntegerField()
    last_year = models.PositiveIntegerField()
    parent = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    dropped_reason = models.TextField(blank=True)

    objects: ClassVar["Manager[Draft]"] = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="draft_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="adopted", plan__isnull=False) | (~Q(state="adopted") & Q(plan__isnull=True)),
                name="draft_adopted_has_its_plan",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"])]

    def __str__(self) -> str:
        return self.title or self.source.name

    def get_absolute_url(self) -> str:
        """Its review page."""
        return reverse("plans:intake_review", args=[self.pk])

    @property
    def open(self) -> bool:
        """Whether its items can be changed."""
        return self.state == DraftState.REVIEW

    @property
    def years(self) -> str:
        """ "2026" or "2026-2030"."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}-{self.last_year}"

    @property
    def trouble(self) -> str:
        """Why it could not be read, in the language of the page."""
        return self.trouble_en if get_language() == "en" else self.trouble_vi

    @property
    def advice(self) -> str:
        """What the reader advises about a text that cannot be trusted."""
        quality = self.reading.get("quality") or {}
        return str(quality.get("advice_en" if get_language() == "en" else "advice_vi") or "")

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What the linter of the reader found."""
        rows = self.reading.get("findings") or []
        return [row for row in rows if isinstance(row, dict)]

    def broken_off(self, now: datetime) -> bool:
        """Whether a reading stopped without an end: its worker is gone."""
        return self.state == DraftState.READING and (self.alive_at is None or now - self.alive_at > SILENCE)


class DraftItem(models.Model):
    """One thing that the document says, as read and as corrected.

    `facts` holds its fields (`rules.intake.facts.Facts`). `sort` orders it by its place in the document. `undo` is what
    takes back the last step. `merged_into` and `split_from` tell where it went or came from. `added` by a person.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=ItemKindName.choices)
    decision = models.CharField(max_length=20, choices=DecisionName.choices, default=DecisionName.OPEN)
    sort = models.BigIntegerField()
    quote = models.TextField()
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    also = models.JSONField(default=list, blank=True)  # other places that say the same, [[start, end], …]
    page = models.PositiveIntegerField(null=True, blank=True)
    path = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    added = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    split_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undo = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort", "pk"]
        indexes = [models.Index(fields=["draft", "sort"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(span_start__isnull=True, span_end__isnull=True) | Q(span_end__gt=F("span_start")),
                name="draft_item_span_is_a_place",
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def says(self) -> Facts:
        """Its fields, typed."""
        return Facts.from_json(self.facts)

    @property
    def item_kind(self) -> ItemKind:
        """Its kind as the rules know it."""
        return ItemKind(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it."""
        return self.decision == Decision.OPEN

    @property
    def mark(self) -> Mark | None:
        """Its place in the text; None without one."""
        if self.span_start is None or self.span_end is None:
            return None
        return Mark(self.pk, self.span_start, self.span_end)

    @property
    def marks(self) -> list[Mark]:
        """All its places in the text."""
        return [*([self.mark] if self.mark else []), *(Mark(self.pk, start, end) for start, end in self.also)]
