#include "tests/bench/lives.h"

#include <algorithm>
#include <random>
#include <utility>
#include <variant>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/settle.h"
#include "services/scenario/domain/testing/bench.h"

namespace relance::bench {
namespace {

using scenario::Case;
using scenario::Context;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Currency kEur = Currency::Of("EUR");

struct Event {
  Instant at{};
  scenario::CaseInput input;
};

scenario::RecordInvoice Invoice(const std::string& id, int64_t amount, Date due) {
  scenario::RecordInvoice invoice;
  invoice.document = id;
  invoice.currency = kEur;
  invoice.items = {{id, amount, amount, due}};
  return invoice;
}

scenario::RecordMoney PartPayment(const std::string& item, int64_t amount, Date on) {
  scenario::RecordMoney money;
  money.receipt = "P-" + item;
  money.currency = kEur;
  money.booked_on = on;
  money.value_on = on;
  money.allocations = {{item, amount / 2, amount - amount / 2}};
  return money;
}

/// Dice that fall alike in every run.
class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  int From(int least, int most) {
    return least + static_cast<int>(engine_() % static_cast<uint32_t>(most - least + 1));
  }

 private:
  std::mt19937 engine_;
};

/// What people and banks say about an item in the month before.
scenario::CaseInput Something(Dice& dice, const std::string& item, int64_t amount, Date on) {
  switch (dice.From(0, 4)) {
    case 0:
      return scenario::MakePromise{"PR-" + item, Money{kEur, amount}, on + days(7), {item}};
    case 1:
      return scenario::OpenDispute{"DI-" + item, item, "price", dice.From(0, 1) * amount / 3};
    case 2:
      return scenario::PlaceHold{item, on + days(dice.From(3, 30)), "audit"};
    case 3:
      return scenario::AnnouncePayment{item, scenario::PaymentMode::kTransfer};
    default:
      return PartPayment(item, amount, on);
  }
}

/// One to five invoices, each known a month before its due date.
std::vector<Event> EventsOf(Dice& dice, int number) {
  const Date today{std::chrono::year{2026} / 12 / 9};
  const auto morning = [](Date date) { return Instant{date} + hours(8) + minutes(15); };
  std::vector<Event> events;
  const int invoices = dice.From(1, 5);
  const int told_about = dice.From(1, 3 * invoices);
  for (int i = 1; i <= invoices; ++i) {
    const std::string id = "F-2026-" + std::to_string(100'000 + 10 * number + i);
    const int64_t amount = dice.From(80'00, 12'000'00);
    const int late = dice.From(-40, 45);
    const Date due = today - days(late);
    events.push_back({morning(due - days(30)), Invoice(id, amount, due)});
    const Date said = today - days(dice.From(1, 25));
    if (i == told_about && said > due - days(29)) {
      events.push_back({morning(said) + hours(1), Something(dice, id, amount, said)});
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  return events;
}

class Player {
 public:
  Player(const Context& context, const std::string& account) : context_(context) {
    life_.now.id = AccountId{"FR01", account};
  }

  Life Play(const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (event.at > Now()) break;
      SettleUntil(event.at);
      // A refusal is an answer too: of a promise on an invoice that was paid.
      (void)DecideInPlace(life_.now, event.input, context_, event.at);
      Settle(event.at);
    }
    SettleUntil(Now());
    Settle(Now());
    return std::move(life_);
  }

 private:
  void SettleUntil(Instant until) {
    while (next_ && *next_ < until) Settle(*next_);
  }

  void Settle(Instant at) {
    Case before = life_.now;
    bool planned = false;
    for (const auto& fact : SettleInPlace(life_.now, context_, at)) {
      const auto* notice = std::get_if<scenario::NoticePlanned>(&fact);
      if (notice == nullptr) continue;
      planned = true;
      (void)DecideInPlace(life_.now, scenario::ClearNotice{notice->notice.id}, context_, at);
      (void)DecideInPlace(life_.now, scenario::NoticeHandedOver{notice->notice.id}, context_, at);
    }
    if (planned) {
      life_.before = std::move(before);
      life_.planned_at = at;
      life_.has_notice = true;
    }
    SettleInPlace(life_.now, context_, at);
    next_ = NextMoment(life_.now, context_, at);
  }

  const Context& context_;
  Life life_;
  std::optional<Instant> next_;
};

}  // namespace

Surroundings::Surroundings()
    : standard(scenario::testing::StandardFrance()), per_item(scenario::testing::PerItem()) {
  Context& context = consolidated_context;
  context.scenario = &standard;
  context.entity_zone = *Zone::Find("Europe/Paris");
  context.entity_calendar = *CalendarByName("FR");
  context.debtor_zone = context.entity_zone;
  context.debtor_calendar = context.entity_calendar;
  for (const auto channel : scenario::kChannels) context.contacts.emplace_back().channel = channel;
  per_item_context = context;
  per_item_context.scenario = &per_item;
}

const Context& Surroundings::Of(const Case& c) const {
  return c.pinned.name == per_item.name ? per_item_context : consolidated_context;
}

void Surroundings::CloseChristmasEve() {
  const Date eve{std::chrono::year{2026} / 12 / 24};
  for (Context* context : {&consolidated_context, &per_item_context}) {
    context->entity_calendar = context->entity_calendar.With({eve}, {});
    context->debtor_calendar = context->debtor_calendar.With({eve}, {});
  }
}

Instant Now() {
  return Instant{Date{std::chrono::year{2026} / 12 / 9}} + hours(9);
}

std::vector<Life> SomeLives(const Surroundings& around, int count) {
  std::vector<Life> lives;
  for (int number = 1; static_cast<int>(lives.size()) < count; ++number) {
    Dice dice(static_cast<uint32_t>(number));
    const bool by_item = dice.From(1, 10) == 1;
    Player player(by_item ? around.per_item_context : around.consolidated_context,
                  "D" + std::to_string(number));
    Life life = player.Play(EventsOf(dice, number));
    if (life.now.running) lives.push_back(std::move(life));
  }
  return lives;
}

}  // namespace relance::bench
