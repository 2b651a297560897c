#include "services/scenario/wiring.h"

int main(int argc, char** argv) {
  return relance::ServiceMain("scenario", argc, argv, relance::scenario::Prepare);
}
