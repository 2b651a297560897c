"""Civil dates, business days and what this program refuses to guess."""

import datetime as dt

DAY = dt.timedelta(days=1)
UTC = dt.timezone.utc


class OutOfScope(Exception):
    """The feed or the scenario asks for a rule that this program does not know."""


def easter(year):
    """The anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def holidays(calendar, year):
    if calendar == "none":
        return set()
    if calendar == "FR":
        fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
        return {dt.date(year, m, d) for m, d in fixed} | {
            easter(year) + n * DAY for n in (1, 39, 50)
        }
    if calendar == "GB-ENG":

        def monday(month, last):
            days = [dt.date(year, month, d) for d in range(1, 32) if d <= 30 or month in (5, 8)]
            mondays = [d for d in days if d.weekday() == 0]
            return mondays[-1] if last else mondays[0]

        def moved(day, taken=()):
            while day.weekday() >= 5 or day in taken:
                day += DAY
            return day

        christmas = moved(dt.date(year, 12, 25))
        boxing = moved(dt.date(year, 12, 26), (christmas,))
        return {
            moved(dt.date(year, 1, 1)),
            easter(year) - 2 * DAY,
            easter(year) + DAY,
            monday(5, False),
            monday(5, True),
            monday(8, True),
            christmas,
            boxing,
        }
    raise OutOfScope(f"calendar {calendar}")


def is_business_day(day, calendar):
    return day.weekday() < 5 and day not in holidays(calendar, day.year)


def add_business_days(day, count, calendar):
    while count > 0:
        day += DAY
        count -= is_business_day(day, calendar)
    return day


def clock(text):
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))


def civil(date):
    return dt.date(date["year"], date["month"], date["day"])
