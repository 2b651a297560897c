#pragma once

#include <string>

#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "tools/relance/nouns/words.h"
#include "tools/relance/rpc/call.h"

/// Commands of the scenario service, as the nouns of people's acts send them.
namespace relance::cli {

using ScenarioStub = scenario::v1::ScenarioService::Stub;

/// Sends one command with an id of its own.
template <class Request, class Response>
Result<Response> Send(Session& session,
                      grpc::Status (ScenarioStub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                      Request request) {
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return tl::unexpected(channel.error());
  const auto id = NewCommandId(session);
  if (!id) return tl::unexpected(id.error());
  request.set_command_id(*id);
  ScenarioStub stub(*channel);
  return Call(stub, method, request, session.identity);
}

/// A request about the account of the command line.
template <class Request>
Result<Request> About(const Session& session) {
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  Request request;
  *request.mutable_account() = *account;
  return request;
}

/// The answer as JSON, or `words`.
template <class Response>
ExitCode Done(Session& session, const Response& response, const std::string& words) {
  session.console.Data(session.console.json() ? JsonOf(response) : words);
  return ExitCode::kOk;
}

}  // namespace relance::cli
