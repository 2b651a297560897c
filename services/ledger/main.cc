#include "services/ledger/wiring.h"

int main(int argc, char** argv) {
  return relance::ServiceMain("ledger", argc, argv, relance::ledger::Prepare);
}
