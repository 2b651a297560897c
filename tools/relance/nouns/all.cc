#include "tools/relance/nouns/nouns.h"

namespace relance::cli {

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (const auto& commands : {DevCommands(), ClockCommands(), ConfigCommands(), TopicsCommands(),
                               FeedCommands()}) {
    all.insert(all.end(), commands.begin(), commands.end());
  }
  return all;
}

}  // namespace relance::cli
