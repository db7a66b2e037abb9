"""The tables of periodic reports: reports themselves, and the round in which they are asked for."""

from .due import DueReport, DueReportQuerySet
from .note import CorrectionNote
from .report import Ask, Figure, Report, ReportQuerySet, ReportState, Section, Standing
from .round import Filing, Obligation, ObligationQuerySet, Who
from .steps import Focal, Step, StepKind, Unlock

__all__ = [
    "Ask",
    "CorrectionNote",
    "DueReport",
    "DueReportQuerySet",
    "Figure",
    "Filing",
    "Focal",
    "Obligation",
    "ObligationQuerySet",
    "Report",
    "ReportQuerySet",
    "ReportState",
    "Section",
    "Standing",
    "Step",
    "StepKind",
    "Unlock",
    "Who",
]
