#include "tests/sim/suite/story_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "services/scenario/adapters/codec.h"
#include "services/scenario/domain/story/story_event.h"
#include "tests/sim/suite/words.h"

namespace relance::sim {
namespace {

using scenario::v1::ScenarioInput;

/// The key of a contact is its id: names repeat over channels, and some contacts have none.
void PutContact(const scenario::Contact& contact, int revision, common::v1::Contact& out) {
  out.set_id(contact.Key());
  out.set_channel(scenario::ToProto(contact.channel));
  out.set_role(contact.role);
  out.set_language("fr");
  Put(contact.Key(), *out.mutable_name());
  Put(fmt::format("{} {}", contact.Key(), revision), *out.mutable_address());
}

}  // namespace

Result<std::vector<std::string>> StoryInputs::Line::References() {
  std::vector<std::string> references;
  do {
    RELANCE_TAKE(reference, words.Word("an item or a document"));
    references.push_back(reference);
  } while (words.Skip(","));
  return references;
}

Result<std::vector<ledger::v1::Intent>> StoryInputs::Line::Purposes(Currency currency) {
  std::vector<ledger::v1::Intent> purposes;
  do {
    RELANCE_TAKE(reference, words.Word("an item or a document"));
    auto& intent = purposes.emplace_back();
    const size_t slash = reference.rfind('/');
    intent.set_document(reference.substr(0, slash));
    if (slash != reference.npos) intent.set_item(reference);
    const std::string next = words.Peek();
    if (!next.empty() && next != "," && next != "value") {
      RELANCE_TAKE(amount, words.Amount(currency));
      intent.set_amount(amount);
    }
  } while (words.Skip(","));
  return purposes;
}

StoryInputs::StoryInputs(const scenario::StoryEntity& entity, const scenario::StoryDebtor& debtor)
    : entity_(entity), debtor_(debtor), account_{entity.code, debtor.id} {
  for (const auto& contact : debtor_.contacts) contacts_.push_back({contact, ++revisions_});
}

Date StoryInputs::DayOf(Instant t) const {
  return entity_.zone.DateOf(t);
}

config::v1::Configuration ConfigurationOf(const scenario::Story& story,
                                          const std::map<std::string, std::string>& yaml) {
  config::v1::Configuration configuration;
  for (const scenario::StoryEntity& told : story.entities) {
    auto& entity = *configuration.add_legal_entities();
    entity.set_code(told.code);
    entity.set_register_("ERP1");
    entity.set_name("Ateliers du Ponant SAS");
    entity.set_zone(told.zone.name());
    entity.set_calendar(told.calendar.name());
    entity.set_language("fr");
    entity.set_scenario(story.scenario);
    entity.set_debtor_messages_per_day(story.pressure.value_or(0));
  }
  for (const auto& [name, text] : yaml) {
    auto& file = *configuration.add_scenarios();
    file.set_name(name);
    file.set_version(1);
    file.set_yaml(text);
  }
  AddThanks(configuration);
  configuration.set_digest(ContentDigest(configuration));
  configuration.set_version(1);
  return configuration;
}

Told StoryInputs::Document(const ledger::v1::LedgerInput& input) const {
  Told told;
  told.content = input.SerializeAsString();
  return told;
}

Told StoryInputs::Command(const ScenarioInput& input, const std::string& about,
                          const std::string& by) const {
  return {kScenario, true, input.SerializeAsString(), by, about};
}

Told StoryInputs::MasterData() {
  ledger::v1::LedgerInput input;
  ++master_version_;
  auto& data = *Received(input, account_, account_.account, master_version_,
                         fmt::format("master {}", master_version_))
                    .mutable_master_data();
  Put("Durand SARL", *data.mutable_name());
  data.set_debtor_kind("company");
  data.set_language("fr");
  data.set_country("FR");
  data.set_zone(debtor_.zone.name());
  data.set_calendar(debtor_.calendar.name());
  for (const Known& known : contacts_) {
    PutContact(known.contact, known.revision, *data.add_contacts());
  }
  return Document(input);
}

StoryInputs::Answer StoryInputs::Of(const scenario::StoryEvent& event) {
  Line line{"", scenario::LineWords(event.text), event.at};
  RELANCE_TAKE(verb, line.words.Word("an event"));
  line.verb = verb;
  const auto handler = Handlers().find(verb);
  if (handler == Handlers().end()) return Invalid("no input says '" + verb + "'");
  auto told = (this->*handler->second)(line);
  if (told && !line.words.AtEnd()) return Invalid("no input says '" + event.text + "'");
  return told;
}

// ---- Documents of the feed.

StoryInputs::Answer StoryInputs::Invoice(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a document"));
  int64_t version = 1;
  if (line.words.Skip("version")) {
    RELANCE_TAKE(number, line.words.Number("a version"));
    version = number;
  }
  const std::string content = line.words.Left();
  RELANCE_TAKE(total, line.words.TakeMoney());
  ledger::v1::LedgerInput input;
  auto& invoice = *Received(input, account_, id, version, content).mutable_invoice();
  invoice.set_document(id);
  invoice.set_currency(std::string(total.currency.code()));
  Put(DayOf(line.at), *invoice.mutable_issue_date());
  const bool several = line.words.Skip("in");
  do {
    auto& item = *invoice.add_items();
    item.set_id(several ? fmt::format("{}/{}", id, invoice.items_size()) : id);
    item.set_amount(total.minor);
    if (several) {
      RELANCE_TAKE(amount, line.words.Amount(total.currency));
      item.set_amount(amount);
    }
    if (auto due = line.words.Expect("due"); !due) return tl::unexpected(due.error());
    RELANCE_TAKE(due, line.words.TakeDate());
    Put(due, *item.mutable_due_date());
  } while (several && line.words.Skip(","));
  if (line.words.Skip("delivered")) {
    RELANCE_TAKE(on, line.words.TakeDate());
    Put(on, *invoice.mutable_delivered_on());
  }
  return std::vector<Told>{Document(input)};
}

StoryInputs::Answer StoryInputs::Receipt(Line& line, ledger::v1::ReceiptKind kind) {
  RELANCE_TAKE(id, line.words.Word("a payment"));
  const std::string content = line.words.Left();
  RELANCE_TAKE(amount, line.words.TakeMoney());
  ledger::v1::LedgerInput input;
  auto& receipt = *Received(input, account_, id, 1, content).mutable_receipt();
  receipt.set_document(id);
  receipt.set_receipt_kind(kind);
  receipt.set_currency(std::string(amount.currency.code()));
  receipt.set_amount(amount.minor);
  if (line.words.Skip("for")) {
    RELANCE_TAKE(purposes, line.Purposes(amount.currency));
    *receipt.mutable_intents() = {purposes.begin(), purposes.end()};
  }
  Date value_on = DayOf(line.at);
  if (line.words.Skip("value")) {
    RELANCE_TAKE(on, line.words.TakeDate());
    value_on = on;
  }
  Put(value_on, *receipt.mutable_value_date());
  return std::vector<Told>{Document(input)};
}

StoryInputs::Answer StoryInputs::Payment(Line& line) {
  return Receipt(line, ledger::v1::RECEIPT_KIND_PAYMENT);
}
StoryInputs::Answer StoryInputs::CreditNote(Line& line) {
  return Receipt(line, ledger::v1::RECEIPT_KIND_CREDIT_NOTE);
}

StoryInputs::Answer StoryInputs::Reversal(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a payment"));
  return std::vector<Told>{Document(sim::Reversal(account_, "R-" + id, id))};
}

/// A dispute that a status opens has the number of the status.
StoryInputs::Answer StoryInputs::Status(Line& line) {
  RELANCE_TAKE(item, line.words.Word("an item"));
  RELANCE_TAKE(word, line.words.Word("a status"));
  std::string id = fmt::format("S-{}", ++statuses_);
  if (!line.words.AtEnd()) {
    RELANCE_TAKE(dispute, line.words.Word("a dispute"));
    id = dispute;
  }
  ledger::v1::LedgerInput input;
  auto& status = *Received(input, account_, id, 1, item + " " + word).mutable_status();
  status.set_invoice(item);
  status.set_status(word);
  return std::vector<Told>{Document(input)};
}

StoryInputs::Answer StoryInputs::Contacts(Line& line) {
  RELANCE_TAKE(what, line.words.Word("add or drop"));
  RELANCE_TAKE(word, line.words.Word("a channel"));
  RELANCE_TAKE(name, line.words.Word("a name"));
  scenario::Contact contact;
  contact.channel = scenario::ChannelOf(word).value_or(scenario::Channel::kEmail);
  contact.name = name;
  std::erase_if(contacts_,
                [&](const Known& known) { return known.contact.Key() == contact.Key(); });
  if (what == "add") {
    if (line.words.Skip("role")) {
      RELANCE_TAKE(role, line.words.Word("a role"));
      contact.role = role;
    }
    contacts_.push_back({contact, ++revisions_});
  }
  return std::vector<Told>{MasterData()};
}

StoryInputs::Answer StoryInputs::Feed(Line& line) {
  RELANCE_TAKE(state, line.words.Word("stale, fresh, gap or repaired"));
  if (state == "gap" || state == "repaired") {
    const bool open = state == "gap";
    ledger::v1::LedgerInput input;
    auto& gap = *Received(input, account_, "GAP", ++gaps_, state).mutable_gap();
    gap.set_open(open);
    return std::vector<Told>{Document(input)};
  }
  if (state != "stale" && state != "fresh") return Invalid("no input says 'feed " + state + "'");
  auto seen = FeedSeen(line.at, state == "stale" ? 3 : 0);
  seen.mutable_feed_seen()->set_legal_entity(account_.entity);
  return std::vector<Told>{Document(seen)};
}

/// "F-1/2" is an item of F-1; the feed names both.
template <class Message>
void PutPlace(const std::string& reference, Message& out) {
  const size_t slash = reference.rfind('/');
  out.set_invoice(reference.substr(0, slash));
  if (slash != reference.npos) out.set_item(reference);
}

StoryInputs::Answer StoryInputs::History(Line& line) {
  RELANCE_TAKE(reference, line.words.Word("an item or a document"));
  if (auto level = line.words.Expect("level"); !level) return tl::unexpected(level.error());
  RELANCE_TAKE(level, line.words.Number("a level"));
  if (auto notice = line.words.Expect("notice"); !notice) return tl::unexpected(notice.error());
  RELANCE_TAKE(on, line.words.TakeDate());
  ledger::v1::LedgerInput input;
  auto& history = *Received(input, account_, fmt::format("H-{}", ++histories_), 1,
                            fmt::format("{} {} {}", reference, level, FormatDate(on)))
                       .mutable_history();
  PutPlace(reference, history);
  auto& notice = *history.add_notices();
  notice.set_level(static_cast<int>(level));
  Put(on, *notice.mutable_on());
  return std::vector<Told>{Document(input)};
}

StoryInputs::Answer StoryInputs::WriteOff(Line& line) {
  RELANCE_TAKE(reference, line.words.Word("an item or a document"));
  ledger::v1::LedgerInput input;
  PutPlace(reference, *Received(input, account_, fmt::format("W-{}", ++write_offs_), 1, reference)
                           .mutable_write_off());
  return std::vector<Told>{Document(input)};
}

StoryInputs::Answer StoryInputs::Paper(Line& line) {
  RELANCE_TAKE(item, line.words.Word("an item"));
  RELANCE_TAKE(state, line.words.Word("missing or available"));
  ledger::v1::LedgerInput input;
  auto& status =
      *Received(input, account_, fmt::format("S-{}", ++statuses_), 1, item + " document " + state)
           .mutable_status();
  status.set_invoice(item);
  status.set_status("document_" + state);
  return std::vector<Told>{Document(input)};
}

const std::map<std::string, StoryInputs::Handler>& StoryInputs::Handlers() {
  using S = StoryInputs;
  static const std::map<std::string, Handler> handlers{
      {"invoice", &S::Invoice},
      {"payment", &S::Payment},
      {"credit", &S::CreditNote},
      {"reverse", &S::Reversal},
      {"status", &S::Status},
      {"contact", &S::Contacts},
      {"feed", &S::Feed},
      {"history", &S::History},
      {"writeoff", &S::WriteOff},
      {"document", &S::Paper},
      {"bounce", &S::Bounce},
      {"failure", &S::Failure},
      {"presented", &S::Presented},
      {"refused", &S::Refused},
      {"unclaimed", &S::Unclaimed},
      {"allocate", &S::Allocation},
      {"announce", &S::Announcement},
      {"promise", &S::Promise},
      {"dispute", &S::Dispute},
      {"reject", &S::Rejected},
      {"uphold", &S::Upheld},
      {"plan", &S::Plan},
      {"hold", &S::Hold},
      {"release", &S::Released},
      {"approve", &S::Approval},
      {"force", &S::Forced},
      {"scenario", &S::Assignment},
      {"callback", &S::Callback},
      {"done", &S::Done},
      {"insolvency", &S::Insolvency},
      {"stop", &S::Stop},
      {"start", &S::Start},
      {"tick", &S::Tick},
  };
  return handlers;
}

}  // namespace relance::sim
