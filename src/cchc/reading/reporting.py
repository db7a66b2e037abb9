"""Duties to report on a schedule: how often, on which day of the month, to whom."""

import re

from cchc.reading import clauses, dates, units
from cchc.reading.flow import Para
from cchc.reading.items import Reporting, Span, changed
from cchc.reading.keyed import Keyed
from cchc.reading.outline import Node

_KINDS = frozenset(("organisation", "reporting", "task", "solution", "mixed"))
_REPORT = Keyed(  # the letter first: what may not stand before it is asked only there
    r"b(?<!\wb)(?<!mau b)(?<!he thong b)(?<!he thong thong tin b)(?<!mau, b)\w{1,3}o c\w{1,3}o\b(?! vien)"
    r"|\bgui (?:ket qua|so lieu|bang tong hop|ban tong hop)\b"
)
_PERIODIC = Keyed(
    r"\b\w?inh ky\b|dot xuat|\b(?:hang|moi|tung|theo)\s+(?:thang|quy(?! dinh| che| trinh| uoc)|nam|tuan)\b"
    r"|\bquy (?:i|ii|iii|iv)\b"
    r"|\b0?[69] thang\b|\b(?:nua|ca) nam\b|bao cao (?:thang|quy|nam)\b|truoc ngay|vao ngay"
    r"|(?:ngay|m[uo]ng) \d{1,2}\b|hang\b"
    r"|\bngay(?= [^.;]{0,60}\b(?:co|xay ra|phat sinh|phat hien)\b)"
)
# "Báo cáo ngay Sở khi xảy ra sự cố": on demand of what happens; that difficulties are reported is a closing formula.
_AT_ONCE = Keyed(
    r"b\w{1,3}o c\w{1,3}o (?:[\w,-]+ ){0,8}?ngay (?:[\w,-]+ ){0,10}?khi (?:co|xay ra|phat sinh|phat hien)\b"
)
_DIFFICULTIES = Keyed(r"vuong mac|kho khan|trong qua trinh")
_CADENCES = (
    ("monthly", Keyed(
        r"\bh\w{1,3}ng thang\b|\bmoi thang\b|\bbao cao thang\b|\bdinh ky thang\b|\b(?:tung|theo) thang\b|(?:^|, "
        r"|\()thang(?=,| \()")),
    ("quarterly", Keyed(
        r"\bh\w{1,3}ng quy\b|\bmoi quy\b|\bquy (?:i|ii|iii|iv|1|2|3|4)\b|\b(?:bao cao|dinh ky|ky) quy\b"
        r"|\b(?:tung|theo) quy\b(?! dinh| che| trinh| uoc)|(?:, |\(|/)quy\b(?=,|;| va|/|\)| hoac| \()"
        r"|\b(?:0?3|ba) thang(?:/| mot | 1 )lan")),
    ("half_yearly", Keyed(r"\b(?:0?6|sau) thang\b|\bnua nam\b|\bso ket\b(?! qua)")),
    ("nine_monthly", Keyed(r"\b(?:0?9|chin) thang\b")),
    ("yearly", Keyed(
        r"\bh\w{1,3}ng nam\b|\bmoi nam\b|\bbao cao nam\b|\bdinh ky nam\b|\b(?:ca|theo) nam\b|\b(?:cuoi|mot) nam\b|(?:, "
        r"|/|va |\()(?:ca )?nam\b(?! \d)|\btong ket(?: nam)?\b")),
    ("ad_hoc", Keyed(r"dot xuat")),
)  # fmt: skip
_RUN = re.compile(
    r"(?:(?:\w?inh ky|h\w{1,3}ng|moi|tung|bao cao"
    r"|quy(?! dinh| che| trinh| uoc)|thang|nam|0?[369]|ba|sau|chin|nua|dau|cuoi|cung|cua|ky|i{1,3}"
    r"|iv|va|hoac|dot xuat|khi co yeu cau|lan|mot|so ket(?! qua)|tong ket|truoc|vao|ngay"
    r"|\d{1,2}(?:/\d{1,2}(?:/20\d\d)?)?"
    r"|doi voi|(?:cham|muon) nhat|ca|lien ke|tiep theo|theo|thoi gian|nay)\b[\s,;/()]*)+"
)
_OPENS = re.compile(  # "Báo cáo kết quả thi đua" hằng quý, "tham mưu báo cáo kết quả tiết kiệm, chống lãng phí" 6 tháng
    r"\W*b\w{1,3}o c\w{1,3}o [^,;:]{0,60}$|.*\b(?:tong hop|tham muu),? (?:\w+ ){0,2}b\w{1,3}o c\w{1,3}o [^;:.]{0,100}$"
)
_NEAR = Keyed(r"\w?inh ky|b\w{1,3}o c\w{1,3}o|dot xuat|ngay \d")
_BESIDES = re.compile(r"\W*(?:dong thoi|ngoai ra|ben canh do)\b")
_QUARTER = re.compile(r"\bquý(?= (?:trình|định|chế|ước)\b)")
_DAY = Keyed(r"\bngay (\d{1,2})\b|(?<![\d/])(\d{1,2})/\d{1,2}\b|\btruoc (\d{1,2}) (?=(?:h\w{1,3}ng|moi) thang)")
_DAY_OF_MONTH = re.compile(r"\b(\d{1,2}) thang (\d{1,2})\b")
_MONTHS = re.compile(r"(?<![\d/])\d{1,2}/(\d{1,2})\b(?!/)")
_MIDYEAR, _YEAR_END = frozenset((5, 6, 7)), frozenset((11, 12, 1))
_QUARTER_END = re.compile(r"(?:cua )?\bthang (?:dau|cuoi)(?: cung)?(?: cua)? quy\b")
_TO = re.compile(
    r"\b(?:gui(?: bao cao)?(?: ve| cho| den)?|(?<!the )\bve(?! viec)|trinh|\bcho|b\w{1,3}o c\w{1,3}o(?: ve"
    r"| voi| cho| len| gui)?|qua)\s+"
    r"(?P<to>(?!so ket)(?:lanh dao|ban giam doc|giam doc|chu tich|thuong truc|cac don vi dau moi|van phong|v.n phong"
    r"|so|s.|ubnd|uy ban nhan dan|bo|hdnd|thanh tra|phong|trung tam|to|ban|cap tren|cuc"
    r"|chi cuc)\b(?:[^,;.()]|\((?:qua|thong qua)[^)]*\))*)"
)
# "trình Giám đốc Sở ký báo cáo gửi Sở Tài chính", "trình Giám đốc Sở xem xét, gửi …": who signs does not receive it.
_SIGNED = re.compile(
    r"(?:(?! de | trinh | gui )[^,;.()]){0,60}?(?<!dinh )\b(?:ky|duyet|phe duyet|xem xet|thong qua|ban hanh"
    r"|cho y kien)\b(?:,? (?:ky|phe duyet|ban hanh|quyet dinh))*,?"
    r"(?: (?:de|truoc khi|va))? (?:(?:van ban |du thao |cac )*bao cao\b[^,;.()]{0,60}? )?"
    r"(?:gui|trinh|bao cao)(?: ve| cho| den| len)? (?=\w)(?!bao cao|ket qua|tinh hinh|theo|truoc|khi)"
)
_NAME_STOP = re.compile(r"[,;.()]")
_TO_END = re.compile(
    r"\s+(?:de|truoc|theo|tinh hinh|ket qua|vao|cham nhat|tong hop|dinh ky|xem xet|tien do|cong tac"
    r"|khoi luong|so lieu|bao cao|muon nhat|chi dao|lam|trong|h\w{1,3}ng (?:thang|quy|nam)|va lam"
    r"|trinh|qua [a-z]+ mem|(?<!dinh )ky(?! \d)|duyet|phe duyet|ban hanh)\b|,|;|$"
)


def find(root: Node, *, doubtful: bool = False) -> list[Reporting]:
    """All reporting duties of a tree, in reading order."""
    found: list[Reporting] = []
    for node in root.walk():
        part = node.part
        if not isinstance(part, Para) or node.kind not in _KINDS or node.own is not None:
            continue
        folded = part.flat
        if not doubtful and "bao cao" not in folded and "gui " not in folded:
            continue
        if not _REPORT.search(folded) or not _PERIODIC.search(folded):
            continue
        if " quý " in part.words:
            folded = _parted(part.words, folded)
        for start, end in _sentences(folded):
            schedules = _schedules(folded, start, end, node)
            last = found[-1] if found else None
            if last is not None and schedules == [(("ad_hoc",), None)] and _same_item(last, part, start):
                found[-1] = _widened(last, part, end)
                continue
            found.extend(_entry(node, part, (start, end), one, doubtful=doubtful) for one in schedules)
    return [changed(one, id=f"r{place}") for place, one in enumerate(found, 1)]


def _parted(words: str, folded: str) -> str:
    """The flat copy with "quý" parted from the word behind it, where both without marks are another ("quy trình")."""
    for match in _QUARTER.finditer(words):
        folded = f"{folded[: match.end()]},{folded[match.end() + 1 :]}"
    return folded


def _same_item(last: Reporting, part: Para, start: int) -> bool:
    """Whether only a semicolon parts a report on demand from the scheduled one before it: they are one duty."""
    if part.begin > last.span.start:
        return False
    between = part.words[last.span.end - part.begin : start].strip()
    return between in ("", ";") or (between == "." and _BESIDES.match(part.flat, start) is not None)


def _widened(last: Reporting, part: Para, end: int) -> Reporting:
    return changed(
        last,
        cadence=tuple(dict.fromkeys((*last.cadence, "ad_hoc"))),
        quote=part.words[last.span.start - part.begin : end].strip(),
        span=Span(last.span.start, part.begin + end),
    )


def _sentences(folded: str) -> list[tuple[int, int]]:
    """Sentences; a semicolon keeps "…báo cáo; trong đó…" together with what it belongs to."""
    merged: list[tuple[int, int]] = []
    for start, end in clauses.sentences(folded):
        if merged and folded[merged[-1][1] : start].startswith(";") and not _REPORT.search(folded, start, end):
            continue
        merged.append((start, end))
    return merged


def _schedules(folded: str, start: int, end: int, node: Node) -> list[tuple[tuple[str, ...], int | None]]:
    """The cadences of a sentence; two where two days of the month are set for two kinds of report."""
    sentence = _DAY_OF_MONTH.sub(_with_slash, dates.with_days(folded[start:end]))
    report = _REPORT.search(sentence)
    if report is None or not _is_scheduled(sentence, node):
        at_once = report is not None and _AT_ONCE.search(sentence) and not _DIFFICULTIES.search(sentence)
        return [(("ad_hoc",), None)] if at_once else []
    runs = [match for match in _RUN.finditer(sentence) if _belongs(sentence, match)]
    text = " | ".join(match.group() for match in runs)
    days = [(int(match[1] or match[2] or match[3]), match.start()) for match in _DAY.finditer(text)]
    days = [(day, at) for day, at in days if 1 <= day <= 31]
    if len({day for day, _ in days}) > 1:
        return _by_day(text, days)
    return [(_cadences(text), days[0][0] if days else None)]


def _with_slash(match: re.Match[str]) -> str:
    """ "15 tháng 6" as "15/6", as long as it was."""
    return f"{match[1]}/{match[2]}".ljust(len(match[0]))


def _by_day(text: str, days: list[tuple[int, int]]) -> list[tuple[tuple[str, ...], int | None]]:
    """Each day with the cadences nearest to it: those behind it up to the next day, or those before the first."""
    least = 2 if any(pattern.search(text) for _, pattern in _CADENCES) else 1
    after = [
        _cadences(text[at : days[place + 1][1] if place + 1 < len(days) else len(text)], dates=least)
        for place, (_, at) in enumerate(days)
    ]
    if not all(after):
        starts = [0, *(at for _, at in days)]
        before = [_cadences(_QUARTER_END.sub("", text[start:at])) for start, (_, at) in zip(starts, days, strict=False)]
        if all(before):
            after = before
        elif before[0] and not any(before[1:]) and not any(after):
            after = [before[0]] * len(days)  # "định kỳ 6 tháng, trước ngày 15/6 và trước ngày 01/12"
    merged: dict[int, tuple[str, ...]] = {}
    for (day, _), cadence in zip(days, after, strict=True):
        merged[day] = tuple(dict.fromkeys(merged.get(day, ()) + cadence))
    told = any(merged.values())  # a day without a rhythm beside one that has it is the day of something else
    return [(cadence, day) for day, cadence in merged.items() if cadence or not told]


def _is_scheduled(sentence: str, node: Node) -> bool:
    if re.search(r"dinh ky|\binh ky|^\W*\winh ky|dot xuat", sentence):
        return bool(_close(sentence))
    return any(_belongs(sentence, match) and _cadences(match.group()) for match in _RUN.finditer(sentence))


def _close(sentence: str) -> bool:
    """Whether "định kỳ" and "báo cáo" stand close enough to belong together."""
    reports = [match.start() for match in _REPORT.finditer(sentence)]
    marks = [match.start() for match in re.finditer(r"\w?inh ky|dot xuat", sentence)]
    return any(-110 <= report - mark <= 110 for report in reports for mark in marks)


def _belongs(sentence: str, run: re.Match[str]) -> bool:
    """Whether words of time speak of the report: they hold or touch "báo cáo" or "định kỳ", or open the sentence."""
    text = run.group()
    if not any(pattern.search(text) for _, pattern in _CADENCES) and not _DAY.search(text):
        return False
    if _NEAR.search(text):
        return True
    before, after = sentence[max(0, run.start() - 22) : run.start()], sentence[run.end() : run.end() + 34]
    if run.start() <= 3:
        return bool(_REPORT.search(sentence[run.end() : run.end() + 130]))
    if _OPENS.match(sentence[: run.start()]):
        return True
    return bool(_NEAR.search(before) or _REPORT.search(after))


def _cadences(text: str, dates: int = 2) -> tuple[str, ...]:
    """How often the words say; where none does, two dates in the year say it, `dates` of them at least."""
    found = tuple(name for name, pattern in _CADENCES if pattern.search(text))
    if found:
        return found
    if _QUARTER_END.search(text):
        return ("quarterly",)  # "ngày 15 của tháng cuối quý"
    months = [int(match[1]) for match in _MONTHS.finditer(text)]
    if len(months) < dates:
        return ()
    halves = {"half_yearly" if month in _MIDYEAR else "yearly" if month in _YEAR_END else "" for month in months}
    return () if "" in halves else tuple(sorted(halves))  # "trước ngày 15/6 và trước ngày 15/12"


def _entry(
    node: Node, part: Para, place: tuple[int, int], schedule: tuple[tuple[str, ...], int | None], *, doubtful: bool
) -> Reporting:
    start, end = place
    while part.words[start] in " -–+":
        start += 1
    unit = units.of_subject(part.words[start:end], part.flat[start:end])
    unit = unit or next((name for one in node.ancestors() if (name := units.of_heading(one.words))), None)
    return Reporting(
        id="",
        quote=part.words[start:end].strip(),
        cadence=schedule[0],
        day=schedule[1],
        to=_to(part.words[start:end], part.flat[start:end]),
        unit=unit,
        span=Span(part.begin + start, part.begin + end),
        page=part.page,
        path=node.path(),
        needs_person=doubtful,
    )


def _to(words: str, folded: str) -> str | None:
    """Who receives the report: the first receiver named behind "gửi", "về", "báo cáo"."""
    best: tuple[int, int] | None = None
    for match in _TO.finditer(folded):
        signed = _SIGNED.match(folded, match.start("to"))
        at = signed.end() if signed else match.start("to")
        ended = _NAME_STOP.search(folded, at) if signed else None
        last = ended.start() if ended else len(folded) if signed else match.end()
        stop = _TO_END.search(folded, at, last)
        until = stop.start() if stop else last
        sends = match.group().startswith(("gui", "ve", "trinh", "cho"))
        if best is None or (sends and not folded[best[0] - 5 : best[0]].startswith(("gui", "ve"))):
            best = (at, until)
        if sends:
            break
    return words[best[0] : best[1]].strip(" ,;.") if best else None
