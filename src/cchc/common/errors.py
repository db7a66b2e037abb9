"""The one way an action says no."""


class Refused(Exception):  # noqa: N818  # it is an answer to a person, not a fault
    """A person asked for what the rules do not allow; nothing was changed.

    The message is a whole sentence for that person. `field` names the form field at fault, if one is; `who_can`
    says who may do it instead, where the refusal is one of rights.
    """

    def __init__(self, message: object, *, field: str | None = None, who_can: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.who_can = who_can

    def __str__(self) -> str:
        return str(self.message)
