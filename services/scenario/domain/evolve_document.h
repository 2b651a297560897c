#pragma once

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/facts.h"

/// Evolve of documents and their versions (evolve.h).
namespace relance::scenario {

void On(Case& c, const DocumentRecorded& f);

}  // namespace relance::scenario
