#include <algorithm>

#include "services/scenario/adapters/codec.h"
#include "services/scenario/domain/story/story_event.h"
#include "tests/sim/suite/story_inputs.h"
#include "tests/sim/suite/words.h"

// What providers tell of messages after they were handed over, as the notifier's front writes it.

namespace relance::sim {
namespace {

scenario::Channel ChannelOf(const std::string& word) {
  return scenario::ChannelOf(word).value_or(scenario::Channel::kEmail);
}

/// The id of a contact of a story is its key.
bool IsTo(const Mail& mail, scenario::Channel channel, const std::string& name) {
  if (!name.empty()) return mail.contact == scenario::ContactKey(channel, name);
  const std::string word(scenario::Word(channel));
  return mail.contact == word || mail.contact.starts_with(word + ":");
}

}  // namespace

const Mail* StoryInputs::LastOn(scenario::Channel channel, const std::string& name) const {
  if (mails_ == nullptr) return nullptr;
  const auto last = std::find_if(mails_->rbegin(), mails_->rend(), [&](const Mail& mail) {
    return !mail.thanks && IsTo(mail, channel, name);
  });
  if (last == mails_->rend()) return nullptr;
  const auto first = std::ranges::find_if(*mails_, [&](const Mail& mail) {
    return mail.notice == last->notice && IsTo(mail, channel, name);
  });
  return &*first;
}

Told StoryInputs::Receipt(const Mail& mail, notifier::v1::ReceiptKind kind,
                          std::optional<Date> on) const {
  auto input = ReceiptOf(account_, mail.notice, mail.contact, kind);
  if (on) Put(*on, *input.mutable_record_receipt()->mutable_receipt()->mutable_on());
  return {kNotifier, true, input.SerializeAsString(), "anna", ""};
}

StoryInputs::Answer StoryInputs::CameBack(Line& line, notifier::v1::ReceiptKind kind) {
  RELANCE_TAKE(word, line.words.Word("a channel"));
  std::string name;
  if (!line.words.AtEnd()) {
    RELANCE_TAKE(named, line.words.Word("a name"));
    name = named;
  }
  const Mail* mail = LastOn(ChannelOf(word), name);
  if (mail == nullptr) return std::vector<Told>{};
  return std::vector<Told>{Receipt(*mail, kind, std::nullopt)};
}

StoryInputs::Answer StoryInputs::Presentation(Line& line, notifier::v1::ReceiptKind kind) {
  RELANCE_TAKE(word, line.words.Word("a channel"));
  std::optional<Date> on;
  if (line.words.Skip("on")) {
    RELANCE_TAKE(date, line.words.TakeDate());
    on = date;
  }
  const Mail* mail = LastOn(ChannelOf(word), "");
  if (mail == nullptr) return std::vector<Told>{};
  return std::vector<Told>{Receipt(*mail, kind, on)};
}

StoryInputs::Answer StoryInputs::Bounce(Line& line) {
  return CameBack(line, notifier::v1::RECEIPT_KIND_BOUNCED);
}
StoryInputs::Answer StoryInputs::Failure(Line& line) {
  return CameBack(line, notifier::v1::RECEIPT_KIND_FAILED);
}
StoryInputs::Answer StoryInputs::Presented(Line& line) {
  return Presentation(line, notifier::v1::RECEIPT_KIND_PRESENTED);
}
StoryInputs::Answer StoryInputs::Refused(Line& line) {
  return Presentation(line, notifier::v1::RECEIPT_KIND_REFUSED);
}
StoryInputs::Answer StoryInputs::Unclaimed(Line& line) {
  return Presentation(line, notifier::v1::RECEIPT_KIND_UNCLAIMED);
}

}  // namespace relance::sim
