// Documents of the scenario's view, and facts of cases. The first byte says which.
#include "services/scenario/adapters/documents.h"
#include "services/scenario/domain/facts_archive.h"
#include "tests/fuzz/stored.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  switch (TakeByte(input)) {
    case 'c':
      return ReadStored<scenario::CaseDocument>(input);
    case 'd':
      return ReadStored<scenario::DebtorDocument>(input);
    case 'p':
      return ReadStored<scenario::PartitionDocument>(input);
    case 'o':
      return ReadStored<scenario::OpenCases>(input);
    case 'r':
      return ReadStored<scenario::ReplanDocument>(input);
    case 'f':
      return ReadStored<scenario::CaseFact>(input);
    default:
      return;
  }
}

const bool kDeclared = Declare({"scenario_view", Run});

}  // namespace
}  // namespace relance::fuzz
