// A record of a journal. Digests are put right first: no mutation would ever guess a SHA-256.
#include "libs/journal/record.h"
#include "relance/journal/v1/record.pb.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

std::string WithDigests(std::string_view bytes) {
  journal::v1::Record record;
  journal::v1::Header header;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return {};
  if (!header.ParseFromString(record.header())) return {};
  header.clear_digests();
  for (const auto& entry : record.entries()) header.add_digests(ToBytes(Sha256(entry)));
  record.set_header(header.SerializeAsString());
  return record.SerializeAsString();
}

void Run(std::string_view input) {
  const auto link = journal::ReadLink(input);
  const auto raw = journal::ReadRecord(input);
  Expect(!raw || (link && link->hash == raw->hash), "the link of a record is its own");
  (void)journal::ReadRecord(input, true);
  const auto record = journal::ReadRecord(WithDigests(input));
  if (!record) return;
  const std::string salts(record->entries.size() * journal::kSaltBytes, 's');
  const auto again =
      journal::ReadRecord(journal::EncodeRecord(record->header, record->entries, salts).bytes);
  Expect(again.has_value(), "what was read can be written and read again");
  Expect(again->entries == record->entries, "with the same entries");
  Expect(again->header.positions == record->header.positions, "and the same positions");
  Expect(again->header.sequence == record->header.sequence, "and the same place");
}

const bool kDeclared = Declare({"journal_record", Run});

}  // namespace
}  // namespace relance::fuzz
