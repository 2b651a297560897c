#include "tools/relance/law/request.h"

#include <nlohmann/json.hpp>

#include "libs/money/amount.h"
#include "libs/money/quoted.h"

namespace relance::cli {
namespace {

using interest::Allocation;
using interest::DayCount;
using interest::LimitationEventKind;
using interest::ReceiptKind;

/// The value that calls itself `text`.
template <class T>
Result<T> Named(const std::string& text, const std::vector<T>& values, const std::string& field) {
  std::string words;
  for (const T value : values) {
    if (Name(value) == text) return value;
    words += (words.empty() ? "" : ", ") + std::string(Name(value));
  }
  return Invalid(Quoted(text) + " is none of " + words, field);
}

Result<void> ReadReceipts(const std::vector<std::string>& texts, ReceiptKind kind,
                          const std::string& field, interest::ClaimInput& claim) {
  for (const std::string& text : texts) {
    const size_t colon = text.find(':');
    if (colon == std::string::npos) {
      return Invalid(Quoted(text) + " is not an amount and a date like 5000.00:2026-10-15", field);
    }
    const auto amount = ParseAmountLenient(text.substr(0, colon), claim.amount.currency);
    if (!amount) return Invalid(Quoted(text) + ": " + amount.error().message, field);
    const auto day = ParseDate(text.substr(colon + 1));
    if (!day) return Invalid(Quoted(text) + ": " + day.error().message, field);
    claim.receipts.push_back({kind, *amount, *day});
  }
  return {};
}

Result<void> ReadPolicies(const ClaimTexts& texts, interest::ClaimInput& claim) {
  if (!texts.rate.empty()) {
    const auto rate = interest::ParseRate(texts.rate);
    if (!rate) return Invalid(rate.error().message, "rate");
    if (rate->IsNegative()) return Invalid(Quoted(texts.rate) + " is negative", "rate");
    claim.contractual_rate = *rate;
  }
  if (!texts.day_count.empty()) {
    const auto day_count =
        Named<DayCount>(texts.day_count, {DayCount::kAct365, DayCount::kActAct}, "day-count");
    if (!day_count) return Failure(day_count.error());
    claim.day_count = *day_count;
  }
  if (!texts.allocation.empty()) {
    const auto allocation = Named<Allocation>(
        texts.allocation, {Allocation::kPrincipalFirst, Allocation::kInterestFirst}, "allocation");
    if (!allocation) return Failure(allocation.error());
    claim.allocation = *allocation;
  }
  claim.in_insolvency = texts.insolvency;
  return {};
}

using Json = nlohmann::json;

Result<std::vector<std::string>> TextsIn(const Json& list, const std::string& field) {
  std::vector<std::string> texts;
  if (!list.is_array()) return Invalid("must be a list of texts", field);
  for (const Json& item : list) {
    if (!item.is_string()) return Invalid("must be a list of texts", field);
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

Result<void> ReadMember(const std::string& key, const Json& value, ClaimTexts& claim) {
  if (key == "payments" || key == "credits") {
    auto texts = TextsIn(value, key);
    if (!texts) return Failure(texts.error());
    (key == "payments" ? claim.payments : claim.credits) = std::move(*texts);
    return {};
  }
  if (key == "insolvency") {
    if (!value.is_boolean()) return Invalid("must be true or false", key);
    claim.insolvency = value.get<bool>();
    return {};
  }
  const std::pair<std::string_view, std::string*> texts[] = {{"document", &claim.document},
                                                             {"profile", &claim.profile},
                                                             {"amount", &claim.amount},
                                                             {"currency", &claim.currency},
                                                             {"due", &claim.due},
                                                             {"as_of", &claim.as_of},
                                                             {"rate", &claim.rate},
                                                             {"day_count", &claim.day_count},
                                                             {"allocation", &claim.allocation}};
  for (const auto& [name, text] : texts) {
    if (name != key) continue;
    if (!value.is_string()) return Invalid("must be a text", key);
    *text = value.get<std::string>();
    return {};
  }
  return Invalid("unknown key " + Quoted(key), key);
}

}  // namespace

Result<Date> ReadDate(const std::string& text, const std::string& field) {
  const auto date = ParseDate(text);
  if (!date) return Invalid(date.error().message, field);
  return *date;
}

Result<interest::ClaimInput> ReadClaim(const ClaimTexts& texts) {
  interest::ClaimInput claim;
  claim.document = texts.document;
  claim.profile = texts.profile;
  const auto currency = ParseCurrency(texts.currency);
  if (!currency) return Invalid(currency.error().message, "document");
  const auto amount = ParseAmountLenient(texts.amount, *currency);
  if (!amount) return Invalid(amount.error().message, "document");
  claim.amount = *amount;
  const auto due = ReadDate(texts.due, "due");
  if (!due) return Failure(due.error());
  claim.due = *due;
  const auto as_of = ReadDate(texts.as_of, "as-of");
  if (!as_of) return Failure(as_of.error());
  claim.as_of = *as_of;
  if (auto read = ReadReceipts(texts.payments, ReceiptKind::kPayment, "payment", claim); !read) {
    return Failure(read.error());
  }
  if (auto read = ReadReceipts(texts.credits, ReceiptKind::kCreditNote, "credit", claim); !read) {
    return Failure(read.error());
  }
  if (auto read = ReadPolicies(texts, claim); !read) return Failure(read.error());
  return claim;
}

Result<ClaimTexts> ReadClaimLine(std::string_view line) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Invalid("a line is one JSON object");
  ClaimTexts claim;
  for (const auto& [key, value] : json.items()) {
    if (auto read = ReadMember(key, value, claim); !read) return Failure(read.error());
  }
  return claim;
}

Result<interest::LimitationEvent> ReadLimitationEvent(const std::string& text) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos) {
    return Invalid(Quoted(text) + " is not an event and a date like payment:2026-10-15", "event");
  }
  const auto kind = Named<LimitationEventKind>(
      text.substr(0, colon),
      {LimitationEventKind::kPayment, LimitationEventKind::kAcknowledgement,
       LimitationEventKind::kCourtFiling, LimitationEventKind::kFormalNotice},
      "event");
  if (!kind) return Failure(kind.error());
  const auto day = ReadDate(text.substr(colon + 1), "event");
  if (!day) return Failure(day.error());
  return interest::LimitationEvent{*kind, *day};
}

}  // namespace relance::cli
