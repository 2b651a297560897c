"""Runs a story: its events, what ends by itself, the evaluations, the levels."""

import heapq

import evaluation
from case import Case
from days import DAY
from reading import seconds_of
from scenario_file import amount_of, load
from speech import Speech


class World:
    def __init__(self, story, folder):
        self.story, self.folder, self.loaded = story, folder, {}
        self.pressure, self.notifier_up, self.is_down = story.pressure, True, False
        self.now, self.log, self.queue, self.waiting = 0, [], [], []
        self.cases = {}
        for entity in story.entities:
            for debtor in story.debtors:
                case = Case(self, entity, debtor, self.scenario(story.scenario))
                self.cases[case.key] = case
        self.first = self.cases[f"{story.entities[0].code}/{story.debtors[0].name}"]
        self.ordered = [self.cases[key] for key in sorted(self.cases)]

    def scenario(self, name):
        if name not in self.loaded:
            self.loaded[name] = load(self.folder, name, self.story.settings)
        return self.loaded[name]

    amount = staticmethod(amount_of)

    def write(self, case, text):
        at = self.story.zone.local(self.now).strftime("%Y-%m-%d %H:%M:%S")
        where = "" if case is self.first else f"@{case.key} "
        self.log.append(f"{at} {where}{text}")

    def run(self):
        events = sorted(self.story.events, key=lambda event: event.at)
        if not events:
            return self.log
        end = events[-1].at
        if self.story.until:
            end = self.story.zone.midnight(self.story.until + DAY) - 1
        moments = self.moments(events[0].at, max(end, events[-1].at))
        for now in moments:
            self.now = now
            while events and events[0].at == now:
                self.receive(events.pop(0))
            if now <= end and not self.is_down:
                self.settle()
        return self.log

    def moments(self, start, end):
        """Every instant at which something may begin, end or leave."""
        found = {event.at for event in self.story.events}
        first, last = self.story.zone.date(start) - DAY, self.story.zone.date(end) + 2 * DAY
        date = first
        while date <= last:
            for entity in self.story.entities:
                found.add(entity.zone.midnight(date))
            for case in self.ordered:
                found.add(case.debtor.zone.midnight(date))
                for scenario in self.loaded.values():
                    found.add(case.debtor.zone.instant(date, scenario.opens))
            date += DAY
        for event in self.story.events:
            words = event.text.split()
            if words[0] == "callback":
                day = self.story.zone.instant
                found.add(day(__import__("datetime").date.fromisoformat(words[3]), seconds_of(words[4])))
        return sorted(at for at in found if start <= at <= end)

    def receive(self, event):
        if event.text == "down":
            self.is_down = True
        elif self.is_down and event.text != "up":
            self.waiting.append(event)
        elif event.text == "up":
            self.is_down = False
            waiting, self.waiting = self.waiting, []
            for late in waiting:
                self.receive(late)
        else:
            Speech(self, self.cases[f"{event.entity}/{event.debtor}"]).hear(event.text)

    def settle(self):
        for case in self.ordered:
            case.timers()
        ready = [case for case in self.ordered if case.window().is_open(self.now)]
        order = [(-evaluation.highest_level_due(case), case.key, case) for case in ready]
        heapq.heapify(order)
        while order:
            evaluation.evaluate(heapq.heappop(order)[2])
        for case in self.ordered:
            level = case.derived_level()
            if case.is_open and level != case.level:
                case.level = level
                case.write(f"level {level}")

    def clear_queue(self):
        while self.queue:
            evaluation.clear(*self.queue.pop(0))
