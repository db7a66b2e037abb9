"""The pack's list of contents for people: one page that any browser opens without a network, linked to the files."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from html import escape

from cchc.common.text import format_date, format_number

from .definitions import Plain

_HEAD = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mục lục bộ chứng cứ</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a2230}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{border:1px solid #ccd2dc;padding:.3rem .6rem;
text-align:left;vertical-align:top}td.n{text-align:right;white-space:nowrap}thead th{background:#eef1f6}
@media(max-width:44rem){table{display:block;overflow-x:auto}code{overflow-wrap:anywhere}}
@media print{body{margin:0;font-size:10pt}thead{display:table-header-group}}</style>"""


def contents_page(title: str, definitions: list[Plain], evidence: Mapping[str, Plain], papers: list[str]) -> bytes:
    """The page: the papers, each figure with what was reported and where it comes from, each file of evidence.

    `evidence`: digest → name, size and, where it is enclosed, its file in the pack; `papers`: their files in the pack.
    """
    parts = [_HEAD, f"<h1>Mục lục bộ chứng cứ</h1><p>{escape(title)}</p>"]
    parts.append("<p>Cách kiểm tra: xem <a href='HUONG-DAN.txt'>HUONG-DAN.txt</a>.</p><h2>Báo cáo đã gửi</h2><ul>")
    parts += [f"<li>{_link(paper, paper.rpartition('/')[2])}</li>" for paper in papers]
    parts.append("</ul><h2>Số liệu</h2>" + _table(("Số liệu", "Đã báo cáo", "Đơn vị tính", "Đến ngày", "Từ đâu ra")))
    parts += [_figure(one) for one in definitions]
    parts.append("</tbody></table><h2>Căn cứ, tài liệu kiểm chứng của số liệu nhập</h2>")
    if evidence:
        parts.append(_table(("Tệp", "Cỡ (byte)", "Mã SHA-256")))
        parts += [_evidence(digest, one) for digest, one in sorted(evidence.items(), key=lambda pair: pair[1]["name"])]
        parts.append("</tbody></table>")
    else:
        parts.append("<p>Không số liệu nào của báo cáo này có tệp kèm theo.</p>")
    parts.append("</html>\n")
    return "\n".join(parts).encode()


def _table(heads: tuple[str, ...]) -> str:
    row = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    return f"<table><thead><tr>{row}</tr></thead><tbody>"


def _link(file: str, text: str) -> str:
    return f"<a href='{escape(file)}'>{escape(text)}</a>"


def _figure(one: Plain) -> str:
    value, day = one["said"]["value"], one["as_of"]
    said = "không có số" if value is None else format_number(Decimal(value), one["decimals"])
    until = format_date(date.fromisoformat(day)) if day else ""
    return _row(escape(one["name"]), f"{'ước ' if one['estimate'] else ''}{said}", escape(one["unit"]), until,
                escape(one["words"]))  # fmt: skip


def _evidence(digest: str, one: Plain) -> str:
    name = _link(one["file"], one["name"]) if one["file"] else f"{escape(one['name'])} (lớn, không kèm theo)"
    return _row(name, str(one["size"]), f"<code>{digest}</code>")


def _row(first: str, number: str, *rest: str) -> str:
    cells = [f"<th scope='row'>{first}</th>", f"<td class='n'>{number}</td>"]
    return f"<tr>{''.join([*cells, *(f'<td>{one}</td>' for one in rest)])}</tr>"
