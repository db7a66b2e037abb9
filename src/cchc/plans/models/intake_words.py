"""The words on screen for what the intake says of an item: why a unit was matched, what is doubtful or missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HowName(models.TextChoices):
    """Why a unit is thought to be meant."""

    EXACT = "exact", _("đúng tên đơn vị trong danh mục")
    SHORT = "short", _("đúng tên viết tắt của đơn vị")
    NAMED = "named", _("tên đơn vị đứng trong câu")
    GROUP = "group", _("câu gọi chung cả nhóm đơn vị")
    CLOSE = "close", _("gần giống tên đơn vị, có thể gõ sai")
    CHARGED = "charged", _("phần Tổ chức thực hiện giao đơn vị này chủ trì nội dung")
    PERSON = "person", _("do người rà soát chọn")
    AGENCY = "agency", _("chính Sở; hãy chọn đơn vị chủ trì")
    OUTSIDE = "outside", _("cơ quan ngoài Sở, không có trong danh mục đơn vị")
    NONE = "none", _("văn bản không nêu đơn vị nào nhận ra được")


class DoubtName(models.TextChoices):
    """Why a person must look."""

    READER = "reader", _("máy đọc chưa chắc, cần đối chiếu câu văn")
    TWIN = "twin", _("có thể trùng với một dòng trong phụ lục")
    VALUE = "value", _("chưa rõ con số phải đạt")
    SCAN = "scan", _("chữ nhận dạng từ bản quét, cần đối chiếu bản gốc")
    BY_HAND = "by_hand", _("văn bản mất dấu, cần đối chiếu bản gốc")
    UNIT = "unit", _("chưa rõ đơn vị")
    INDICATOR = "indicator", _("chưa tìm được chỉ số khớp")
    DEADLINE = "deadline", _("chưa rõ thời hạn")


class LackName(models.TextChoices):
    """What an item lacks."""

    QUOTE = "quote", _("chưa có câu văn")
    GOAL = "goal", _("chưa chọn dạng chỉ tiêu")
    VALUE = "value", _("chỉ tiêu chưa có con số phải đạt")
    DUE = "due", _("chỉ tiêu chưa có hạn")
    NUMBER = "number", _("căn cứ chưa có số, ký hiệu")
    OWNER = "owner", _("chưa giao đơn vị")
    INDICATOR = "indicator", _("chưa gắn chỉ số, sẽ không tự tính được")
    BASELINE = "baseline", _("chưa có số gốc để so sánh")
    DEADLINE = "deadline", _("chưa có thời hạn")
    DEADLINE_UNCLEAR = "deadline_unclear", _("chưa hiểu được thời hạn")
    CADENCE = "cadence", _("chưa rõ kỳ báo cáo")


class CitedKindName(models.TextChoices):
    """The kinds of documents that a plan rests on."""

    LAW = "law", _("Luật")
    RESOLUTION = "resolution", _("Nghị quyết")
    DECREE = "decree", _("Nghị định")
    DECISION = "decision", _("Quyết định")
    DIRECTIVE = "directive", _("Chỉ thị")
    CIRCULAR = "circular", _("Thông tư")
    PLAN = "plan", _("Kế hoạch")
    PROGRAMME = "programme", _("Chương trình")
    LETTER = "letter", _("Công văn")
    CONCLUSION = "conclusion", _("Kết luận")
    OTHER = "other", _("Văn bản khác")
