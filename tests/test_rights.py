"""Every address, asked for by every role, by a stranger and by somebody of another department, against the matrix."""

import re
import urllib.parse
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from .addresses import addresses, walk
from .served import Served, Visitor

pytestmark = [pytest.mark.sqlite_only, pytest.mark.xdist_group("served")]

ROLES = Path(__file__).parents[1] / "src" / "cchc" / "organisation" / "data" / "roles.yaml"
# Pages that everybody may see. A page is private unless it stands here.
PUBLIC = {
    "home",
    "sign_in",
    "sign_in_code",
    "openid_start",
    "openid_callback",
    "signed_out",
    "passkey_challenge",
    "passkey_sign_in",
    "passkey_second_challenge",
    "passkey_second",
    "sign_out",
    "preferences",
    "health",
    "health_ready",
    "health_alive",
    "metrics",
    "api:nothing",
    "calendar_feed",
}
# Views whose rows are those of a further right: whoever has it for the own unit alone is told nothing of others.
ROWS = {"reports:asked": "reports.returns"}
# Views whose form only some states offer, in which the demo need not be on every day of the year, with the reason.
UNMET = {
    "health": "for machines: no page leads to it",
    "health_ready": "the same",
    "health_alive": "the same",
    "metrics": "the same",
    "api:nothing": "no such operation",
    "plans:budget_remove": "only for a task with money; test_task_more.py",
    "plans:part_done": "only for a task in parts; test_task_more.py",
    "reports:sections_nothing": "only for a unit's draft with something missing; test_steps.py",
    "reports:pack_seal": "only for a report that was sent before there were packs; test_pack.py",
    "token_revoke": "only for whoever has a token; tests/test_api.py",
    "calendar_feed": "by a token in its address: tests/test_calendar_feed.py",
    "webhook": "only for whoever has a webhook; tests/test_webhooks.py",
    "webhook_edit": "the same",
    "webhook_renew": "the same",
    "webhook_step": "the same",
    "webhook_resend": "the same",
    "api:plan_list": "by a token, not a session: tests/test_api.py",
    "api:plan_one": "by a token, not a session: tests/test_api.py",
    "api:target_list": "by a token, not a session: tests/test_api.py",
    "api:target_one": "by a token, not a session: tests/test_api.py",
    "api:task_list": "by a token, not a session: tests/test_api.py",
    "api:task_one": "by a token, not a session: tests/test_api.py",
    "api:indicator_list": "by a token, not a session: tests/test_api.py",
    "api:indicator_one": "by a token, not a session: tests/test_api.py",
    "api:indicator_value": "by a token, not a session: tests/test_api.py",
    "api:evidence_list": "by a token, not a session: tests/test_api.py",
    "api:indicator_enter": "by a token that may write: tests/test_api.py",
    "api:report_list": "by a token, not a session: tests/test_api.py",
    "api:report_one": "by a token, not a session: tests/test_api.py",
    "api:report_figures": "by a token, not a session: tests/test_api.py",
    "api:dossier_list": "by a token, not a session: tests/test_api.py",
    "api:dossier_one": "by a token, not a session: tests/test_api.py",
    "openid_start": "only where a provider of shared accounts is set, which tests/test_openid.py does",
    "openid_callback": "the same",
    "signed_out": "the same",
    "organisation:account_bind": "the same",
    "organisation:account_unbind": "the same",
    "passkey_challenge": "asked for by the script of the page of signing in",
    "passkey_sign_in": "only under the address that passkeys belong to, which the walk does not use",
    "passkey_second_challenge": "between two steps of signing in",
    "passkey_second": "the same",
    "passkey_options": "asked for by the script of the page of a new passkey",
    "passkey_remove": "only for whoever has a passkey, and so signs in with it",
    "notice": "from the link in a mail; test_notice_pages.py holds it against strangers",
    "sign_in_code": "between two steps of signing in",
    "my_session_end": "only for whoever is signed in twice",
    "my_sessions_end": "the same",
    "typed_discard": "only after a session ended while somebody was typing",
    "second_factor_off": "only for whoever has turned the second step on, and so signs in with it",
    "recovery_codes": "the same, until the codes are kept",
    "recovery_renew": "the same",
    "plans:cascade_suggested": "only while a target could be tied at once to one above",
    "plans:target_judge": "no living target of the demo asks a person",
    "plans:intake_read_again": "only for a reading that was broken off",
    "indicators:import_take": "only for a file that was checked",
    "indicators:mapping_save": "the same",
    "dossiers:import_take": "the same",
    "dossiers:mapping_save": "the same",
    "dossiers:import_stop": "only while a worker has a long file in hand; dossiers/tests/test_long_files.py",
    "reports:asked_begin": "only of a report that nobody has begun, which the demo may lack on some days",
    "reports:accept": "only on a return that waits for the office; reports/tests/test_steps.py has it",
    "reports:give_back": "the same",
    "reports:present": "only on a draft of the round; the same tests",
    "reports:approve": "only on a presented report; the same tests",
    "reports:hand_back": "the same",
    "reports:gather": "only on the department's draft; the same tests",
    "reports:unlock": "only on a return that the cut-off has closed; the same tests",
    "reports:note_new": "only on a sent report; reports/tests/test_notes.py has it",
    "reports:notes": "the same",
    "reports:note_file": "only beside a correction note; the same tests",
    "reports:obligations_take_up": "only while a duty of a plan waits, and the clock of the demo has taken them up",
}
# The common catalogue and the calendar belong to every department; what a department enters there is its own.
COMMON = {
    "calendar_day", "calendar_check", "indicators:indicator", "indicators:figure_new",
    "indicators:reporter_new", "calendar_year",
}  # fmt: skip
OPEN = (200, 302, 405, 400, 409)


@pytest.fixture(scope="module")
def matrix() -> dict[str, dict[str, str]]:
    """Permission → role → scope, as printed."""
    text = ROLES.read_text(encoding="utf-8")
    return {row["code"]: row["grants"] for row in yaml.safe_load(text)["permissions"]}


@pytest.fixture(scope="module")
def visitors(served: Served) -> dict[str, Visitor]:
    """Somebody of each role, and a stranger."""
    people = {role: Visitor(served).sign_in(name, password) for role, (name, password) in logins(served).items()}
    return {**people, "": Visitor(served)}


def logins(served: Served) -> dict[str, tuple[str, str]]:
    """Role → user name and password, as the start page prints them."""
    rows = [line.split() for line in served.manage("logins", "--plain").splitlines()]
    return {role: (name, password) for role, name, password in rows}


STAGE = """
from datetime import date
from decimal import Decimal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from cchc.common import actions as calendar
from cchc.common.models import CalendarDay
from cchc.common.periods import Kind, Period
from cchc.indicators import actions as figures
from cchc.indicators import testing
from cchc.indicators.given import Given
from cchc.organisation import actions as people
from cchc.organisation.models import Account, Person, SecondFactor, Unit
from cchc.plans import actions as work
from cchc.plans.models import Draft, Task
from cchc.plans.testing import make_task
now = timezone.now()
office, admin = (Account.objects.get(username=name) for name in ("vanphong", "quantri"))
run = figures.start_import(content="ky;chi so;gia tri\\n".encode() * 2, name="so-lieu.csv", by=office, at=now)
print(f"/chi-so/tep/{run.pk}/")
rows = "Ma;Ho va ten;Che do lam viec\\nN1;Người Mới;công chức\\n".encode()
brought = people.start_staff_file(content=rows, name="nguoi.csv", kind="people", by=admin, at=now)
people.check_staff_file(run=brought, columns=brought.columns, by=admin, at=now)
print(f"/to-chuc/nhap/{brought.pk}/")
from cchc.dossiers import actions as dossiers
from cchc.dossiers.models import Dossier
from cchc.dossiers.testing import make_dossier
given = dossiers.start_import(content=b"Ma ho so;Ma TTHC\\n", name="ho-so.csv", by=office, at=now)
print(f"/ho-so/tep/{given.pk}/")
kept = make_dossier(office.agency, Unit.objects.filter(agency=office.agency)[0])
print(f"/ho-so/{kept.pk}/")
from cchc.indicators.facts import sources
figures.count_from(source=sources()["dossiers"], month=now.date(), by=office, at=now)
print("/chi-so/nguon-dem/")
own = figures.add_indicator(definition=testing.make_definition("of_our_own"), by=office, at=now)
figures.assign_reporter(indicator=own, unit=None, kind=Kind.MONTH, since=now.date(), by=office, at=now)
print(f"/chi-so/{own.code}/")
paper = SimpleUploadedFile("bien-ban.txt", "Biên bản".encode())
half = Given(None, Decimal(1), Decimal(2))
month = Period.of(Kind.MONTH, now.date())
seen = figures.observe(indicator=own, period=month, given=half, upload=paper, by=office, at=now)
print(f"/chi-so/so-lieu/{seen.pk}/")
without, other = Person.objects.filter(agency=office.agency, account=None)[:2]
print(f"/to-chuc/nguoi/{without.pk}/")
gone = people.create_account(by=admin, at=now, person=other, username="da.nghi", password="mat-khau-rat-dai")
SecondFactor.objects.create(account=gone, sealed="", since=now)
people.deactivate_account(by=admin, at=now, account=gone)
print(f"/to-chuc/nguoi/{other.pk}/")
from cchc.organisation.actions.sign_in import check_password
for number in range(6):
    check_password(at=now, username="ai.do", password=f"sai{number}", address="203.0.113.9")
from cchc.organisation.models import SignInGuard
SignInGuard.objects.filter(address="203.0.113.9").update(locked_until=now.replace(year=now.year + 1))
print("/to-chuc/tai-khoan/")
own_hours = {"sessions": [["07:00", "11:30"], ["13:30", "17:00"]], "source": "Quy chế"}
own_rule = {"late_minutes": 30, "cutoff": None, "resumes": None, "day_off": "keep", "source": "Quy chế"}
shut = {"kind": "closure", "name": "Sửa trụ sở", "source": "Thông báo", "status": "decided"}
day = date(2027, 12, 20)
changes = (calendar.Change("hours", day, own_hours), calendar.Change("rule", day, own_rule),
           calendar.Change("day", day, shut))
proposal = calendar.Proposal(office.agency_id, "thử", changes)
mark = calendar.preview(proposal, office.agency_id).mark
calendar.change_calendar(proposal=proposal, reason="thử", mark=mark, agency_id=office.agency_id, by=admin, at=now)
task = Task.objects.live().open().filter(agency=office.agency, plan__parent__isnull=False).exclude(state="submitted")[0]
work.add_part(task=task, text="Bước thử", by=office, at=now)
work.add_budget(task=task, amount=1_000_000, source="budget", by=office, at=now)
print(f"/ke-hoach/nhiem-vu/{task.pk}/")
print(f"/ke-hoach/{task.plan_id}/")
print("/lich-lam-viec/gio-va-quy-tac/")
print(f"/lich-lam-viec/ngay/{CalendarDay.objects.get(agency_id=office.agency_id).pk}/")
waiting = make_task(office, deadline="Trong 10 ngày làm việc kể từ ngày nhận được văn bản")
letter, words = SimpleUploadedFile("cong-van.txt", "Công văn".encode()), waiting.awaited()[0].text
work.record_trigger(
    task=waiting, words=words, happened_on=now.date(), basis="Công văn", file=letter, by=office, at=now
)
print(f"/ke-hoach/nhiem-vu/{waiting.pk}/")
from cchc.plans.testing import make_draft
from cchc.reports.models import Report
print(f"/ke-hoach/{make_draft(office, title='Kế hoạch chờ ban hành').pk}/")
for report in Report.objects.filter(agency=office.agency, unit=None, state="draft"):
    print(f"/bao-cao/{report.pk}/")
print(f"/ke-hoach/ban-nap/{Draft.objects.filter(agency=office.agency, state='review').latest('pk').pk}/")
"""
LOST = "KE HOACH cai cach hanh chinh nam 2026 cua So. Thuc hien nghiem tuc cac nhiem vu duoc giao trong nam. " * 40


@pytest.fixture(scope="module")
def states(served: Served, visitors: dict[str, Visitor]) -> list[str]:
    """Pages of states that the demo department is not in: an import on its way, a text that could not be read …"""
    said = served.manage("shell", "--no-imports", "-c", STAGE).splitlines()
    answer = visitors["office"].send_file("/ke-hoach/nap/", "file", "mat-dau.txt", LOST.encode())
    return [line for line in said if line.startswith("/")] + [answer.headers["Location"]]


@pytest.fixture(scope="module")
def met(visitors: dict[str, Visitor], states: list[str]) -> dict[str, list[str]]:
    """Every address that anybody's pages link to."""
    found: dict[str, list[str]] = defaultdict(list)
    for visitor in visitors.values():
        for name, paths in walk(visitor, "/", *states).items():
            found[name] += [path for path in paths if path not in found[name]]
    return found


def test_every_view_says_who_may_see_it():
    silent = [address.name for address in addresses() if address.permission is None]
    assert not silent, silent


def test_only_the_public_list_is_public():
    assert {address.name for address in addresses() if address.permission == ""} == PUBLIC


def test_every_permission_asked_for_is_in_the_matrix(matrix):
    asked = {address.permission for address in addresses()} - {"", "*", None}
    assert not asked - set(matrix)


def test_every_permission_of_the_matrix_is_granted_to_somebody(matrix):
    assert not [permission for permission, grants in matrix.items() if not grants]


def test_the_walk_meets_every_view(met):
    names = {address.name for address in addresses()}
    missed = names - set(met) - set(UNMET)
    assert not missed, "no page leads to\n" + "\n".join(sorted(missed))


def test_each_role_gets_what_the_matrix_says(visitors, met, matrix):
    wrong = []
    permissions = {address.name: address.permission for address in addresses()}
    for name, paths in met.items():
        permission = permissions.get(name)
        if permission in (None, "") or name == "sign_out":
            continue
        rows = matrix.get(ROWS.get(name, permission), {})
        for role, visitor in visitors.items():
            status = visitor.ask(paths[0]).status
            if role == "":
                expected = status == 302
            elif permission == "*" or rows.get(role) in ("agency", "installation"):
                expected = status in OPEN
            elif role in matrix[permission]:  # for its own unit: the row may be another one's
                expected = status in (*OPEN, 403, 404)
            else:
                expected = status == 403
            if not expected:
                wrong.append(f"{role or 'a stranger'} got {status} at {paths[0]} ({permission})")
    assert not wrong, "\n".join(wrong)


def test_a_stranger_is_sent_to_sign_in_everywhere(visitors, met):
    permissions = {address.name: address.permission for address in addresses()}
    stranger = visitors[""]
    for name, paths in met.items():
        if permissions.get(name) in ("", None):
            continue
        for path in paths:
            answer = stranger.ask(path)
            assert answer.status == 302, path
            assert answer.headers["Location"].startswith("/dang-nhap/"), path


OUTSIDER = """
from cchc.organisation import testing
from cchc.organisation.models import Role
agency = testing.make_agency("Sở khác")
roles = list(Role.objects.values_list("code", flat=True))
unit = testing.make_unit(agency, "Phòng khác")
print(testing.make_account(agency, roles, unit=unit, full_name="Người Ngoài").username)
"""
NAMES = """
from cchc.organisation.models import Person, Unit
from cchc.plans.models import Plan
for rows, field in ((Person, "full_name"), (Unit, "name"), (Plan, "title")):
    print("\\n".join(rows.objects.filter(agency__is_demo=True).values_list(field, flat=True)))
"""


@pytest.fixture(scope="module")
def outsider(served: Served) -> Visitor:
    """Somebody who holds every role, in another department of the same installation."""
    name = served.manage("shell", "--no-imports", "-c", OUTSIDER).split()[-1]
    return Visitor(served).sign_in(name, name)


def test_somebody_of_another_department_finds_none_of_its_rows(outsider, met):
    wrong = []
    for name, paths in met.items():
        for path in paths if name not in COMMON else ():
            if any(part.isdigit() for part in path.split("/")):
                status = outsider.ask(path).status
                if status not in (404, 405):
                    wrong.append(f"{status} {path}")
    assert not wrong, "\n".join(wrong)


def test_what_all_departments_share_is_changed_only_where_the_installation_is_kept(visitors, outsider, met, matrix):
    permissions = {address.name: address.permission for address in addresses()}
    shared = {
        name for name, permission in permissions.items() if set(matrix.get(permission, {}).values()) == {"installation"}
    }
    assert "job_run" in shared
    wrong = [path for name in shared for path in met[name] if outsider.ask(path).status != 403]
    assert not wrong, wrong
    common = [path for path in met["calendar_day"] if "Xem trước thay đổi" in visitors["admin"].ask(path).text]
    readable = [path for path in common if outsider.ask(path).status == 200]
    assert readable
    assert not [path for path in readable if "Xem trước thay đổi" in outsider.ask(path).text]
    everybody = ">mọi cơ quan</option>"
    for path in met["calendar_day_new"] + met["calendar_hours_new"] + met["calendar_rule_new"]:
        assert everybody in visitors["admin"].ask(path).text
        assert everybody not in outsider.ask(path).text


def test_no_page_of_another_department_tells_a_name_of_this_one(served, outsider):
    names = [name for name in served.manage("shell", "--no-imports", "-c", NAMES).splitlines() if len(name) > 12]
    assert len(names) > 60
    wrong = []
    for name, paths in walk(outsider, "/to-chuc/").items():
        if name == "home":
            continue
        for path in paths:
            text = outsider.ask(path).text
            wrong += [f"{path} tells {secret}" for secret in names if secret in text]
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module")
def names(served: Served) -> list[str]:
    """What people, units and plans of the demo department are called."""
    return [name for name in served.manage("shell", "--no-imports", "-c", NAMES).splitlines() if len(name) > 12]


def found_by(visitor: Visitor, name: str) -> set[str]:
    """The pages of rows that the search answers with."""
    answer = visitor.ask("/tim/?" + urllib.parse.urlencode({"q": name}))
    assert answer.status == 200
    return {link for link in re.findall(r'href="(/[^"?#]*)', answer.text) if any(p.isdigit() for p in link.split("/"))}


def test_the_search_of_one_department_finds_nothing_of_the_other(visitors, outsider, names):
    found = [name for name in names[::8] if found_by(visitors["office"], name)]
    assert len(found) > 5  # the search does find them, for those whose they are
    assert not [name for name in found if found_by(outsider, name)]


def test_no_export_of_another_department_holds_a_name_of_this_one(visitors, outsider, names):
    exported, wrong = 0, []
    for paths in walk(outsider, "/to-chuc/").values():
        for path in paths:
            answer = outsider.ask(f"{path}?xuat=csv")
            if answer.headers.get("Content-Type", "").startswith("text/csv"):
                exported += 1
                wrong += [f"{path} exports {secret}" for secret in names if secret in answer.text]
    assert exported > 5
    assert any(name in visitors["admin"].ask("/to-chuc/nguoi/?xuat=csv").text for name in names)
    assert not wrong, "\n".join(wrong)


def test_no_page_and_no_export_of_this_department_tells_of_the_other(visitors, outsider, met):
    """The other way round: whatever any role opens, the second department's unit and person are not there."""
    secrets = ("Phòng khác", "Người Ngoài")
    assert any(secret in outsider.ask("/to-chuc/nguoi/").text for secret in secrets)
    wrong = []
    for role in ("admin", "office", "officer"):
        for paths in met.values():
            for way in (paths[0], f"{paths[0]}?xuat=csv"):
                text = visitors[role].ask(way).text
                wrong += [f"{role}: {way} tells {secret}" for secret in secrets if secret in text]
    assert not wrong, "\n".join(wrong)
