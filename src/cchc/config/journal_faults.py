"""What is wrong with the chain of the journal, in the words of the page."""

from django.utils.translation import gettext_lazy as _

FAULTS = {
    "missing": _("các mục từ %(seq)s đến %(last)s đã mất"),
    "cut": _("các mục từ %(seq)s đến %(last)s ở cuối chuỗi đã mất"),
    "altered": _("nội dung mục %(seq)s đã bị sửa"),
    "order": _("mục %(seq)s không nối với mục trước nó: một trong hai mục đã bị sửa rồi niêm lại"),
    "outside": _("mục mang số %(seq)s không thuộc chuỗi"),
    "beyond": _("các mục từ %(seq)s đến %(last)s nằm sau điểm cuối của chuỗi"),
    "end": _("mục %(seq)s không khớp dấu ghi điểm cuối của chuỗi"),
    "headless": _("dấu ghi điểm cuối của chuỗi đã mất, sau mục %(seq)s"),
    "known": _("mục %(seq)s không khớp mã đã ghi lại ở nơi khác"),
}
