// Documents of the ledger's view, and parked events. The first byte says which.
#include "services/ledger/adapters/parked_events.h"
#include "services/ledger/domain/books.h"
#include "tests/fuzz/stored.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  switch (TakeByte(input)) {
    case 'a':
      return ReadStored<ledger::Account>(input);
    case 'i':
      return ReadStored<ledger::Invoice>(input);
    case 'r':
      return ReadStored<ledger::Receipt>(input);
    case 'm':
      return ReadStored<ledger::Remark>(input);
    case 'p':
      return ReadStored<ledger::ParkedEvent>(input);
    default:
      return;
  }
}

const bool kDeclared = Declare({"ledger_view", Run});

}  // namespace
}  // namespace relance::fuzz
