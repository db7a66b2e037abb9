"""The largest list, 10,000 people, beside a bare page with one SELECT: the same server, the same run.

    python scripts/bench_lists.py [PEOPLE]      (10,000 unless given)

Puts a department of that size into a database of its own (SQLite unless DATABASE_URL names another) and asks the
product's own application, with all its middleware, for each page in turn, round after round, so that whatever slows
the machine slows both. The bare page is the frame that every page has, with one SELECT of one row. Prints the median of
each way of asking for the list, its queries, and its ratio to the bare page (limit 3). Exits with 1 beyond the limit.
"""

import logging
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date

os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings"
os.environ["CCHC_VAR"] = tempfile.mkdtemp(prefix="cchc-bench-")

import django

django.setup()

from django.conf import settings  # noqa: E402  # the models are there only after set-up
from django.core.management import call_command  # noqa: E402  # the same
from django.db import connection, transaction  # noqa: E402  # the same
from django.http import HttpRequest, HttpResponse  # noqa: E402  # the same
from django.shortcuts import render  # noqa: E402  # the same
from django.test import Client  # noqa: E402  # the same
from django.test.utils import CaptureQueriesContext  # noqa: E402  # the same
from django.urls import path  # noqa: E402  # the same

from cchc.common.text import fold  # noqa: E402  # the same
from cchc.config.urls import urlpatterns as product  # noqa: E402  # the same
from cchc.organisation.access import signed_in  # noqa: E402  # the same
from cchc.organisation.models import Person, PersonStatus, Tenure  # noqa: E402  # the same
from cchc.organisation.testing import make_account, make_agency, make_unit  # noqa: E402  # the same

LIMIT = 3.0
ROUNDS = 15
UNITS = 200
WAYS = {
    "the first page": "/to-chuc/nguoi/",
    "the last page": "/to-chuc/nguoi/?trang=9999",
    "searched without marks": "/to-chuc/nguoi/?q=nguyen+van",
    "searched, nobody found": "/to-chuc/nguoi/?q=khong+ai+ca",
    "sorted by name, downwards": "/to-chuc/nguoi/?sap=-full_name",
    "sorted by post": "/to-chuc/nguoi/?sap=post",
    "of one unit": "/to-chuc/nguoi/?don-vi={unit}",
    "who hold no post": "/to-chuc/nguoi/?chuc-vu=khong",
}
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi")
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Quang", "Thu", "Thanh")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Tú", "Vân")


@signed_in
def bare(request: HttpRequest) -> HttpResponse:
    """The frame of every page, with one SELECT."""
    Person.objects.filter(pk=1).first()
    return render(request, "common/page.html")


urlpatterns = [*product, path("trang-tron/", bare, name="bare")]


@transaction.atomic
def fill(people: int) -> tuple[Client, int]:
    """A department of that many people; who asks, signed in, and one of the units."""
    agency, chance = make_agency(), random.Random(7)
    units = [make_unit(agency, f"Phòng Quản lý ngành số {number}") for number in range(UNITS)]
    names = [f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}" for _ in range(people)]
    rows = Person.objects.bulk_create(
        Person(agency=agency, code=f"CC{number:05}", full_name=name, folded=fold(f"{name} CC{number:05}"),
               status=chance.choice(PersonStatus.values), email=f"cc{number}@example.vn")
        for number, name in enumerate(names)
    )  # fmt: skip
    posts = []
    for number, person in enumerate(rows):
        unit, first = units[number % UNITS], date(2020 + number % 5, 1, 1)
        posts.append(Tenure(person=person, unit=unit, post="Chuyên viên", started_on=first, ended_on=date(2025, 3, 1)))
        if number % 50:
            posts.append(Tenure(person=person, unit=unit, post="Phó Trưởng phòng", started_on=date(2025, 3, 1)))
    Tenure.objects.bulk_create(posts, batch_size=1000)
    client = Client()
    client.force_login(make_account(agency, ["admin"], unit=units[0]))
    return client, units[0].pk


def taken(client: Client, address: str) -> float:
    """How long one answer takes, in milliseconds. Raises RuntimeError for anything but a page."""
    start = time.perf_counter()
    answer = client.get(address)
    end = time.perf_counter()
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return (end - start) * 1000


def main() -> int:
    """Fill, ask, print; 1 where a way of asking is beyond the limit."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    logging.disable(logging.INFO)  # a line for each request, which only hides what is printed here
    client, unit = fill(people)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # in service it gathers its statistics by itself; this one was just filled
    ways = {name: address.format(unit=unit) for name, address in WAYS.items()}
    everything = {"": "/trang-tron/", **ways}
    queries = {}
    for name, address in everything.items():  # once beforehand, so that templates are compiled
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        queries[name] = len(seen)
    times: dict[str, list[float]] = {name: [] for name in everything}
    for _round in range(ROUNDS):
        for name, address in everything.items():
            times[name].append(taken(client, address))
    plain = statistics.median(times.pop(""))
    print(f"{connection.vendor}, {people:,} people, {UNITS} units, {ROUNDS} rounds")
    print(f"  {'a bare page with one SELECT':32} {plain:7.1f} ms {queries['']:3} queries")
    worst = 0.0
    for name, found in times.items():
        ratio = statistics.median(found) / plain
        worst = max(worst, ratio)
        print(f"  {name:32} {statistics.median(found):7.1f} ms {queries[name]:3} queries   {ratio:4.1f} ×")
    print(f"the slowest way is {worst:.1f} × the bare page (limit {LIMIT:.0f})")
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
