#include "libs/process/bounded_end.h"

#include <cstdlib>
#include <thread>
#include <utility>

#include "libs/process/exit_code.h"

namespace relance {

void EndWithin(Millis patience, std::function<void()> last_words) {
  std::thread([patience, last_words = std::move(last_words)] {
    std::this_thread::sleep_for(patience);
    last_words();
    std::_Exit(static_cast<int>(ExitCode::kUnavailable));
  }).detach();
}

}  // namespace relance
