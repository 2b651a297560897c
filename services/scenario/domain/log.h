#pragma once

#include <string>
#include <string_view>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// The line of a fact, without time and case: "send level1 email items F-1:800.00@1 net 800.00
/// EUR". Empty for facts that have none. `c` is the case to which the fact was applied.
std::string LogLine(const Case& c, const CaseFact& fact);

/// "queue level1 items ...": a planned notice that waits for the notifier.
std::string QueueLine(const Notice& notice);

/// "items F-1:800.00@1 net 800.00 EUR", for each currency.
std::string ContentWords(const Content& content);

/// The first word of a line: its kind.
std::string_view KindOf(std::string_view line);

/// Lines of this kind exist.
bool IsKind(std::string_view kind);

}  // namespace relance::scenario
