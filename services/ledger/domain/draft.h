#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "services/ledger/domain/books.h"

namespace relance::ledger {

/// Books that a decision writes while it computes: reads fall through to `base`, writes stay here.
class Draft : public Books {
 public:
  explicit Draft(Books& base) : base_(base) {}

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
  void ListOpenItem(const std::string&, Date, bool) override {}
  void ListUnallocated(const std::string&, bool) override {}
  void ListPaidLate(const std::string&, bool) override {}
  void ListClaim(const std::string&) override {}

 private:
  Books& base_;
  std::optional<Account> account_;
  std::map<std::string, Invoice> invoices_;
  std::map<std::string, Receipt> receipts_;
  std::map<std::pair<RemarkKind, std::string>, Remark> remarks_;
  std::map<std::string, Claim> claims_;
};

}  // namespace relance::ledger
