#include "services/ledger/domain/draft.h"

namespace relance::ledger {
namespace {

/// The draft's own copy under `key`, made from what `base` has (or from nothing) when first asked.
template <class Key, class T>
T& CopyOf(std::map<Key, T>& own, const Key& key, const T* base) {
  const auto [at, is_new] = own.try_emplace(key);
  if (is_new && base != nullptr) at->second = *base;
  return at->second;
}

}  // namespace

const Account* Draft::FindAccount() {
  return account_ ? &*account_ : base_.FindAccount();
}

const Invoice* Draft::FindInvoice(const std::string& document) {
  const auto own = invoices_.find(document);
  return own != invoices_.end() ? &own->second : base_.FindInvoice(document);
}

const Receipt* Draft::FindReceipt(const std::string& document) {
  const auto own = receipts_.find(document);
  return own != receipts_.end() ? &own->second : base_.FindReceipt(document);
}

const Remark* Draft::FindRemark(RemarkKind kind, const std::string& document) {
  const auto own = remarks_.find({kind, document});
  return own != remarks_.end() ? &own->second : base_.FindRemark(kind, document);
}

const Claim* Draft::FindClaim(const std::string& document) {
  const auto own = claims_.find(document);
  return own != claims_.end() ? &own->second : base_.FindClaim(document);
}

Account& Draft::EditAccount() {
  if (!account_) {
    const Account* base = base_.FindAccount();
    account_ = base != nullptr ? *base : Account{};
  }
  return *account_;
}

Invoice& Draft::EditInvoice(const std::string& document) {
  return CopyOf(invoices_, document, base_.FindInvoice(document));
}

Receipt& Draft::EditReceipt(const std::string& document) {
  return CopyOf(receipts_, document, base_.FindReceipt(document));
}

Claim& Draft::EditClaim(const std::string& document) {
  return CopyOf(claims_, document, base_.FindClaim(document));
}

Remark& Draft::EditRemark(RemarkKind kind, const std::string& document) {
  return CopyOf(remarks_, {kind, document}, base_.FindRemark(kind, document));
}

}  // namespace relance::ledger
