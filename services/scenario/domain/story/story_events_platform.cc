#include "services/scenario/domain/story/story_event.h"

#include <utility>

#include "libs/money/quoted.h"

namespace relance::scenario {
namespace {
// ---- Platform, courts, master data.

Result<void> Status(Event& event) {
  ChangeStatus change;
  RELANCE_TAKE(item, event.words.Word("an item"));
  RELANCE_TAKE(word, event.words.Word("a status"));
  const auto status = InvoiceStatusOf(word);
  if (!status) return Invalid("no such status: " + Quoted(word));
  change.item = item;
  change.status = *status;
  if (*status == InvoiceStatus::kRefused || *status == InvoiceStatus::kDisputed) {
    RELANCE_TAKE(dispute, event.words.Word("a dispute"));
    change.dispute = dispute;
  }
  return event.Tell(change, item);
}

Result<void> DocumentOf(Event& event) {
  RELANCE_TAKE(item, event.words.Word("an item"));
  if (event.words.Skip("missing")) return event.Tell(ChangeDocument{item, true}, item);
  if (auto available = event.words.Expect("available"); !available) return available;
  return event.Tell(ChangeDocument{item, false}, item);
}

Result<void> Insolvency(Event& event) {
  OpenInsolvency insolvency{event.Today()};
  if (event.words.Skip("published")) {
    RELANCE_TAKE(date, event.words.TakeDate());
    insolvency.published_on = date;
  }
  for (auto* account : event.world.OfDebtor(event.account)) event.world.Tell(*account, insolvency);
  return {};
}

Result<void> ChangeContact(Event& event) {
  RELANCE_TAKE(what, event.words.Word("add or drop"));
  RELANCE_TAKE(channel, event.TakeChannel());
  RELANCE_TAKE(name, event.words.Word("a name"));
  auto& contacts = event.account.debtor->contacts;
  std::erase_if(contacts, [&](const Contact& contact) {
    return contact.channel == channel && contact.name == name;
  });
  ContactsChanged changed;
  if (what == "add") {
    Contact contact;
    contact.channel = channel;
    contact.name = name;
    if (event.words.Skip("role")) {
      RELANCE_TAKE(role, event.words.Word("a role"));
      contact.role = role;
    }
    changed.added.push_back(contact.Key());
    contacts.push_back(std::move(contact));
  } else if (what != "drop") {
    return Invalid("expected add or drop, not " + Quoted(what));
  }
  for (auto* account : event.world.OfDebtor(event.account)) event.world.Tell(*account, changed);
  return {};
}

// ---- What becomes of messages.

/// The last notice that used a channel, or a contact on it; empty: none did.
std::pair<std::string, NoticeContact> LastOn(const Event& event, Channel channel,
                                             const std::string& name) {
  const auto& sent = event.account.handed_over;
  for (auto at = sent.rbegin(); at != sent.rend(); ++at) {
    const auto notice = event.account.c.notices.find(*at);
    if (notice == event.account.c.notices.end()) continue;
    for (const NoticeContact& contact : notice->second.contacts) {
      const bool named = name.empty() || contact.name == name;
      if (contact.channel == channel && named) return {*at, contact};
    }
  }
  return {};
}

Result<void> Fail(Event& event, bool bounced) {
  RELANCE_TAKE(channel, event.TakeChannel());
  const std::string name = event.words.AtEnd() ? "" : *event.words.Word("a name");
  const auto [notice, contact] = LastOn(event, channel, name);
  if (notice.empty()) return {};
  for (Contact& known : event.account.debtor->contacts) {
    if (bounced && known.Key() == contact.Key()) known.bounced = true;
  }
  return event.Tell(NoticeContactFailed{notice, contact.Key()}, notice);
}

Result<void> Bounce(Event& event) {
  return Fail(event, true);
}
Result<void> FailedContact(Event& event) {
  return Fail(event, false);
}

Result<void> Presented(Event& event) {
  RELANCE_TAKE(channel, event.TakeChannel());
  NoticePresented presented{LastOn(event, channel, "").first, event.Today()};
  if (event.words.Skip("on")) {
    RELANCE_TAKE(date, event.words.TakeDate());
    presented.on = date;
  }
  if (presented.notice.empty()) return {};
  return event.Tell(presented, presented.notice);
}

// ---- Switches.

Result<void> Switch(Event& event, bool stopped) {
  if (event.words.Skip("entity")) {
    event.account.entity->stopped = stopped;
    return {};
  }
  RELANCE_TAKE(channel, event.TakeChannel());
  auto& channels = event.account.entity->channels_stopped;
  if (stopped) {
    channels.insert(channel);
  } else {
    channels.erase(channel);
  }
  return {};
}

Result<void> Stop(Event& event) {
  return Switch(event, true);
}
Result<void> Start(Event& event) {
  return Switch(event, false);
}

Result<void> Feed(Event& event) {
  RELANCE_TAKE(state, event.words.Word("stale, fresh, gap or repaired"));
  if (state == "stale" || state == "fresh") {
    event.account.entity->stale = state == "stale";
    return {};
  }
  if (state != "gap" && state != "repaired") return Invalid("unknown state " + Quoted(state));
  return event.Tell(ChangeFeedGap{state == "gap"}, state);
}

Result<void> Notifier(Event& event) {
  if (event.words.Skip("down")) {
    event.world.notifier_up = false;
    return {};
  }
  if (auto up = event.words.Expect("up"); !up) return up;
  event.world.OpenQueue();
  return {};
}

Result<void> Tick(Event&) {
  return {};
}

}  // namespace

std::map<std::string, EventHandler> PlatformVerbs() {
  return {
      {"status", Status},         {"document", DocumentOf},
      {"insolvency", Insolvency}, {"contact", ChangeContact},
      {"bounce", Bounce},         {"failure", FailedContact},
      {"presented", Presented},   {"refused", Presented},
      {"unclaimed", Presented},   {"stop", Stop},
      {"start", Start},           {"feed", Feed},
      {"notifier", Notifier},     {"tick", Tick},
  };
}

}  // namespace relance::scenario
