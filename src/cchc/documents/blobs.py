"""The contents of files on the disk, each under its own digest: var/files/ab/cd/abcd…; never changed, never renamed."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def place(digest: str) -> Path:
    """Where the content with this SHA-256 digest lies, whether it is there or not."""
    return Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest


def digest_of(data: bytes) -> str:
    """The SHA-256 digest under which the content is kept."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Put the content on the disk, for good before this returns, and give its digest.

    A content that is there already and whole is left alone; a damaged one is put right. Raises OSError when the disk
    does not take it; then nothing is left behind.
    """
    digest = digest_of(data)
    target = place(digest)
    if whole(digest):
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o440)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
        _settle(folder)
    return digest


def read(digest: str) -> bytes:
    """The content. Raises FileNotFoundError when it is gone."""
    return place(digest).read_bytes()


def whole(digest: str) -> bool:
    """Whether the content is there and is what its name says."""
    try:
        with place(digest).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False


def _settle(folder: Path) -> None:
    """Have the disk keep the names in the folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
