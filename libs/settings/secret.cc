#include "libs/settings/secret.h"

#include <cstring>

namespace relance {

Secret::~Secret() {
  if (!value_.empty()) explicit_bzero(value_.data(), value_.size());
}

}  // namespace relance
