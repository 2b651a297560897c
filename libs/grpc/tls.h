#pragma once

#include <memory>
#include <string>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace grpc {
class ChannelCredentials;
}

namespace relance {

/// PEM files of one side of mutual TLS. Either all are given or none.
struct TlsFiles {
  std::string certificate{};  ///< Own chain, leaf first.
  std::string key{};
  std::string authority{};  ///< The only root trusted for the other side.

  bool Given() const { return !certificate.empty() || !key.empty() || !authority.empty(); }
};

struct TlsMaterial {
  std::string certificate;
  std::string key;
  std::string authority;
  Instant expires;  ///< notAfter of the own leaf.
};

/// Reads the files; kInvalid names the field `tls.certificate`, `tls.key` or `tls.authority`. The
/// key must belong to the certificate.
Result<TlsMaterial> ReadTls(const TlsFiles& files);

/// "127.0.0.1:9001", "[::1]:9001", "localhost:9001" or "unix:path", with or without "dns:///".
bool IsLoopback(const std::string& address);

}  // namespace relance
