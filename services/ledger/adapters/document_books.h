#pragma once

#include <string>
#include <utility>

#include "libs/journal/documents.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/domain/books.h"

namespace relance::ledger {

/// The books of one account in the documents that an owner holds.
class DocumentBooks : public Books {
 public:
  DocumentBooks(journal::Documents& documents, AccountPath account)
      : documents_(documents), account_(std::move(account)), account_key_(AccountKey(account_)) {}

  const Account* FindAccount() override;
  const Invoice* FindInvoice(const std::string& document) override;
  const Receipt* FindReceipt(const std::string& document) override;
  const Remark* FindRemark(RemarkKind kind, const std::string& document) override;
  const Claim* FindClaim(const std::string& document) override;
  Account& EditAccount() override;
  Invoice& EditInvoice(const std::string& document) override;
  Receipt& EditReceipt(const std::string& document) override;
  Remark& EditRemark(RemarkKind kind, const std::string& document) override;
  Claim& EditClaim(const std::string& document) override;
  void ListOpenItem(const std::string& item, Date due, bool open) override;
  void ListUnallocated(const std::string& receipt, bool unallocated) override;
  void ListPaidLate(const std::string& document, bool waits) override;
  void ListClaim(const std::string& document) override;

 private:
  void List(const std::string& member, bool on);

  journal::Documents& documents_;
  const AccountPath account_;
  const std::string account_key_;
};

}  // namespace relance::ledger
