#include "services/portal/wiring.h"

int main(int argc, char** argv) {
  return relance::ServiceMain("portal", argc, argv, relance::portal::Prepare);
}
