#include "services/portal/app/read_account.h"

#include <algorithm>

#include "libs/calendar/zone.h"

namespace relance::portal {
namespace {

void AddCase(Account& account, CaseView view) {
  for (Line& line : account.lines) {
    const auto known = view.lines.find(line.id);
    if (known == view.lines.end()) continue;
    line.promised_for = known->second.promised_for;
    line.disputed = known->second.disputed;
    line.held_until = known->second.held_until;
  }
  account.promises = std::move(view.promises);
}

}  // namespace

Result<AccountPage> ReadAccount::Run(const Session& session) {
  auto entity = scenario_.Entity(session.viewer.account.entity);
  if (!entity) return Failure(entity.error());
  const auto zone = Zone::Find(entity->zone);
  if (!zone) return Failure(zone.error());
  auto ledger = ledger_.Account(session.viewer);
  if (!ledger) return Failure(ledger.error());
  auto lines = ledger_.OpenLines(session.viewer);
  if (!lines) return Failure(lines.error());
  auto view = scenario_.Case(session.viewer, session.scenario);
  if (!view) return Failure(view.error());

  const Instant now = clock_.Now();
  Account account{.id = session.viewer.account,
                  .name = std::move(ledger->name),
                  .language = std::move(ledger->language),
                  .contact_language = ledger->contact_languages[session.viewer.contact],
                  .lines = std::move(*lines),
                  .credits = std::move(ledger->credits),
                  .promises = {},
                  .received_up_to = ledger->received_up_to,
                  .today = zone->DateOf(now)};
  AddCase(account, std::move(*view));
  return AccountPage{.account = std::move(account), .entity = std::move(*entity), .now = now};
}

Result<std::optional<LateCost>> ReadAccount::CostOfDelay(const Session& session,
                                                         const AccountPage& page,
                                                         const std::string& line) {
  const auto& lines = page.account.lines;
  const auto late = std::ranges::find(lines, line, &Line::id);
  const bool shown =
      page.entity.show_late_payment_cost && late != lines.end() && late->due < page.account.today;
  if (!shown) return std::optional<LateCost>();
  return ledger_.CostOfDelay(session.viewer, *late);
}

Result<std::optional<Paper>> ReadAccount::Statement(const Session& session, const AccountPage& page,
                                                    const std::string& line,
                                                    const std::string& language) {
  const auto cost = CostOfDelay(session, page, line);
  if (!cost) return Failure(cost.error());
  if (!*cost) return std::optional<Paper>();
  auto paper = ledger_.Statement(session.viewer,
                                 *std::ranges::find(page.account.lines, line, &Line::id), language);
  if (!paper) return Failure(paper.error());
  return std::optional<Paper>(*std::move(paper));
}

Millis StaleBy(const AccountPage& page) {
  if (page.entity.feed_max_silence == Millis{0} || !page.account.received_up_to) return Millis{0};
  const Millis age = page.now - *page.account.received_up_to;
  return age > page.entity.feed_max_silence ? age : Millis{0};
}

}  // namespace relance::portal
