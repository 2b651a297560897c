#pragma once

#include <set>
#include <string>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/journal/documents.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/domain/books.h"

namespace relance::ledger {

/// The books of one account in the documents that an owner holds. A document that is not loaded is
/// noted in `missing` and read as if it did not exist; none may be missing when one is written.
class DocumentBooks : public Books {
 public:
  DocumentBooks(journal::Documents& documents, const AccountId& account)
      : documents_(documents), account_(account) {}

  const std::set<std::string>& missing() const { return missing_; }

  const Account* FindAccount() override;
  const Invoice* FindInvoice(const std::string& document) override;
  const Receipt* FindReceipt(const std::string& document) override;
  const Remark* FindRemark(RemarkKind kind, const std::string& document) override;
  Account& EditAccount() override;
  Invoice& EditInvoice(const std::string& document) override;
  Receipt& EditReceipt(const std::string& document) override;
  Remark& EditRemark(RemarkKind kind, const std::string& document) override;
  void ListOpenItem(const std::string& item, Date due, bool open) override;
  void ListUnallocated(const std::string& receipt, bool unallocated) override;

 private:
  template <class T>
  const T* Find(const std::string& key) {
    if (documents_.Knows(key)) return documents_.Find<T>(key);
    missing_.insert(key);
    return nullptr;
  }
  void List(const std::string& member, bool on);

  journal::Documents& documents_;
  const AccountId account_;
  std::set<std::string> missing_;
};

}  // namespace relance::ledger
