"""Tables of the package."""

from .dossier import Dossier, DossierStep, Past
from .imports import RegisterImport, RegisterMapping, RegisterWork

__all__ = ["Dossier", "DossierStep", "Past", "RegisterImport", "RegisterMapping", "RegisterWork"]
