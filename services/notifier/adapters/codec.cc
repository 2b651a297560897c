#include "services/notifier/adapters/codec.h"

#include <chrono>

namespace relance::notifier {
namespace {

Result<Date> DateFrom(const common::v1::Date& date, const char* field) {
  const std::chrono::year_month_day civil{std::chrono::year{date.year()},
                                          std::chrono::month{static_cast<unsigned>(date.month())},
                                          std::chrono::day{static_cast<unsigned>(date.day())}};
  if (!civil.ok()) return Invalid("no such date", field);
  return Date{civil};
}

Sealed SealedFrom(const common::v1::Sealed& sealed) {
  return {sealed.key_id(), sealed.nonce(), sealed.bytes()};
}

Result<std::vector<Line>> LinesFrom(
    const google::protobuf::RepeatedPtrField<scenario::v1::NoticeLine>& lines) {
  std::vector<Line> out;
  out.reserve(static_cast<size_t>(lines.size()));
  for (const auto& line : lines) {
    const auto due = DateFrom(line.due_date(), "items.due_date");
    if (!due) return Failure(due.error());
    Date issued = *due;
    if (line.has_issue_date()) {
      const auto on = DateFrom(line.issue_date(), "items.issue_date");
      if (!on) return Failure(on.error());
      issued = *on;
    }
    out.push_back({line.item(), line.reference(), line.amount(), line.level(), *due, issued});
  }
  return out;
}

Result<Claim> ClaimFrom(const scenario::v1::NoticeContent& content) {
  Claim claim;
  claim.currency = content.currency();
  claim.credits = content.credits();
  claim.net = content.net();
  claim.interest = content.interest();
  claim.indemnity = content.indemnity();
  auto items = LinesFrom(content.items());
  auto also = LinesFrom(content.also());
  auto soon = LinesFrom(content.soon());
  for (auto* lines : {&items, &also, &soon}) {
    if (!*lines) return Failure(lines->error());
  }
  claim.items = std::move(*items);
  claim.also = std::move(*also);
  claim.soon = std::move(*soon);
  return claim;
}

Result<void> CheckNames(const std::string& notice, const common::v1::Account& account) {
  if (notice.empty() || notice.size() > 64) return Invalid("no notice", "notice_id");
  const auto id = MakeAccountId(account.legal_entity(), account.number());
  if (!id) return Failure(id.error());
  return {};
}

}  // namespace

AccountId AccountOf(const common::v1::Account& account) {
  return {account.legal_entity(), account.number()};
}

void Put(const AccountId& account, common::v1::Account* out) {
  out->set_legal_entity(account.entity);
  out->set_number(account.account);
}

Channel ChannelOf(common::v1::Channel channel) {
  switch (channel) {
    case common::v1::CHANNEL_EMAIL:
      return Channel::kEmail;
    case common::v1::CHANNEL_SMS:
      return Channel::kSms;
    case common::v1::CHANNEL_LETTER:
      return Channel::kLetter;
    case common::v1::CHANNEL_REGISTERED:
      return Channel::kRegistered;
    case common::v1::CHANNEL_EREGISTERED:
      return Channel::kEregistered;
    default:
      return Channel::kUnspecified;
  }
}

common::v1::Channel ToProto(Channel channel) {
  switch (channel) {
    case Channel::kUnspecified:
      return common::v1::CHANNEL_UNSPECIFIED;
    case Channel::kEmail:
      return common::v1::CHANNEL_EMAIL;
    case Channel::kSms:
      return common::v1::CHANNEL_SMS;
    case Channel::kLetter:
      return common::v1::CHANNEL_LETTER;
    case Channel::kRegistered:
      return common::v1::CHANNEL_REGISTERED;
    case Channel::kEregistered:
      return common::v1::CHANNEL_EREGISTERED;
  }
  return common::v1::CHANNEL_UNSPECIFIED;
}

Result<NoticeQueued> QueuedFrom(const scenario::v1::NoticePlanned& planned) {
  if (const auto ok = CheckNames(planned.notice_id(), planned.account()); !ok) {
    return Failure(ok.error());
  }
  return NoticeQueued{planned.notice_id(), AccountOf(planned.account()), planned.step(),
                      FromMillis(planned.planned_at_ms())};
}

Result<Clearance> ClearanceFrom(const scenario::v1::NoticeCleared& cleared) {
  if (const auto ok = CheckNames(cleared.notice_id(), cleared.account()); !ok) {
    return Failure(ok.error());
  }
  Clearance out{cleared.ask_id(), cleared.fence_sequence(), cleared.clearance_sequence(),
                cleared.level(),  cleared.formal(),         {}};
  for (const auto& contact : cleared.contacts()) {
    out.contacts.push_back({contact.contact().id(), ChannelOf(contact.contact().channel())});
  }
  if (out.contacts.empty()) return Invalid("cleared for nobody", "contacts");
  return out;
}

Result<Cleared> ClearedFrom(const scenario::v1::NoticeCleared& cleared) {
  Cleared out;
  out.notice = cleared.notice_id();
  out.account = AccountOf(cleared.account());
  out.step = cleared.step();
  out.level = cleared.level();
  out.formal = cleared.formal();
  out.text = cleared.template_().empty() ? cleared.step() : cleared.template_();
  for (const auto& entry : cleared.contacts()) {
    const auto& contact = entry.contact();
    out.recipients.push_back({contact.id(), ChannelOf(contact.channel()), contact.role(),
                              contact.language(), SealedFrom(contact.name()),
                              SealedFrom(contact.address())});
  }
  for (const auto& content : cleared.contents()) {
    auto claim = ClaimFrom(content);
    if (!claim) return Failure(claim.error());
    out.claims.push_back(std::move(*claim));
  }
  if (cleared.has_thanks()) {
    const auto on = DateFrom(cleared.thanks().received_on(), "thanks.received_on");
    if (!on) return Failure(on.error());
    const auto& amount = cleared.thanks().amount();
    out.thanks = Thanks{amount.currency(), amount.minor_units(), *on};
  }
  if (out.claims.empty() != out.thanks.has_value()) {
    return Invalid("cleared for a claim or a thank-you, and one of them", "contents");
  }
  out.configuration_version = cleared.configuration_version();
  out.scenario = cleared.scenario();
  out.scenario_version = cleared.scenario_version();
  out.cleared_at = FromMillis(cleared.cleared_at_ms());
  const auto local = DateFrom(cleared.local_date(), "local_date");
  if (!local) return Failure(local.error());
  out.local_date = *local;
  for (const auto& earlier : cleared.earlier()) {
    const auto on = DateFrom(earlier.on(), "earlier.on");
    if (!on) return Failure(on.error());
    out.earlier.push_back({earlier.step(), *on});
  }
  out.debtor_name = SealedFrom(cleared.debtor_name());
  out.broken_promises.assign(cleared.broken_promises().begin(), cleared.broken_promises().end());
  out.approved_by.assign(cleared.approved_by().begin(), cleared.approved_by().end());
  if (cleared.charges_basis().left_out().empty() && cleared.charges_basis().has_as_of()) {
    const auto as_of = DateFrom(cleared.charges_basis().as_of(), "charges_basis.as_of");
    if (!as_of) return Failure(as_of.error());
    out.charges_as_of = *as_of;
    out.charges = cleared.charges() == "claim" ? Charges::kClaim : Charges::kShow;
  }
  return out;
}

Attempt AttemptFrom(const v1::AttemptStarted& started) {
  Attempt out;
  out.id = started.attempt_id();
  out.contact = started.contact_id();
  out.channel = ChannelOf(started.channel());
  out.number = started.number();
  out.blob = started.blob();
  out.message_id = started.message_id();
  out.fence = started.fence_sequence();
  out.clearance = started.clearance_sequence();
  return out;
}

v1::AttemptStarted ToProto(const Attempt& attempt, const std::string& notice,
                           const AccountId& account) {
  v1::AttemptStarted out;
  out.set_attempt_id(attempt.id);
  out.set_notice_id(notice);
  Put(account, out.mutable_account());
  out.set_contact_id(attempt.contact);
  out.set_channel(ToProto(attempt.channel));
  out.set_blob(attempt.blob);
  out.set_message_id(attempt.message_id);
  out.set_fence_sequence(attempt.fence);
  out.set_clearance_sequence(attempt.clearance);
  out.set_number(attempt.number);
  return out;
}

AttemptEnded EndedFrom(const v1::AttemptEnded& ended) {
  AttemptEnded out;
  out.attempt = ended.attempt_id();
  out.contact = ended.contact_id();
  // The two enumerations have the same numbers; one of a later version is no result we know.
  out.result = v1::AttemptResult_IsValid(ended.result())
                   ? static_cast<AttemptResult>(ended.result())
                   : AttemptResult::kUnspecified;
  out.answer = ended.provider_answer();
  out.last_of_notice = ended.last_of_notice();
  out.ended_at = FromMillis(ended.ended_at_ms());
  out.channel = ChannelOf(ended.channel());
  out.address_refused = ended.address_refused();
  return out;
}

v1::AttemptEnded ToProto(const AttemptEnded& ended, const std::string& notice,
                         const AccountId& account) {
  v1::AttemptEnded out;
  out.set_attempt_id(ended.attempt);
  out.set_notice_id(notice);
  Put(account, out.mutable_account());
  out.set_result(static_cast<v1::AttemptResult>(ended.result));
  out.set_provider_answer(ended.answer);
  out.set_contact_id(ended.contact);
  out.set_last_of_notice(ended.last_of_notice);
  out.set_ended_at_ms(ToMillis(ended.ended_at));
  if (ended.channel != Channel::kUnspecified) out.set_channel(ToProto(ended.channel));
  out.set_address_refused(ended.address_refused);
  return out;
}

Result<ReceiptRecorded> ReceiptFrom(const v1::ReceiptRecorded& told) {
  ReceiptRecorded out{told.attempt_id(), told.contact_id(), ChannelOf(told.channel()), {}};
  // The two enumerations have the same numbers; one of a later version is no kind we know.
  if (v1::ReceiptKind_IsValid(told.receipt_kind())) {
    out.receipt.kind = static_cast<ReceiptKind>(told.receipt_kind());
  }
  if (told.has_on()) {
    const auto on = DateFrom(told.on(), "on");
    if (!on) return Failure(on.error());
    out.receipt.on = *on;
  }
  out.receipt.words = told.provider_words();
  out.receipt.by = told.by();
  out.receipt.at = FromMillis(told.received_at_ms());
  return out;
}

v1::ReceiptRecorded ToProto(const ReceiptRecorded& told, const std::string& notice,
                            const AccountId& account) {
  v1::ReceiptRecorded out;
  out.set_attempt_id(told.attempt);
  out.set_notice_id(notice);
  Put(account, out.mutable_account());
  out.set_contact_id(told.contact);
  out.set_channel(ToProto(told.channel));
  out.set_receipt_kind(static_cast<v1::ReceiptKind>(told.receipt.kind));
  if (told.receipt.on) {
    const std::chrono::year_month_day civil{*told.receipt.on};
    out.mutable_on()->set_year(int(civil.year()));
    out.mutable_on()->set_month(static_cast<int>(unsigned(civil.month())));
    out.mutable_on()->set_day(static_cast<int>(unsigned(civil.day())));
  }
  out.set_provider_words(told.receipt.words);
  out.set_received_at_ms(ToMillis(told.receipt.at));
  out.set_by(told.receipt.by);
  return out;
}

Link LinkFrom(const v1::LinkIssued& issued) {
  return {issued.token_hash(), AccountOf(issued.account()),        issued.contact_id(),
          issued.notice_id(),  FromMillis(issued.expires_at_ms()), false};
}

v1::LinkIssued ToProto(const Link& link) {
  v1::LinkIssued out;
  out.set_token_hash(link.hash);
  Put(link.account, out.mutable_account());
  out.set_contact_id(link.contact);
  out.set_notice_id(link.notice);
  out.set_expires_at_ms(ToMillis(link.expires_at));
  return out;
}

}  // namespace relance::notifier
