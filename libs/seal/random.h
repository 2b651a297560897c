#pragma once

#include <string>

namespace relance::seal {

/// Bytes nobody can guess, from the operating system through OpenSSL. Aborts when there are none:
/// no key or token may ever be made of less.
std::string RandomBytes(size_t n);

}  // namespace relance::seal
