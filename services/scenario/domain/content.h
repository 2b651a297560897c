#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/scenario/domain/candidates.h"

/// What goes into one message.
namespace relance::scenario {

enum class GroupKind {
  kCall,     ///< A task for a person, not a notice.
  kOwn,      ///< Formal notice, approved or forced step, hand-over: a notice of its own.
  kMessage,  ///< The ordinary message of the case.
  kOneItem,  ///< The ordinary message of one item.
};

/// The candidates of one currency, as the tests see them.
struct CurrencyClaim {
  bool preventive_only = true;  ///< Only preventive items: announced, and tested by themselves.
  int64_t sum = 0;              ///< Of the candidates that are claimed.
  int64_t credits = 0;
  int64_t exposure = 0;  ///< Overdue of actionable items less credits; if preventive, of these.
  int64_t net = 0;       ///< What the notice claims in this currency.
};

std::map<Currency, CurrencyClaim> ClaimsOf(GroupKind kind, const std::vector<Candidate>& candidates,
                                           const std::map<Currency, Totals>& totals,
                                           const Moment& moment);

/// One entry a currency in which a candidate takes a step. The ordinary message also shows the
/// other overdue actionable items of these currencies.
Content ContentOf(const Case& c, const Scenario& scenario, GroupKind kind,
                  const std::vector<Candidate>& candidates,
                  const std::map<Currency, Totals>& totals, const Moment& moment);

/// Broken promises not yet named that cover an item listed in the content, by id.
std::vector<std::string> BrokenPromisesIn(const Case& c, const Content& content);

/// A contact for every channel of the step that has one: those with its role first, then billing,
/// in the order declared, without bounced ones and those in `tried`. Else the first fallback
/// channel that is not stopped and has one. Empty: none.
std::vector<NoticeContact> ChooseContacts(const Step& step, const Context& context,
                                          const std::set<std::string>& tried);

}  // namespace relance::scenario
