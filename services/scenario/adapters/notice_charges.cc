#include <map>

#include "services/scenario/adapters/codec.h"

namespace relance::scenario {
namespace {

using ChargesByItem = std::map<std::string, const v1::ItemCharge*>;

bool IsEmpty(const v1::NoticeContent& content) {
  return content.interest() == 0 && content.indemnity() == 0;
}

void PutOnLines(const ChargesByItem& charges, v1::NoticeContent& content,
                google::protobuf::RepeatedPtrField<v1::NoticeLine>& lines) {
  for (auto& line : lines) {
    const auto known = charges.find(line.item());
    if (known == charges.end()) continue;
    const v1::ItemCharge& charge = *known->second;
    if (charge.currency() != content.currency() || charge.principal() != line.amount()) continue;
    line.set_interest(charge.interest());
    line.set_indemnity(charge.indemnity());
    content.set_interest(content.interest() + charge.interest());
    content.set_indemnity(content.indemnity() + charge.indemnity());
  }
}

}  // namespace

void PutCharges(const std::string& bytes, v1::NoticeCleared& notice) {
  if (notice.charges() == "none") return;
  auto& basis = *notice.mutable_charges_basis();
  v1::NoticeCharges charges;
  if (bytes.empty() || !charges.ParseFromString(bytes)) {
    basis.set_left_out("they were not computed when the clearance was asked for");
    return;
  }
  basis = charges.basis();
  if (!basis.left_out().empty()) return;
  ChargesByItem by_item;
  for (const auto& charge : charges.items()) by_item[charge.item()] = &charge;
  bool any = false;
  for (auto& content : *notice.mutable_contents()) {
    if (content.credits() != 0) continue;
    PutOnLines(by_item, content, *content.mutable_items());
    PutOnLines(by_item, content, *content.mutable_also());
    any = any || !IsEmpty(content);
  }
  if (!any) basis.set_left_out("no line of the notice still has the amount they are for");
}

}  // namespace relance::scenario
