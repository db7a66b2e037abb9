"""How a state is shown everywhere: one word, one shape, one tone, never colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Verdict:
    """The face of a state. `tone` is good, risk, bad, none or ask; `shape` a symbol of icons.svg, `mark` its letter."""

    code: str
    word: str | Promise
    tone: str
    shape: str
    mark: str

    @property
    def text(self) -> str:
        """Shape and word for places without drawing: exports, titles, plain text."""
        return f"{self.mark} {self.word}"


_FACES = (
    # targets
    Verdict("reached", _("đạt"), "good", "s-full", "●"),
    Verdict("on_track", _("đúng tiến độ"), "good", "s-half", "◐"),
    Verdict("at_risk", _("có nguy cơ"), "risk", "s-triangle", "▲"),
    Verdict("missed", _("không đạt"), "bad", "s-square", "■"),
    Verdict("no_data", _("chưa có số liệu"), "none", "s-ring", "○"),
    Verdict("needs_person", _("cần người xem"), "ask", "s-ask", "?"),
    # tasks and papers
    Verdict("done", _("đã xong"), "good", "s-full", "●"),
    Verdict("doing", _("đang làm"), "good", "s-half", "◐"),
    Verdict("due_soon", _("sắp đến hạn"), "risk", "s-triangle", "▲"),
    Verdict("late", _("quá hạn"), "bad", "s-square", "■"),
    Verdict("not_started", _("chưa làm"), "none", "s-ring", "○"),
    Verdict("waiting", _("chờ người khác"), "ask", "s-ask", "?"),
    Verdict("stopped", _("đã thôi"), "none", "s-dash", "–"),
)
VERDICTS = {face.code: face for face in _FACES}
_TONE_FACES = {
    tone: next(face for face in _FACES if face.tone == tone) for tone in ("good", "risk", "bad", "none", "ask")
}


def verdict(code: str, word: str = "", tone: str = "") -> Verdict:
    """The face of a known state, with another word where given; an unknown code takes the face of its `tone`."""
    face = VERDICTS.get(code) or _TONE_FACES.get(tone) or _TONE_FACES["none"]
    known = code in VERDICTS
    return Verdict(code, word or (face.word if known else code), tone or face.tone, face.shape, face.mark)
