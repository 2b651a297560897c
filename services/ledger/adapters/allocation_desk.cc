#include "services/ledger/adapters/allocation_desk.h"

#include <map>
#include <string>
#include <utility>

#include "libs/host/submit.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/view_values.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

constexpr int kMostTargets = 500;

Error InPlainWords(Error error) {
  static const std::map<std::string, Error, std::less<>> kSentences = {
      {"nothing_named", {ErrorCode::kInvalid, "say what it is for", "targets"}},
      {"unknown_receipt", {ErrorCode::kNotFound, "no such payment or credit note", "receipt"}},
      {"reversed", {ErrorCode::kInvalid, "was reversed", "receipt"}},
      {"nothing_left", {ErrorCode::kInvalid, "is allocated in full", "receipt"}},
      {"unknown_document", {ErrorCode::kNotFound, "no such invoice", "targets"}},
      {"unknown_item", {ErrorCode::kNotFound, "the invoice has no such item", "targets"}},
      {"other_currency", {ErrorCode::kInvalid, "is of another currency", "targets"}},
      {"nothing_open", {ErrorCode::kInvalid, "nothing of it is open", "targets"}},
      {"exceeds_open", {ErrorCode::kInvalid, "is more than what is open of it", "targets"}},
      {"exceeds_rest", {ErrorCode::kInvalid, "is more than what is left to allocate", "targets"}},
      {"role", {ErrorCode::kInvalid, "this role may not allocate", "role"}}};
  const auto sentence = kSentences.find(error.message);
  return sentence == kSentences.end() ? std::move(error) : sentence->second;
}

std::string Target(int index, const char* field) {
  return "targets[" + std::to_string(index) + "]." + field;
}

Result<v1::AllocateReceipt> CommandOf(const v1::AllocateReceiptRequest& request) {
  v1::AllocateReceipt command;
  *command.mutable_account() = request.account();
  command.set_receipt(NormaliseNumber(request.receipt()));
  if (command.receipt().empty()) return Invalid("is missing", "receipt");
  if (request.targets_size() > kMostTargets) return Invalid("are too many", "targets");
  for (int i = 0; i < request.targets_size(); ++i) {
    const auto& target = request.targets(i);
    auto& intent = *command.add_intents();
    intent.set_document(NormaliseNumber(target.item()));
    if (intent.document().empty()) return Invalid("is missing", Target(i, "item"));
    if (!target.has_amount()) continue;
    const auto& amount = target.amount();
    if (amount.minor_units() <= 0) return Invalid("is not positive", Target(i, "amount"));
    if (!command.currency().empty() && command.currency() != amount.currency()) {
      return Invalid("has another currency than the one before it", Target(i, "amount"));
    }
    command.set_currency(amount.currency());
    intent.set_amount(amount.minor_units());
  }
  return command;
}

void Fill(common::v1::Money& money, const std::string& currency, int64_t minor) {
  money.set_currency(currency);
  money.set_minor_units(minor);
}

}  // namespace

Result<v1::AllocateReceiptResponse> AllocationDesk::Allocate(
    const v1::AllocateReceiptRequest& request, const journal::Identity& by) const {
  const auto account = AccountFrom(request.account());
  if (!account) return Failure(account.error());
  const auto partition = configuration_.PartitionOf(*account);
  if (!partition) return Failure(partition.error());
  const auto id = request.command_id().empty() ? Result<CommandId>(front_.NewId())
                                               : ParseCommandId(request.command_id());
  if (!id) return Failure(id.error());
  auto command = CommandOf(request);
  if (!command) return Failure(command.error());
  v1::LedgerInput input;
  *input.mutable_allocate_receipt() = *std::move(command);
  const auto outcome =
      host::SubmitAndWait(front_, *partition, *id, by, input.SerializeAsString(), timeout_);
  if (!outcome) return Failure(InPlainWords(outcome.error()));
  v1::AllocateReceiptReply reply;
  if (!reply.ParseFromString(outcome->reply)) return Corrupt("the answer is not readable");
  v1::AllocateReceiptResponse response;
  for (const auto& allocated : reply.allocated()) {
    auto& part = *response.add_parts();
    part.set_item(allocated.item());
    Fill(*part.mutable_amount(), allocated.currency(), allocated.amount());
    Fill(*part.mutable_open(), allocated.currency(), allocated.item_open());
    Fill(*response.mutable_rest(), allocated.currency(), allocated.receipt_rest());
  }
  FillToken(*response.mutable_token(), outcome->token.partition, outcome->token.sequence);
  return response;
}

}  // namespace relance::ledger
