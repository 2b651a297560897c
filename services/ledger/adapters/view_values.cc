#include "services/ledger/adapters/view_values.h"

namespace relance::ledger {

Result<journal::Token> StartOf(const ConfigurationStore& configuration, const AccountId& account,
                               const common::v1::Token* given) {
  const auto partition = configuration.PartitionOf(account);
  if (!partition) return Failure(partition.error());
  journal::Token token{*partition, 0};
  if (given == nullptr) return token;
  if (given->service() != "ledger" || given->partition() != *partition) {
    return Invalid("is not a token of this account's ledger", "at_least");
  }
  token.sequence = given->sequence();
  return token;
}

void FillToken(common::v1::Token& token, int partition, uint64_t sequence) {
  token.set_service("ledger");
  token.set_partition(partition);
  token.set_sequence(sequence);
}

}  // namespace relance::ledger
