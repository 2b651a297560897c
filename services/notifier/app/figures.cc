#include "services/notifier/app/figures.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace relance::notifier {
namespace {

Row RowOf(const Line& line, const Claim& claim, Date today) {
  return {line.item,
          line.reference,
          {claim.currency, line.amount},
          line.due,
          (today - line.due).count()};
}

void AddRows(std::vector<Row>& rows, const std::vector<Line>& lines, const Claim& claim,
             Date today) {
  for (const Line& line : lines) rows.push_back(RowOf(line, claim, today));
}

int64_t Total(const std::vector<Line>& lines) {
  int64_t total = 0;
  for (const Line& line : lines) total += line.amount;
  return total;
}

void Count(Figures& figures, const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    figures.earliest_due = figures.count == 0 ? line.due : std::min(figures.earliest_due, line.due);
    ++figures.count;
  }
}

void AddCharges(Figures& figures, const Claim& claim) {
  figures.total.push_back({claim.currency, claim.net + claim.interest + claim.indemnity});
  if (claim.interest == 0 && claim.indemnity == 0) return;
  figures.interest.push_back({claim.currency, claim.interest});
  if (claim.indemnity != 0) figures.indemnity.push_back({claim.currency, claim.indemnity});
}

}  // namespace

Figures FiguresOf(const Cleared& cleared, const Calendar& calendar) {
  Figures out;
  const Date today = cleared.local_date;
  std::vector<Row> soon;
  for (const Claim& claim : cleared.claims) {
    out.claimed.push_back({claim.currency, claim.net});
    out.gross.push_back({claim.currency, Total(claim.items) + Total(claim.also)});
    if (claim.credits != 0) out.credits.push_back({claim.currency, claim.credits});
    AddCharges(out, claim);
    Count(out, claim.items);
    Count(out, claim.also);
    AddRows(out.rows, claim.items, claim, today);
    AddRows(out.rows, claim.also, claim, today);
    AddRows(soon, claim.soon, claim, today);
  }
  const auto order = [](const Row& row) { return std::tie(row.due, row.item, row.open.currency); };
  std::ranges::sort(out.rows, {}, order);
  std::ranges::sort(soon, {}, order);
  out.rows.insert(out.rows.end(), soon.begin(), soon.end());
  if (out.rows.size() > kMostRows) {
    out.more = out.rows.size() - kMostRows;
    out.rows.resize(kMostRows);
  }
  out.days_late = (today - out.earliest_due).count();
  for (const Earlier& earlier : cleared.earlier) out.previous.push_back(earlier.on);
  std::ranges::sort(out.previous);
  out.previous.erase(std::unique(out.previous.begin(), out.previous.end()), out.previous.end());
  out.reply_by = calendar.AddBusinessDays(today, kReplyDays);
  return out;
}

NextStep NextStepOf(const Cleared& cleared, const std::vector<PlannedStep>& steps) {
  auto at = std::ranges::find(steps, cleared.step, &PlannedStep::id);
  if (at == steps.end()) return {};
  do {
    ++at;
  } while (at != steps.end() && at->kind == NextKind::kNothing);
  if (at == steps.end()) return {};
  std::optional<Date> earliest;
  for (const Claim& claim : cleared.claims) {
    for (const Line& line : claim.items) {
      const Date by_due = line.due + std::chrono::days{at->at};
      const Date by_gap = cleared.local_date + std::chrono::days{at->gap};
      const Date planned = std::max(by_due, by_gap);
      earliest = earliest ? std::min(*earliest, planned) : planned;
    }
  }
  if (!earliest) return {};
  return {at->kind, *earliest};
}

std::optional<Date> DeadlineBefore(const NextStep& next, const Cleared& cleared) {
  if (next.kind == NextKind::kNothing) return std::nullopt;
  const Date last = next.not_before - std::chrono::days{1};
  if (last <= cleared.local_date) return std::nullopt;
  return last;
}

}  // namespace relance::notifier
