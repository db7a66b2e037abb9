"""Names of people who do not exist: put together by chance, always the same."""

from collections.abc import Iterator
from random import Random

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
           "Dương", "Lý", "Đinh", "Mai", "Trịnh", "Cao", "Lương", "Tạ")  # fmt: skip
_WOMEN = (("Thị", "Thu", "Ngọc", "Thanh", "Bích", "Kim", "Mỹ", "Hồng", "Diệu", "Thùy"),
          ("An", "Châu", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hiền", "Hương", "Lan", "Liên", "Mai", "Nga", "Ngân",
           "Nhung", "Oanh", "Phượng", "Quyên", "Thảo", "Trâm", "Uyên", "Vân", "Yến"))  # fmt: skip
_MEN = (("Văn", "Đức", "Minh", "Quang", "Hữu", "Xuân", "Anh", "Công", "Đình", "Trọng", "Thế", "Viết"),
        ("Bình", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hùng", "Khánh", "Khoa", "Kiên", "Lâm", "Long", "Nam", "Nghĩa",
         "Phong", "Phúc", "Quân", "Sơn", "Thắng", "Thịnh", "Toàn", "Trung", "Tuấn", "Vinh"))  # fmt: skip


def names() -> Iterator[str]:
    """Full names, none twice, without end in sight of what a department needs."""
    chance, given = Random(20), set[str]()  # noqa: S311  # names, not secrets
    while True:
        middles, lasts = _WOMEN if chance.random() < 0.45 else _MEN
        name = f"{chance.choice(_FAMILY)} {chance.choice(middles)} {chance.choice(lasts)}"
        if name not in given:
            given.add(name)
            yield name
