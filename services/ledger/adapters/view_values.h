#pragma once

#include <optional>
#include <string>

#include "libs/base/archive.h"
#include "libs/base/result.h"
#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "relance/common/v1/common.pb.h"

/// What all reads of the ledger's views share.
namespace relance::ledger {

/// nullopt for a document that does not exist; kCorrupt for bytes that are not a T.
template <class T>
Result<std::optional<T>> Value(const std::optional<std::string>& bytes) {
  if (!bytes) return std::optional<T>();
  auto value = Decode<T>(*bytes);
  if (!value) return Failure(value.error());
  return std::optional<T>(*std::move(value));
}

/// Where reads of an account start: at its partition, not before `given`. kInvalid (field
/// `at_least`) for a token of another service or partition.
Result<journal::Token> StartOf(const ConfigurationStore& configuration, const AccountId& account,
                               const common::v1::Token* given);

void FillToken(common::v1::Token& token, int partition, uint64_t sequence);

}  // namespace relance::ledger
