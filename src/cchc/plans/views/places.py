"""Where an item stands in the document that it was read from."""

from django.urls import reverse

from cchc.organisation.access import may
from cchc.organisation.models import Account
from cchc.plans.models import DraftItem, Target, Task


def place_url(account: Account, row: Target | Task) -> str:
    """The document with the item marked, for whoever may read it; empty where it was not read from a document."""
    if row.span_start is None or not may(account, "plans.draft.view"):
        return ""
    items = DraftItem.objects.filter(draft__plan=row.plan_id, span_start=row.span_start)
    item = items.order_by("pk").values("pk", "draft_id").first()
    if item is None:
        return ""
    return f"{reverse('plans:intake_review', args=[item['draft_id']])}?muc={item['pk']}#m{item['pk']}"
