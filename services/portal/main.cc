#include "services/portal/wiring.h"

int main(int argc, char** argv) { return relance::portal::RunPortal(argc, argv); }
