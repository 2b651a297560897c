#include "libs/seal/random.h"

#include <openssl/rand.h>

#include <cstdio>
#include <cstdlib>

namespace relance::seal {

std::string RandomBytes(size_t n) {
  std::string bytes(n, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(n)) != 1) {
    std::fprintf(stderr, "no random bytes (%zu wanted)\n", n);
    std::abort();
  }
  return bytes;
}

}  // namespace relance::seal
