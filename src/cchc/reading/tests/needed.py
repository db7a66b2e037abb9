"""Programs that a test needs: where one is missing the test says so and is skipped, but in CI it runs and fails."""

import os
import shutil

import pytest


def is_skipped(program: str) -> bool:
    """Whether a test that needs the program is skipped here: never in CI, which has to have it."""
    return shutil.which(program) is None and not os.environ.get("CI")


def needs(program: str, package: str) -> pytest.MarkDecorator:
    """The mark of a test that needs a program; `package`: what to install for it."""
    return pytest.mark.skipif(
        is_skipped(program), reason=f"{program} is not installed (Debian: apt-get install {package})"
    )
