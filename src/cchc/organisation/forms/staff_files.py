"""The file of units, positions or people to take in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..staff_files.words import KINDS


class StaffFileForm(forms.Form):
    """What the rows are, and the file."""

    kind = forms.ChoiceField(label=_("Mỗi dòng là một"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    file = forms.FileField(label=_("Tệp"), allow_empty_file=True, help_text=_("XLSX, XLS, ODS hoặc CSV"))
