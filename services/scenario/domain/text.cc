#include "services/scenario/domain/text.h"

#include <algorithm>
#include <new>

namespace relance::scenario {

Text::Letters* Text::Make(std::string_view text) {
  if (text.empty()) return nullptr;
  void* memory = ::operator new(sizeof(Letters) + text.size());
  auto* letters = new (memory) Letters(static_cast<uint32_t>(text.size()));
  std::copy(text.begin(), text.end(), reinterpret_cast<char*>(letters + 1));
  return letters;
}

void Text::Free(Letters* letters) {
  letters->~Letters();
  ::operator delete(letters);
}

}  // namespace relance::scenario
