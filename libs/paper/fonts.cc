#include "libs/paper/fonts.h"

#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace relance::paper {
namespace {

/// In one order everywhere. Not fontconfig's own scan, which wants a cache to write.
std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().extension() == ".ttf") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

bool Has(FcConfig* config, int weight) {
  FcPattern* wanted = FcPatternCreate();
  FcPatternAddString(wanted, FC_FAMILY, reinterpret_cast<const FcChar8*>("Liberation Sans"));
  FcPatternAddInteger(wanted, FC_WEIGHT, weight);
  FcPatternAddInteger(wanted, FC_SLANT, FC_SLANT_ROMAN);
  FcObjectSet* objects = FcObjectSetBuild(FC_FILE, nullptr);
  FcFontSet* found = FcFontList(config, wanted, objects);
  const bool has = found != nullptr && found->nfont > 0;
  if (found != nullptr) FcFontSetDestroy(found);
  FcObjectSetDestroy(objects);
  FcPatternDestroy(wanted);
  return has;
}

}  // namespace

Result<Fonts> Fonts::Load(const std::vector<std::string>& folders) {
  const std::shared_ptr<void> config(FcConfigCreate(), [](void* own) {
    if (own != nullptr) FcConfigDestroy(static_cast<FcConfig*>(own));
  });
  if (!config) return Unavailable("fontconfig has no memory");
  auto* fonts = static_cast<FcConfig*>(config.get());
  std::string names;
  for (const std::string& folder : folders) {
    for (const std::string& file : FilesIn(folder)) {
      FcConfigAppFontAddFile(fonts, reinterpret_cast<const FcChar8*>(file.c_str()));
    }
    names += (names.empty() ? "" : ", ") + folder;
  }
  if (!Has(fonts, FC_WEIGHT_REGULAR) || !Has(fonts, FC_WEIGHT_BOLD)) {
    return Unavailable("Liberation Sans is not in " + (names.empty() ? "any folder" : names));
  }
  return Fonts(config);
}

}  // namespace relance::paper
