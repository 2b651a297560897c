#include "libs/grpc/testing/authority.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace relance {
namespace {

constexpr long kDaySeconds = 86'400;

struct Closed {
  void operator()(FILE* f) const { std::fclose(f); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, Closed>;
using Certificate = std::unique_ptr<X509, Closed>;

void Require(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "test authority: %s failed\n", what);
  std::abort();
}

Key MakeKey() {
  Key key(EVP_EC_gen("P-256"));
  Require(key != nullptr, "key");
  return key;
}

void AddExtension(X509& certificate, int nid, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
  Require(extension != nullptr && X509_add_ext(&certificate, extension, -1) == 1, "extension");
  X509_EXTENSION_free(extension);
}

Certificate MakeCertificate(const std::string& common_name, EVP_PKEY& key, int days) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  int serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial & 0x7fffffff);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -7 * kDaySeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * kDaySeconds);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  X509_set_pubkey(certificate.get(), &key);
  return certificate;
}

std::unique_ptr<FILE, Closed> Open(const std::filesystem::path& path) {
  std::unique_ptr<FILE, Closed> file(std::fopen(path.c_str(), "w"));
  Require(file != nullptr, "open");
  return file;
}

void Write(const std::filesystem::path& path, X509& certificate) {
  Require(PEM_write_X509(Open(path).get(), &certificate) == 1, "write certificate");
}

void Write(const std::filesystem::path& path, EVP_PKEY& key) {
  Require(PEM_write_PrivateKey(Open(path).get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "write key");
}

}  // namespace

struct TestAuthority::Signer {
  Key key;
  Certificate certificate;
};

TestAuthority::TestAuthority(const std::string& name) : signer_(std::make_unique<Signer>()) {
  std::string pattern = std::filesystem::temp_directory_path() / "relance-ca-XXXXXX";
  Require(mkdtemp(pattern.data()) != nullptr, "folder");
  folder_ = pattern;
  signer_->key = MakeKey();
  signer_->certificate = MakeCertificate(name, *signer_->key, 1);
  X509* self = signer_->certificate.get();
  X509_set_issuer_name(self, X509_get_subject_name(self));
  AddExtension(*self, NID_basic_constraints, "critical,CA:TRUE");
  Require(X509_sign(self, signer_->key.get(), EVP_sha256()) > 0, "sign");
  Write(folder_ / "authority.pem", *self);
}

TestAuthority::~TestAuthority() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TlsFiles TestAuthority::Issue(const Leaf& leaf) const {
  const Key key = MakeKey();
  const Certificate certificate = MakeCertificate(leaf.common_name, *key, leaf.days);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer_->certificate.get()));
  std::string names;
  for (const std::string& name : leaf.dns_names) names += (names.empty() ? "DNS:" : ",DNS:") + name;
  if (!names.empty()) AddExtension(*certificate, NID_subject_alt_name, names);
  Require(X509_sign(certificate.get(), signer_->key.get(), EVP_sha256()) > 0, "sign");
  const TlsFiles files{.certificate = folder_ / (leaf.common_name + ".pem"),
                       .key = folder_ / (leaf.common_name + ".key"),
                       .authority = folder_ / "authority.pem"};
  Write(files.certificate, *certificate);
  Write(files.key, *key);
  return files;
}

}  // namespace relance
