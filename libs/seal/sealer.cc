#include "libs/seal/sealer.h"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "libs/seal/random.h"

namespace relance::seal {
namespace {

constexpr size_t kNonceSize = 12;
constexpr size_t kTagSize = 16;
constexpr std::string_view kWrapContext = "relance data key 1/";

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// For steps that fail only when OpenSSL is misused or out of memory.
void Must(int result, const char* step) {
  if (result == 1) return;
  std::fprintf(stderr, "AES-256-GCM failed at %s\n", step);
  std::abort();
}

Context Begin(std::string_view context_data, std::string_view nonce, const Key& key, int encrypt) {
  Context c(EVP_CIPHER_CTX_new());
  Must(c != nullptr, "new");
  Must(EVP_CipherInit_ex(c.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr, encrypt), "cipher");
  const int nonce_size = static_cast<int>(nonce.size());
  Must(EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_GCM_SET_IVLEN, nonce_size, nullptr), "nonce length");
  Must(EVP_CipherInit_ex(c.get(), nullptr, nullptr, key.data(), Bytes(nonce), encrypt), "key");
  if (!context_data.empty()) {
    int n = 0;
    Must(EVP_CipherUpdate(c.get(), nullptr, &n, Bytes(context_data),
                          static_cast<int>(context_data.size())),
         "context");
  }
  return c;
}

void Transform(EVP_CIPHER_CTX* c, std::string_view in, std::string& out) {
  int n = 0;
  if (in.empty()) return;
  Must(EVP_CipherUpdate(c, Bytes(out), &n, Bytes(in), static_cast<int>(in.size())), "update");
  Must(static_cast<size_t>(n) == in.size(), "length");
}

}  // namespace

std::string Encrypt(std::string_view plain, std::string_view context, std::string_view nonce,
                    const Key& key) {
  const Context c = Begin(context, nonce, key, 1);
  std::string out(plain.size(), '\0');
  Transform(c.get(), plain, out);
  unsigned char none[kTagSize];
  int n = 0;
  Must(EVP_CipherFinal_ex(c.get(), none, &n), "final");
  std::string tag(kTagSize, '\0');
  Must(EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, tag.data()), "tag");
  return out + tag;
}

Result<std::string> Decrypt(std::string_view cipher_and_tag, std::string_view context,
                            std::string_view nonce, const Key& key) {
  if (nonce.empty() || cipher_and_tag.size() < kTagSize) return Corrupt("sealed bytes are cut");
  const std::string_view cipher = cipher_and_tag.substr(0, cipher_and_tag.size() - kTagSize);
  std::string tag(cipher_and_tag.substr(cipher.size()));
  const Context c = Begin(context, nonce, key, 0);
  std::string out(cipher.size(), '\0');
  Transform(c.get(), cipher, out);
  Must(EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()), "tag");
  unsigned char none[kTagSize];
  int n = 0;
  if (EVP_CipherFinal_ex(c.get(), none, &n) != 1) {
    return Corrupt("sealed bytes were altered, or sealed under another key");
  }
  return out;
}

std::string SealBytes(std::string_view plain, std::string_view context, const Key& key) {
  const std::string nonce = RandomBytes(kNonceSize);
  return nonce + Encrypt(plain, context, nonce, key);
}

Result<std::string> OpenBytes(std::string_view sealed, std::string_view context, const Key& key) {
  if (sealed.size() < kNonceSize + kTagSize) return Corrupt("sealed bytes are cut");
  return Decrypt(sealed.substr(kNonceSize), context, sealed.substr(0, kNonceSize), key);
}

Sealed Seal(std::string_view plain, const std::string& key_id, const Key& key) {
  std::string nonce = RandomBytes(kNonceSize);
  std::string bytes = Encrypt(plain, key_id, nonce, key);
  return {key_id, std::move(nonce), std::move(bytes)};
}

Result<Personal<std::string>> Open(const Sealed& sealed, const Key& key) {
  if (sealed.nonce.size() != kNonceSize) return Corrupt("the nonce of sealed data has 12 bytes");
  auto plain = Decrypt(sealed.bytes, sealed.key_id, sealed.nonce, key);
  if (!plain) return Failure(plain.error());
  return Personal<std::string>(*std::move(plain));
}

std::string WrapKey(const Key& data_key, std::string_view key_id, const Key& entity_key) {
  const std::string_view plain(reinterpret_cast<const char*>(data_key.data()), Key::kSize);
  return SealBytes(plain, std::string(kWrapContext) + std::string(key_id), entity_key);
}

Result<Key> UnwrapKey(std::string_view wrapped, std::string_view key_id, const Key& entity_key) {
  auto plain = OpenBytes(wrapped, std::string(kWrapContext) + std::string(key_id), entity_key);
  if (!plain) return Failure(plain.error());
  Result<Key> key = Key::FromBytes(*plain);
  OPENSSL_cleanse(plain->data(), plain->size());
  if (!key) return Corrupt("a wrapped key has another length");
  return key;
}

}  // namespace relance::seal
