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

/// The id of what was agreed on the telephone: derived like those of the acts by themselves.
std::string MadeBy(const v1::RecordCallRequest& request, const std::string& derived) {
  switch (request.agreed_case()) {
    case v1::RecordCallRequest::kPromise:
      return "PR-" + derived;
    case v1::RecordCallRequest::kDispute:
      return "DI-" + derived;
    case v1::RecordCallRequest::kCallback:
      return "CB-" + derived;
    case v1::RecordCallRequest::kPayment:
    case v1::RecordCallRequest::AGREED_NOT_SET:
      break;
  }
  return "";
}

void FillAgreed(const v1::RecordCallRequest& from, const std::string& derived, v1::RecordCall& to) {
  if (from.has_promise()) {
    auto& promise = *to.mutable_promise();
    *promise.mutable_account() = from.account();
    promise.set_promise_id(MadeBy(from, derived));
    *promise.mutable_amount() = from.promise().amount();
    *promise.mutable_by() = from.promise().by();
    *promise.mutable_items() = from.promise().items();
  } else if (from.has_dispute()) {
    auto& dispute = *to.mutable_dispute();
    *dispute.mutable_account() = from.account();
    dispute.set_dispute_id(MadeBy(from, derived));
    dispute.set_item(from.dispute().item());
    dispute.set_reason(from.dispute().reason());
    if (from.dispute().has_amount()) *dispute.mutable_amount() = from.dispute().amount();
  } else if (from.has_callback()) {
    *to.mutable_callback()->mutable_account() = from.account();
    to.mutable_callback()->set_callback_id(MadeBy(from, derived));
    to.mutable_callback()->set_at_ms(from.callback().at_ms());
  } else if (from.has_payment()) {
    *to.mutable_announced()->mutable_account() = from.account();
    to.mutable_announced()->set_item(from.payment().item());
    to.mutable_announced()->set_mode(from.payment().mode());
  }
}

}  // namespace

template <class Response, class Request>
grpc::ServerUnaryReactor* ScenarioGrpc::Act(
    Context* context, Right right, const Request* request, Response* response,
    std::function<void(const std::string&, v1::ScenarioInput&)> fill,
    std::function<void(const std::string&, const journal::Outcome&, Response&)> answer) {
  return Answer<Response>(
      context, request->account().legal_entity(), response,
      [this, request, fill = std::move(fill),
       answer = std::move(answer)](const journal::Identity& by) -> Result<Response> {
        const auto id = IdOf(request->command_id());
        if (!id) return Failure(id.error());
        const std::string derived = ToString(*id).substr(kIdTail);
        v1::ScenarioInput input;
        fill(derived, input);
        const auto outcome = Submit(request->account(), ToString(*id), by, input);
        if (!outcome) return Failure(outcome.error());
        Response out;
        if (answer) answer(derived, *outcome, out);
        SetToken(outcome->token, *out.mutable_token());
        return out;
      },
      right);
}

grpc::ServerUnaryReactor* ScenarioGrpc::AnnouncePayment(Context* context,
                                                        const v1::AnnouncePaymentRequest* request,
                                                        v1::AnnouncePaymentResponse* response) {
  return Act<v1::AnnouncePaymentResponse>(context, Right::kSay, request, response,
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
      context, Right::kSay, request, response,
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
  return Act<v1::DecideDisputeResponse>(context, Right::kWork, request, response,
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
      context, Right::kSay, request, response,
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
  return Act<v1::AssignScenarioResponse>(context, Right::kWork, request, response,
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
      context, Right::kWork, request, response,
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
  return Act<v1::CompleteTaskResponse>(context, Right::kWork, request, response,
                                       [request](const std::string&, v1::ScenarioInput& input) {
                                         *input.mutable_complete_task()->mutable_account() =
                                             request->account();
                                         input.mutable_complete_task()->set_task(request->task());
                                       });
}

grpc::ServerUnaryReactor* ScenarioGrpc::AssignTask(Context* context,
                                                   const v1::AssignTaskRequest* request,
                                                   v1::AssignTaskResponse* response) {
  return Act<v1::AssignTaskResponse>(context, Right::kWork, request, response,
                                     [request](const std::string&, v1::ScenarioInput& input) {
                                       *input.mutable_assign_task()->mutable_account() =
                                           request->account();
                                       input.mutable_assign_task()->set_task(request->task());
                                       input.mutable_assign_task()->set_owner(request->owner());
                                     });
}

grpc::ServerUnaryReactor* ScenarioGrpc::PostponeTask(Context* context,
                                                     const v1::PostponeTaskRequest* request,
                                                     v1::PostponeTaskResponse* response) {
  return Act<v1::PostponeTaskResponse>(context, Right::kWork, request, response,
                                       [request](const std::string&, v1::ScenarioInput& input) {
                                         auto& command = *input.mutable_postpone_task();
                                         *command.mutable_account() = request->account();
                                         command.set_task(request->task());
                                         *command.mutable_until() = request->until();
                                         command.set_reason(request->reason());
                                       });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ForceStep(Context* context,
                                                  const v1::ForceStepRequest* request,
                                                  v1::ForceStepResponse* response) {
  return Act<v1::ForceStepResponse>(
      context, Right::kForce, request, response,
      [request](const std::string& derived, v1::ScenarioInput& input) {
        auto& command = *input.mutable_force_step();
        *command.mutable_account() = request->account();
        command.set_request_id("FO-" + derived);
        command.set_item(request->item());
        command.set_step(request->step());
        command.set_reason(request->reason());
      },
      [](const std::string& derived, const journal::Outcome& outcome, v1::ForceStepResponse& out) {
        v1::ForceStepReply reply;
        (void)reply.ParseFromString(outcome.reply);
        out.set_request_id("FO-" + derived);
        if (reply.has_until()) *out.mutable_until() = reply.until();
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ConfirmForce(Context* context,
                                                     const v1::ConfirmForceRequest* request,
                                                     v1::ConfirmForceResponse* response) {
  return Act<v1::ConfirmForceResponse>(
      context, Right::kForce, request, response,
      [request](const std::string&, v1::ScenarioInput& input) {
        *input.mutable_confirm_force()->mutable_account() = request->account();
        input.mutable_confirm_force()->set_request_id(request->request_id());
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::RefuseForce(Context* context,
                                                    const v1::RefuseForceRequest* request,
                                                    v1::RefuseForceResponse* response) {
  return Act<v1::RefuseForceResponse>(
      context, Right::kForce, request, response,
      [request](const std::string&, v1::ScenarioInput& input) {
        *input.mutable_refuse_force()->mutable_account() = request->account();
        input.mutable_refuse_force()->set_request_id(request->request_id());
        input.mutable_refuse_force()->set_reason(request->reason());
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::RecordCall(Context* context,
                                                   const v1::RecordCallRequest* request,
                                                   v1::RecordCallResponse* response) {
  return Act<v1::RecordCallResponse>(
      context, Right::kWork, request, response,
      [request](const std::string& derived, v1::ScenarioInput& input) {
        auto& command = *input.mutable_record_call();
        *command.mutable_account() = request->account();
        command.set_call_id("CA-" + derived);
        command.set_task(request->task());
        command.set_outcome(request->outcome());
        command.set_done(request->done());
        command.set_contact_id(request->contact_id());
        command.set_note(request->note());
        FillAgreed(*request, derived, command);
      },
      [request](const std::string& derived, const journal::Outcome& outcome,
                v1::RecordCallResponse& out) {
        v1::RecordCallReply reply;
        (void)reply.ParseFromString(outcome.reply);
        out.set_call_id("CA-" + derived);
        out.set_made_id(MadeBy(*request, derived));
        *out.mutable_ended_tasks() = reply.ended_tasks();
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::SetProfile(Context* context,
                                                   const v1::SetProfileRequest* request,
                                                   v1::SetProfileResponse* response) {
  return Act<v1::SetProfileResponse>(context, Right::kWork, request, response,
                                     [request](const std::string&, v1::ScenarioInput& input) {
                                       auto& command = *input.mutable_set_profile();
                                       *command.mutable_account() = request->account();
                                       command.set_profile(request->profile());
                                       command.set_reason(request->reason());
                                       command.set_move_now(request->move_now());
                                     });
}

grpc::ServerUnaryReactor* ScenarioGrpc::OpenInsolvency(Context* context,
                                                       const v1::OpenInsolvencyRequest* request,
                                                       v1::OpenInsolvencyResponse* response) {
  return Act<v1::OpenInsolvencyResponse>(
      context, Right::kDecide, request, response,
      [request](const std::string&, v1::ScenarioInput& input) {
        *input.mutable_open_insolvency()->mutable_account() = request->account();
        *input.mutable_open_insolvency()->mutable_published_on() = request->published_on();
      });
}

}  // namespace relance::scenario
