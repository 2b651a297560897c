#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "libs/journal/documents.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/domain/books.h"

namespace relance::ledger {

/// The books of one account in the documents that an owner holds. Not to be kept beyond one attempt
/// to decide, or one fact.
class DocumentBooks : public Books {
 public:
  DocumentBooks(journal::Documents& documents, AccountPath account)
      : documents_(documents), account_(std::move(account)) {}

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
  using Document = journal::Documents::Document;
  /// The document of its kind that was looked up last: a rule asks for the same one many times.
  struct Last {
    std::string document;
    std::optional<Document> at;
  };

  Document& At(Last& last, const std::string& document,
               std::string (*key_of)(const AccountPath&, std::string_view));
  Document& AccountAt();
  Document& InvoiceAt(const std::string& document) { return At(invoice_, document, InvoiceKey); }
  Document& ReceiptAt(const std::string& document) { return At(receipt_, document, ReceiptKey); }
  void List(std::string member, bool on);

  journal::Documents& documents_;
  const AccountPath account_;
  std::optional<Document> account_document_;
  Last invoice_;
  Last receipt_;
};

}  // namespace relance::ledger
