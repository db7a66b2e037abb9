"""Declarative lists: search, filters, sorting, paging and export of any rows, with or without a database.

A package declares a `Listing` once; a view turns it and its rows into a page:

    page = TASKS.page(request, Task.objects.visible_to(account))
    return page.download() or render(request, "plans/tasks.html", {"page": page})

and its template writes `{% include "common/listing.html" %}`.
"""

from .declare import Column, Filter, Listing
from .page import ListingPage
from .paging import Pager

__all__ = ["Column", "Filter", "Listing", "ListingPage", "Pager"]
