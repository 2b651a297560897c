#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/archive.h"
#include "libs/base/result.h"
#include "libs/journal/documents.h"
#include "libs/journal/front.h"
#include "services/scenario/domain/case.h"

namespace relance::scenario {

/// The pages of one Paged that are documents of their own: there are more than one.
struct PagesElsewhere {
  int64_t next_number = 0;
  std::vector<int64_t> numbers;
};
template <class Archive>
void Describe(Archive& archive, PagesElsewhere& v) {
  archive(v.next_number, v.numbers);
}

/// "case/FR01/D42": a case and when it wakes. The pages of a large account are parts of it, so that
/// a payment writes one of them: "case.part/FR01/D42/items.7".
struct CaseDocument {
  Case c;
  int64_t wake_at_ms = 0;  ///< 0: not at all.
  uint64_t stamp = 0;
  PagesElsewhere items, closed, documents;  ///< Of one that was decoded, until ReadParts.

  // journal::Parted.
  std::vector<journal::Part> Parts() const;
  Result<void> ReadParts(const std::vector<std::string>& bytes);
};

/// A single page stays where it is; of more, their numbers.
template <class Archive, class Value, class Note>
void DescribePages(Archive& archive, Paged<Value, Note>& paged, PagesElsewhere& unread) {
  if constexpr (std::is_same_v<Archive, Reader>) {
    archive(paged, unread);
  } else if (paged.pages().size() <= 1) {
    archive(paged, PagesElsewhere{});
  } else {
    PagesElsewhere elsewhere{paged.next_number(), {}};
    for (const auto& page : paged.pages()) elsewhere.numbers.push_back(page.number);
    archive(Paged<Value, Note>{}, elsewhere);
  }
}
template <class Archive>
void Describe(Archive& archive, CaseDocument& v) {
  DescribeUnpaged(archive, v.c);
  DescribePages(archive, v.c.items, v.items);
  DescribePages(archive, v.c.closed, v.closed);
  DescribePages(archive, v.c.documents, v.documents);
  archive(v.wake_at_ms, v.stamp);
  if constexpr (std::is_same_v<Archive, Reader>) ShareTexts(v.c);
}

std::string CaseKey(const AccountId& account);

/// Cases as a view shows them, whole, and what was read beside them at the same position.
struct CasesRead {
  std::optional<journal::Position> position;
  std::vector<std::optional<CaseDocument>> cases;  ///< One an account.
  std::vector<std::optional<std::string>> beside;  ///< One a key.
};
/// kUnavailable also when a large case is cut into other pages again and again meanwhile.
Result<CasesRead> ReadCases(journal::ViewReader& views, const journal::Token& at_least,
                            const std::vector<AccountId>& accounts,
                            const std::vector<std::string>& keys_beside, Millis timeout);

}  // namespace relance::scenario
