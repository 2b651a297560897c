#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <optional>
#include <sstream>
#include <string>

namespace relance {

/// Hears nothing of what a parser tells.
class DeafToYaml : public YAML::EventHandler {
 public:
  using Mark = YAML::Mark;
  using Anchor = YAML::anchor_t;
  using Style = YAML::EmitterStyle::value;

  void OnDocumentStart(const Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const Mark&, Anchor) override {}
  void OnAlias(const Mark&, Anchor) override {}
  void OnScalar(const Mark&, const std::string&, Anchor, const std::string&) override {}
  void OnSequenceStart(const Mark&, const std::string&, Anchor, Style) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const Mark&, const std::string&, Anchor, Style) override {}
  void OnMapEnd() override {}
};

/// The document of a text that holds exactly one, else nullopt; throws YAML::Exception for what is
/// no YAML. Not YAML::LoadAll: behind some malformed texts it finds empty documents without end.
inline std::optional<YAML::Node> OneDocument(const std::string& text) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  DeafToYaml deaf;
  if (!parser.HandleNextDocument(deaf) || parser.HandleNextDocument(deaf)) return std::nullopt;
  return YAML::Load(text);
}

}  // namespace relance
