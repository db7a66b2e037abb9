"""Books of numbers: what each numbers, how it writes its numbers, and every number that was taken."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class SeriesName(models.TextChoices):
    """When a series begins anew; the codes are those of `number_forms`."""

    YEAR = "year", _("mỗi năm, từ 01/01 đến 31/12")
    DAY = "day", _("mỗi ngày")


class BookQuerySet(models.QuerySet["NumberBook"]):
    """Books as they are asked for."""

    def of(self, agency_id: int) -> "BookQuerySet":
        """The books of a department, never those of another."""
        return self.filter(agency_id=agency_id)

    def for_kind(self, agency_id: int, unit_id: int | None, kind: str) -> "NumberBook | None":
        """The open book that numbers a kind of paper for a department (`unit_id` None) or for a unit of it."""
        rows = self.filter(agency_id=agency_id, unit_id=unit_id, closed_at=None)
        return next((book for book in rows if kind in book.kinds), None)


class NumberBook(models.Model):
    """A series of numbers of a department or of one of its units. `kinds`: abbreviations of what it numbers."""

    agency_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=200)
    kinds = models.JSONField(default=list)
    every = models.CharField(max_length=10, choices=SeriesName.choices, default=SeriesName.YEAR)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar["Manager[NumberBook]"] = BookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["agency_id", "unit_id"])]

    def __str__(self) -> str:
        return self.name


class BookForm(models.Model):
    """How the numbers of a book are written from a day on, and which rule says so."""

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="forms")
    since = models.DateField()
    template = models.CharField(max_length=100)
    digits = models.PositiveIntegerField(default=2)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["-since"]
        constraints = [models.UniqueConstraint(fields=["book", "since"], name="book_form_once")]

    def __str__(self) -> str:
        return f"{self.template} ({self.since:%d/%m/%Y})"


class NumberCounter(models.Model):
    """Where a book stands in a period: one row, locked by whoever takes a number. `first`: the first given out here."""

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="counters")
    period = models.CharField(max_length=10)
    first = models.PositiveIntegerField(default=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-period"]
        constraints = [models.UniqueConstraint(fields=["book", "period"], name="number_counter_once")]

    def __str__(self) -> str:
        return f"{self.period}: {self.last}"


class TakenNumber(models.Model):
    """A number that was given out; voided or not, it is never given out again.

    `record_type` and `record_id` name what bears it, empty for a paper made elsewhere. `issued_at`: what bears it was
    sent or adopted, so that the number stays.
    """

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="numbers")
    agency_id = models.BigIntegerField()
    period = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=120)
    on = models.DateField()
    kind = models.CharField(max_length=10, blank=True)
    subject = models.CharField(max_length=500)
    folded = models.CharField(max_length=700)
    record_type = models.CharField(max_length=100, blank=True)
    record_id = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.CharField(max_length=200, blank=True)
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-period", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "period", "number"], name="number_once_in_a_period"),
            models.UniqueConstraint(
                fields=["record_type", "record_id"],
                condition=Q(voided_at=None) & ~Q(record_type=""),
                name="record_bears_one_number",
            ),
            models.CheckConstraint(condition=Q(voided_at=None) | ~Q(void_reason=""), name="number_void_has_reason"),
            models.CheckConstraint(condition=Q(voided_at=None) | Q(issued_at=None), name="number_issued_is_not_void"),
        ]

    def __str__(self) -> str:
        return self.text
