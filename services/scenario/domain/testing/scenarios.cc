#include "services/scenario/domain/testing/scenarios.h"

#include <utility>

namespace relance::scenario::testing {
namespace {

constexpr Currency kEur = Currency::Of("EUR");

Threshold Everywhere(int64_t thousandths) {
  Threshold threshold;
  threshold.SetOther(thousandths);
  return threshold;
}

Scenario Named(std::string name, std::string title) {
  Scenario scenario;
  scenario.name = std::move(name);
  scenario.title = std::move(title);
  scenario.tolerance = Everywhere(5'000);
  scenario.min_notice = Everywhere(50'000);
  return scenario;
}

Step Message(std::string id, int level, int at, int gap, std::vector<Channel> channels) {
  Step step;
  step.id = id;
  step.template_id = std::move(id);
  step.level = level;
  step.at = at;
  step.gap = gap;
  step.channels = std::move(channels);
  return step;
}

Step Call(std::string id, int level, int at) {
  Step step = Message(std::move(id), level, at, 1, {});
  step.action = Action::kCall;
  return step;
}

Step Formal(std::vector<Channel> channels) {
  Step step = Message("formal_notice", 4, 35, 8, std::move(channels));
  step.formal = true;
  step.approve = true;
  step.min_amount = Everywhere(500'000);
  step.charges = Charges::kClaim;
  return step;
}

Step HandOver() {
  Step step = Message("handover", 5, 50, 8, {});
  step.action = Action::kHandOver;
  step.approve = true;
  return step;
}

Step Charging(Step step, Charges charges) {
  step.charges = charges;
  return step;
}

Threshold ByCurrency(int64_t eur, int64_t usd, int64_t jpy, int64_t other) {
  Threshold threshold = Everywhere(other);
  threshold.Set(kEur, eur);
  threshold.Set(Currency::Of("USD"), usd);
  threshold.Set(Currency::Of("JPY"), jpy);
  return threshold;
}

}  // namespace

Scenario StandardFrance() {
  Scenario scenario = Named("std-fr", "Standard, France");
  Step level3 =
      Charging(Message("level3", 3, 22, 7, {Channel::kElectronicRegistered}), Charges::kClaim);
  level3.fallback = {Channel::kRegistered};
  scenario.steps = {
      Message("preventive", 0, -7, 1, {Channel::kEmail}),
      Message("level1", 1, 1, 1, {Channel::kEmail}),
      Charging(Message("level2", 2, 10, 7, {Channel::kEmail, Channel::kSms}), Charges::kShow),
      Call("call1", 2, 15),
      std::move(level3),
      Formal({Channel::kRegistered}),
      HandOver(),
  };
  return scenario;
}

Scenario EmailFrance() {
  Scenario scenario = Named("email-fr", "E-mail only, France");
  const std::vector<Channel> email{Channel::kEmail};
  scenario.steps = {
      Message("preventive", 0, -7, 1, email),
      Message("level1", 1, 1, 1, email),
      Charging(Message("level2", 2, 10, 7, email), Charges::kShow),
      Charging(Message("level3", 3, 22, 7, email), Charges::kClaim),
      Formal(email),
  };
  return scenario;
}

Scenario PerItem() {
  Scenario scenario = Named("per-item", "One message per invoice");
  scenario.mode = Mode::kPerItem;
  scenario.tolerance = ByCurrency(500, 500, 700, 5'000);
  scenario.min_notice = ByCurrency(5'000, 6'000, 8'000, 50'000);
  Step level2 = Message("level2", 2, 10, 7, {Channel::kEmail});
  level2.attachments = true;
  scenario.steps = {
      Message("level1", 1, 1, 1, {Channel::kEmail}),
      std::move(level2),
      Call("call1", 2, 15),
      Message("level3", 3, 22, 7, {Channel::kElectronicRegistered}),
  };
  return scenario;
}

Scenario Automatic() {
  Scenario scenario = Named("automatic", "Automatic payer");
  scenario.enter = Entry::kRejection;
  scenario.steps = {
      Message("level1", 1, 1, 1, {Channel::kEmail}),
      Message("level2", 2, 10, 7, {Channel::kEmail, Channel::kSms}),
      Call("call1", 2, 15),
      Message("level3", 3, 22, 7, {Channel::kElectronicRegistered}),
  };
  return scenario;
}

Scenario GoodPayer() {
  Scenario scenario = Named("good-payer", "Good payer");
  scenario.steps = {
      Call("check", 1, 3),
      Message("level1", 1, 10, 1, {Channel::kEmail}),
      Message("level2", 2, 20, 7, {Channel::kEmail}),
      Message("level3", 3, 30, 7, {Channel::kElectronicRegistered}),
  };
  return scenario;
}

Scenarios AllScenarios() {
  Scenarios scenarios;
  for (Scenario scenario : {StandardFrance(), EmailFrance(), PerItem(), Automatic(), GoodPayer()}) {
    const std::string name = scenario.name;
    scenarios.emplace(name, std::move(scenario));
  }
  return scenarios;
}

}  // namespace relance::scenario::testing
