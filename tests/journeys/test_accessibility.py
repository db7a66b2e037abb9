"""axe on every page that anybody's links lead to: light in the office, dark on the phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from ..addresses import walk
from ..served import Visitor
from ..test_rights import logins
from .conftest import OFFICE, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("served")]
ROLES = ("office", "admin")
QUIET = {"sign_out"}


# Colours hang on the scheme and widths on the screen: two walks see all of both.
@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", OFFICE), ("dark", PHONE)], ids=["light-office", "dark-phone"]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(served, visit, scheme, viewport):
    axe, wrong, seen = Axe(), [], set()
    for role in ROLES:
        login = logins(served)[role]
        page = visit(login, color_scheme=scheme, viewport=viewport)
        for name, paths in walk(Visitor(served).sign_in(*login)).items():
            if name in QUIET or name in seen:
                continue
            answer = page.request.get(paths[0])
            if not answer.headers.get("content-type", "").startswith("text/html") or answer.status != 200:
                continue
            seen.add(name)
            page.goto(paths[0])
            wrong += [f"{paths[0]}: {violation['id']} {violation['nodes'][0]['html'][:160]}"
                      for violation in axe.run(page).response["violations"]]  # fmt: skip
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                wrong.append(f"{paths[0]} scrolls sideways")
    assert len(seen) > 20
    assert not wrong, "\n".join(wrong)
