"""Two people adopt the same draft in the same moment. Run as a program, on a database of its own."""

import sys
import threading

from django.db import connection


def adopt_twice(draft: int, usernames: list[str]) -> list[str]:
    """What each of two threads got: "plan" or the sentence of the refusal, sorted."""
    from cchc.common.errors import Refused  # noqa: PLC0415  # Django is set up by the caller
    from cchc.organisation.models import Account  # noqa: PLC0415
    from cchc.plans.actions import intake as actions  # noqa: PLC0415
    from cchc.plans.testing import MORNING  # noqa: PLC0415

    gate, answers = threading.Barrier(2), []

    def adopt(username: str) -> None:
        try:
            by = Account.objects.get(username=username)
            gate.wait(timeout=20)
            actions.adopt_draft(draft=draft, by=by, at=MORNING)
            answers.append("plan")
        except Refused as why:
            answers.append(str(why))
        finally:
            connection.close()

    threads = [threading.Thread(target=adopt, args=[name]) for name in usernames]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers)


def prepare() -> tuple[int, list[str]]:
    """A draft ready to be adopted, and two people who may."""
    from cchc.indicators.actions import load_catalogue  # noqa: PLC0415
    from cchc.organisation.testing import make_account  # noqa: PLC0415
    from cchc.plans.testing import MORNING  # noqa: PLC0415
    from cchc.plans.tests.intake_data import accept_all, make_office, make_read_draft  # noqa: PLC0415

    load_catalogue(by=None, at=MORNING)
    office = make_office()
    draft = make_read_draft(office)
    accept_all(draft, office)
    return draft.pk, [office.username, make_account(office.agency, ["director"]).username]


def main() -> None:
    """Migrate, prepare, race, and print what came of it."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    answers = adopt_twice(*prepare())
    from cchc.plans.models import Plan  # noqa: PLC0415

    sys.stdout.write("\n".join([str(Plan.objects.count()), *answers]))


if __name__ == "__main__":
    main()
