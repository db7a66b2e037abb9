"""A reading as one HTML page that needs nothing else: the text on the left, what was taken from it on the right."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import PurePath
from typing import Any

Item = Mapping[str, Any]
_KINDS = ("measures", "tasks", "duties", "reporting", "citations")
_WORDS = {
    "vi": {
        "measures": "Chỉ tiêu",
        "tasks": "Nhiệm vụ",
        "duties": "Phân công",
        "reporting": "Chế độ báo cáo",
        "citations": "Văn bản viện dẫn",
        "rows": "Phụ lục phân công",
        "findings": "Cần xem lại",
        "text": "Văn bản",
        "items": "Những gì đọc được",
        "advice": "nên là",
        "poor": "Văn bản không đủ tin cậy để dùng: cần người xem hoặc quét lại bằng OCR tiếng Việt.",
        "page": "trang",
        "person": "cần người xem",
        "remarks": "Ghi chú",
        "error": "■ sai",
        "warning": "▲ nghi ngờ",
        "info": "○ ghi chú",
        "columns": "STT|Lĩnh vực|Nhiệm vụ|Sản phẩm|Thời hạn|Chủ trì|Phối hợp|Theo dõi|Kinh phí",
    },
    "en": {
        "measures": "Measures",
        "tasks": "Tasks",
        "duties": "Duties",
        "reporting": "Reporting duties",
        "citations": "Citations",
        "rows": "Annex",
        "findings": "To be looked at",
        "text": "Text",
        "items": "What was read",
        "advice": "better:",
        "poor": "The text is too poor to be trusted: a person must look, or scan it again with Vietnamese OCR.",
        "page": "page",
        "person": "a person must look",
        "remarks": "Remarks",
        "error": "■ wrong",
        "warning": "▲ doubtful",
        "info": "○ remark",
        "columns": "No.|Field|Task|Product|Deadline|Lead|Support|Monitor|Budget",
    },
}
_ROW_KEYS = ("no", "field", "task", "product", "deadline_text", "lead", "support", "monitor", "budget")
_AREAS = {
    "institution": ("thể chế", "institution"),
    "procedures": ("thủ tục hành chính", "procedures"),
    "organisation": ("tổ chức bộ máy", "organisation"),
    "civil_service": ("công vụ", "civil service"),
    "finance": ("tài chính công", "finance"),
    "digital": ("chính quyền số", "digital"),
    "steering": ("chỉ đạo điều hành", "steering"),
    "general": ("chung", "general"),
}
_COMPARISONS = {
    "eq": ("=", "="),
    "ge": ("≥", "≥"),
    "le": ("≤", "≤"),
    "reduce": ("giảm", "reduce by"),
    "increase": ("tăng", "increase by"),
    "rank": ("hạng", "rank"),
}
_UNITS = {"percent": ("%", "%"), "days": ("ngày", "days"), "points": ("điểm", "points")}
_CADENCES = {
    "monthly": ("hằng tháng", "monthly"),
    "quarterly": ("hằng quý", "quarterly"),
    "half_yearly": ("6 tháng", "half-yearly"),
    "nine_monthly": ("9 tháng", "nine-monthly"),
    "yearly": ("hằng năm", "yearly"),
    "ad_hoc": ("đột xuất", "ad hoc"),
}
_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
_STYLE = """
:root{color-scheme:light dark;--line:#8884;--m:#fde68a;--t:#bbf7d0;--d:#bfdbfe;--r:#e9d5ff;--c:#e5e7eb;--f:#fecaca}
*{box-sizing:border-box}body{margin:0;font:16px/1.55 system-ui,sans-serif}
header{padding:1rem 1.5rem;border-bottom:1px solid var(--line)}h1{font-size:1.25rem;margin:0}
header p{margin:.25rem 0 0}main{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
main>section{padding:1rem 1.5rem;height:calc(100vh - 6rem);overflow:auto}
main>section+section{border-left:1px solid var(--line)}
.text{white-space:pre-wrap;overflow-wrap:anywhere;font-family:Georgia,serif}mark{color:#111;border-radius:2px}
.measures{background:var(--m)}.tasks{background:var(--t)}.duties{background:var(--d)}.reporting{background:var(--r)}
.citations{background:var(--c)}.findings{background:var(--f)}a.at:target{outline:3px solid #dc2626;padding:.1em}
li>a{color:inherit;text-decoration:none}li>a:hover,li>a:focus{text-decoration:underline}
summary{cursor:pointer;margin:1rem 0 .5rem;font-weight:600}
h2{font-size:1.05rem;margin:1.25rem 0 .5rem}ol{padding-left:2.2rem;margin:0}li{margin:.3rem 0}
small{color:#6b7280}small b{font-weight:600}table{border-collapse:collapse;width:100%;font-size:.875rem}
td,th{border:1px solid var(--line);padding:.3rem .4rem;text-align:left;vertical-align:top}
.said{background:#fde68a;color:#111;padding:.5rem 1.5rem;margin:0}
.poor{background:#b91c1c;color:#fff;padding:.5rem 1.5rem;margin:0}.scroll{overflow-x:auto}
@media(max-width:60rem){main{display:block}main>section{height:auto}}
@media print{main>section{height:auto;overflow:visible}}
"""


def page(reading: Item, name: str, language: str = "vi") -> str:
    """The page. All that comes from the document is escaped; it holds no script and fetches nothing."""
    words = _WORDS[language]
    document = reading.get("document") or {}
    title = str(document.get("title") or name)
    facts = [_shown(document[key]) for key in ("number", "issued_on", "issuer") if document.get(key)]
    readable = (reading.get("quality") or {}).get("readable", True)
    parts = [
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<header><h1>{escape(title)}</h1><p>{escape(' · '.join([*facts, PurePath(name).name]))}</p></header>",
        "" if readable else f'<p class="poor" role="alert">{escape(words["poor"])}</p>',
        *(f'<p class="said">{escape(str(each))}</p>' for each in reading.get("warnings") or ()),
        f'<main><section tabindex="0" aria-label="{escape(words["text"])}"><div class="text">{_text(reading)}</div>',
        f'</section><section tabindex="0" aria-label="{escape(words["items"])}">',
        _findings(reading, words, language),
        *(_list(reading, kind, words) for kind in _KINDS),
        _rows(reading.get("rows") or (), words),
        "</section></main></body></html>\n",
    ]
    return "".join(parts)


def _text(reading: Item) -> str:
    """The text with every item marked where it stands."""
    text = str(reading.get("text") or "")
    starts: dict[int, list[str]] = {}
    edges = {0, len(text)}
    spans: list[tuple[int, int, str]] = []
    for kind in ("findings", *_KINDS):
        for place, item in enumerate(reading.get(kind) or ()):
            span = _span(item, len(text))
            if span is None:
                continue
            spans.append((*span, kind))
            edges |= set(span)
            starts.setdefault(span[0], []).append(_anchor(kind, place))
    spans.sort()
    parts = []
    cuts = sorted(edges)
    open_spans: list[tuple[int, int, str]] = []
    upcoming = iter([*spans, (len(text) + 1, len(text) + 1, "")])
    following = next(upcoming)
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        while following[0] <= start:
            open_spans.append(following)
            following = next(upcoming)
        open_spans = [span for span in open_spans if span[1] > start]
        parts += [f'<a class="at" id="{anchor}"></a>' for anchor in starts.get(start, ())]
        piece = escape(text[start:end])
        parts.append(f'<mark class="{open_spans[-1][2]}">{piece}</mark>' if piece and open_spans else piece)
    return "".join(parts)


def _span(item: Item, length: int) -> tuple[int, int] | None:
    span = item.get("span")
    if not isinstance(span, Sequence) or len(span) != 2:
        return None
    start, end = int(span[0]), int(span[1])
    return (start, end) if 0 <= start < end <= length else None


def _anchor(kind: str, place: int) -> str:
    return f"{kind}-{place + 1}"


def _list(reading: Item, kind: str, words: Mapping[str, str]) -> str:
    items = reading.get(kind) or ()
    if not items:
        return ""
    rows = "".join(_item(item, kind, place, words) for place, item in enumerate(items))
    return f'<h2><mark class="{kind}">{escape(words[kind])}</mark> ({len(items)})</h2><ol>{rows}</ol>'


def _item(item: Item, kind: str, place: int, words: Mapping[str, str]) -> str:
    which = 0 if words is _WORDS["vi"] else 1
    facts = [f"<b>{escape(fact)}</b>" for fact in _facts(item, which) if fact]
    if item.get("page"):
        facts.append(f"{escape(words['page'])} {escape(str(item['page']))}")
    if item.get("needs_person"):
        facts.append(f'<mark class="findings">{escape(words["person"])}</mark>')
    said = escape(str(item.get("quote") or item.get("number") or item.get("text") or ""))
    path = escape(" › ".join(map(str, item.get("path") or ())))
    return (
        f'<li><a href="#{_anchor(kind, place)}">{said}</a><br><small>{" · ".join(facts)}'
        f"{'<br>' if path else ''}{path}</small></li>"
    )


def _facts(item: Item, which: int) -> list[str]:
    """What is worth a glance beside the words themselves."""
    comparison = _COMPARISONS.get(str(item.get("comparator")), ("", ""))[which]
    unit = _UNITS.get(str(item.get("unit")), (str(item.get("unit_text") or ""),) * 2)[which]
    value = item.get("value")
    number = _shown(value).replace(".", "," if which == 0 else ".")
    measure = f"{comparison} {number} {unit}".strip() if value is not None else ""
    unit_of_people = str(item["unit"]) if value is None and item.get("unit") else ""
    cadence = ", ".join(_CADENCES.get(str(each), (str(each),) * 2)[which] for each in item.get("cadence") or ())
    deadline = item.get("deadline")
    due = [_shown(item.get(key)) for key in ("due", "baseline", "date", "issuer", "to", "lead")]
    area = _AREAS.get(str(item.get("area")), ("", ""))[which]
    when = str(deadline.get("text") or "") if isinstance(deadline, Mapping) else ""
    return [measure, unit_of_people, cadence, *due, when, area]


def _findings(reading: Item, words: Mapping[str, str], language: str) -> str:
    """What must be looked at; mere remarks are folded away."""
    shown: list[str] = []
    remarks: list[str] = []
    for place, finding in enumerate(reading.get("findings") or ()):
        said = escape(str(finding.get(f"message_{language}") or ""))
        advice = f" · {words['advice']} “{finding['suggestion']}”" if finding.get("suggestion") else ""
        severity = str(finding.get("severity") or "")
        rule = escape(f"{words.get(severity, severity)} · {finding.get('rule') or ''}")
        line = f'<li><a href="#{_anchor("findings", place)}">{said}</a><br><small>{rule}{escape(advice)}</small></li>'
        (remarks if severity == "info" else shown).append(line)
    parts = []
    if shown:
        title = f'<h2><mark class="findings">{escape(words["findings"])}</mark> ({len(shown)})</h2>'
        parts.append(f"{title}<ol>{''.join(shown)}</ol>")
    if remarks:
        title = f"<summary>{escape(words['remarks'])} ({len(remarks)})</summary>"
        parts.append(f"<details>{title}<ol>{''.join(remarks)}</ol></details>")
    return "".join(parts)


def _rows(rows: Iterable[Item], words: Mapping[str, str]) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(row.get(key)))}</td>" for key in _ROW_KEYS) + "</tr>" for row in rows
    )
    if not body:
        return ""
    head = "".join(f"<th>{escape(each)}</th>" for each in words["columns"].split("|"))
    return f'<h2>{escape(words["rows"])}</h2><div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _DAY.sub(r"\3/\2/\1", value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(each)}" for key, each in value.items() if each is not None)
    if isinstance(value, Iterable):
        return ", ".join(map(_shown, value))
    return str(value)
