#include "services/scenario/domain/story/story_events.h"

#include <algorithm>
#include <map>
#include <utility>

#include "libs/money/quoted.h"
#include "services/scenario/domain/story/words_of_a_line.h"

namespace relance::scenario {
namespace {

using Account = StoryWorld::Account;

/// Takes a value out of a Result, or leaves the function with its error.
#define RELANCE_TAKE(variable, expression)                        \
  auto variable##_read = (expression);                            \
  if (!variable##_read) return tl::unexpected(variable##_read.error()); \
  auto variable = std::move(*variable##_read)

/// One event: its words, and the case that it is about.
class Event {
 public:
  Event(StoryWorld& world, Account& account, std::string text)
      : world_(world), account_(account), words_(text) {}

  Result<void> Happen() {
    RELANCE_TAKE(verb, words_.Word("an event"));
    verb_ = verb;
    const auto handler = Verbs().find(verb_);
    if (handler == Verbs().end()) return Invalid("unknown event " + Quoted(verb_));
    const auto happened = (this->*handler->second)();
    return happened ? words_.End() : happened;
  }

 private:
  using Handler = Result<void> (Event::*)();

  static const std::map<std::string, Handler>& Verbs() {
    static const std::map<std::string, Handler> verbs{
        {"invoice", &Event::Invoice},       {"payment", &Event::Payment},
        {"credit", &Event::Credit},         {"allocate", &Event::AllocateRest},
        {"reverse", &Event::Reverse},       {"writeoff", &Event::WriteOffItems},
        {"announce", &Event::Announce},     {"promise", &Event::MakeAPromise},
        {"dispute", &Event::Dispute},       {"reject", &Event::Reject},
        {"uphold", &Event::Uphold},         {"plan", &Event::Plan},
        {"hold", &Event::PlaceAHold},       {"release", &Event::Release},
        {"status", &Event::Status},         {"insolvency", &Event::Insolvency},
        {"contact", &Event::ChangeContact}, {"bounce", &Event::Bounce},
        {"failure", &Event::FailedContact}, {"presented", &Event::Presented},
        {"refused", &Event::Presented},     {"unclaimed", &Event::Presented},
        {"document", &Event::DocumentOf},   {"scenario", &Event::Assign},
        {"approve", &Event::ApproveIt},     {"force", &Event::ForceIt},
        {"stop", &Event::Stop},             {"start", &Event::Start},
        {"feed", &Event::Feed},             {"notifier", &Event::Notifier},
        {"history", &Event::History},       {"callback", &Event::Callback},
        {"done", &Event::Done},             {"tick", &Event::Tick},
    };
    return verbs;
  }

  Date Today() const { return world_.Today(account_); }

  Result<void> TellAll(std::vector<CaseInput> inputs, const std::string& subject) {
    for (const CaseInput& input : inputs) Told(world_.Tell(account_, input), subject);
    return {};
  }
  Result<void> Tell(const CaseInput& input, const std::string& subject) {
    Told(world_.Tell(account_, input), subject);
    return {};
  }
  void Told(std::optional<RefusalReason> refused, const std::string& subject) {
    if (!refused) return;
    world_.Write(account_,
                 "refuse " + verb_ + " " + subject + " " + std::string(Word(*refused)));
  }

  Result<std::vector<std::string>> References() {
    std::vector<std::string> references;
    do {
      RELANCE_TAKE(reference, words_.Word("an item or a document"));
      references.push_back(reference);
    } while (words_.Skip(","));
    return references;
  }

  Result<std::vector<Purpose>> Purposes(Currency currency) {
    std::vector<Purpose> purposes;
    do {
      RELANCE_TAKE(reference, words_.Word("an item or a document"));
      Purpose purpose{reference, std::nullopt};
      const std::string next = words_.Peek();
      if (!next.empty() && next != "," && next != "value") {
        RELANCE_TAKE(amount, words_.Amount(currency));
        purpose.amount = amount;
      }
      purposes.push_back(std::move(purpose));
    } while (words_.Skip(","));
    return purposes;
  }

  // ---- The ledger.

  Result<void> Invoice() {
    RELANCE_TAKE(id, words_.Word("a document"));
    int64_t version = 1;
    if (words_.Skip("version")) {
      RELANCE_TAKE(number, words_.Number("a version"));
      version = number;
    }
    RELANCE_TAKE(total, words_.TakeMoney());
    RELANCE_TAKE(lines, InvoiceLines(id, total));
    std::optional<Date> delivered_on;
    if (words_.Skip("delivered")) {
      RELANCE_TAKE(date, words_.TakeDate());
      delivered_on = date;
    }
    return TellAll(account_.ledger.Invoice(id, version, total.currency, lines, delivered_on), id);
  }

  Result<std::vector<StoryLedger::Line>> InvoiceLines(const std::string& id, Money total) {
    std::vector<StoryLedger::Line> lines;
    if (!words_.Skip("in")) {
      RELANCE_TAKE(due, Due());
      lines.push_back({id, total.minor, due});
      return lines;
    }
    int64_t sum = 0;
    do {
      RELANCE_TAKE(amount, words_.Amount(total.currency));
      RELANCE_TAKE(due, Due());
      lines.push_back({id + "/" + std::to_string(lines.size() + 1), amount, due});
      sum += amount;
    } while (words_.Skip(","));
    if (sum != total.minor) return Invalid("the instalments do not add up to the invoice");
    return lines;
  }

  Result<Date> Due() {
    const auto due = words_.Expect("due");
    if (!due) return tl::unexpected(due.error());
    return words_.TakeDate();
  }

  Result<void> Payment() { return Book(MoneyKind::kPayment); }
  Result<void> Credit() { return Book(MoneyKind::kCredit); }

  Result<void> Book(MoneyKind kind) {
    RELANCE_TAKE(id, words_.Word("a payment"));
    RELANCE_TAKE(amount, words_.TakeMoney());
    std::vector<Purpose> purposes;
    if (words_.Skip("for")) {
      RELANCE_TAKE(named, Purposes(amount.currency));
      purposes = named;
    }
    Date value_on = Today();
    if (words_.Skip("value")) {
      RELANCE_TAKE(date, words_.TakeDate());
      value_on = date;
    }
    return TellAll(account_.ledger.Book(kind, id, amount, purposes, Today(), value_on), id);
  }

  Result<void> AllocateRest() {
    RELANCE_TAKE(id, words_.Word("a payment"));
    if (auto to = words_.Expect("to"); !to) return to;
    const Currency* currency = account_.ledger.CurrencyOf(id);
    if (currency == nullptr) return Invalid("no payment or credit note " + Quoted(id));
    RELANCE_TAKE(purposes, Purposes(*currency));
    return TellAll(account_.ledger.AllocateRest(id, purposes), id);
  }

  Result<void> Reverse() {
    RELANCE_TAKE(id, words_.Word("a payment"));
    return TellAll(account_.ledger.Reverse(id), id);
  }

  Result<void> WriteOffItems() {
    RELANCE_TAKE(reference, words_.Word("an item or a document"));
    return TellAll(account_.ledger.WriteOffItems(reference), reference);
  }

  Result<void> History() {
    RELANCE_TAKE(reference, words_.Word("an item or a document"));
    if (auto level = words_.Expect("level"); !level) return level;
    RELANCE_TAKE(level, words_.Number("a level"));
    if (auto notice = words_.Expect("notice"); !notice) return notice;
    RELANCE_TAKE(date, words_.TakeDate());
    return Tell(ImportHistory{reference, static_cast<int>(level), date}, reference);
  }

  // ---- The debtor says something.

  Result<void> Announce() {
    RELANCE_TAKE(reference, words_.Word("an item or a document"));
    PaymentMode mode = PaymentMode::kTransfer;
    if (!words_.AtEnd()) {
      RELANCE_TAKE(word, words_.Word("a mode"));
      const auto known = PaymentModeOf(word);
      if (!known) return Invalid("no such mode of payment: " + Quoted(word));
      mode = *known;
    }
    return Tell(AnnouncePayment{reference, mode}, reference);
  }

  Result<void> MakeAPromise() {
    RELANCE_TAKE(id, words_.Word("a promise"));
    RELANCE_TAKE(amount, words_.TakeMoney());
    if (auto by = words_.Expect("by"); !by) return by;
    RELANCE_TAKE(by, words_.TakeDate());
    if (auto what = words_.Expect("for"); !what) return what;
    RELANCE_TAKE(references, References());
    return Tell(MakePromise{id, amount, by, references}, id);
  }

  Result<void> Dispute() {
    RELANCE_TAKE(id, words_.Word("a dispute"));
    RELANCE_TAKE(item, words_.Word("an item"));
    RELANCE_TAKE(reason, words_.Word("a reason"));
    int64_t part = 0;
    if (!words_.AtEnd()) {
      RELANCE_TAKE(amount, words_.TakeMoney());
      part = amount.minor;
    }
    return Tell(OpenDispute{id, item, reason, part}, id);
  }

  Result<void> Reject() {
    RELANCE_TAKE(id, words_.Word("a dispute"));
    return Tell(DecideDispute{id, false, std::nullopt}, id);
  }

  Result<void> Uphold() {
    RELANCE_TAKE(id, words_.Word("a dispute"));
    DecideDispute verdict{id, true, std::nullopt};
    if (!words_.AtEnd()) {
      RELANCE_TAKE(amount, words_.TakeMoney());
      verdict.amount = amount.minor;
    }
    return Tell(verdict, id);
  }

  Result<void> Plan() {
    ProposePlan plan;
    RELANCE_TAKE(id, words_.Word("a plan"));
    plan.id = id;
    RELANCE_TAKE(currency, words_.TakeCurrency());
    plan.currency = currency;
    if (auto what = words_.Expect("for"); !what) return what;
    RELANCE_TAKE(references, References());
    plan.references = references;
    if (words_.Skip("down")) {
      RELANCE_TAKE(amount, words_.Amount(currency));
      if (auto by = words_.Expect("by"); !by) return by;
      RELANCE_TAKE(by, words_.TakeDate());
      plan.down = DownPayment{amount, by};
    }
    if (auto then = words_.Expect("then"); !then) return then;
    do {
      Instalment instalment;
      RELANCE_TAKE(amount, words_.Amount(currency));
      if (auto on = words_.Expect("on"); !on) return on;
      RELANCE_TAKE(on, words_.TakeDate());
      instalment.amount = amount;
      instalment.on = on;
      plan.instalments.push_back(std::move(instalment));
    } while (words_.Skip(","));
    return Tell(plan, id);
  }

  // ---- A person acts.

  /// A hold of the debtor concerns every case of his; refused when no case takes it.
  template <class Input>
  Result<void> TellScope(const Input& input) {
    if (input.subject != "debtor") return Tell(input, input.subject);
    std::optional<RefusalReason> refused;
    bool taken = false;
    for (Account* account : world_.OfDebtor(account_)) {
      const auto answer = world_.Tell(*account, input);
      if (!answer) taken = true;
      if (answer) refused = answer;
    }
    if (!taken) Told(refused, input.subject);
    return {};
  }

  Result<void> PlaceAHold() {
    PlaceHold hold;
    RELANCE_TAKE(subject, words_.Word("what is held"));
    hold.subject = subject;
    if (words_.Skip("until")) {
      RELANCE_TAKE(until, words_.TakeDate());
      hold.until = until;
    }
    if (words_.Skip("reason")) {
      RELANCE_TAKE(word, words_.Word("a reason"));
      hold.word = word;
    }
    return TellScope(hold);
  }

  Result<void> Release() {
    ReleaseHold release;
    RELANCE_TAKE(subject, words_.Word("what is held"));
    release.subject = subject;
    if (words_.Skip("reason")) {
      RELANCE_TAKE(word, words_.Word("a reason"));
      release.word = word;
    }
    return TellScope(release);
  }

  Result<void> ApproveIt() {
    RELANCE_TAKE(subject, words_.Word("what is approved"));
    if (auto by = words_.Expect("by"); !by) return by;
    RELANCE_TAKE(by, words_.Word("a person"));
    return Tell(Approve{subject, by}, subject);
  }

  Result<void> ForceIt() {
    Force force;
    RELANCE_TAKE(step, words_.Word("a step"));
    RELANCE_TAKE(reference, words_.Word("an item or a document"));
    force.step = step;
    force.reference = reference;
    if (auto by = words_.Expect("by"); !by) return by;
    RELANCE_TAKE(by, words_.Word("a person"));
    force.by = by;
    if (words_.Skip("and")) {
      RELANCE_TAKE(second, words_.Word("a second person"));
      force.and_by = second;
    }
    if (words_.Skip("reason")) force.why = words_.Rest();
    return Tell(force, step);
  }

  Result<void> Assign() {
    RELANCE_TAKE(name, words_.Word("a scenario"));
    const Scenario* scenario = world_.FindScenario(name);
    if (scenario == nullptr) return Invalid("no scenario is named '" + name + "'");
    const bool next = words_.Skip("next");
    return Tell(AssignScenario{ScenarioRef{name, scenario->version}, next}, name);
  }

  Result<void> Callback() {
    RELANCE_TAKE(id, words_.Word("a callback"));
    if (auto at = words_.Expect("at"); !at) return at;
    LineWords rest(words_.Rest());
    LineWords written = rest;
    RELANCE_TAKE(date, rest.TakeDate());
    RELANCE_TAKE(time, rest.TakeTime());
    account_.callbacks[id] = written.Rest();
    if (auto end = rest.End(); !end) return end;
    return Tell(BookCallback{id, world_.zone().At(date, time)}, id);
  }

  Result<void> Done() {
    RELANCE_TAKE(id, words_.Word("a callback"));
    return Tell(CompleteCallback{id}, id);
  }

  // ---- Platform, courts, master data.

  Result<void> Status() {
    ChangeStatus change;
    RELANCE_TAKE(item, words_.Word("an item"));
    RELANCE_TAKE(word, words_.Word("a status"));
    const auto status = InvoiceStatusOf(word);
    if (!status) return Invalid("no such status: " + Quoted(word));
    change.item = item;
    change.status = *status;
    if (*status == InvoiceStatus::kRefused || *status == InvoiceStatus::kDisputed) {
      RELANCE_TAKE(dispute, words_.Word("a dispute"));
      change.dispute = dispute;
    }
    return Tell(change, item);
  }

  Result<void> DocumentOf() {
    RELANCE_TAKE(item, words_.Word("an item"));
    if (words_.Skip("missing")) return Tell(ChangeDocument{item, true}, item);
    if (auto available = words_.Expect("available"); !available) return available;
    return Tell(ChangeDocument{item, false}, item);
  }

  Result<void> Insolvency() {
    OpenInsolvency insolvency{Today()};
    if (words_.Skip("published")) {
      RELANCE_TAKE(date, words_.TakeDate());
      insolvency.published_on = date;
    }
    for (Account* account : world_.OfDebtor(account_)) world_.Tell(*account, insolvency);
    return {};
  }

  Result<Channel> TakeChannel() {
    RELANCE_TAKE(word, words_.Word("a channel"));
    const auto channel = ChannelOf(word);
    if (!channel) return Invalid("no such channel: " + Quoted(word));
    return *channel;
  }

  Result<void> ChangeContact() {
    RELANCE_TAKE(what, words_.Word("add or drop"));
    RELANCE_TAKE(channel, TakeChannel());
    RELANCE_TAKE(name, words_.Word("a name"));
    auto& contacts = account_.debtor->contacts;
    std::erase_if(contacts, [&](const Contact& contact) {
      return contact.channel == channel && contact.name == name;
    });
    ContactsChanged changed;
    if (what == "add") {
      Contact contact;
      contact.channel = channel;
      contact.name = name;
      if (words_.Skip("role")) {
        RELANCE_TAKE(role, words_.Word("a role"));
        contact.role = role;
      }
      changed.added.push_back(contact.Key());
      contacts.push_back(std::move(contact));
    } else if (what != "drop") {
      return Invalid("expected add or drop, not " + Quoted(what));
    }
    for (Account* account : world_.OfDebtor(account_)) world_.Tell(*account, changed);
    return {};
  }

  // ---- What becomes of messages.

  /// The last notice that used a channel, or a contact on it; empty: none did.
  std::pair<std::string, NoticeContact> LastOn(Channel channel, const std::string& name) const {
    const auto& sent = account_.handed_over;
    for (auto at = sent.rbegin(); at != sent.rend(); ++at) {
      const auto notice = account_.c.notices.find(*at);
      if (notice == account_.c.notices.end()) continue;
      for (const NoticeContact& contact : notice->second.contacts) {
        const bool named = name.empty() || contact.name == name;
        if (contact.channel == channel && named) return {*at, contact};
      }
    }
    return {};
  }

  Result<void> Bounce() { return Fail(true); }
  Result<void> FailedContact() { return Fail(false); }

  Result<void> Fail(bool bounced) {
    RELANCE_TAKE(channel, TakeChannel());
    const std::string name = words_.AtEnd() ? "" : *words_.Word("a name");
    const auto [notice, contact] = LastOn(channel, name);
    if (notice.empty()) return {};
    for (Contact& known : account_.debtor->contacts) {
      if (bounced && known.Key() == contact.Key()) known.bounced = true;
    }
    return Tell(NoticeContactFailed{notice, contact.Key()}, notice);
  }

  Result<void> Presented() {
    RELANCE_TAKE(channel, TakeChannel());
    NoticePresented presented{LastOn(channel, "").first, std::nullopt};
    if (words_.Skip("on")) {
      RELANCE_TAKE(date, words_.TakeDate());
      presented.on = date;
    }
    if (presented.notice.empty()) return {};
    return Tell(presented, presented.notice);
  }

  // ---- Switches.

  Result<void> Stop() { return Switch(true); }
  Result<void> Start() { return Switch(false); }

  Result<void> Switch(bool stopped) {
    if (words_.Skip("entity")) {
      account_.entity->stopped = stopped;
      return {};
    }
    RELANCE_TAKE(channel, TakeChannel());
    auto& channels = account_.entity->channels_stopped;
    if (stopped) {
      channels.insert(channel);
    } else {
      channels.erase(channel);
    }
    return {};
  }

  Result<void> Feed() {
    RELANCE_TAKE(state, words_.Word("stale, fresh, gap or repaired"));
    if (state == "stale" || state == "fresh") {
      account_.entity->stale = state == "stale";
      return {};
    }
    if (state != "gap" && state != "repaired") return Invalid("unknown state " + Quoted(state));
    return Tell(ChangeFeedGap{state == "gap"}, state);
  }

  Result<void> Notifier() {
    if (words_.Skip("down")) {
      world_.notifier_up = false;
      return {};
    }
    if (auto up = words_.Expect("up"); !up) return up;
    world_.OpenQueue();
    return {};
  }

  Result<void> Tick() { return {}; }

  StoryWorld& world_;
  Account& account_;
  LineWords words_;
  std::string verb_;
};

#undef RELANCE_TAKE

}  // namespace

Result<void> Happen(StoryWorld& world, const StoryEvent& event) {
  Account* account = world.Find(event.entity, event.debtor);
  const std::string line = "line " + std::to_string(event.line) + ": ";
  if (account == nullptr) {
    return Invalid(line + "no such case: " + Quoted(event.entity + "/" + event.debtor));
  }
  const auto happened = Event(world, *account, event.text).Happen();
  if (!happened) return Invalid(line + happened.error().message);
  return {};
}

}  // namespace relance::scenario
