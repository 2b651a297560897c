#include "services/scenario/adapters/scenario_grpc.h"

// What people do about a case besides promises and holds: each call is one command.

namespace relance::scenario {
namespace {

constexpr size_t kIdTail = 24;  // of a command id: its random part

void Fill(const v1::PlanTerm& from, v1::PlanPayment& to) {
  to.set_minor_units(from.amount().minor_units());
  *to.mutable_on() = from.on();
}

/// The one currency of a plan; kInvalid names the term that has another.
Result<std::string> CurrencyOf(const v1::ProposePlanRequest& plan) {
  if (plan.instalments().empty()) return Invalid("a plan has at least one", "instalments");
  const std::string currency = plan.instalments(0).amount().currency();
  for (int i = 0; i < plan.instalments_size(); ++i) {
    if (plan.instalments(i).amount().currency() != currency) {
      return Invalid("is in another currency than the first",
                     "instalments[" + std::to_string(i) + "].amount");
    }
  }
  if (plan.has_down() && plan.down().amount().currency() != currency) {
    return Invalid("is in another currency than the instalments", "down.amount");
  }
  return currency;
}

}  // namespace

template <class Response, class Request>
grpc::ServerUnaryReactor* ScenarioGrpc::Act(
    Context* context, const Request* request, Response* response,
    std::function<void(const std::string&, v1::ScenarioInput&)> fill,
    std::function<void(const std::string&, const journal::Outcome&, Response&)> answer) {
  return Answer<Response>(context, request->account().legal_entity(), response,
                          [this, request, fill = std::move(fill), answer = std::move(answer)](
                              const journal::Identity& by) -> Result<Response> {
                            const auto id = IdOf(request->command_id());
                            if (!id) return Failure(id.error());
                            const std::string derived = ToString(*id).substr(kIdTail);
                            v1::ScenarioInput input;
                            fill(derived, input);
                            const auto outcome =
                                Submit(request->account(), ToString(*id), by, input);
                            if (!outcome) return Failure(outcome.error());
                            Response out;
                            if (answer) answer(derived, *outcome, out);
                            SetToken(outcome->token, *out.mutable_token());
                            return out;
                          });
}

grpc::ServerUnaryReactor* ScenarioGrpc::AnnouncePayment(Context* context,
                                                        const v1::AnnouncePaymentRequest* request,
                                                        v1::AnnouncePaymentResponse* response) {
  return Act<v1::AnnouncePaymentResponse>(context, request, response,
                                          [request](const std::string&, v1::ScenarioInput& input) {
                                            auto& command = *input.mutable_announce_payment();
                                            *command.mutable_account() = request->account();
                                            command.set_item(request->item());
                                            command.set_mode(request->mode());
                                          });
}

grpc::ServerUnaryReactor* ScenarioGrpc::OpenDispute(Context* context,
                                                    const v1::OpenDisputeRequest* request,
                                                    v1::OpenDisputeResponse* response) {
  return Act<v1::OpenDisputeResponse>(
      context, request, response,
      [request](const std::string& derived, v1::ScenarioInput& input) {
        auto& command = *input.mutable_open_dispute();
        *command.mutable_account() = request->account();
        command.set_dispute_id("DI-" + derived);
        command.set_item(request->item());
        command.set_reason(request->reason());
        if (request->has_amount()) *command.mutable_amount() = request->amount();
      },
      [](const std::string& derived, const journal::Outcome&, v1::OpenDisputeResponse& out) {
        out.set_dispute_id("DI-" + derived);
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::DecideDispute(Context* context,
                                                      const v1::DecideDisputeRequest* request,
                                                      v1::DecideDisputeResponse* response) {
  return Act<v1::DecideDisputeResponse>(context, request, response,
                                        [request](const std::string&, v1::ScenarioInput& input) {
                                          auto& command = *input.mutable_decide_dispute();
                                          *command.mutable_account() = request->account();
                                          command.set_dispute_id(request->dispute_id());
                                          command.set_upheld(request->upheld());
                                          if (request->has_amount())
                                            *command.mutable_amount() = request->amount();
                                        });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ProposePlan(Context* context,
                                                    const v1::ProposePlanRequest* request,
                                                    v1::ProposePlanResponse* response) {
  const auto currency = CurrencyOf(*request);
  if (!currency) {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(ToStatus(currency.error()));
    return reactor;
  }
  return Act<v1::ProposePlanResponse>(
      context, request, response,
      [request, currency = *currency](const std::string& derived, v1::ScenarioInput& input) {
        auto& command = *input.mutable_propose_plan();
        *command.mutable_account() = request->account();
        command.set_plan_id("PL-" + derived);
        command.set_currency(currency);
        *command.mutable_items() = request->items();
        if (request->has_down()) Fill(request->down(), *command.mutable_down());
        for (const auto& term : request->instalments()) Fill(term, *command.add_instalments());
      },
      [](const std::string& derived, const journal::Outcome& outcome,
         v1::ProposePlanResponse& out) {
        v1::ProposePlanReply reply;
        (void)reply.ParseFromString(outcome.reply);
        out.set_plan_id("PL-" + derived);
        out.set_state(reply.state());
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::AssignScenario(Context* context,
                                                       const v1::AssignScenarioRequest* request,
                                                       v1::AssignScenarioResponse* response) {
  return Act<v1::AssignScenarioResponse>(context, request, response,
                                         [request](const std::string&, v1::ScenarioInput& input) {
                                           auto& command = *input.mutable_assign_scenario();
                                           *command.mutable_account() = request->account();
                                           command.set_scenario(request->scenario());
                                           command.set_next_cycle(request->next_cycle());
                                         });
}

grpc::ServerUnaryReactor* ScenarioGrpc::BookCallback(Context* context,
                                                     const v1::BookCallbackRequest* request,
                                                     v1::BookCallbackResponse* response) {
  return Act<v1::BookCallbackResponse>(
      context, request, response,
      [request](const std::string& derived, v1::ScenarioInput& input) {
        auto& command = *input.mutable_book_callback();
        *command.mutable_account() = request->account();
        command.set_callback_id("CB-" + derived);
        command.set_at_ms(request->at_ms());
      },
      [](const std::string& derived, const journal::Outcome&, v1::BookCallbackResponse& out) {
        out.set_callback_id("CB-" + derived);
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::CompleteTask(Context* context,
                                                     const v1::CompleteTaskRequest* request,
                                                     v1::CompleteTaskResponse* response) {
  return Act<v1::CompleteTaskResponse>(
      context, request, response, [request](const std::string&, v1::ScenarioInput& input) {
        *input.mutable_complete_task()->mutable_account() = request->account();
        input.mutable_complete_task()->set_task(request->task());
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::AssignTask(Context* context,
                                                   const v1::AssignTaskRequest* request,
                                                   v1::AssignTaskResponse* response) {
  return Act<v1::AssignTaskResponse>(
      context, request, response, [request](const std::string&, v1::ScenarioInput& input) {
        *input.mutable_assign_task()->mutable_account() = request->account();
        input.mutable_assign_task()->set_task(request->task());
        input.mutable_assign_task()->set_owner(request->owner());
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::PostponeTask(Context* context,
                                                     const v1::PostponeTaskRequest* request,
                                                     v1::PostponeTaskResponse* response) {
  return Act<v1::PostponeTaskResponse>(context, request, response,
                                       [request](const std::string&, v1::ScenarioInput& input) {
                                         auto& command = *input.mutable_postpone_task();
                                         *command.mutable_account() = request->account();
                                         command.set_task(request->task());
                                         *command.mutable_until() = request->until();
                                         command.set_reason(request->reason());
                                       });
}

}  // namespace relance::scenario
