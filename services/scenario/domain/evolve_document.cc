#include "services/scenario/domain/evolve_document.h"

#include <utility>

namespace relance::scenario {
namespace {

/// A document of one item of its name is that item: nothing else has to be kept of it.
bool IsItsOnlyItem(const DocumentRecorded& f) {
  return f.items.size() == 1 && f.items.front().id == f.document;
}

/// The item that is its document goes over to another one: what is known of its own stays known.
void KeepDocumentOf(Case& c, const Item& item, const std::string& next) {
  if (item.document != item.id || item.document == next) return;
  if (c.documents.contains(item.document)) return;
  c.documents.Make(item.document).second = Document{item.version, {item.id}};
}

Item& ItemToRecord(Case& c, const DocumentRecorded& f, const std::string& id) {
  if (Item* known = c.EditItem(id)) {
    KeepDocumentOf(c, *known, f.document);
    return *known;
  }
  auto& [key, added] = c.items.Make(id);
  added.id = key;
  added.known_on = f.known_on;
  return added;
}

void RecordItem(Case& c, const DocumentRecorded& f, const RecordedItem& recorded,
                const Text& document) {
  Item& item = ItemToRecord(c, f, recorded.id);
  if (item.due != recorded.due) item.cap_told = false;
  item.document = document == item.id ? item.id : document;
  item.reference = f.reference == document ? item.document : Text(f.reference);
  item.version = f.version;
  item.currency = f.currency;
  item.amount = recorded.amount;
  item.open = recorded.open;
  item.due = recorded.due;
  item.delivered_on = f.delivered_on;
  item.issued_on = f.issued_on;
  item.quiet_until = f.quiet_until;
  if (recorded.restarts) {
    item.track.standing.level = 0;
    item.track.standing.next = NextStep::kAbove;
  }
}

}  // namespace

void On(Case& c, const DocumentRecorded& f) {
  if (IsItsOnlyItem(f)) {
    c.documents.erase(f.document);
    RecordItem(c, f, f.items.front(), f.document);
    return;
  }
  const Text number(f.document);
  Document document{f.version, {}};
  for (const RecordedItem& recorded : f.items) {
    RecordItem(c, f, recorded, number);
    document.items.push_back(c.EditItem(recorded.id)->id);
  }
  c.documents.Make(number).second = std::move(document);
}

}  // namespace relance::scenario
