"""What happens in the demo, each thing at its moment; carried out in the order of time, and only what is past."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

Act = Callable[[datetime], object]


def moment(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A moment of a day in Vietnam."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def workday(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@dataclass
class Timeline:
    """Things to do up to a moment."""

    until: datetime
    steps: list[tuple[datetime, int, Act]] = field(default_factory=list)

    def add(self, at: datetime, act: Act) -> None:
        """Do this at the moment; nothing when the moment has not come."""
        if at <= self.until:
            self.steps.append((at, len(self.steps), act))

    def on(self, day: date, act: Act, *, hour: int = 9, minute: int = 0) -> None:
        """Do this on a day in office hours."""
        self.add(moment(day, hour, minute), act)

    def run(self, say: Callable[[str], object]) -> int:
        """Carry everything out, saying how far it is ten times; returns how many things were done."""
        steps = sorted(self.steps, key=lambda step: step[:2])
        for number, (at, _order, act) in enumerate(steps, 1):
            act(at)
            if number * 10 // len(steps) > (number - 1) * 10 // len(steps):
                say(f"  {number}/{len(steps)}, {at:%m/%Y}")
        self.steps = []
        return len(steps)
