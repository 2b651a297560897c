#pragma once

#include "libs/journal/ports.h"
#include "libs/seal/random.h"

namespace relance::host {

class SystemEntropy : public journal::Entropy {
 public:
  std::string Bytes(size_t count) override { return seal::RandomBytes(count); }
};

}  // namespace relance::host
