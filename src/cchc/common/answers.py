"""Answers that are no page: a step that is done or refused and said on the next page, a file made just now."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from .errors import Refused

Result = TypeVar("Result")
_SANDBOX = "default-src 'none'; sandbox"


def act(
    request: HttpRequest, action: Callable[[], Result], done: str | Callable[[Result], str], back: str,
    onward: Callable[[Result], str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Carry an action out and go to `back`, an address or a page's name, with what was done or why it was refused.

    `done` is the sentence, or a function that gives it from what the action returned; `onward` gives another address to
    go to once it is done.
    """
    try:
        result = action()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done(result) if callable(done) else done)
        back = onward(result) if onward else back
    return redirect(back)


def bytes_response(data: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file made just now (a report as DOCX, a list as XLSX) as a download."""
    response = HttpResponse(data, content_type=media_type)
    seal(response, name)
    return response


def seal(response: FileResponse | HttpResponse, name: str) -> None:
    """Saved, never shown or run; of no other type than we say; kept in no shared cache."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    response["Cache-Control"] = "private, no-store"
