#include "services/scenario/domain/evolve_people.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace relance::scenario {
namespace {

void Drop(Case& c, const std::string& request) {
  c.force_requests.erase(request);
  c.tasks.erase(std::string(Word(TaskKind::kDecideForce)) + " " + request);
}

size_t MostOf(ConductKind kind) {
  return kind == ConductKind::kPaid ? kPaymentsRemembered : kConductRemembered;
}

/// What is older than a year, and what is more than can be kept of its kind.
void TrimConduct(std::vector<Conduct>& conduct, ConductKind kind) {
  const Date newest = conduct.back().on;
  std::erase_if(conduct, [&](const Conduct& one) {
    return one.on < newest - std::chrono::days(kConductDays);
  });
  const auto of_kind = [&](const Conduct& one) { return one.kind == kind; };
  if (static_cast<size_t>(std::ranges::count_if(conduct, of_kind)) > MostOf(kind)) {
    conduct.erase(std::ranges::find_if(conduct, of_kind));
  }
}

}  // namespace

void On(Case& c, const StepForced& f) {
  if (Item* item = c.items.Edit(f.item)) item->forced = f.forced;
}

void On(Case& c, const ForceAsked& f) {
  c.force_requests[f.request.id] = f.request;
}

void On(Case& c, const ForceEnded& f) {
  Drop(c, f.request);
}

void On(Case& c, const CallRecorded& f) {
  c.calls.push_back(f.call);
  if (c.calls.size() > kCallsRemembered) c.calls.erase(c.calls.begin());
}

void On(Case& c, const ConductNoted& f) {
  std::erase_if(c.conduct, [&](const Conduct& one) {
    return one.kind == f.conduct.kind && one.subject == f.conduct.subject;
  });
  const auto later = std::ranges::upper_bound(c.conduct, f.conduct.on, {}, &Conduct::on);
  c.conduct.insert(later, f.conduct);
  TrimConduct(c.conduct, f.conduct.kind);
}

void On(Case& c, const ProfileSet& f) {
  c.assigned = {};
  c.profile.reset();
  if (f.choice.profile) c.profile = f.choice;
}

void ForgetPaymentOf(Case& c, const std::string& item) {
  std::erase_if(c.conduct, [&](const Conduct& one) {
    return one.kind == ConductKind::kPaid && one.subject == item;
  });
}

void ForgetForceRequests(Case& c) {
  while (!c.force_requests.empty()) Drop(c, std::string(c.force_requests.begin()->first));
}

void ForgetForceRequestsOf(Case& c, const std::string& item) {
  std::vector<std::string> empty;
  for (auto& [id, request] : c.force_requests) {
    std::erase(request.items, item);
    if (request.items.empty()) empty.push_back(id);
  }
  for (const std::string& id : empty) Drop(c, id);
}

}  // namespace relance::scenario
