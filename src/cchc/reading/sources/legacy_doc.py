"""Word 97–2003 files: LibreOffice turns them into DOCX, with tables and numbers; antiword gives at least the text."""

import tempfile
from pathlib import Path

from cchc.reading.blocks import PrintedLines, Source
from cchc.reading.errors import Unreadable
from cchc.reading.sources import docx, plain, programs
from cchc.reading.sources.detect import damaged, encrypted
from cchc.reading.sources.limits import CONVERT_SECONDS, Clock

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item></oor:items>
"""
_ONLY_TEXT = "Tệp DOC cũ chỉ đọc được phần chữ (antiword); bảng và số tự động có thể thiếu. Nên lưu lại ở dạng DOCX."


def read(data: bytes, clock: Clock) -> Source | PrintedLines:
    """What an old DOC holds, by the best program that is installed."""
    office = programs.find("soffice") or programs.find("libreoffice")
    antiword = programs.find("antiword")
    if office is None and antiword is None:
        raise Unreadable(
            "needs_tool",
            "Đây là tệp DOC kiểu cũ (Word 97–2003). Hãy mở bằng Word, lưu lại ở dạng DOCX rồi gửi; "
            "hoặc cài LibreOffice hay antiword trên máy chủ.",
            "This is an old DOC file (Word 97–2003). Save it as DOCX in Word and send that; or install LibreOffice or "
            "antiword on the server.",
        )
    if _is_encrypted(data):
        raise encrypted("DOC")
    clock.pause_free(CONVERT_SECONDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.doc").write_bytes(data)
        converted = _by_office(office, folder) if office else None
        if converted is not None:
            source = docx.read(converted, clock)
            return Source("doc", source.blocks, source.pages, source.warnings, source.notes)
        text = _by_antiword(antiword, folder) if antiword else None
    if text is None:
        raise damaged("DOC")
    lines = plain.read(text, "in.txt", clock)
    return PrintedLines("doc", lines.lines, None, (*lines.warnings, _ONLY_TEXT))


def _by_office(office: str, folder: Path) -> bytes | None:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    own = [f"-env:UserInstallation=file://{profile.parent}", "--headless", "--norestore", "--nolockcheck"]
    command = [office, *own, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
    command.append(str(folder / "in.doc"))
    programs.run(command, seconds=CONVERT_SECONDS, folder=folder, kilobytes=6 * 2**20)
    converted = folder / "out" / "in.docx"
    return converted.read_bytes() if converted.is_file() else None


def _by_antiword(antiword: str, folder: Path) -> bytes | None:
    command = [antiword, "-m", "UTF-8.txt", "-w", "0", str(folder / "in.doc")]
    printed = programs.run(command, seconds=20, folder=folder)
    return printed if printed and printed.strip() else None


def _is_encrypted(data: bytes) -> bool:
    """The flag in the file information block that opens the main stream (magic 0xA5EC)."""
    place = data.find(b"\xec\xa5")
    return place >= 512 and place % 512 == 0 and place + 12 <= len(data) and bool(data[place + 11] & 1)
