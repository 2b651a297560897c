#include "services/ledger/adapters/document_books.h"

namespace relance::ledger {

journal::Documents::Document& DocumentBooks::At(Last& last, const std::string& document,
                                                std::string (*key_of)(const AccountPath&,
                                                                      std::string_view)) {
  if (!last.at || last.document != document) {
    last = {document, documents_.At(key_of(account_, document))};
  }
  return *last.at;
}

journal::Documents::Document& DocumentBooks::AccountAt() {
  if (!account_document_) account_document_ = documents_.At(AccountKey(account_));
  return *account_document_;
}

const Account* DocumentBooks::FindAccount() {
  return AccountAt().Find<Account>();
}
const Invoice* DocumentBooks::FindInvoice(const std::string& document) {
  return InvoiceAt(document).Find<Invoice>();
}
const Receipt* DocumentBooks::FindReceipt(const std::string& document) {
  return ReceiptAt(document).Find<Receipt>();
}
const Remark* DocumentBooks::FindRemark(RemarkKind kind, const std::string& document) {
  return documents_.Find<Remark>(RemarkKey(account_, kind, document));
}
const Claim* DocumentBooks::FindClaim(const std::string& document) {
  return documents_.Find<Claim>(ClaimKey(account_, document));
}

Account& DocumentBooks::EditAccount() {
  return AccountAt().Edit<Account>();
}
Invoice& DocumentBooks::EditInvoice(const std::string& document) {
  return InvoiceAt(document).Edit<Invoice>();
}
Receipt& DocumentBooks::EditReceipt(const std::string& document) {
  return ReceiptAt(document).Edit<Receipt>();
}
Remark& DocumentBooks::EditRemark(RemarkKind kind, const std::string& document) {
  return documents_.Edit<Remark>(RemarkKey(account_, kind, document));
}
Claim& DocumentBooks::EditClaim(const std::string& document) {
  return documents_.Edit<Claim>(ClaimKey(account_, document));
}

void DocumentBooks::List(std::string member, bool on) {
  on ? documents_.AddToIndex(std::move(member)) : documents_.RemoveFromIndex(std::move(member));
}

void DocumentBooks::ListOpenItem(const std::string& item, Date due, bool open) {
  List(OpenItemMember(account_, due, item), open);
}

void DocumentBooks::ListUnallocated(const std::string& receipt, bool unallocated) {
  List(UnallocatedPrefix(account_) + receipt, unallocated);
}

void DocumentBooks::ListPaidLate(const std::string& document, bool waits) {
  List(PaidLatePrefix(account_) + document, waits);
}

void DocumentBooks::ListClaim(const std::string& document) {
  List(ClaimsPrefix(account_) + document, true);
}

}  // namespace relance::ledger
