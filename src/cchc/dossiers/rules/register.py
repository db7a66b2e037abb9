"""A row of another system's register as facts of a dossier: headings, words and moments, read without a database."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cchc.common.spreadsheets.cells import Cell, amount_of, text_of, yes_of
from cchc.common.spreadsheets.headings import Headings
from cchc.common.text import fold

from .states import Applicant, Channel, Service, State, ended, settled
from .steps import steps_of

# Fact → the headings it goes under, folded; those of the national portal's exchange beside those of printed registers.
HEADINGS = Headings(
    {
        "code": ("ma ho so", "so ho so", "mahoso"),
        "procedure": ("ma tthc", "ma thu tuc", "ma thu tuc hanh chinh", "matthc"),
        "procedure_name": ("ten tthc", "ten thu tuc", "ten thu tuc hanh chinh", "thu tuc hanh chinh", "tentthc"),
        "field": ("linh vuc", "ten linh vuc", "tenlinhvuc"),
        "service": ("muc do dich vu cong", "muc do", "muc do dvc"),
        "unit": ("don vi xu ly", "don vi giai quyet", "phong xu ly", "don vi", "phong", "donvixuly"),
        "applicant": ("loai doi tuong", "doi tuong", "loaidoituong"),
        "channel": ("hinh thuc nop", "kenh thuc hien", "kenh nop", "kenhthuchien"),
        "state": ("trang thai", "trang thai ho so", "tinh trang", "trangthaihoso"),
        "filed_at": ("ngay nop", "ngay nop ho so", "thoi gian nop", "ngaynophoso"),
        "received_at": ("ngay tiep nhan", "ngay nhan", "thoi gian tiep nhan", "ngaytiepnhan"),
        "due_at": ("ngay hen tra", "hen tra", "han tra", "han xu ly", "ngayhentra"),
        "extended_to": ("ngay hen lai", "hen tra moi", "ngayhentramoi"),
        "finished_at": ("ngay ket thuc xu ly", "ngay xu ly xong", "ngay co ket qua", "ngayketthucxuly"),
        "returned_at": ("ngay tra", "ngay tra ket qua", "ngaytra"),
        "fee": ("phi, le phi", "phi le phi", "le phi", "so tien"),
        "paid_online": ("thanh toan truc tuyen", "duocthanhtoantructuyen"),
        "digitised": ("so hoa", "duoc so hoa", "hosocothanhphansohoa"),
        "reused": ("tai su dung", "su dung lai du lieu", "duoctaisudung"),
        "personal_store": ("kho du lieu", "dung kho du lieu ca nhan, to chuc", "lay tu kho", "duoclaytukhodmqg"),
        "e_result": ("ket qua dien tu", "co ket qua dien tu"),
        "verified": ("vneid", "xac thuc vneid", "taikhoanduocxacthucvoivneid"),
        "supplements": ("so lan bo sung", "bo sung", "so lan yeu cau bo sung", "danhsachhosobosung"),
        "apologised": ("xin loi", "da xin loi", "van ban xin loi"),
        "rating": ("danh gia", "muc hai long", "diem danh gia"),
        "complained": ("phan anh", "phan anh kien nghi", "co phan anh, kien nghi"),
        "steps": ("tien trinh", "qua trinh giai quyet", "qua trinh xu ly", "tientrinh"),
    }
)
FACTS = tuple(HEADINGS.words)
NEEDED = ("code", "procedure", "unit", "channel", "state", "received_at")
_MOMENTS = ("filed_at", "received_at", "due_at", "extended_to", "finished_at", "returned_at")
_FLAGS = ("paid_online", "digitised", "reused", "personal_store", "e_result", "verified", "apologised", "complained")
_STATES = {
    "moi dang ky": State.FILED, "cho tiep nhan": State.FILED,
    "duoc tiep nhan": State.RECEIVED, "da tiep nhan": State.RECEIVED,
    "khong duoc tiep nhan": State.REFUSED, "tu choi": State.REFUSED, "tu choi tiep nhan": State.REFUSED,
    "dang xu ly": State.PROCESSING, "dang giai quyet": State.PROCESSING,
    "yeu cau bo sung giay to": State.SUPPLEMENT, "cho bo sung": State.SUPPLEMENT, "bo sung": State.SUPPLEMENT,
    "yeu cau thuc hien nghia vu tai chinh": State.PAYMENT, "cho thanh toan": State.PAYMENT,
    "cong dan yeu cau rut ho so": State.WITHDRAWN, "rut ho so": State.WITHDRAWN, "da rut": State.WITHDRAWN,
    "dung xu ly": State.STOPPED, "dung giai quyet": State.STOPPED,
    "da xu ly xong": State.SETTLED, "da giai quyet": State.SETTLED, "da co ket qua": State.SETTLED,
    "da tra ket qua": State.RETURNED, "da tra": State.RETURNED,
}  # fmt: skip
_CHANNELS = {
    "1": Channel.DIRECT, "truc tiep": Channel.DIRECT, "tai bo phan mot cua": Channel.DIRECT,
    "2": Channel.ONLINE, "truc tuyen": Channel.ONLINE, "qua mang": Channel.ONLINE,
    "3": Channel.POST, "bcci": Channel.POST, "buu chinh": Channel.POST, "buu chinh cong ich": Channel.POST,
}  # fmt: skip
_APPLICANTS = {
    "": Applicant.CITIZEN, "1": Applicant.CITIZEN, "ca nhan": Applicant.CITIZEN, "cong dan": Applicant.CITIZEN,
    "2": Applicant.FIRM, "doanh nghiep": Applicant.FIRM, "to chuc, doanh nghiep": Applicant.FIRM,
    "3": Applicant.HOUSEHOLD, "ho kinh doanh": Applicant.HOUSEHOLD,
    "4": Applicant.AGENCY, "co quan": Applicant.AGENCY, "to chuc": Applicant.AGENCY,
    "co quan, to chuc khac": Applicant.AGENCY,
}  # fmt: skip
_SERVICES = {
    "": "", "toan trinh": Service.FULL, "dvc toan trinh": Service.FULL, "4": Service.FULL,
    "mot phan": Service.PART, "dvc mot phan": Service.PART, "3": Service.PART,
    "khong": Service.NONE, "chua cung cap": Service.NONE, "chua cung cap truc tuyen": Service.NONE,
}  # fmt: skip
WORDS: Mapping[str, Mapping[str, Any]] = {
    "state": _STATES, "channel": _CHANNELS, "applicant": _APPLICANTS, "service": _SERVICES,
}  # fmt: skip
_HOUR = r"(?P<hour{0}>\d{{1,2}})[:hg](?P<minute{0}>\d\d)(?::\d\d)?"
_DATE = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_MOMENT = re.compile(f"(?:{_HOUR.format('')},? )?{_DATE}(?:,? {_HOUR.format('2')})?")


# Most cells of a register say what a cell above them said: each text is looked at once.
_SHORT = 200
_YEARS = range(1900, 2200)
_text_of_short, _yes_of = lru_cache(8192)(text_of), lru_cache(1024)(yes_of)


@dataclass(frozen=True)
class Slip:
    """What is wrong with a row: the fact, a code for the sentence, and what stands there."""

    fact: str
    what: str  # missing, unknown, number, moment, order, unended, future, steps
    text: str = ""


def moment_of(cell: Cell) -> datetime | None:
    """The local moment a cell names, without a time zone; a day alone is its first minute. Raises ValueError."""
    moment = _moment(cell)
    if moment is not None and moment.year not in _YEARS:
        raise ValueError(text_of(cell))
    return moment


def _moment(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    text = text_of(cell)
    if not text:
        return None
    match = _MOMENT.fullmatch(text)
    if match is None:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    hour, minute = match["hour"] or match["hour2"] or 0, match["minute"] or match["minute2"] or 0
    return datetime(int(match["year"]), int(match["month"]), int(match["day"]), int(hour), int(minute))  # noqa: DTZ001 - local, as written


def read_row(cells: Mapping[str, Cell], today: date) -> tuple[dict[str, Any], list[Slip]]:
    """The facts of a row (the unit as its text) with local moments, and everything that is wrong with it."""
    texts = {fact: _text(cell) for fact, cell in cells.items() if fact not in _MOMENTS}
    facts: dict[str, Any] = {}
    slips = [Slip(fact, "missing") for fact in NEEDED if fact != "received_at" and not texts.get(fact)]
    for fact in ("code", "procedure", "procedure_name", "field", "unit"):
        facts[fact] = texts.get(fact, "")
    for fact, words in WORDS.items():
        text = texts.get(fact, "")
        facts[fact] = _word(fact, text, words)
        if facts[fact] is None and text:
            slips.append(Slip(fact, "unknown", text))
    for fact in _MOMENTS:
        try:
            facts[fact] = moment_of(cells.get(fact))
        except ValueError:
            facts[fact] = None
            slips.append(Slip(fact, "moment", text_of(cells.get(fact))))
    _steps(texts, facts, slips)
    _flags(texts, facts, slips)
    _numbers(cells, texts, facts, slips)
    return facts, slips or _contradictions(facts, today)


def _text(cell: Cell) -> str:
    return _text_of_short(cell) if type(cell) is str and len(cell) <= _SHORT else text_of(cell)


def _word(fact: str, text: str, words: Mapping[str, Any]) -> Any:
    if fact == "state" and text.isdigit() and int(text) in State._value2member_map_:
        return State(int(text))
    return words.get(fold(text))


def _steps(texts: Mapping[str, str], facts: dict[str, Any], slips: list[Slip]) -> None:
    facts["steps"] = ()
    try:
        facts["steps"] = steps_of(texts.get("steps", ""), moment_of)
    except (ValueError, RecursionError):
        slips.append(Slip("steps", "steps"))


def _flags(texts: Mapping[str, str], facts: dict[str, Any], slips: list[Slip]) -> None:
    for fact in _FLAGS:
        text = texts.get(fact, "")
        try:
            # The portal writes 1 or 2 for the gateway an online payment went through, 3 for none.
            facts[fact] = text in ("1", "2") if fact == "paid_online" and text in ("1", "2", "3") else _yes_of(text)
        except ValueError:
            slips.append(Slip(fact, "unknown", text))


def _numbers(cells: Mapping[str, Cell], texts: Mapping[str, str], facts: dict[str, Any], slips: list[Slip]) -> None:
    for fact in ("fee", "supplements", "rating"):
        facts[fact] = None if fact == "rating" else 0
        if text := texts.get(fact, ""):
            try:
                number = Decimal(len(json.loads(text))) if text.startswith("[") else amount_of(cells[fact])
            except ValueError:
                slips.append(Slip(fact, "number", text))
                continue
            if number < 0 or number != number.to_integral_value() or (fact == "rating" and not 1 <= number <= 5):
                slips.append(Slip(fact, "number", text))
            else:
                facts[fact] = number if fact == "fee" else int(number)
    facts["fee"] = Decimal(facts["fee"])


def _contradictions(facts: dict[str, Any], today: date) -> list[Slip]:
    """What cannot be of moments and state together; an end that is only told by the hand-over is taken from there."""
    state, received = facts["state"], facts["received_at"]
    if facts["finished_at"] is None and state in settled:
        facts["finished_at"] = facts["returned_at"]
    finished = facts["finished_at"]
    tests = (
        (received is None and state not in (State.FILED, State.REFUSED), Slip("received_at", "missing")),
        (received is not None and received.date() > today, Slip("received_at", "future")),
        (finished is not None and finished.date() > today, Slip("finished_at", "future")),
        (finished is None and state in settled, Slip("finished_at", "missing")),
        (finished is not None and state not in ended, Slip("finished_at", "unended")),
        (bool(received and finished and finished < received), Slip("finished_at", "order")),
        (bool(received and facts["due_at"] and facts["due_at"].date() < received.date()), Slip("due_at", "order")),
    )
    return [slip for is_wrong, slip in tests if is_wrong]
