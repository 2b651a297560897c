#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "libs/redis/connection.h"
#include "libs/redis/reply.h"

namespace relance::redis {

inline constexpr int kSlots = 16384;

/// CRC-16/XMODEM, as Redis Cluster uses it.
uint16_t Crc16(std::string_view bytes);

/// The slot of a key: of its hash tag, the text between the first "{" and the next "}", unless that
/// is empty or missing.
int SlotOf(std::string_view key);

/// A redirection: "MOVED 3999 127.0.0.1:6381".
struct Redirect {
  int slot = 0;
  Address address;
};

/// None when the reply is no MOVED. An empty host means the node that was asked.
std::optional<Redirect> ParseMoved(const Reply& reply, const Address& asked);

/// Which master has which slot, as far as we have heard.
class SlotMap {
 public:
  /// None: nobody has told us yet.
  std::optional<Address> NodeOf(int slot) const;
  void Assign(int slot, const Address& address);
  /// Takes over an answer to CLUSTER SLOTS from `asked`; kInvalid, and no change, when it is none.
  Result<void> Learn(const Reply& cluster_slots, const Address& asked);
  std::vector<Address> Nodes() const { return nodes_; }

 private:
  int16_t IndexOf(const Address& address);

  std::vector<Address> nodes_;
  std::vector<int16_t> of_slot_ = std::vector<int16_t>(kSlots, -1);
};

}  // namespace relance::redis
