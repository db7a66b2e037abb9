"""The interface for other software: what it tells, to whom, and whether it keeps to its own description."""

import re
from datetime import timedelta

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, settings

from cchc.common.models import JournalEntry
from cchc.common.periods import Period
from cchc.config.api import described, patterns
from cchc.config.wsgi import application
from cchc.documents.actions import store_file
from cchc.dossiers.testing import make_dossier
from cchc.indicators.actions import observe
from cchc.indicators.given import Given
from cchc.indicators.models import Observation
from cchc.indicators.testing import make_figure, make_indicator
from cchc.organisation import actions
from cchc.organisation.access import Denied
from cchc.organisation.models import ApiToken
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans.testing import confirmed_target, confirmed_task, make_plan
from cchc.reports.testing import make_report

pytestmark = pytest.mark.django_db


def token_of(account, days=30, opens="api"):
    """A token of an account, made with its password."""
    return actions.make_token(
        by=account, at=timezone.now(), name=f"Bảng của tỉnh ({opens})", days=days, password=account.username,
        address="203.0.113.9", opens=opens,
    )[1]  # fmt: skip


class Reader:
    """Asks with a token."""

    def __init__(self, client, account, opens="api"):
        self.client, self.headers = client, {"Authorization": f"Bearer {token_of(account, opens=opens)}"}

    def put(self, path, status=200, unit=None, **given):
        where = f"/api/v1/{path}" + (f"?unit={unit}" if unit else "")
        answer = self.client.put(where, given, content_type="application/json", headers=self.headers)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def __call__(self, path, status=200, **query):
        answer = self.client.get(f"/api/v1/{path}", query, headers=self.headers)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


def department():
    """The office of a department of its own."""
    agency = make_agency()
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"))


@pytest.fixture
def office():
    return department()


@pytest.fixture
def ask(client, office):
    return Reader(client, office)


def test_a_target_tells_where_it_stands_in_both_languages(ask, office):
    indicator = make_indicator()
    make_figure(indicator, f"{timezone.localdate().year}-M01", 97, 100, by=office)
    plan = make_plan(office, confirmed_target(indicator=indicator.code), confirmed_task())
    (found,) = ask("targets", plan=plan.pk)["items"]
    assert (found["indicator"], found["value"], found["promise"]["vi"]) == ("thing_share", "98", "ít nhất 98%")
    one = ask(f"targets/{found['id']}")
    assert set(one["assessment"]["reason"]) == {"vi", "en"}
    assert ask("targets", q="khong co chu nay")["count"] == 0
    assert ask("targets", q="ho so dung han")["count"] == 1
    assert ask("tasks", content="procedures")["items"][0]["late"] in (True, False)
    assert [one["id"] for one in ask("plans", state="adopted")["items"]] == [plan.pk]


def test_a_value_comes_with_its_definition_and_what_is_missing(ask, office):
    indicator = make_indicator()
    make_figure(indicator, "2026-M01", 97, 100, by=office)
    found = ask("indicators/thing_share/value", period="2026-Q1")
    assert (found["value"], found["numerator"], found["definition_version"]) == ("97", "97", 1)
    assert found["missing"] == ["2026-M02", "2026-M03"]
    assert ask("indicators/thing_share/value", 422, period="2026-Q5")["status"] == 422
    assert "period" in ask("indicators/thing_share/value", 422)["detail"]
    assert ask("indicators/khong_co/value", 404, period="2026-Q1")["title"] == "Not found"


SHARE = "indicators/thing_share/values/2026-M01"


def test_a_figure_is_entered_once_however_often_it_is_put_and_corrected_by_its_name(client, office):
    make_indicator()
    writer = Reader(client, office, "write")
    first = writer.put(SHARE, numerator="97", denominator="100", note="Báo cáo 12")
    assert (first["value"], first["changed"]) == ("97", True)
    assert writer.put(SHARE, numerator="97", denominator="100", note="Báo cáo 12") == {**first, "changed": False}
    assert str(first["id"]) in writer.put(SHARE, 409, numerator="96", denominator="100", note="Báo cáo 13")["detail"]
    wanted = {"numerator": "96", "denominator": "100", "note": "Báo cáo 13", "replaces": first["id"]}
    assert "reason" in writer.put(SHARE, 422, **wanted)["detail"]
    second = writer.put(SHARE, **wanted, reason="Đếm sót một hồ sơ")
    assert (second["value"], second["changed"]) == ("96", True)
    assert writer.put(SHARE, **wanted, reason="Đếm sót một hồ sơ")["changed"] is False
    # what got no answer and comes again late does not undo what was corrected since
    assert writer.put(SHARE, 409, numerator="97", denominator="100", note="Báo cáo 12")["title"] == "Conflict"
    assert writer("indicators/thing_share/value", period="2026-M01")["value"] == "96"
    assert list(Observation.objects.order_by("pk").values_list("value", flat=True)) == [97, 96]
    entry = JournalEntry.objects.filter(action="indicators.correct").get()
    assert entry.actor_id == office.pk


def test_a_figure_rests_on_a_kept_file_that_its_owner_may_name(client, office):
    make_indicator(manual=True)
    writer, at = Reader(client, office, "write"), timezone.now()
    colleague = make_account(office.agency, ["office"])

    def kept(by, text):
        return store_file(content=SimpleUploadedFile("so-lieu.txt", text.encode()), name="so-lieu.txt", by=by, at=at)

    mine, hidden, foreign = kept(office, "của tôi"), kept(colleague, "nháp"), kept(department(), "sở khác")
    assert [one["id"] for one in writer("evidence")["items"]] == [mine.pk]
    given = {"numerator": "97", "denominator": "100"}
    for file in (hidden, foreign):  # a file that is only named must not become readable through a figure
        assert writer.put(SHARE, 404, **given, evidence=file.pk)["title"] == "Not found"
    first = writer.put(SHARE, **given, evidence=mine.pk)
    assert (first["evidence"], Observation.objects.get().evidence) == (mine.pk, mine)
    assert writer.put(SHARE, **given, evidence=mine.pk)["changed"] is False
    # what a figure of the department rests on, its other figures may rest on too
    other = make_figure(make_indicator("other_share"), "2026-M01", 1, 2, by=colleague)
    Observation.objects.filter(pk=other.pk).update(evidence=hidden)
    assert {one["id"] for one in writer("evidence")["items"]} == {mine.pk, hidden.pk}
    assert [one["id"] for one in writer("evidence", sha256=hidden.sha256)["items"]] == [hidden.pk]
    again = writer.put(SHARE, **given, evidence=hidden.pk, replaces=first["id"], reason="Có bản ký")
    assert (again["evidence"], again["changed"]) == (hidden.pk, True)
    entry = JournalEntry.objects.filter(action="indicators.correct").get()
    assert entry.after["evidence"] == hidden.sha256
    theirs = Given(numerator=1, denominator=2, evidence=foreign)
    with pytest.raises(Denied):
        observe(indicator=other.indicator, period=Period.parse("2026-M02"), given=theirs, by=office, at=at)


def test_what_cannot_be_is_refused_by_the_same_rules_as_on_the_page(client, office):
    make_indicator(manual=True)
    writer = Reader(client, office, "write")
    assert writer.put(SHARE, 422, numerator="97", denominator="100")["detail"].startswith("note: ")
    assert writer.put(SHARE, 422, numerator="101", denominator="100", note="x")["status"] == 422
    assert writer.put(SHARE, 422, numerator="nhieu", denominator="100", note="x")["status"] == 422
    assert "as text" in writer.put(SHARE, 422, numerator=97, denominator="100", note="x")["detail"]
    broken = client.put(f"/api/v1/{SHARE}", "{", content_type="application/json", headers=writer.headers)
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
    assert writer.put("indicators/thing_share/values/2098-M01", 422, numerator="1", denominator="2", note="x")
    assert writer.put("indicators/thing_share/values/2026-M13", 422, numerator="1", denominator="2", note="x")
    assert writer.put("indicators/khong_co/values/2026-M01", 404, value="1")
    assert writer.put(SHARE, 409, numerator="1", denominator="2", note="x", replaces=99)
    assert not Observation.objects.exists()


def test_only_a_token_that_may_write_of_an_owner_who_may_enters_figures(client, office):
    make_indicator()
    unit, other = make_unit(office.agency, "Phòng Một"), make_unit(office.agency, "Phòng Hai")
    given = {"numerator": "1", "denominator": "2", "note": "x"}
    Reader(client, office).put(SHARE, 403, **given)
    Reader(client, make_account(office.agency, []), "write").put(SHARE, 403, **given)
    head = Reader(client, make_account(office.agency, ["head"], unit=unit), "write")
    assert head.put(SHARE, unit=unit.pk, **given)["unit_id"] == unit.pk
    head.put(SHARE, 403, unit=other.pk, **given)
    head.put(SHARE, 403, **given)  # the whole department's
    Reader(client, department(), "write").put(SHARE, 404, unit=unit.pk, **given)
    client.force_login(office)
    answer = client.put(f"/api/v1/{SHARE}", given, content_type="application/json")
    assert answer.status_code == 401  # a browser's session enters nothing here
    assert Observation.objects.count() == 1


def test_lists_are_cut_and_say_how_many_there_are(ask, office):
    make_plan(office, *(confirmed_task(f"Việc {number}") for number in range(5)))
    first = ask("tasks", limit=2)
    rest = ask("tasks", limit=200, offset=2)
    assert (first["count"], len(first["items"]), len(rest["items"])) == (5, 2, 3)
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in rest["items"]}
    assert "limit" in ask("tasks", 422, limit=201)["detail"]


def test_nothing_of_another_department_is_found_or_listed(client, office):
    stranger = Reader(client, department())
    unit = make_unit(office.agency, "Phòng Một")
    plan = make_plan(office, confirmed_target(), confirmed_task())
    report = make_report(office)
    dossier = make_dossier(office.agency, unit)
    for path in ("plans", "targets", "tasks", "reports", "dossiers"):
        assert stranger(path)["count"] == 0, path
    make_indicator()
    for path in (f"plans/{plan.pk}", f"targets/{plan.targets.get().pk}", f"tasks/{plan.tasks.get().pk}",
                 f"reports/{report.pk}", f"reports/{report.pk}/figures", f"dossiers/{dossier.code}"):  # fmt: skip
        assert stranger(path, 404)["status"] == 404
    assert stranger("indicators/thing_share/value", 404, period="2026-Q1", unit=unit.pk)["status"] == 404


def test_every_operation_asks_for_a_token_and_for_the_right_of_its_owner(client, office):
    nobody = Reader(client, make_account(office.agency, []))
    paths = {pattern.name: str(pattern.pattern) for pattern in patterns() if pattern.name != "nothing"}
    assert client.get("/api/v1/khong-co/gi/").json()["status"] == 404
    assert len(paths) >= 12
    for route in paths.values():
        path = re.sub("<[^>]+>", "1", route.replace("indicators/<key>", "indicators/thing_share"))
        if "/values/" in path:
            continue  # it writes: test_only_a_token_that_may_write_of_an_owner_who_may_enters_figures
        answer = client.get(f"/api/v1/{path}", {"period": "2026-Q1"})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), path
        assert nobody(path, 403, period="2026-Q1")["status"] == 403
    client.force_login(office)
    assert client.get("/api/v1/plans").status_code == 401  # a browser's session opens nothing here


def test_a_token_ends_by_time_by_hand_with_the_password_and_with_the_account(client, office):
    admin = make_account(office.agency, ["admin"])
    for ending in (
        lambda token: ApiToken.objects.filter(pk=token.pk).update(created_at=timezone.now() - timedelta(9),
                                                                  expires_at=timezone.now() - timedelta(1)),
        lambda token: actions.revoke_token(by=office, at=timezone.now(), token=token),
        lambda token: actions.revoke_token(by=admin, at=timezone.now(), token=token),
        lambda _token: actions.set_password(by=admin, at=timezone.now(), account=office, password="mot-mat-khau-moi-9"),
    ):  # fmt: skip
        ask = Reader(client, office)
        ask("plans")
        ending(ApiToken.objects.latest("pk"))
        assert ask("plans", 401)["title"] == "Unauthorized"
        office.refresh_from_db()


def test_the_pages_make_show_once_and_revoke_a_token(client, office):
    client.force_login(office)
    sent = {"name": "Bảng của tỉnh", "opens": "api", "days": 90, "password": office.username}
    page = client.post(reverse("token_new"), sent).content.decode()
    secret = page.split('class="secret">')[1].split("<")[0]
    assert client.get("/api/v1/plans", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    listed = client.get(reverse("my_tokens")).content.decode()
    assert "Bảng của tỉnh" in listed
    assert secret not in listed
    assert "Bạn đã có mã kết nối tên này." in client.post(reverse("token_new"), sent).content.decode()
    wrong = client.post(reverse("token_new"), {**sent, "name": "Khác", "password": "sai"})
    assert wrong.status_code == 200
    token = ApiToken.objects.get()
    assert (token.digest != secret, token.used_at is not None) == (True, True)
    client.post(reverse("token_revoke", args=[token.pk]))
    assert client.get("/api/v1/plans", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_nobody_revokes_the_token_of_another_department(client, office):
    token_of(office)
    client.force_login(department())
    assert client.post(reverse("token_revoke", args=[ApiToken.objects.get().pk])).status_code == 404


def test_the_description_is_a_page_and_a_file_for_whoever_is_signed_in(client, office):
    client.force_login(office)
    page = client.get(reverse("api_docs")).content.decode()
    assert "/api/v1/targets/{key}" in page
    assert client.get(reverse("api_schema")).json()["openapi"].startswith("3.1")
    client.logout()
    assert client.get(reverse("api_docs")).status_code == 302


schema = schemathesis.openapi.from_dict(described())
schema.app = application
schema.config.update(base_url="http://testserver")


@pytest.fixture
def one_connection():
    """The test's own transaction outlives each request, as Django's client has it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def headers(office, one_connection):
    unit = make_unit(office.agency, "Phòng Một")
    indicator = make_indicator()
    make_figure(indicator, "2026-M01", 97, 100, by=office)
    make_plan(office, confirmed_target(indicator=indicator.code), confirmed_task(lead=unit.pk))
    make_report(office)
    make_dossier(office.agency, unit)
    return {"Authorization": f"Bearer {token_of(office, opens='write')}"}


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_operation_keeps_to_its_description_whatever_it_is_asked(case, headers):
    case.call_and_validate(headers=headers)
