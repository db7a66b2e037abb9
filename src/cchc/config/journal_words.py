"""The words of the journal: actions, records, facts and faults as people call them, and the page of a record."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "organisation.create_agency": _("ghi sở vào hệ thống"),
    "organisation.found_unit": _("thành lập đơn vị"),
    "organisation.rename_unit": _("đổi tên đơn vị"),
    "organisation.move_unit": _("chuyển cấp trên của đơn vị"),
    "organisation.merge_units": _("sáp nhập đơn vị"),
    "organisation.dissolve_unit": _("giải thể đơn vị"),
    "organisation.add_person": _("thêm người"),
    "organisation.change_person": _("sửa thông tin người"),
    "organisation.appoint": _("bổ nhiệm, điều động"),
    "organisation.end_tenure": _("cho thôi chức vụ"),
    "organisation.create_account": _("cấp tài khoản"),
    "organisation.set_password": _("đặt mật khẩu mới"),
    "organisation.deactivate_account": _("khoá tài khoản"),
    "organisation.reactivate_account": _("mở lại tài khoản"),
    "organisation.assign_role": _("giao vai trò"),
    "organisation.end_assignment": _("cho thôi vai trò"),
}
RECORDS = {
    "organisation.agency": _("sở"),
    "organisation.unit": _("đơn vị"),
    "organisation.person": _("người"),
    "organisation.account": _("tài khoản"),
}
FIELDS = {
    "": _("giá trị"),
    "code": _("mã"),
    "name": _("tên"),
    "short_name": _("tên gọn"),
    "kind": _("loại"),
    "parent": _("trực thuộc"),
    "parent_body": _("cơ quan cấp trên"),
    "on": _("từ ngày"),
    "basis": _("căn cứ"),
    "into": _("sáp nhập vào"),
    "closed_on": _("thôi hoạt động từ"),
    "full_name": _("họ và tên"),
    "status": _("chế độ, trạng thái"),
    "email": _("thư công vụ"),
    "post": _("chức vụ"),
    "unit": _("đơn vị"),
    "heads": _("đứng đầu đơn vị"),
    "started_on": _("từ ngày"),
    "ended_on": _("đến trước ngày"),
    "username": _("tên đăng nhập"),
    "person": _("người"),
    "role": _("vai trò"),
    "is_active": _("dùng được"),
    "is_demo": _("trình diễn"),
}
# The page of a record, by the address's name; its one argument is the record's key.
PAGES = {
    "organisation.unit": "organisation:unit_detail",
    "organisation.person": "organisation:person_detail",
}
FAULTS = {
    "missing": _("mục ngay trước nó đã mất"),
    "order": _("nó không nối với mục trước nó"),
    "altered": _("nội dung đã bị sửa"),
    "cut": _("các mục ở cuối đã mất"),
    "headless": _("dấu ghi nơi chuỗi kết thúc đã mất"),
}
