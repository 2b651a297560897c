// Documents of the notifier's view, and sealed keys. The first byte says which.
#include "libs/seal/key_record.h"
#include "services/notifier/domain/link.h"
#include "services/notifier/domain/notice.h"
#include "tests/fuzz/stored.h"

namespace relance::fuzz {
namespace {

/// Nothing that the fuzzer writes was wrapped under the entity's key: at most an erasure is taken.
void TakeKey(std::string_view input) {
  seal::KeyRing ring({{"FR01", *seal::Key::FromBytes(std::string(32, 'k'))}});
  (void)seal::TakeKeyRecord(std::string(input), ring);
  Expect(!ring.Find("FR01/D42#1"), "no key comes out of bytes that no key wrapped");
}

void Run(std::string_view input) {
  switch (TakeByte(input)) {
    case 'n':
      return ReadStored<notifier::Notice>(input);
    case 'l':
      return ReadStored<notifier::Link>(input);
    case 'k':
      return TakeKey(input);
    default:
      return;
  }
}

const bool kDeclared = Declare({"notifier_view", Run});

}  // namespace
}  // namespace relance::fuzz
