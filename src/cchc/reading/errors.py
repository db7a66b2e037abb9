"""The one way in which reading a document fails."""


class Unreadable(Exception):  # noqa: N818 - it is said of a document, not of a program
    """The bytes cannot be read as a document; both sentences are complete and can be shown to a person.

    `code` is stable: empty, too_big, too_long, unknown, damaged, encrypted, bomb, unsafe, no_text, needs_tool, timeout,
    unsupported.
    """

    def __init__(self, code: str, message_vi: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_vi = message_vi
        self.message_en = message_en
