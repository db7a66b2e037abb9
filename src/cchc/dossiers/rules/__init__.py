"""The domain of dossiers, pure: states of the national portal, channels, kinds of applicant, the codes they go by."""

from .codes import DOSSIER_CODE, PROCEDURE_CODE
from .states import Applicant, Channel, Service, State, ended, refused, settled, stopped

__all__ = [
    "DOSSIER_CODE",
    "PROCEDURE_CODE",
    "Applicant",
    "Channel",
    "Service",
    "State",
    "ended",
    "refused",
    "settled",
    "stopped",
]
