"""Whether a number in a sentence is promised: no past, no condition, no place in a list."""

import re
from dataclasses import dataclass

from cchc.reading.keyed import Keyed
from cchc.reading.quantities import Quantity

_AIMING = frozenset(("target", "objective", "mixed"))
_PROMISING = frozenset(("target", "objective", "mixed", "task", "solution"))
_CUES = re.compile(
    r"(?:t.i thi.u|it nhat|t.i da|khong (?:duoi|qua|vuot qua|it hon|thap hon)|\btren|\btu|>=?|≥|<=?|≤"
    r"|\b(?:co|dat|la) tong (?:so|cong)"
    r"|\bhon|phan dau|\bdat|hoan thanh"
    r"|to chuc|\bmo|xay dung|ban hanh|trien khai|thuc hien|kiem tra|thanh tra|ho tro|dao tao|boi duong|tap huan|de xuat"
    r"|dang ky|nhan rong|thanh lap|bien soan|san xuat|phat song|dang tai|dang|cong bo|giai quyet|phat hanh"
    r"|\btang|giam|trao|tiet kiem(?: kinh phi| chi phi| ngan sach)?|tuong ung(?: voi)?"
    r"|thu hut|huy dong|so hoa|nao vet|cung hoa|nang cap|cai tao|mo rong|chinh ly"
    r"|tieu thu|cung ung|du tru|che bien|thu gom|ket nap"
    r"|tham gia|phat trien|duy tri|tri gia|cong nhan|de nghi|lap|\btrong|\bcu"
    r"|(?:t.i thi.u|it nhat) (?:0?1|mot) (?:nam|quy|thang|tuan)"
    r"|(?:moi|hang|hằng) (?:nam|thang|quy|tuan|phong|don vi|co quan)(?:,? (?:phong|don vi))?(?: co"
    r"| phai co| dang ky| de xuat)?)"
    r"\s*(?:duoc |them |moi |moi |co |dat |la |khoang |du |toi thieu |it nhat |muc tieu )*$"
)
_HAS = Keyed(r"(?<!trong do )\b(?:co|dat)\s*(?:them |duoc |khoang )?$")
_FIRM = Keyed(
    r"(?:t.i thi.u|it nhat|t.i da|khong (?:duoi|qua|vuot qua|it hon|thap hon)|>=?|≥|<=?|≤)\s*(?:co |la )*$"
    r"|\b(?:moi|hang) (?:nam|thang|quy|tuan)\s*(?:co )?$"
)
# "mới", but in "nông thôn mới", "đô thị mới", "đổi mới", "xây mới"
_ONLY = r"(?<!thon )(?<!thi )(?<!doi )(?<!xay )(?<!lap )(?<!trong )moi"
_PAST = Keyed(
    rf"\b(?:{_ONLY} (?:chi )?|chi moi )(?:dat|co(?! quan| so| cau))\b"
    r"(?![^;.]*\b(?:phan dau|nang|dua|len|tang)\b)[^;.]*$"
    r"|\bchi moi (?:to chuc|thuc hien|hoan thanh|giai quyet|xay dung|ban hanh)\b[^;.]*$"
    rf"|\b(?:da|{_ONLY}|(?<!chung )(?<!tin )(?<!dia )chi|(?<!thuc )hien(?: nay)?(?: moi| da| chi)?|dang)"
    r"\s+(?:chi |dang )?(?:dat"
    r"|co(?! quan| so| cau)|hoan thanh"
    r"|thuc hien|giai quyet|co du)\b[^,;]*$|\bket qua nam\b[^,;]*$"
)
# "Tỷ lệ kết nạp đảng viên mới đạt 3%": new ones, not "only".
_NEWLY = re.compile(r"\b(?:ket nap|thanh lap|dang ky|tuyen dung|cap|mo) (?:\w+ ){1,3}moi$")
_PAST_YEAR = Keyed(r"\bnam (20\d\d)\b[^;]{0,60}$")
_PAST_BRACKET = re.compile(
    r"\bket qua (?:\w+ ){0,4}nam (20\d\d) \([^);]*$"
)  # "kết quả năm 2025 (kiểm tra 1.146 vụ, …)"
_YEARS = re.compile(r"\bnam (20\d\d)\b")
_OPENS_YEAR = re.compile(r"\W*(?:(?:trong|qua|het|ket qua) )?(?:\d thang (?:dau |cuoi )?)?(?:ca )?")
_CONDITION = Keyed(
    r"\b(?:neu|truong hop)\b[^,;]*$"
    r"|\bdoi voi (?:cac |nhung )(?:\w+ ){1,8}(?:co|dat) (?:t[yi] le |tu )?(?:tren |duoi )?$"
    r"|\bdoi voi (?:\w+ ){1,6}co (?!quan|so|che|cau|ban|hoi|khi|dong)(?:\w+ ){0,6}(?:tren |duoi |tu )$"
    r"|\b(?:tai|o|thuoc) (?:cac |nhung )\w+(?: \w+){0,3} co (?:\w+ ){1,8}(?:tren |duoi |tu )$"
)
_TELLS = Keyed(r"(?:^|[.;,] ?)\W*(?:hien nay|hien tai|hien co|tinh den nay|den nay|thoi gian qua|nam qua)\b[^;]*$")
_AIMS = Keyed(r"\b(?:phan dau|se|can|phai|muc tieu|den (?:het |cuoi )?(?:nam|quy|thang))\b")
# The size that makes a rule apply: "doanh nghiệp có từ 10 lao động trở lên phải …".
_SIZE = Keyed(
    r"\b(?:quy mo|gia tri|dien tich|cong suat|muc von|von|chieu dai|chieu cao|tuoi|do tuoi|su dung|co(?: [a-z]+){0,9})"
    r" (?:tu|tren|duoi|toi thieu|it nhat) $"
)
_RULED = re.compile(r"[^,;.:]{0,60}?\b(?:phai|duoc mien|thuoc dien|thi(?! truong| dua| hanh| xa| tran| diem))\b")
# "Giảm 20% số vụ tai nạn từ 3 người bị thương trở lên": how large the things are that the number before counts.
_SIZED = re.compile(
    r" (?![^,;:]*\b(?:co|dat|duoc|phai|la|tang|giam|gom|to chuc|ho tro|xay dung|tham gia|va)\b)[^,;:.]{3,80} tu "
)
# "40 cơ sở có vốn trên 2 tỷ đồng": the bases count.
_WORTH = re.compile(r" (?:\([^)]*\) )?(?:co|dat) [a-z ]{3,60} (?:tren|tu|duoi|khoang|toi thieu) ")
_RANKED_IN = (
    r" (?:(?:duoc|co ten|co mat|co thu hang|dung|nam|lot|xep|xep hang|thuoc|vao|trong|o|dat|la|tu|vi tri) ?)+"
    r"(?:danh sach |bang xep hang )?"
)
_WITHIN = re.compile(rf"(?: (?!tro )[a-z]+){{0,12}}?{_RANKED_IN}")
# A share needs what it is a share of: "15% doanh nghiệp nằm trong tốp 500", but "đạt 87% thuộc nhóm 5 tỉnh dẫn đầu".
_SHARE_WITHIN = re.compile(rf" (?!tro |thuoc |nam |xep |dung |vao |trong )[a-z]+(?: [a-z]+){{0,11}}?{_RANKED_IN}")
_FOR_ANOTHER = re.compile(
    r"\bphuc vu (?:viec )?(?:hoan thien|xay dung|van hanh|phat trien|trien khai|ket noi) (?:\w+ ){0,3}$"
)
_HEADS = re.compile(r"\W*(?:Bảng|Danh mục|Biểu(?! dương| diễn| quyết| thị| đạt))\b")  # "Bảng phân công 18 nhiệm vụ"
_TARGETS_OF = re.compile(
    r"^\W*(?:[\d.]+\s*)?(?:cac |nhom |nhung )?chi tieu\b[^,;.\d]*[:(]\s*$"
)  # "Chỉ tiêu kinh tế: 13 …"
_THERE = re.compile(r"[^.;,:]{0,60}\b(?:dang hoat dong|hien co|hien huu)\b")  # "06 khu và 20 cụm đang hoạt động"
_WORKED_ON = re.compile(
    r"\b(?:ho tro|nang cap|cai tao|sua chua|kiem tra|ra soat|di doi|dau tu|xay dung|hoan thien|chuyen doi|so hoa|cap"
    r"|to chuc|khao sat|cong nhan|ket noi|trang bi|thanh lap|duy tri|sap xep|tap huan|dao tao)\b[^,;.\d]{0,14}\d"
)
_EACH = re.compile(
    r"(?: \w+){0,3}\s*/\s*(?:tram|xa|phuong|don vi|co so|truong|thon|ho)\b"
)  # "xã đạt tối thiểu 4 bác sỹ/trạm"
# "bình quân trên 01 điểm phục vụ"
_PER = Keyed(r"\b(?:binh quan|trung binh|(?<!cua )(?<!toan )(?<!cap )(?<!trong )tinh) tren\s*$")
_NEVER_OVER = Keyed(r"\bkhong (?:de |co )?(?:xay ra |phat sinh )?[^,;.]{0,50}\b(?:tren|tu|qua) $")  # a size, no aim
_NORM = Keyed(  # what a rule allows
    r"\bmuc (?:thue suat|lai suat|ho tro|chi|phat|thu|phi|thuong|khoan|tro cap|dong gop)\b[^;]*$"
)
_DONE = Keyed(r"\bđã (?!được)\w+(?: \w+){0,2} $")
_YEARS_PAST = Keyed(
    r"\b(?:(?:\d{1,2}|nhung|cac|may|hai|ba)(?: nam qua| nam vua qua)|(?:thoi gian|nhiem ky)(?: qua| vua qua))\b"
)
_DONE_PERIOD = Keyed(r"^\W*(?:trong |qua |ket qua )?(?:giai doan|nhiem ky|\d nam) 20\d\d\s*-\s*(20\d\d)\b")
# "Đến hết năm 2025, tỉnh đã có …; 68% …": a sentence that opens with a year before the plan's
_DONE_YEAR = re.compile(
    r"\W*(?:tinh )?(?:den |trong )?(?:het |cuoi )?(?:nam |quy [iv]+[/ ]|thang \d+[/ ]|ngay [\d/]+/)(20\d\d)\b"
    r"(?!.*\b(?:phan dau|se|can|phai|muc tieu|chi tieu)\b)"
)
# A number behind one of these words belongs to a place, a time or a list: nobody promises it.
_NO_OBJECT = re.compile(
    r"\b(?:cua|trong|tai|theo|gom|(?<!dau )tu|giua|voi|bang|qua|dieu|khoan|muc|luc|cac|nhung|so|vao|ke|sau"
    r"|(?<!phuc )(?<!chay )(?<!lam )(?<!hanh )(?<!tap )thu"
    r"|truoc|ngoai|o|tren|den|(?<!tat )ca|thuoc|(?<!nang )cap|lan|dinh|nhom|loai|ngay|thang|nam|phu luc"
    r"|chuong|phan|quy|khoa"
    r"|tang|luat|moc|gan"
    r"|toan|(?<!chuyen )(?<!di )doi|duoi|khong|ve|nhat|trang|bieu|mau|hai|ba|mot|hoac|tung|vi"
    r"|(?<!tien )(?<!muc )(?<!che )(?<!trinh )do)\s*(?:co )?$"
)
_AIRED = re.compile(r"(?:chuyen muc|lop|buoi|phong su|tin|bai|hoi nghi|cuoc|dot)\b")
# "Doanh thu: 3.200 tỷ đồng"
_STATED = Keyed(r"(?::|\b(?:(?:binh quan|trung binh)(?: (?:dau|moi|tren) nguoi| mot nguoi)?|la))\s*$")
# "diện tích trồng rừng 1.000 ha": an amount that is named, in a list of targets.
_AMOUNT = Keyed(
    r"(?:^ ?|[;,.:(] ?|\bva |trong do )(?:tong )?(?:dien tich|san luong|doanh thu|doanh so|kim ngach|cong suat|thu nhap"
    r"|quy mo|dan so|chieu dai|nang suat|von|loi nhuan|gia tri|thu ngan sach|nop ngan sach)\b"
    r"(?! (?:toi thieu|duoi|tren|tu|khong))[^;,.:(]{0,50} $"
)
_BUDGET = re.compile(r"kinh phi|nguon von|von ngan sach|tong muc von")  # what is spent on a plan is none of its targets
_GRANTED = Keyed(
    r"\b(?:ho tro|doi ung|(?:dong )?gop|(?:ngan sach|nha nuoc)[^.;,]* (?:cap|bao dam|dam bao|chi tra))"
    r"\s*(?:toi da |khong qua |bang |tu )*$"
)
_FUNDED = Keyed(
    r"(?<!tiet kiem )(?<!giam )(?<!bot )\bkinh phi(?: (?:la|khoang|hon|tren|tu|du kien|bo tri|thuc hien|ho tro))* $"
)
_ALLOWED = Keyed(r"\bduoc (?:chi|thuong|cap|tam ung) (?:toi da|khong qua) $")  # a ceiling of spending
_COSTS = re.compile(r"\s*(?:$|[,;.)]|(?:tong )?(?:muc )?(?:chi phi|kinh phi|hoc phi|gia tri|lai suat|tien|gia))")
_MANY = re.compile(r"(?:trieu|nghin|ngan) (?!dong|vnd|usd|do la|ha|m2|m3|km|tan|kwh|mwh|mw|lit|kg|gio)")  # things
_GOES_ON = re.compile(r"(?: [a-z]+){0,4}(?:,| va) ")
_COUNTED_WITH = re.compile(r"(?: [a-z]+){0,7} (?:voi|cung voi) (?:tong so )?|(?: [a-z]+){0,5}, ")
_PART_OF = re.compile(r"[^.;:,\d]{0,60},? (?:trong (?:so )?do|va|gom)\b[^.;:\d]{0,50}|, [^.;:\d]{0,40}")
_HAVING = re.compile(r"\b(?:co|con|hien co)\s*$")
# "chưa đạt chỉ tiêu đề ra (chỉ tiêu tối thiểu 98%, …)", "còn thấp … (mục tiêu là 70%)": what had to be reached before
_FALLS_SHORT = Keyed(
    r"\b(?:chua dat|con thap|chi dat|chi moi|moi dat|thap hon)\b[^.;]*"
    r"\((?:chi tieu|muc tieu|ke hoach|tieu chi|quy dinh)\b[^()]*$"
)
_NOT_YET = re.compile(r"[^.;]{0,60}\bchua (?:duoc|co|hoan thanh|xu ly|giai quyet|khac phuc|dat|thuc hien)\b")
_GIVEN = re.compile(r"[^.;,:]{0,30}\bda (?:duoc )?(?:phe duyet|cong bo|ban hanh|giao|quy dinh|cap phep)\b")
_CRITERIA = re.compile(
    r"\b\d+ (?:xa|phuong|thon|don vi|truong|co so|ho|lang|khu)\b[^,;.\d]{0,30}\b(?:dat|hoan thanh) $"
)
_RATE = re.compile(r"\s*/\s*(?:\d[\d.]* |mot )?(?:van |nghin |ngan )?(?:dan|nguoi|tre)\b")  # "14,5 bác sĩ/vạn dân"
_OF_OTHERS = re.compile(r"\b(?:cua|thuoc|trong|cho|tai|o|theo)\s*$")
_LEADS_ON = re.compile(r"[\w ,/()-]{0,40}(?:sau|sau day|nhu sau)?\s*:\s*$")
_EVERY = re.compile(r"\s*(?:/|mot |moi |trong )\s*(?:tuan|thang|quy|nam)\b")
_SHORTENED = re.compile(r"thoi gian|thoi han|rut ngan|giam|khong (?:[\w,]+ ){0,10}?qua|toi da")
_EXACT = re.compile(r"\d+,\d\d\s*(?:%|phan tram)")
_AT_MOST = Keyed(r"\bkhong (?:[\w,]+ ){0,10}qua\s*$")
_CHECKED = Keyed(
    r"\b(?:kiem tra|thanh tra|giam sat|khao sat|hau kiem|bo tri|lap dat|trang bi|mo diem)\b[^;:.\d]*$"
)  # "kiểm tra … ở 06 xã"
# "hoàn thành cơ sở dữ liệu đất đai của 16 huyện": for how many the work is done.
_FINISHED = Keyed(r"\b(?:hoan thanh|hoan thien) [^,;.:\d]{3,70} (?:cua|cho|o|tai) $")
_PLACE = re.compile(r"(?:xa|phuong|huyen|thon|don vi hanh chinh|dia ban|dia phuong|khu|cum|truong|co so|don vi|so)\b")
_TO_CHECK = Keyed(r"\b(?:[Kk]iểm tra|[Tt]hanh tra|[Gg]iám sát|[Kk]hảo sát)\b[^;:.\d]*$")  # "kiểm tra việc đã …"
_CAPITAL = re.compile(r"\s*(?:nguon ngan sach|von (?:nha nuoc|dieu le|dau tu nuoc ngoai|nuoc ngoai|ngan sach)|co phan)")


@dataclass(slots=True)
class Context:
    """What the measures of a document share: the plan's years, whether its marks were lost, whether it is of reform."""

    first: int | None
    last: int | None
    doubtful: bool = False
    reform: bool = True
    usual: str = "general"  # the content of what names none itself


def is_told(text: str, one: Quantity) -> bool:
    """ "Đã hỗ trợ 12 đề án": how things are."""
    done = _DONE.search(text, max(0, one.start - 40), one.start)
    return done is not None and _TO_CHECK.search(text, max(0, done.start() - 80), done.start()) is None


def is_done(text: str, folded: str, start: int, end: int, context: Context) -> bool:
    """Whether a sentence tells of a time before the plan ("Giai đoạn 2021 - 2025, tỉnh đã …", "5 năm qua, … có …")."""
    first = (
        max(folded.rfind(mark, 0, start + 1) for mark in (". ", "! ", "? ")) + 1
    )  # a semicolon does not end the telling
    told = _YEARS_PAST.search(folded, first, end) if folded.find(" qua", first, end) >= 0 else None
    if told is not None and _AIMS.search(folded, max(told.end(), start), end) is None:
        return True
    match = _DONE_PERIOD.search(folded[first:end]) or _DONE_YEAR.match(folded[first:end])
    past = match is not None and context.first is not None and int(match[1]) < context.first
    return past and " đã " in text[first:end]


def _is_limit(left: str, after: str, one: Quantity) -> bool:
    """Whether a number is what a rule allows, or the size of something that must not happen."""
    if one.unit in ("percent", "other") and one.comparator in ("le", "eq") and _NORM.search(left):
        return True
    if one.unit == "other" and (_FUNDED.search(left) or (one.comparator == "le" and _ALLOWED.search(left))):
        return True
    if one.unit == "percent" and _GRANTED.search(left) and _COSTS.match(after):
        return True
    if one.comparator != "ge":
        return False
    if left.endswith("cua tu "):
        return True  # "thuộc quyền quản lý của từ 02 cơ quan trở lên"
    per = one.unit != "percent" and _PER.search(left) is not None
    return per or (one.unit == "count" and _NEVER_OVER.search(left) is not None)


def _is_past(left: str) -> bool:
    """Whether the words before a number tell how things are ("mới đạt", "hiện nay toàn tỉnh có")."""
    tells = _TELLS.search(left)
    past = _PAST.search(left)
    told = past is not None and _NEWLY.search(left, 0, past.start() + len("moi")) is None
    return told or (tells is not None and _AIMS.search(left, tells.start()) is None)


def _is_found(folded: str, left: str, one: Quantity, kind: str) -> bool:
    """Whether a number is what was found: "còn 06 kiến nghị chưa được giải quyết", "là 78,61%" outside the targets."""
    if _HAVING.search(left) and _NOT_YET.match(folded, one.end):
        return True
    if "(" in left and _FALLS_SHORT.search(folded, max(0, one.start - 260), one.start):
        return True
    if one.unit == "count" and one.comparator == "eq" and _is_there(folded, left, one):
        return True
    exact = _EXACT.match(folded, one.start) is not None and one.comparator == "eq"
    return exact and kind not in _AIMING and _AIMS.search(left) is None


def _is_there(folded: str, left: str, one: Quantity) -> bool:
    """Whether things counted are only said to be there ("06 khu công nghiệp đang hoạt động"), not worked on."""
    if _GIVEN.match(folded, one.end):
        return True
    return _THERE.match(folded, one.end) is not None and _WORKED_ON.search(f"{left}0") is None


def _is_size(folded: str, left: str, one: Quantity) -> bool:
    """Whether a number only says how large the things are that a rule is for."""
    if one.unit not in ("count", "other", "days") or one.comparator not in ("ge", "le", "eq"):
        return False
    size = _SIZE.search(left)
    return size is not None and _RULED.match(folded, one.end) is not None and "moi " not in left


def is_promise(words: tuple[str, str], start: int, one: Quantity, kind: str, context: Context) -> bool:
    """Whether a number is something to be reached; `words`: the text and its flat copy, `start`: of its sentence,
    `kind`: of the section it stands in."""
    folded = words[1]
    left = folded[max(start, one.start - 110) : one.start]
    after = folded[one.end : one.end + 40]
    if one.unit == "count" and _HEADS.match(words[0], start):
        return False
    if left.endswith("tu ") and words[0][one.start - 3 : one.start].lower() != "từ ":
        left = f"{left[:-3]}.. "  # "axit điện tử 60.000 tấn"
    if _is_found(folded, left, one, kind) or _is_limit(left, after, one) or _is_size(folded, left, one):
        return False
    if _is_past(left) or _CONDITION.search(left) or _past_year(left, context):
        return False
    return _is_aimed(words, left, after, one, kind)


def _is_aimed(words: tuple[str, str], left: str, after: str, one: Quantity, kind: str) -> bool:
    """Whether a number that tells nothing of the past, a rule or a size is one that its section promises."""
    if one.unit == "percent":
        return not _CAPITAL.match(after)
    if one.unit == "rank":
        return one.comparator in ("rank", "increase", "reduce") or bool(_CUES.search(left[-48:]))
    if kind == "organisation":
        return bool(_FIRM.search(left)) and one.unit == "count"
    if kind in _PROMISING and words[0][max(0, one.start - 6) : one.start].lower() == "trồng ":
        return True  # to plant, which without marks is the word for "in"
    counted = one.unit == "count" or _MANY.match(one.unit_text) is not None
    return _is_counted(left, after, one, kind) if counted else _is_measured(left, after, one, kind)


def _is_measured(left: str, after: str, one: Quantity, kind: str) -> bool:
    aimed = kind in _AIMING
    if one.unit == "days":
        timed = _SHORTENED.search(left) or (one.comparator == "ge" and _EVERY.match(after))
        told = one.comparator != "eq" or (aimed and _STATED.search(left) is not None)
        return bool(timed) and told and not re.search(r"ke tu|tu ngay|tu khi", after)
    if re.match(r"thang|gio|phut", one.unit_text):
        of_time = one.comparator in ("reduce", "increase", "le") and ("thoi gian" in left or aimed)
        return of_time or (one.comparator == "ge" and one.unit_text == "gio")  # "tối thiểu 40 giờ học mỗi năm"
    if one.unit_text == "lan":
        return True  # "gấp 1,5 lần năm 2026"
    stated = aimed and (_STATED.search(left) or _AMOUNT.search(left)) is not None and not _BUDGET.search(left)
    return one.comparator != "eq" or stated or bool(_CUES.search(left[-48:]))


def _is_counted(left: str, after: str, one: Quantity, kind: str) -> bool:
    at_place, of_list = re.search(r"\b(?:tai|o)\s*$", left), re.search(r"\bgom(?: co)?\s*$", left)
    finished = kind in _AIMING and _PLACE.match(one.unit_text) and _FINISHED.search(left)
    if finished or (at_place and _CHECKED.search(left)):
        return True
    if at_place or of_list:
        return bool(of_list and _AIRED.match(one.unit_text))
    met = one.unit_text == "tieu chi" and _CRITERIA.search(left)  # "72 xã đạt 19 tiêu chí": the communes count
    # "cắt giảm thời gian của 12 thủ tục": the procedures are not cut
    of_others = one.comparator in ("reduce", "increase") and _OF_OTHERS.search(left)
    headed = one.unit_text == "chi tieu" and _TARGETS_OF.search(left) is not None
    if met or of_others or headed or _LEADS_ON.match(after) or _FOR_ANOTHER.search(left):
        return False
    if kind in _AIMING and (one.value % 1 or _RATE.match(after)):
        return True
    if one.comparator in ("reduce", "increase") or not one.unit_text:  # "bằng 0"
        return one.unit_text != "" or kind in _PROMISING
    return _is_object(left, one, kind)


def _is_object(left: str, one: Quantity, kind: str) -> bool:
    """Whether something that is counted is what a verb makes, gives, holds."""
    if re.search(r"(?<!dau )\btu\s*$|\btrong\s*$", left) and one.comparator != "ge":
        return False
    if (
        _CUES.search(left[-48:])
        or _AT_MOST.search(left)
        or (kind in ("target", "objective", "mixed") and _HAS.search(left))
    ):
        return True
    return kind in _PROMISING and not _NO_OBJECT.search(left[-24:])


def goes_on(folded: str, one: Quantity, before: Quantity | None) -> bool:
    """Whether a number only goes on with one that promised nothing ("kiểm tra 20 cơ sở tại 3 xã, 2 phường")."""
    if before is None or before.unit == "other" or one.comparator != "eq" or one.unit != "count":
        return False
    return _GOES_ON.fullmatch(folded, before.end, one.start) is not None


def is_size_of_last(folded: str, one: Quantity, before: Quantity | None) -> bool:
    """Whether a number only says from what size on the things count that the number before it is about."""
    if before is None or one.unit not in ("count", "other"):
        return False
    if before.unit == "count" and one.unit == "other" and _WORTH.fullmatch(folded, before.end, one.start):
        return True
    if one.comparator != "ge":
        return False
    if before.unit == "count" and _EACH.match(folded, one.end):
        return True
    return _SIZED.fullmatch(folded, before.end, one.start) is not None


def is_rank_of_last(folded: str, one: Quantity, before: Quantity | None) -> bool:
    """Whether a rank only says which of the things count that the number before it is about: the number is promised,
    not the rank ("có 02 trường nằm trong tốp 100", "15% doanh nghiệp thuộc nhóm 500")."""
    if one.unit != "rank" or before is None or before.unit not in ("count", "percent"):
        return False
    within = _SHARE_WITHIN if before.unit == "percent" else _WITHIN
    return within.fullmatch(folded, before.end, one.start) is not None


def goes_with(folded: str, one: Quantity, before: Quantity | None, kind: str) -> bool:
    """Whether an amount is a part of the one promised just before it ("2 tỷ USD, trong đó xuất khẩu 1,2 tỷ USD")."""
    if before is None or one.unit not in ("other", "count") or kind not in _AIMING:
        return False
    counted = before.unit == "count" and before.comparator in ("eq", "ge")
    if counted and one.comparator == "eq" and _COUNTED_WITH.fullmatch(folded, before.end, one.start) is not None:
        return True  # "35 hợp tác xã với 700 thành viên, 12 tổ hợp tác với 90 hộ"
    if one.unit_text != before.unit_text or one.unit != before.unit:
        return False
    return _PART_OF.fullmatch(folded, before.end, one.start) is not None


def _past_year(left: str, context: Context) -> bool:
    """ "Năm 2024 đạt 78 %" in a plan for 2025: that is how things were."""
    bracket = _PAST_BRACKET.search(left)
    if bracket is not None and context.first is not None and int(bracket[1]) < context.first:
        return True
    match = _PAST_YEAR.search(left)
    if match is None or context.first is None or int(match[1]) >= context.first:
        return False
    before, behind = left[: match.start()], match.group()
    if before.rfind("(") > before.rfind(")") and ")" in behind:
        return False  # "(theo giá so sánh năm 2010)"
    aims = " phan dau " in behind or any(int(year) >= context.first for year in _YEARS.findall(behind, 8))
    if aims or re.search(r"so voi[^,;]*$|\bso $|tong luong\s*$", before):
        return False
    opens = _OPENS_YEAR.fullmatch(before) is not None  # "Trong 9 tháng đầu năm 2025 …"
    return opens or re.search(r"\b(?:dat|la|co|chi|chiem|moi|da|duoc)\b", behind) is not None
