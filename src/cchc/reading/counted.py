"""What is counted and measured: the nouns and units behind a number, and the verbs that make what is counted."""

import re

COUNTED = (
    r"lop|cuoc|hoi nghi|hoi thao|mo hinh|sang kien|giai phap|tin|bai|tin bai|tin, bai|don vi|phong|bien che|may tinh"
    r"|xe|luot"
    r"|san pham|phong su"
    r"|dich vu|thu tuc|tthc|van ban|ho so|dot|buoi|nguoi|hoc vien|chuyen muc|chuyen de|doanh nghiep|cum"
    r"|khu|cho|sieu thi"
    r"|de an|du an|de tai|nhiem vu|chuong trinh|ke hoach|bao cao|co so|ho|xa|phuong|cong trinh|tap the|ca nhan|guong"
    r"|dien hinh|tac pham|video|clip|doan|ky(?! \d)|phien|hop dong|gian hang|tram|tu|may|bo(?! phan)|can bo|cong chuc"
    r"|vien chuc|dai bieu"
    r"|lan|y kien|tieu chi|chi so|chi tieu|quy trinh|quy che|quyet dinh|nghi quyet|thon|ban|diem cau|chuyen gia|to chuc"
    r"|hoc sinh|giao vien|lao dong|viec lam|thanh vien|hop tac xa|lang nghe|san|nen tang|phan mem|co quan"
    r"|so, nganh|dia phuong"
    r"|hoi cho|chuyen|phieu|cuon|to roi|dau moi|bo du lieu|he thong|thiet bi|diem ban|co so du lieu|an pham"
    r"|cau lac bo"
    r"|tuyen|diem|du thao|to|doi|de xuat|chuoi|vu viec|su co|tai lieu"
    r"|thoa thuan|mau(?! so)|doan cong tac|phien cho|gian"
    r"|hang muc|danh hieu|bang khen|giay khen|co|chien si|doan vien|dang vien|cay|con|phan|cong viec|kien nghi|vu|quy"
    r"|nha (?:ve sinh|van hoa|phan phoi|dau tu|may|xuong|thau|khoa hoc|cung cap)|cua hang"
    r"|thuong nhan|tieu thuong|nong dan|hoi vien|thanh nien|phu nu|sinh vien"
    r"|bien (?:ban|bao|canh bao|hieu)|suat|giai thuong|thi truong|quoc gia|nuoc|khach|bac s[iy]|giuong benh|camera"
    r"|giay (?:phep|chung nhan)|thuong hieu|nhan hieu|bai (?:viet|bao)|ban tin|chuyen trang|ung dung|quay"
    r"|ton tai|han che|ky su|nghe nhan|giay to|ket noi(?! voi| giua| cung)|can (?:nha|ho)|lien hiep|khach san"
    r"|tru so|mat hang|ma (?:so|vung|qr)(?! thue)|so (?:bao|ban tin|tap chi|dac san)|huyen|thi (?:xa|tran)"
    r"|y tuong|d/c|dong chi|tiet(?! kiem)|giuong"
    r"|giai(?! phap| doan| thich| trinh| ngan| quyet| toa| tri| the)"
    r"|dn|htx|csdl|dvctt|cbcc|cbccvc|cssxkd"  # as plans shorten them
    r"|[a-z]+(?: [a-z]+){0,2}(?=/(?:[\d.]+ |mot )?(?:van |nghin )?dan\b)"
)
# "08 điểm trưng bày" counts places.
_AFTER_POINTS = (
    r"\s*(?:$|[,;.:()/…]|(?:tro|so voi|theo|tren|trong|cua|va|nam|xep|dat|tang|giam|hoac|do|moi|cho|doi voi|thuoc|la|o"
    r"|bi|duoc|tai|den|tu)\b)"
)
UNITS = (
    ("percent", r"%|phan tram|diem (?:%|phan tram)"),
    ("points", rf"diem(?={_AFTER_POINTS})"),
    ("rank", r"bac(?! s[iy]| cau| hoc)|hang(?! (?:muc|nam|quy|thang|tuan|ngay|hoa|rao|cay))|vi tri|thu hang"),
    ("days", r"ngay(?: lam viec)?(?! \d)"),
    (
        "other",
        r"(?:(?:nghin|ngan|trieu|t[yi]) ){0,2}(?:dong(?! chi| bo| loat)|vnd|usd|do la|ha|m2|m3|km|met(?: gia)?|tan|kwh"
        r"|mwh|mw|lit|kg)|t[yi]|gio|phut|thang(?! \d)|tuoi|(?:ta|yen)(?=/| tren )"
        r"|tr\.? ?d|(?:trieu|nghin|ngan) (?:san pham|luot|nguoi|cay|khach|con|ho|thanh vien|hoi vien|tai khoan"
        r"|lao dong|hoc sinh|doanh nghiep|hop tac xa|ho gia dinh|dan)",
    ),
    ("count", COUNTED),
)
# Any other thing is counted where the number is written as offices write counts ("02 …") or stands behind a floor.
ALL = (*UNITS, ("any", r"[a-z]{2,}"))
NOT_COUNTED = frozenset((
    "nam", "thang", "ngay", "gio", "phut", "giay", "quy", "cap", "noi", "nhom", "buoc", "ro", "muc", "dieu", "khoan",
    "linh", "loai", "hinh", "khau", "giai", "mat", "cua", "va", "hoac", "den", "tu", "ve", "theo", "tai", "cho",
    "voi", "nhung", "cac", "duoc", "la", "tren", "duoi", "thi", "se", "da", "ma", "do", "de", "trong", "ngoai",
    "sau", "truoc", "khi", "neu", "co", "khong", "phai", "thu", "nghin", "ngan", "trieu", "ty", "phan", "nguyen",
    "yeu", "bo", "sao", "toi", "nhiem", "so", "con", "hay", "len", "xuong", "moi",
))  # fmt: skip
# With its marks a verb that makes, gives or wins something; a number behind it counts what it makes.
MAKES = re.compile(
    r"\b(?:tổ chức|mở|xây dựng|ban hành|lắp đặt|lắp|hỗ trợ|đào tạo|trao|tặng|phát|thu hút|mời|kết nối|trồng|cải tạo"
    r"|nâng cấp|sửa chữa|mua|mua sắm|trang bị|vận động|tuyển|tuyển dụng|tuyển chọn|cử|lựa chọn|thành lập|xử lý"
    r"|giải quyết|khắc phục|phát triển|công nhận|khởi công|khánh thành|hoàn thành|có thêm|có|thêm|ký|ký kết|biên soạn"
    r"|sản xuất|phát sóng|đăng tải|nhân rộng|đề xuất|đăng ký|cắt giảm|bãi bỏ|đơn giản hóa|chuyển đổi|số hóa|tạo"
    r"|tạo lập|giới thiệu|cung cấp|khảo sát|thăm|di dời|kêu gọi|bồi dưỡng|kết nạp|in|làm|dựng|xuất bản"
    r"|phổ biến|công bố|biên tập|thiết kế|hình thành|triển khai|thực hiện|bố trí)"
    r"(?: được| mới| thêm| xong| ngay| dứt điểm| đầu tư)? $"
)
# Nouns that are other words without their marks.
PRINTED = {
    "co": ("cờ",), "cho": ("chợ",), "con": ("con",), "tu": ("tủ",), "bo": ("bộ",), "to": ("tổ", "tờ"), "ho": ("hộ",),
    "quy": ("quỹ",), "ban": ("bản", "ban", "bàn"), "san": ("sàn",), "ky": ("kỳ",), "vu": ("vụ",), "doi": ("đội",),
    "phan": ("phần",), "dot": ("đợt",), "nuoc": ("nước",), "suat": ("suất",), "quay": ("quầy",),
    "khach": ("khách",), "lan": ("lần",), "tin": ("tin",), "doan": ("đoàn",), "xa": ("xã",), "khu": ("khu",),
    "diem": ("điểm",), "giai": ("giải",), "tiet": ("tiết",), "gian": ("gian",), "tuyen": ("tuyến",),
}  # fmt: skip
