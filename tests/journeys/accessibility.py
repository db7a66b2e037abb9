"""axe on every page that anybody's links lead to. Colours hang on the scheme and widths on the screen: light in the
office and dark on the phone are two walks that see all of both, in two files so that they may go side by side."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from ..addresses import walk
from ..served import Served, Visitor
from ..test_rights import logins
from .conftest import Visit

ROLES = ("office", "admin")
QUIET = {"sign_out"}


def faults(served: Served, visit: Visit, scheme: str, viewport: dict[str, int]) -> list[str]:
    """What axe finds, and pages that scroll sideways."""
    axe, wrong, seen = Axe(), [], set()
    for role in ROLES:
        login = logins(served)[role]
        page = visit(login, color_scheme=scheme, viewport=viewport)
        for name, [path, *_further] in walk(Visitor(served).sign_in(*login)).items():
            if name in QUIET or name in seen:
                continue
            try:
                answer = page.goto(path)
            except Error:  # a file to keep is no page
                if page.request.get(path).headers.get("content-type", "").startswith("text/html"):
                    raise
                continue
            if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            seen.add(name)
            violations = axe.run(page).response["violations"]
            wrong += [f"{path}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in violations]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                wrong.append(f"{path} scrolls sideways")
    assert len(seen) > 20
    return wrong
