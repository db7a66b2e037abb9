"""Sentences with facts in them, in Vietnamese and English: how a rule tells a reader why it decided as it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from cchc.common.text import format_number
from cchc.plans.rules.goals import Direction, Unit

Language = Literal["vi", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "judged": ("Người có trách nhiệm xác nhận ngày {on}: {reason}", "A responsible person confirmed on {on}: {reason}"),
    "ask.judged": (
        "Chỉ tiêu không có con số: cần người có trách nhiệm xác nhận kết quả.",
        "The target has no number: a responsible person must confirm the result.",
    ),
    "ask.value": ("Chưa ghi mức phải đạt.", "The level to be reached is not recorded."),
    "ask.baseline": ("Chưa có số gốc {label} để so sánh.", "There is no base figure {label} to compare with."),
    "ask.zero_baseline": (
        "Số gốc bằng 0 nên không tính được tỷ lệ tăng, giảm.",
        "The base figure is zero, so a change by percent cannot be computed.",
    ),
    "ask.dates": ("Hạn đứng trước ngày bắt đầu.", "The due date is before the first day."),
    "ask.estimated": (
        "{now} đến ngày {as_of} là số ước; cần số chính thức để kết luận.",
        "{now} as of {as_of} is an estimate; the final figure is needed.",
    ),
    "ask.nothing": (
        "Cả kỳ không phát sinh trường hợp nào để tính; cần người quyết định cách tính.",
        "Nothing arose to be measured in the whole period; a person must decide how it counts.",
    ),
    "none.never": (
        "Chưa có số liệu trong kỳ từ {starts} đến {due}.",
        "There is no figure in the period from {starts} to {due}.",
    ),
    "none.before": (
        "Chưa có số liệu trong kỳ từ {starts}; số của kỳ trước là {now} đến ngày {as_of}.",
        "There is no figure since {starts}; the one of the period before is {now} as of {as_of}.",
    ),
    "none.nothing": (
        "Đến ngày {as_of} chưa phát sinh trường hợp nào để tính.",
        "Nothing arose to be measured until {as_of}.",
    ),
    "none.closed": (
        "Đã hết hạn {due} nhưng chưa có số liệu cuối kỳ; số gần nhất là {now} đến ngày {as_of}.",
        "The due date {due} has passed without a final figure; the latest is {now} as of {as_of}.",
    ),
    "none.stale": (
        "Số liệu đã cũ {days} ngày: {now} đến ngày {as_of}.",
        "The figure is {days} days old: {now} as of {as_of}.",
    ),
    "reached.closed": (
        "{now} đến ngày {as_of}, số cuối kỳ; đã cam kết {bar} vào {due}.",
        "{now} as of {as_of}, the final figure; promised {bar} on {due}.",
    ),
    "reached.early": ("{now} đến ngày {as_of}, đã cam kết {bar}.", "{now} as of {as_of}; promised {bar}."),
    "reached.existence": ("Đã có kết quả đến ngày {as_of}.", "The result exists as of {as_of}."),
    "missed.closed": (
        "{now} đến ngày {as_of}, số cuối kỳ; đã cam kết {bar} vào {due}.",
        "{now} as of {as_of}, the final figure; promised {bar} on {due}.",
    ),
    "missed.existence": ("Đến hạn {due} vẫn chưa có kết quả.", "The result does not exist at the due date {due}."),
    "missed.spent": (
        "{now} đến ngày {as_of}, đã vượt mức cam kết {bar}; số cộng dồn không giảm được nữa.",
        "{now} as of {as_of} is beyond the promised {bar}; a running count cannot go back.",
    ),
    "track.hold": (
        "{now} đến ngày {as_of}, đang giữ mức {bar}; phải giữ đến {due}.",
        "{now} as of {as_of}, promised {bar}; it must stay so until {due}.",
    ),
    "track.line": (
        "{now} đến ngày {as_of}, tiến độ đến ngày đó là {expected}; phải đạt {bar} vào {due}.",
        "{now} as of {as_of}; the way to {bar} on {due} asks for {expected} by then.",
    ),
    "track.first": (
        "{now} đến ngày {as_of} là số đo đầu tiên, lấy làm điểm xuất phát; phải đạt {bar} vào {due}.",
        "{now} as of {as_of} is the first figure and the starting point; {bar} must be reached on {due}.",
    ),
    "track.existence": ("Chưa có kết quả; hạn {due}.", "The result does not exist yet; it is due on {due}."),
    "risk.hold": (
        "{now} đến ngày {as_of}, chưa đạt mức {bar}.",
        "{now} as of {as_of} is not the promised {bar}.",
    ),
    "risk.line": (
        "{now} đến ngày {as_of}, chậm hơn tiến độ {expected}; phải đạt {bar} vào {due}.",
        "{now} as of {as_of} is behind the {expected} that the way to {bar} on {due} asks for.",
    ),
    "risk.existence": (
        "Chưa có kết quả, chỉ còn {days} ngày đến hạn {due}.",
        "The result does not exist and only {days} days are left until {due}.",
    ),
    "note.small": (
        "Mẫu số nhỏ ({denominator}): một trường hợp làm thay đổi {step} điểm phần trăm.",
        "The number is small ({denominator}): one case moves the share by {step} points.",
    ),
    "note.estimated": ("Số ước.", "An estimate."),
    "formula.level": ("{now}; đã cam kết {bar}", "{now}; promised {bar}"),
    "formula.share": (
        "{numerator} ÷ {denominator} = {now}; đã cam kết {bar}",
        "{numerator} ÷ {denominator} = {now}; promised {bar}",
    ),
    "formula.change_percent": (
        "({now} − {base}) ÷ {base} = {change}; đã cam kết {promise}",
        "({now} − {base}) ÷ {base} = {change}; promised {promise}",
    ),
    "formula.change_amount": (
        "{now} − {base} = {change}; đã cam kết {promise}",
        "{now} − {base} = {change}; promised {promise}",
    ),
    "change.fell": ("giảm {amount}", "down {amount}"),
    "change.rose": ("tăng {amount}", "up {amount}"),
    "change.same": ("không đổi", "unchanged"),
    "now.change": ("{now} ({change} so với {base})", "{now} ({change} from {base})"),
    "promise.reduce": ("giảm ít nhất {amount}", "a reduction of at least {amount}"),
    "promise.increase": ("tăng ít nhất {amount}", "an increase of at least {amount}"),
    "promise.improve": ("tốt hơn kỳ gốc", "better than the base period"),
    "promise.judged": ("định tính", "no number"),
    "promise.exists": ("có kết quả", "it exists"),
    "promise.keep_base": ("không kém kỳ gốc", "no worse than the base period"),
    "bar.higher": ("ít nhất {level}", "at least {level}"),
    "bar.lower": ("không quá {level}", "at most {level}"),
    "bar.exact": ("đúng {level}", "exactly {level}"),
    "bar.above": ("trên {level}", "above {level}"),
    "bar.below": ("dưới {level}", "below {level}"),
    "bar.none": ("không có trường hợp nào", "none at all"),
    "bar.rank": ("{level} trở lên", "{level} or better"),
    "need.share_more": (
        "Còn thiếu {short}: cần ít nhất {need} trên {denominator}, hiện có {numerator}.",
        "{short} short: at least {need} of {denominator} are needed, there are {numerator}.",
    ),
    "need.share_less": (
        "Vượt {over}: được nhiều nhất {allowed} trên {denominator}, hiện có {numerator}.",
        "{over} too many: at most {allowed} of {denominator} are allowed, there are {numerator}.",
    ),
    "need.more": ("Cần thêm {gap} trong {days} ngày còn lại.", "{gap} more are needed in the {days} days left."),
    "need.less": ("Cần giảm {gap} trong {days} ngày còn lại.", "{gap} less are needed in the {days} days left."),
    "need.room": ("Chỉ còn được thêm {gap} đến {due}.", "Only {gap} more are allowed until {due}."),
    "forecast.safe": (
        "Dự báo đến {due}: {likely} (từ {low} đến {high}); sẽ đạt mức đã cam kết ({bar}).",
        "Forecast for {due}: {likely} (from {low} to {high}); the promise ({bar}) will be kept.",
    ),
    "forecast.likely": (
        "Dự báo đến {due}: {likely} (từ {low} đến {high}); nhiều khả năng đạt mức đã cam kết ({bar}), chưa chắc chắn.",
        "Forecast for {due}: {likely} (from {low} to {high}); the promise ({bar}) will probably be kept.",
    ),
    "forecast.doubtful": (
        "Dự báo đến {due}: {likely} (từ {low} đến {high}); khó đạt mức đã cam kết ({bar}) nếu giữ như hiện nay.",
        "Forecast for {due}: {likely} (from {low} to {high}); the promise ({bar}) will hardly be kept as things go.",
    ),
    "forecast.lost": (
        "Dự báo đến {due}: {likely} (từ {low} đến {high}); không đạt mức đã cam kết ({bar}) nếu giữ như hiện nay.",
        "Forecast for {due}: {likely} (from {low} to {high}); the promise ({bar}) will not be kept as things go.",
    ),
    "forecast.few": (
        "Chưa dự báo được: mới có {steps} kỳ số liệu liên tiếp, cần ít nhất {least}.",
        "No forecast yet: there are {steps} periods of figures in a row, {least} are needed.",
    ),
    "forecast.far": (
        "Số của năm {year} mới quyết định chỉ tiêu này; dự báo có từ khi năm đó bắt đầu.",
        "The figure of {year} decides this target; there is a forecast once that year has begun.",
    ),
    "forecast.small": (
        "Số trường hợp ít ({denominator}) nên dự báo rất rộng.",
        "There are few cases ({denominator}), so the forecast is wide.",
    ),
    "forecast.more": (
        "Ước còn {volume} đến {due}; cần ít nhất {need} đạt ({rate}), gần đây đạt {recent}.",
        "About {volume} still to come until {due}; at least {need} must succeed ({rate}), lately {recent} did.",
    ),
    "forecast.beyond": (
        "Ước còn {volume} đến {due}: dù tất cả đều đạt cũng chỉ lên {best}.",
        "About {volume} are still to come until {due}: even if all succeed it comes to {best} only.",
    ),
    "forecast.less": (
        "Ước còn {volume} đến {due}; được nhiều nhất {most} rơi vào diện này ({rate}), gần đây là {recent}.",
        "About {volume} still to come until {due}; at most {most} may be of this kind ({rate}), lately {recent} were.",
    ),
    "forecast.spent": (
        "Ước còn {volume} đến {due}: dù không có thêm trường hợp nào cũng còn {best}.",
        "About {volume} are still to come until {due}: even with none of this kind it stays at {best}.",
    ),
    "forecast.falls": (
        "Đang đạt, nhưng kỳ tới có thể không còn giữ được mức đã cam kết ({bar}).",
        "It is kept now, but the promise ({bar}) may be broken in the next period.",
    ),
    "need.rank": ("Cần lên {gap} bậc.", "It must rise by {gap} places."),
    "cascade.weaker": (
        "Chỉ tiêu này cam kết {child}, chưa đạt yêu cầu {parent} của cấp trên vào {on}.",
        "This target promises {child}, less than the {parent} that the level above asks for by {on}.",
    ),
    "cascade.equal": (
        "Chỉ tiêu này cam kết {child}, đúng bằng yêu cầu của cấp trên vào {on}.",
        "This target promises {child}, just what the level above asks for by {on}.",
    ),
    "cascade.stronger": (
        "Chỉ tiêu này cam kết {child}, vượt yêu cầu {parent} của cấp trên vào {on}.",
        "This target promises {child}, more than the {parent} that the level above asks for by {on}.",
    ),
    "cascade.earlier": (
        "Chỉ tiêu này cam kết {child} vào {child_due}, sớm hơn hạn {parent_due} của cấp trên ({parent}).",
        "This target promises {child} by {child_due}, before the {parent_due} of the level above ({parent}).",
    ),
    "cascade.later": (
        "Chỉ tiêu này cam kết {child} vào {child_due}, muộn hơn hạn {parent_due} của cấp trên ({parent}).",
        "This target promises {child} by {child_due}, after the {parent_due} of the level above ({parent}).",
    ),
    "cascade.judged": (
        "Chỉ tiêu định tính không có con số nên phải do người có trách nhiệm so sánh.",
        "A target without a number must be compared by a responsible person.",
    ),
    "cascade.lacking": (
        "Chưa đủ mức phải đạt, số gốc hoặc kỳ gốc của một trong hai chỉ tiêu nên chưa so sánh được.",
        "The level, the base figure or the base period of one of the two targets is not recorded, so they cannot be "
        "compared yet.",
    ),
    "cascade.measure": (
        "Hai chỉ tiêu đo bằng hai chỉ số khác nhau nên không so sánh được.",
        "The two targets are measured by different indicators and cannot be compared.",
    ),
    "cascade.kind": (
        "Một chỉ tiêu chỉ đòi có kết quả, chỉ tiêu kia đòi một con số, nên không so sánh được.",
        "One target asks that something exists, the other for a number, so they cannot be compared.",
    ),
    "cascade.direction": (
        "Một chỉ tiêu là mức tối thiểu, chỉ tiêu kia là mức tối đa, nên không so sánh được.",
        "One target is a minimum, the other a maximum, so they cannot be compared.",
    ),
    "cascade.exact": (
        "Mỗi chỉ tiêu đòi đúng một mức khác nhau ({child} và {parent}) nên không so sánh được.",
        "Each target asks for another exact value ({child} and {parent}), so they cannot be compared.",
    ),
    "cascade.unit": (
        "Hai chỉ tiêu tính bằng hai đơn vị khác nhau nên không so sánh được.",
        "The two targets are in different units and cannot be compared.",
    ),
    "cascade.apart": (
        "Hai chỉ tiêu thuộc hai khoảng thời gian không trùng nhau ({child_due}, {parent_due}) nên không so sánh được.",
        "The two targets are of different times ({child_due} and {parent_due}) and cannot be compared.",
    ),
    "cascade.course": (
        "Một chỉ tiêu cộng dồn, chỉ tiêu kia không, và khác khoảng thời gian, nên không so sánh được.",
        "One target is a running count and the other is not, over different times, so they cannot be compared.",
    ),
    "cascade.path": (
        "Kế hoạch không nêu mức phải đạt vào {on} trên lộ trình đến {far} nên chưa so sánh được.",
        "The plan does not say what must be reached by {on} on the way to {far}, so they cannot be compared yet.",
    ),
    "cascade.together": (
        "Cộng chỉ tiêu của {count} đơn vị: {child}, {word} yêu cầu {parent} của cấp trên vào {on}.",
        "The targets of {count} units together, {child}, are {word} the {parent} that the level above "
        "asks for by {on}.",
    ),
    "word.weaker": ("chưa đạt", "less than"),
    "word.equal": ("đúng bằng", "just"),
    "word.stronger": ("vượt", "more than"),
    "promise.tells": ("{promise} (tức {level})", "{promise} (that is {level})"),
}
"""Every sentence that a rule can say: key -> (Vietnamese, English), with the names of its facts in braces."""


@dataclass(frozen=True)
class Quantity:
    """A number with its unit.

    `against`: a number that it must not look equal to by rounding (99,996 % is not 100 %). `difference`: the number is
    the distance between two figures, so that percents become percentage points.
    """

    value: Decimal
    unit: Unit = Unit.OTHER
    noun: str = ""
    against: Decimal | None = None
    difference: bool = False

    def text(self, language: Language = "vi") -> str:
        """Write the number as the language writes it, followed by its unit."""
        number = number_text(self.value, language, against=self.against)
        if self.unit is Unit.PERCENT:
            points = "điểm phần trăm" if language == "vi" else "percentage points"
            return f"{number} {points}" if self.difference else f"{number}%"
        if self.unit is Unit.RANK:
            return f"hạng {number}" if language == "vi" else f"rank {number}"
        word = {Unit.DAYS: ("ngày", "days"), Unit.POINTS: ("điểm", "points")}.get(self.unit, (self.noun, self.noun))
        return f"{number} {word[0 if language == 'vi' else 1]}".strip()


@dataclass(frozen=True)
class Sentence:
    """A key of `WORDS` with its facts; `more` are the sentences that follow it."""

    key: str
    facts: Mapping[str, "Fact"] = field(default_factory=dict)
    more: tuple["Sentence", ...] = ()

    def text(self, language: Language = "vi") -> str:
        """Say the sentence and those that follow it."""
        words = WORDS[self.key][0 if language == "vi" else 1]
        said = words.format(**{name: _say(fact, language) for name, fact in self.facts.items()})
        return " ".join([" ".join(said.split()), *(sentence.text(language) for sentence in self.more)])


Fact = str | int | date | Quantity | Sentence


def number_text(value: Decimal, language: Language = "vi", *, against: Decimal | None = None, decimals: int = 2) -> str:
    """Write a number with at most two decimals, or as many as keep it from looking equal to `against`."""
    shown = _round(value, decimals)
    while against is not None and value != against and shown == against and decimals < 12:
        decimals += 1
        shown = _round(value, decimals)
    return format_number(shown, language=language).replace("-", "−")


def bar(level: Quantity, better: Direction, *, strict: bool = False) -> Sentence:
    """Say what a level is as a promise: "ít nhất 98%", "không quá 5", "trên 90%"."""
    if better is Direction.EXACT:
        return Sentence("bar.exact", {"level": level})
    if better is Direction.LOWER and not strict and level.value == 0:
        return Sentence("bar.none")
    if level.unit is Unit.RANK:
        return Sentence("bar.rank", {"level": level})
    higher = better is Direction.HIGHER
    key = ("bar.above" if higher else "bar.below") if strict else ("bar.higher" if higher else "bar.lower")
    return Sentence(key, {"level": level})


def _round(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _say(fact: Fact, language: Language) -> str:
    if isinstance(fact, Quantity | Sentence):
        return fact.text(language)
    if isinstance(fact, date):
        return f"{fact:%d/%m/%Y}"
    return number_text(Decimal(fact), language) if isinstance(fact, int) else fact
