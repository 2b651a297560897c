#include "services/portal/adapters/qr.h"

#include <qrencode.h>

#include <kainjow/mustache.hpp>
#include <memory>

namespace relance::portal {
namespace {

constexpr int kQuiet = 4;

/// One path of horizontal runs: a tenth of the size of one square a module.
std::string PathOf(const QRcode& code) {
  std::string path;
  for (int y = 0; y < code.width; ++y) {
    for (int x = 0; x < code.width; ++x) {
      const unsigned char* row = code.data + y * code.width;
      if ((row[x] & 1U) == 0) continue;
      const int from = x;
      while (x < code.width && (row[x] & 1U) != 0) ++x;
      const std::string run = std::to_string(x - from);
      path += "M" + std::to_string(from + kQuiet) + " " + std::to_string(y + kQuiet) + "h" + run +
              "v1h-" + run + "z";
    }
  }
  return path;
}

}  // namespace

Result<std::string> QrSvg(std::string_view text, std::string_view alternative) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) return Invalid("no QR code holds this text");
  const std::string side = std::to_string(code->width + 2 * kQuiet);
  const std::string label = kainjow::mustache::html_escape(std::string(alternative));
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
         "\" role=\"img\" aria-label=\"" + label +
         "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side +
         "H0z\"/><path fill=\"#000\" d=\"" + PathOf(*code) + "\"/></svg>";
}

}  // namespace relance::portal
