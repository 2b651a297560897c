#pragma once

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/log.h"
#include "services/scenario/domain/settle.h"
#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario::testing {

inline constexpr Currency kEur = Currency::Of("EUR");

inline Date Day(std::string_view text) {
  return *ParseDate(text);
}

/// One case in Paris with a contact on every channel, told things and settled by hand.
class Bench {
 public:
  explicit Bench(Scenario chosen = StandardFrance()) : scenario_(std::move(chosen)) {
    c.id = AccountId{"FR01", "D42"};
    context.scenario = &scenario_;
    context.entity_zone = *Zone::Find("Europe/Paris");
    context.entity_calendar = *CalendarByName("FR");
    context.debtor_zone = context.entity_zone;
    context.debtor_calendar = context.entity_calendar;
    for (const Channel channel : kChannels) context.contacts.emplace_back().channel = channel;
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  /// "2026-10-02 08:30", Paris.
  Instant At(std::string_view text) const {
    const int hours = std::stoi(std::string(text.substr(11, 2)));
    const int minutes = std::stoi(std::string(text.substr(14, 2)));
    return context.entity_zone.At(Day(text.substr(0, 10)),
                                  std::chrono::minutes(hours * 60 + minutes));
  }

  Decision Decide(const CaseInput& input, std::string_view at) const {
    return scenario::Decide(c, input, context, At(at));
  }
  /// The lines of an accepted input.
  std::vector<std::string> Tell(const CaseInput& input, std::string_view at) {
    const Decision decided = DecideInPlace(c, input, context, At(at));
    EXPECT_TRUE(decided) << "refused: " << Word(decided.error().reason);
    return decided ? Lines(*decided) : std::vector<std::string>{};
  }
  std::vector<std::string> Invoice(const std::string& id, int64_t amount, std::string_view due,
                                   std::string_view at) {
    RecordInvoice invoice;
    invoice.document = id;
    invoice.currency = kEur;
    invoice.items = {{id, amount, amount, Day(due)}};
    return Tell(invoice, at);
  }
  /// One invoice of many items "F-1/0", "F-1/1" of 100.00, none of them due for a year.
  void InvoiceOfMany(int64_t items) {
    RecordInvoice invoice;
    invoice.document = "F-1";
    invoice.currency = kEur;
    for (int64_t i = 0; i < items; ++i) {
      invoice.items.push_back({"F-1/" + std::to_string(i), 100'00, 100'00, Day("2027-10-01")});
    }
    Tell(invoice, "2026-10-01 09:00");
  }
  std::vector<std::string> Pay(const std::string& id, const std::string& item, int64_t amount,
                               int64_t open_after, std::string_view at) {
    RecordMoney money;
    money.receipt = id;
    money.currency = kEur;
    money.booked_on = context.Today(At(at));
    money.value_on = money.booked_on;
    money.allocations = {{item, amount, open_after}};
    return Tell(money, at);
  }
  CaseFacts SettleFacts(std::string_view at) { return SettleInPlace(c, context, At(at)); }
  std::vector<std::string> Settle(std::string_view at) { return Lines(SettleFacts(at)); }
  /// The pending notice of an item; empty without one.
  std::string Pending(const std::string& item) const {
    return c.items.at(item).track.pending_notice;
  }

  Case c;
  Context context;

 private:
  std::vector<std::string> Lines(const CaseFacts& facts) const {
    std::vector<std::string> lines;
    for (const CaseFact& fact : facts) {
      const auto* planned = std::get_if<NoticePlanned>(&fact);
      std::string line = planned ? QueueLine(planned->notice) : LogLine(c, fact);
      if (!line.empty()) lines.push_back(std::move(line));
    }
    return lines;
  }

  Scenario scenario_;
};

}  // namespace relance::scenario::testing
