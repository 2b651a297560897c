"""Days, zones, calendars and windows. Instants are seconds since 1970 in UTC."""

import datetime
import functools
import zoneinfo

DAY = datetime.timedelta(days=1)
UTC = datetime.timezone.utc


class Zone:
    def __init__(self, name):
        self.info = zoneinfo.ZoneInfo(name)
        self.local = functools.lru_cache(maxsize=None)(self._local)
        self.instant = functools.lru_cache(maxsize=None)(self._instant)

    def _local(self, instant):
        return datetime.datetime.fromtimestamp(instant, self.info).replace(tzinfo=None)

    def _instant(self, date, seconds):
        """An hour that exists twice is the first one, one that does not exist moves forward."""
        wall = datetime.datetime.combine(date, datetime.time()) + datetime.timedelta(seconds=seconds)
        return int(wall.replace(tzinfo=self.info, fold=0).timestamp())

    def date(self, instant):
        return self.local(instant).date()

    def midnight(self, date):
        return self.instant(date, 0)


@functools.lru_cache(maxsize=None)
def zone(name):
    return Zone(name)


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month = (h + m - 7 * n + 114) // 31
    return datetime.date(year, month, (h + m - 7 * n + 114) % 31 + 1)


@functools.lru_cache(maxsize=None)
def french_holidays(year):
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    movable = [easter(year) + n * DAY for n in (1, 39, 50)]
    return frozenset([datetime.date(year, m, d) for m, d in fixed] + movable)


class Calendar:
    def __init__(self, name):
        self.french = name == "FR"
        self.after = functools.lru_cache(maxsize=None)(self._after)

    def is_holiday(self, date):
        return self.french and date in french_holidays(date.year)

    def is_business_day(self, date):
        return date.weekday() < 5 and not self.is_holiday(date)

    def _after(self, date, count):
        """The count-th business day strictly after date."""
        while count > 0:
            date += DAY
            if self.is_business_day(date):
                count -= 1
        return date


@functools.lru_cache(maxsize=None)
def calendar(name):
    return Calendar(name)


class Window:
    """When automatic messages may leave, in the debtor's zone and calendar."""

    def __init__(self, days, opens, closes, where, holidays):
        self.days, self.opens, self.closes = days, opens, closes
        self.zone, self.holidays = where, holidays

    def is_open_day(self, date):
        return date.weekday() in self.days and not self.holidays.is_holiday(date)

    def is_open(self, now):
        local = self.zone.local(now)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return self.is_open_day(local.date()) and self.opens <= seconds < self.closes

    def opening(self, date):
        return self.zone.instant(date, self.opens) if self.is_open_day(date) else None

    def next_opening(self, now):
        """The first opening at or after now."""
        date = self.zone.date(now)
        for _ in range(400):
            opening = self.opening(date)
            if opening is not None and opening >= now:
                return opening
            date += DAY
        return None

    def first_open(self, now):
        return now if self.is_open(now) else self.next_opening(now)
