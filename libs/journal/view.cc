#include "libs/journal/view.h"

#include <utility>

namespace relance::journal {

Result<Visited> Make(ViewStore& view, const Visit& visit) {
  auto projected = view.Project(visit.from, visit.to, visit.changes);
  if (!projected) return Failure(std::move(projected).error());
  Visited visited{*std::move(projected), {}};
  if (!visited.projected.done || visit.keys.empty()) return visited;
  auto loaded = view.Load(visit.keys);
  if (!loaded) return Failure(std::move(loaded).error());
  visited.loaded = *std::move(loaded);
  return visited;
}

}  // namespace relance::journal
