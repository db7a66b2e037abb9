"""What can be counted of tasks, declared to `indicators`.

Tasks of living plans that a unit leads, by the month they are due, the month they were confirmed as done, and the
January of the plan that sets them; cancelled ones do not count. A recurring task counts by its present occurrence. Few
enough to be counted whenever asked for.
"""

from django.db.models import F, Q

from cchc.indicators.facts import FactSource
from cchc.indicators.rules.counting import Measure
from cchc.indicators.rules.text import Text

from .models import Initiative, Outreach, Task
from .models.plan import PlanState
from .models.words import StateName
from .models.works import OutreachKind, StageName

_CONTENTS = (
    ("steering", Text("chỉ đạo, điều hành", "steering")),
    ("institution", Text("cải cách thể chế", "institutions")),
    ("procedures", Text("cải cách thủ tục hành chính", "procedures")),
    ("organisation", Text("cải cách tổ chức bộ máy", "organisation")),
    ("civil_service", Text("cải cách chế độ công vụ", "civil service")),
    ("finance", Text("cải cách tài chính công", "public finance")),
    ("digital", Text("chính quyền số", "digital government")),
)


def _by_content() -> tuple[Measure, ...]:
    found = []
    for code, name in _CONTENTS:
        due = Text(f"Nhiệm vụ đến hạn: {name.vi}", f"Tasks due: {name.en}")
        done = Text(f"Nhiệm vụ đến hạn đã hoàn thành: {name.vi}", f"Tasks due and done: {name.en}")
        found += [
            Measure(f"due_{code}", due, "due", (code,)),
            Measure(f"due_{code}_done", done, "due", (code, "done")),
        ]
    return tuple(found)


TASKS = FactSource(
    code="tasks",
    name=Text("Nhiệm vụ của các kế hoạch", "Tasks of plans"),
    model=Task,
    version=2,
    tallied=False,
    unit="lead_id",
    base=Q(plan__state=PlanState.ADOPTED, lead__isnull=False) & ~Q(state=StateName.CANCELLED),
    events={"due": "due_on", "finished": "finished_at__date", "planned": "plan__first_day"},
    flags={
        "done": Q(state=StateName.DONE),
        "in_time": Q(finished_at__date__lte=F("due_on")),
        "late": Q(finished_at__date__gt=F("due_on")),
        "of_year": Q(plan__first_year=F("plan__last_year")),
        "within": Q(finished_at__year=F("plan__first_year")),
        **{code: Q(section__content=code) for code, _name in _CONTENTS},
    },
    measures=(
        Measure("due", Text("Nhiệm vụ đến hạn", "Tasks due"), "due"),
        Measure("due_done", Text("Nhiệm vụ đến hạn đã hoàn thành", "Tasks due and done"), "due", ("done",)),
        Measure(
            "due_in_time", Text("Nhiệm vụ hoàn thành đúng hạn", "Tasks done by their due date"), "due",
            ("done", "in_time"),
        ),
        Measure("finished", Text("Nhiệm vụ hoàn thành", "Tasks finished"), "finished", ("done",)),
        Measure("finished_late", Text("Nhiệm vụ hoàn thành sau hạn", "Tasks finished late"), "finished",
                ("done", "late")),
        Measure("planned", Text("Nhiệm vụ của kế hoạch năm", "Tasks of the yearly plan"), "planned", ("of_year",)),
        Measure("planned_done", Text("Nhiệm vụ của kế hoạch năm đã hoàn thành", "Tasks of the yearly plan done"),
                "finished", ("done", "of_year", "within")),
        *_by_content(),
    ),
    rows_at="plans:counted_tasks",
)  # fmt: skip


INITIATIVES = FactSource(
    code="initiatives",
    name=Text("Sáng kiến", "Initiatives"),
    model=Initiative,
    version=1,
    tallied=False,
    events={"proposed": "proposed_on", "appraised": "appraised_on", "piloted": "piloted_on",
            "replicated": "replicated_on"},
    flags={"recognised": ~Q(state=StageName.REJECTED)},
    rows_at="plans:initiative_list",
    measures=(
        Measure("proposed", Text("Sáng kiến được đề xuất", "Initiatives proposed"), "proposed"),
        Measure("appraised", Text("Sáng kiến được công nhận", "Initiatives recognised"), "appraised", ("recognised",)),
        Measure("piloted", Text("Sáng kiến được thí điểm", "Initiatives piloted"), "piloted", ("recognised",)),
        Measure("replicated", Text("Sáng kiến được nhân rộng", "Initiatives replicated"), "replicated",
                ("recognised",)),
    ),
)  # fmt: skip
OUTREACH = FactSource(
    code="outreach",
    name=Text("Sổ truyền thông, đối thoại", "Register of communication and dialogues"),
    model=Outreach,
    version=1,
    tallied=False,
    base=Q(withdrawn_at=None),
    events={"held": "held_on"},
    flags={kind.value: Q(kind=kind) for kind in OutreachKind},
    amounts={"products": "products", "raised": "raised", "answered": "answered"},
    rows_at="plans:outreach_list",
    measures=(
        Measure("news", Text("Tin, bài, phóng sự", "News items"), "held", ("news",), amount="products"),
        Measure("talks", Text("Tọa đàm, hội nghị tuyên truyền", "Talks and conferences"), "held", ("talk",)),
        Measure("dialogues", Text("Cuộc đối thoại", "Dialogues"), "held", ("dialogue",)),
        Measure("raised", Text("Kiến nghị nêu tại đối thoại", "Proposals raised in dialogues"), "held", ("dialogue",),
                amount="raised"),
        Measure("answered", Text("Kiến nghị tại đối thoại đã trả lời", "Proposals of dialogues answered"), "held",
                ("dialogue",), amount="answered"),
    ),
)  # fmt: skip
