"""The director's page on paper."""

import pypdfium2
import pytest

from ..test_rights import logins

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("served")]


def test_the_board_is_one_sheet_of_paper(served, visit):
    page = visit(logins(served)["director"])
    page.goto("/bao-cao/tinh-hinh/")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(printed) == 1
    assert "Các đơn vị" in printed[0].get_textpage().get_text_range()
