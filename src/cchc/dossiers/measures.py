"""What can be counted of dossiers, declared to `indicators`.

On time compares days, as the portal does: finished on or before the due day. A dossier that was refused at reception
was never received; one withdrawn or stopped ends without being settled.
"""

from cchc.indicators.facts import FactSource
from cchc.indicators.rules.counting import Measure, Stock
from cchc.indicators.rules.text import Text

from .models.dossier import FLAGS, Dossier

_RECEIVED = (
    Measure("received", Text("Hồ sơ tiếp nhận", "Dossiers received"), "received"),
    Measure("received_online", Text("Hồ sơ tiếp nhận trực tuyến", "Dossiers received online"), "received", ("online",)),
    Measure("received_direct", Text("Hồ sơ tiếp nhận trực tiếp", "Dossiers received at the counter"), "received",
            ("direct",)),
    Measure("received_post", Text("Hồ sơ tiếp nhận qua bưu chính công ích", "Dossiers received by post"), "received",
            ("post",)),
    Measure("received_full_service", Text("Hồ sơ của dịch vụ công trực tuyến toàn trình",
            "Dossiers of wholly online services"), "received", ("full_service",)),
    Measure("received_full_service_online", Text("Hồ sơ trực tuyến của dịch vụ công trực tuyến toàn trình",
            "Online dossiers of wholly online services"), "received", ("full_service", "online")),
    Measure("received_fee", Text("Hồ sơ có phí, lệ phí", "Dossiers with a fee"), "received", ("fee",)),
    Measure("received_paid_online", Text("Hồ sơ thanh toán trực tuyến", "Dossiers paid online"), "received",
            ("fee", "paid_online")),
    Measure("received_digitised", Text("Hồ sơ được số hóa khi tiếp nhận", "Dossiers digitised on reception"),
            "received", ("digitised",)),
    Measure("received_reused", Text("Hồ sơ khai thác, sử dụng lại dữ liệu đã số hóa",
            "Dossiers that reuse digitised data"), "received", ("reused",)),
    Measure("received_store", Text("Hồ sơ có dữ liệu từ kho của tổ chức, cá nhân",
            "Dossiers with data of the applicant's own store"), "received", ("personal_store",)),
    Measure("received_verified", Text("Hồ sơ có định danh điện tử VNeID",
            "Dossiers with a verified electronic identity"), "received", ("verified",)),
    Measure("received_slow", Text("Hồ sơ trực tuyến tiếp nhận chậm quá 8 giờ làm việc",
            "Online dossiers accepted after more than 8 working hours"), "received", ("online", "slow_reception")),
    Measure("received_supplemented", Text("Hồ sơ phải bổ sung", "Dossiers that had to be supplemented"), "received",
            ("supplemented",)),
    Measure("received_supplemented_again", Text("Hồ sơ phải bổ sung quá một lần",
            "Dossiers supplemented more than once"), "received", ("supplemented_again",)),
    Measure("received_firm", Text("Hồ sơ của doanh nghiệp", "Dossiers of firms"), "received", ("firm",)),
    Measure("received_complained", Text("Hồ sơ có phản ánh, kiến nghị", "Dossiers complained about"), "received",
            ("complained",)),
    Measure("procedures_used", Text("TTHC có phát sinh hồ sơ", "Procedures with a dossier"), "received",
            by="procedure"),
    Measure("procedures_used_online", Text("TTHC có phát sinh hồ sơ trực tuyến", "Procedures with an online dossier"),
            "received", ("online",), by="procedure"),
    Measure("procedures_fee", Text("TTHC có phát sinh hồ sơ có phí, lệ phí", "Procedures with a fee-bearing dossier"),
            "received", ("fee",), by="procedure"),
    Measure("procedures_paid_online", Text("TTHC có giao dịch thanh toán trực tuyến",
            "Procedures with an online payment"), "received", ("fee", "paid_online"), by="procedure"),
    Measure("procedures_verified", Text("TTHC có hồ sơ khai thác dữ liệu dân cư",
            "Procedures with a dossier that uses population data"), "received", ("verified",), by="procedure"),
    Measure("fees", Text("Phí, lệ phí của hồ sơ tiếp nhận (đồng)", "Fees of dossiers received (VND)"), "received",
            ("fee",), amount="fee"),
)  # fmt: skip
_FINISHED = (
    Measure("ended", Text("Hồ sơ đã kết thúc", "Dossiers ended"), "finished"),
    Measure("settled", Text("Hồ sơ đã giải quyết", "Dossiers settled"), "finished", ("settled",)),
    Measure("settled_early", Text("Hồ sơ giải quyết trước hạn", "Dossiers settled before their date"), "finished",
            ("settled", "early")),
    Measure("settled_in_time", Text("Hồ sơ giải quyết trước hạn và đúng hạn", "Dossiers settled on time"), "finished",
            ("settled", "in_time")),
    Measure("settled_late", Text("Hồ sơ giải quyết quá hạn", "Dossiers settled late"), "finished", ("settled", "late")),
    Measure("settled_late_apologised", Text("Hồ sơ giải quyết quá hạn đã có văn bản xin lỗi",
            "Late dossiers with an apology"), "finished", ("settled", "late", "apologised")),
    Measure("settled_in_time_once", Text("Hồ sơ giải quyết đúng hạn, không bổ sung quá một lần",
            "Dossiers settled on time with at most one supplement"), "finished", ("settled", "in_time"),
            ("supplemented_again",)),
    Measure("settled_e_result", Text("Hồ sơ cấp kết quả điện tử", "Dossiers with an electronic result"), "finished",
            ("settled", "e_result")),
    Measure("settled_digitised", Text("Hồ sơ đã giải quyết được số hóa cả thành phần và kết quả",
            "Settled dossiers whose parts and result are digitised"), "finished", ("settled", "digitised", "e_result")),
    Measure("settled_rated", Text("Hồ sơ có đánh giá", "Dossiers rated"), "finished", ("settled", "rated")),
    Measure("settled_satisfied", Text("Hồ sơ được đánh giá hài lòng", "Dossiers rated satisfied"), "finished",
            ("settled", "satisfied")),
    Measure("stopped", Text("Hồ sơ rút, dừng giải quyết", "Dossiers withdrawn or stopped"), "finished", ("stopped",)),
    Measure("days_taken", Text("Ngày làm việc giải quyết", "Working days taken"), "finished", ("settled",),
            by="days"),
    Measure("days_sum", Text("Tổng ngày làm việc giải quyết", "Working days taken, added up"), "finished",
            ("settled",), amount="days"),
    Measure("late_ended", Text("Hồ sơ quá hạn đã kết thúc", "Late dossiers ended"), "finished", ("late",)),
)  # fmt: skip
_LATE = (Measure("went_late", Text("Hồ sơ bị quá hạn", "Dossiers that went past their date"), "late"),)
SOURCE = FactSource(
    code="dossiers",
    name=Text("Sổ hồ sơ thủ tục hành chính", "Register of dossiers"),
    model=Dossier,
    version=1,
    events={"received": "received_on", "finished": "finished_on", "late": "late_on"},
    months={"received": "received_month", "finished": "finished_month", "late": "late_month"},
    flags=FLAGS,
    flag_column="flags",
    foreseen=("late",),
    rows_at="dossiers:register",
    members={"procedure": "procedure", "days": "taken_days"},
    amounts={"fee": "fee", "days": "taken_days"},
    measures=(*_RECEIVED, *_FINISHED, *_LATE),
    stocks=(
        Stock("open", Text("Hồ sơ đang giải quyết", "Dossiers pending"), "received", "ended"),
        Stock("open_late", Text("Hồ sơ đang giải quyết đã quá hạn", "Dossiers pending past their date"), "went_late",
              "late_ended"),
    ),
)  # fmt: skip
