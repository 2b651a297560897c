#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/scenario_call.h"

// Money that is said to be on its way, and money that nobody said what it is for.
namespace relance::cli {
namespace {

using LedgerStub = ledger::v1::LedgerService::Stub;
using Kind = Parameter::Kind;

Result<ExitCode> AnnouncePayment(Session& session) {
  auto request = About<scenario::v1::AnnouncePaymentRequest>(session);
  if (!request) return Failure(request.error());
  request->set_item(session.arguments.Text("ITEM"));
  request->set_mode(session.arguments.Text("--mode"));
  const auto answer = Send(session, &ScenarioStub::AnnouncePayment, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, request->item() + ": a payment is on its way");
}

/// "F-1" or "F-1/2=100.00:EUR"
Result<ledger::v1::AllocationTarget> TargetFrom(const std::string& text) {
  ledger::v1::AllocationTarget target;
  const size_t sign = text.rfind('=');
  target.set_item(text.substr(0, sign));
  if (sign == text.npos) return target;
  const auto amount = MoneyFrom(text.substr(sign + 1), "--to");
  if (!amount) return Failure(amount.error());
  *target.mutable_amount() = *amount;
  return target;
}

Result<ledger::v1::AllocateReceiptRequest> AllocationIn(const Session& session) {
  auto request = About<ledger::v1::AllocateReceiptRequest>(session);
  if (!request) return request;
  request->set_receipt(session.arguments.Text("RECEIPT"));
  for (const std::string& text : session.arguments.Many("--to")) {
    const auto target = TargetFrom(text);
    if (!target) return Failure(target.error());
    *request->add_targets() = *target;
  }
  const auto id =
      session.arguments.Has("--id") ? session.arguments.Text("--id") : NewCommandId(session);
  if (!id) return Failure(id.error());
  request->set_command_id(*id);
  return request;
}

Result<ExitCode> AllocatePayment(Session& session) {
  const auto request = AllocationIn(session);
  if (!request) return Failure(request.error());
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  LedgerStub stub(*channel);
  const auto answer = Call(stub, &LedgerStub::AllocateReceipt, *request, session.identity);
  if (!answer) return Failure(answer.error());
  std::string words;
  for (const auto& part : answer->parts()) {
    words += part.item() + ": " + InWords(part.amount()) + " of " + request->receipt() +
             ", still open " + InWords(part.open()) + "\n";
  }
  return Done(session, *answer,
              words + "left of " + request->receipt() + ": " + InWords(answer->rest()));
}

}  // namespace

std::vector<Command> PaymentCommands() {
  const Parameter account = {"ACCOUNT", "ENTITY/NUMBER", Kind::kText, "", true};
  return {
      {"payment",
       "announce",
       "Record that a payment is on its way: the item waits for it.",
       {"payment announce FR01/D42 F-1 --mode transfer"},
       {account,
        {"ITEM", "an item or a document", Kind::kText, "", true},
        {"--mode", "transfer, debit or card", Kind::kText, "transfer"}},
       AnnouncePayment},
      {"payment",
       "allocate",
       "Say what a payment or credit note is for that nobody allocated.",
       {"payment allocate FR01/D42 P-1 --to F-1 --as anna:collector",
        "payment allocate FR01/D42 P-1 --to F-1/2=100.00:EUR --to F-7=20.00:EUR"},
       {account,
        {"RECEIPT", "the payment or credit note, as account show lists it", Kind::kText, "", true},
        {"--to", "an item or an invoice, or either=AMOUNT:CURRENCY; may be repeated", Kind::kMany},
        {"--id", "UUIDv7 of the command, to repeat it safely"}},
       AllocatePayment}};
}

}  // namespace relance::cli
