#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/base/result.h"

namespace relance::paper {

/// The fonts that documents are set in and no others: what else a machine has installed, and how
/// its fontconfig is set up, changes no page.
class Fonts {
 public:
  /// kUnavailable when the folders do not hold Liberation Sans, regular and bold; what that lacks
  /// is taken from DejaVu Sans.
  static Result<Fonts> Load(const std::vector<std::string>& folders);

  /// The FcConfig.
  void* handle() const { return config_.get(); }

 private:
  explicit Fonts(std::shared_ptr<void> config) : config_(std::move(config)) {}

  std::shared_ptr<void> config_;
};

/// Where Debian installs fonts-liberation2 and fonts-dejavu-core.
inline const std::vector<std::string> kDebianFonts = {"/usr/share/fonts/truetype/liberation2",
                                                      "/usr/share/fonts/truetype/dejavu"};

}  // namespace relance::paper
