#include "services/notifier/wiring.h"

int main(int argc, char** argv) {
  return relance::ServiceMain("notifier", argc, argv, relance::notifier::Prepare);
}
