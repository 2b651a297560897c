#include "libs/redis/slot_map.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace relance::redis {
namespace {

constexpr std::array<uint16_t, 256> MakeTable() {
  std::array<uint16_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    unsigned crc = byte << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
    table[byte] = static_cast<uint16_t>(crc);
  }
  return table;
}

constexpr std::array<uint16_t, 256> kTable = MakeTable();

struct Range {
  int first = 0;
  int last = 0;
  Address master;
};

/// [first, last, [host, port, ...], replicas ...]
std::optional<Range> ParseRange(const Reply& row, const Address& asked) {
  if (row.elements.size() < 3 || row.elements[2].elements.size() < 2) return std::nullopt;
  const Reply& node = row.elements[2];
  Range range{static_cast<int>(row.elements[0].integer),
              static_cast<int>(row.elements[1].integer),
              {node.elements[0].text, static_cast<int>(node.elements[1].integer), {}}};
  if (range.master.host.empty() || range.master.host == "?") range.master.host = asked.host;
  const bool sound = 0 <= range.first && range.first <= range.last && range.last < kSlots;
  return sound ? std::optional(range) : std::nullopt;
}

}  // namespace

uint16_t Crc16(std::string_view bytes) {
  unsigned crc = 0;
  for (const char c : bytes) {
    crc = (crc << 8 ^ kTable[(crc >> 8 ^ static_cast<unsigned char>(c)) & 0xff]) & 0xffff;
  }
  return static_cast<uint16_t>(crc);
}

int SlotOf(std::string_view key) {
  const size_t open = key.find('{');
  if (open != std::string_view::npos) {
    const size_t close = key.find('}', open + 1);
    const bool tagged = close != std::string_view::npos && close > open + 1;
    if (tagged) key = key.substr(open + 1, close - open - 1);
  }
  return Crc16(key) % kSlots;
}

std::optional<Redirect> ParseMoved(const Reply& reply, const Address& asked) {
  if (!reply.IsError() || !reply.text.starts_with("MOVED ")) return std::nullopt;
  const std::string_view text = std::string_view(reply.text).substr(6);
  const size_t space = text.find(' ');
  const size_t colon = text.rfind(':');
  if (space == std::string_view::npos || colon == std::string_view::npos || colon < space) {
    return std::nullopt;
  }
  Redirect to{-1, {std::string(text.substr(space + 1, colon - space - 1)), 0, {}}};
  std::from_chars(text.data(), text.data() + space, to.slot);
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), to.address.port);
  if (to.address.host.empty() || to.address.host == "?") to.address.host = asked.host;
  const bool sound = to.slot >= 0 && to.slot < kSlots && to.address.port > 0;
  return sound ? std::optional(to) : std::nullopt;
}

std::optional<Address> SlotMap::NodeOf(int slot) const {
  const int16_t index = of_slot_[static_cast<size_t>(slot)];
  if (index < 0) return std::nullopt;
  return nodes_[static_cast<size_t>(index)];
}

void SlotMap::Assign(int slot, const Address& address) {
  of_slot_[static_cast<size_t>(slot)] = IndexOf(address);
}

Result<void> SlotMap::Learn(const Reply& cluster_slots, const Address& asked) {
  if (cluster_slots.kind != Reply::Kind::kArray) return Invalid("no answer to CLUSTER SLOTS");
  SlotMap fresh;
  for (const Reply& row : cluster_slots.elements) {
    const auto range = ParseRange(row, asked);
    if (!range) return Invalid("an answer to CLUSTER SLOTS holds a range that is none");
    const int16_t index = fresh.IndexOf(range->master);
    std::fill(fresh.of_slot_.begin() + range->first, fresh.of_slot_.begin() + range->last + 1,
              index);
  }
  *this = std::move(fresh);
  return {};
}

int16_t SlotMap::IndexOf(const Address& address) {
  const auto at = std::find(nodes_.begin(), nodes_.end(), address);
  if (at != nodes_.end()) return static_cast<int16_t>(at - nodes_.begin());
  nodes_.push_back(address);
  return static_cast<int16_t>(nodes_.size() - 1);
}

}  // namespace relance::redis
