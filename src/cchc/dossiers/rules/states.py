"""The states of a dossier as the national portal numbers them (field TrangThaiHoSo), and what else is coded there."""

from enum import IntEnum, StrEnum


class State(IntEnum):
    """The ten states of the national public-service portal."""

    FILED = 1
    RECEIVED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    SETTLED = 9
    RETURNED = 10


class Channel(StrEnum):
    """How a dossier came in (Nghị định 118/2025/NĐ-CP, Điều 15; the portal's KenhThucHien 1, 2, 3)."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class Applicant(StrEnum):
    """Who asks (the portal's LoaiDoiTuong)."""

    CITIZEN = "citizen"
    FIRM = "firm"
    HOUSEHOLD = "household"
    AGENCY = "agency"


class Service(StrEnum):
    """How far the procedure is offered online (Nghị định 224/2026/NĐ-CP, Điều 14)."""

    FULL = "full"
    PART = "part"
    NONE = "none"


settled = frozenset({State.SETTLED, State.RETURNED})
stopped = frozenset({State.WITHDRAWN, State.STOPPED})
refused = frozenset({State.REFUSED})
ended = settled | stopped | refused
