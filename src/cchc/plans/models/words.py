"""The words on screen for the codes of the rules, in the terms of the papers themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentName(models.TextChoices):
    """The contents of reform, as headings of plans shorten them; dated statutory names: `cchc.plans.contents`."""

    GENERAL = "general", _("Mục tiêu chung")
    STEERING = "steering", _("Chỉ đạo, điều hành")
    INSTITUTION = "institution", _("Cải cách thể chế")
    PROCEDURES = "procedures", _("Cải cách thủ tục hành chính")
    ORGANISATION = "organisation", _("Cải cách tổ chức bộ máy")
    CIVIL_SERVICE = "civil_service", _("Cải cách chế độ công vụ")
    FINANCE = "finance", _("Cải cách tài chính công")
    DIGITAL = "digital", _("Chính quyền điện tử, chính quyền số")


class GoalKindName(models.TextChoices):
    """The forms of a promise."""

    THRESHOLD = "threshold", _("Đạt một mức")
    CHANGE = "change", _("Tăng, giảm so với gốc")
    RANK = "rank", _("Xếp hạng")
    EXISTENCE = "existence", _("Có hay chưa")
    ZERO = "zero", _("Không để xảy ra")
    KEEP = "keep", _("Duy trì")
    JUDGED = "judged", _("Định tính")


class ComparatorName(models.TextChoices):
    """How a value is compared."""

    GE = "ge", _("ít nhất")
    GT = "gt", _("trên")
    LE = "le", _("không quá")
    LT = "lt", _("dưới")
    EQ = "eq", _("bằng")


class DirectionName(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("càng cao càng tốt")
    LOWER = "lower", _("càng thấp càng tốt")
    EXACT = "exact", _("đúng bằng")


class UnitName(models.TextChoices):
    """The unit of a promised value."""

    PERCENT = "percent", _("%")
    COUNT = "count", _("số lượng")
    RANK = "rank", _("thứ hạng")
    DAYS = "days", _("ngày")
    POINTS = "points", _("điểm")
    OTHER = "other", _("khác")


class CourseName(models.TextChoices):
    """How a measure moves towards its promise."""

    HOLD = "hold", _("giữ suốt kỳ")
    CLIMB = "climb", _("tiến dần đến mức")
    TALLY = "tally", _("cộng dồn từ đầu kỳ")


class ChangeByName(models.TextChoices):
    """What the amount of a change is in."""

    PERCENT = "percent", _("theo tỷ lệ")
    AMOUNT = "amount", _("theo số lượng")


class StateName(models.TextChoices):
    """Where a task stands."""

    NOT_STARTED = "not_started", _("chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("đang thực hiện")
    WAITING = "waiting", _("chờ người khác")
    SUBMITTED = "submitted", _("đã báo cáo hoàn thành")
    RETURNED = "returned", _("bị trả lại")
    DONE = "done", _("đã xong")
    CANCELLED = "cancelled", _("đã hủy")


class LatenessName(models.TextChoices):
    """How a due date lies to today."""

    LATE = "late", _("quá hạn")
    TODAY = "today", _("đến hạn hôm nay")
    THIS_WEEK = "this_week", _("trong tuần này")
    UPCOMING = "upcoming", _("sắp tới")
    NONE = "none", _("không có hạn")


class VerdictName(models.TextChoices):
    """Where a target stands."""

    REACHED = "reached", _("đạt")
    ON_TRACK = "on_track", _("đúng tiến độ")
    AT_RISK = "at_risk", _("có nguy cơ")
    MISSED = "missed", _("không đạt")
    NO_DATA = "no_data", _("chưa có số liệu")
    NEEDS_PERSON = "needs_person", _("cần người xem")


class CascadeName(models.TextChoices):
    """How a target compares with the one above that it serves."""

    WEAKER = "weaker", _("thấp hơn cấp trên")
    EQUAL = "equal", _("bằng cấp trên")
    STRONGER = "stronger", _("cao hơn cấp trên")
    NOT_COMPARABLE = "not_comparable", _("chưa so sánh được")


class EventName(models.TextChoices):
    """What happened to a task."""

    CREATED = "created", _("được giao theo kế hoạch")
    CARRY = "carry", _("chuyển sang kế hoạch mới")
    CARRIED = "carried", _("nhận từ kế hoạch trước")
    START = "start", _("bắt đầu")
    WAIT = "wait", _("chờ người khác")
    RESUME = "resume", _("làm tiếp")
    SUBMIT = "submit", _("báo cáo hoàn thành")
    RETURN = "return", _("trả lại")
    FINISH = "finish", _("chấp nhận hoàn thành")
    CANCEL = "cancel", _("hủy")
    REOPEN = "reopen", _("mở lại")
    PROGRESS = "progress", _("cập nhật tiến độ")
    NOTE = "note", _("ghi chú")
    ASSIGN = "assign", _("giao người phụ trách")
    EXTEND = "extend", _("gia hạn")
    MERGE = "merge", _("nhập vào nhiệm vụ khác")
    MERGED = "merged", _("nhận từ nhiệm vụ khác")
    EDIT = "edit", _("sửa nhiệm vụ")
    TRIGGER = "trigger", _("ghi ngày xảy ra sự kiện tính hạn")
    UNTRIGGER = "untrigger", _("rút sự kiện tính hạn")
    RECOUNT = "recount", _("tính lại hạn theo lịch làm việc")
    EVIDENCE = "evidence", _("nộp tài liệu kiểm chứng")
    WITHDRAW = "withdraw", _("rút tài liệu kiểm chứng")
