#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libs/grpc/tls.h"

namespace relance {

/// A throw-away certificate authority in a folder of its own, for tests. Aborts when it cannot do
/// its work: a test without certificates proves nothing.
class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name);
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  struct Leaf {
    std::string common_name{};
    std::vector<std::string> dns_names{};
    int days = 1;  ///< Until notAfter; negative: it has expired.
  };
  /// Files of a fresh certificate and key signed by this authority.
  TlsFiles Issue(const Leaf& leaf) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Signer;

  std::filesystem::path folder_;
  std::unique_ptr<Signer> signer_;
};

}  // namespace relance
