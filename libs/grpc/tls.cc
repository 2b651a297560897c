#include "libs/grpc/tls.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <string_view>
#include <utility>

#include "libs/process/read_file.h"

namespace relance {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;

Bio Memory(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Certificate ParseCertificate(const std::string& pem) {
  return Certificate(PEM_read_bio_X509(Memory(pem).get(), nullptr, nullptr, nullptr));
}

/// A key with a passphrase must not ask for it on the terminal.
int NoPassphrase(char*, int, int, void*) {
  return -1;
}

Key ParseKey(const std::string& pem) {
  return Key(PEM_read_bio_PrivateKey(Memory(pem).get(), nullptr, &NoPassphrase, nullptr));
}

Instant NotAfter(const X509& certificate) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &parts) != 1) return Instant{};
  return FromMillis(static_cast<int64_t>(timegm(&parts)) * 1000);
}

/// "127.0.0.1" of "dns:///127.0.0.1:9001".
std::string_view HostOf(std::string_view address) {
  for (const std::string_view scheme : {"dns:///", "dns:", "ipv4:", "ipv6:"}) {
    if (address.starts_with(scheme)) {
      address.remove_prefix(scheme.size());
      break;
    }
  }
  const size_t colon = address.rfind(':');
  return colon == std::string_view::npos ? address : address.substr(0, colon);
}

}  // namespace

Result<TlsMaterial> ReadTls(const TlsFiles& files) {
  auto certificate = ReadFile(files.certificate, "tls.certificate");
  if (!certificate) return Failure(certificate.error());
  auto key = ReadFile(files.key, "tls.key");
  if (!key) return Failure(key.error());
  auto authority = ReadFile(files.authority, "tls.authority");
  if (!authority) return Failure(authority.error());
  const Certificate leaf = ParseCertificate(*certificate);
  if (!leaf) {
    return Invalid("'" + files.certificate + "' holds no PEM certificate", "tls.certificate");
  }
  const Key own = ParseKey(*key);
  if (!own) return Invalid("'" + files.key + "' holds no PEM key without passphrase", "tls.key");
  if (X509_check_private_key(leaf.get(), own.get()) != 1) {
    return Invalid("'" + files.key + "' is not the key of '" + files.certificate + "'", "tls.key");
  }
  if (!ParseCertificate(*authority)) {
    return Invalid("'" + files.authority + "' holds no PEM certificate", "tls.authority");
  }
  return TlsMaterial{std::move(*certificate), std::move(*key), std::move(*authority),
                     NotAfter(*leaf)};
}

bool IsLoopback(const std::string& address) {
  if (address.starts_with("unix:") || address.starts_with("unix-abstract:")) return true;
  const std::string host(HostOf(address));
  if (host == "localhost" || host == "[::1]") return true;
  in_addr ipv4{};
  return inet_pton(AF_INET, host.c_str(), &ipv4) == 1 && ntohl(ipv4.s_addr) >> 24 == 127;
}

}  // namespace relance
