#include "libs/process/build.h"

namespace relance {

std::string_view BuildVersion() {
  return RELANCE_VERSION;
}
std::string_view BuildCommit() {
  return RELANCE_COMMIT;
}

}  // namespace relance
