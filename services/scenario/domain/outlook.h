#pragma once

#include <optional>

#include "services/scenario/domain/candidates.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"

/// What some items come to by themselves, so that an account of 100,000 is not looked through item
/// by item for one payment.
namespace relance::scenario {

struct Outlook {
  bool waiting = false;  ///< A step of an item is due and has not left.
  bool due = false;      ///< Besides: a hold, a step or the cap of an item has come to its end.
  std::optional<Instant> next;  ///< When something of an item may come to be due.
};

/// Of the items of one page of a case. Of a case with several pages it is kept with the page, until
/// an item of it changes, something that it was made from changes, or its next moment comes.
Outlook OutlookOf(const Case& c, const Items::Page& page, const Context& context,
                  const Moment& moment);

/// The highest level that an item of the page has reached, of those that may be asked for as far as
/// they show. Kept likewise.
int LevelOf(const Items::Page& page);

/// Calls look(id, item) for each item that something may be due of, and for others.
template <class Look>
void EachDueItem(const Case& c, const Context& context, const Moment& moment, Look look) {
  const auto& pages = c.items.pages();
  for (const auto& [number, page] : pages) {
    if (pages.size() > 1) {
      const Outlook outlook = OutlookOf(c, *page, context, moment);
      if (!outlook.waiting && !outlook.due) continue;
    }
    for (const auto& [id, item] : page->entries) look(id, item);
  }
}

}  // namespace relance::scenario
