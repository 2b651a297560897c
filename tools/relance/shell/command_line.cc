#include "tools/relance/shell/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>

#include "libs/process/build.h"
#include "libs/settings/layers.h"
#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

constexpr std::string_view kExamples =
    "Examples:\n"
    "  relance dev up --at 2026-09-01T08:00:00Z       a whole installation on this machine\n"
    "  relance config apply deploy/config             legal entities, scenarios, texts, feeds\n"
    "  relance feed send invoices.ndjson              documents, as an ERP would send them\n"
    "  relance clock advance --by 30d                 let the days pass\n"
    "  relance case explain FR01/D42                  why is nothing sent, what comes next\n"
    "  relance notice list --entity FR01              what was sent\n"
    "  relance law rates --profile uk --on 2026-07-01  what the law adds to a delay\n"
    "  relance journal export --service ledger -o ledger.ndjson\n"
    "  relance journal verify ledger.ndjson           is the record unbroken?\n";

/// What CLI11 fills while it parses one command.
struct Filled {
  std::map<std::string, std::vector<std::string>> texts;
  std::map<std::string, bool> flags;
};

class Parser {
 public:
  explicit Parser(const std::vector<Command>& commands) : commands_(commands) {
    app_.fallthrough();
    app_.require_subcommand(1);
    app_.set_help_flag("-h,--help", "this help");
    app_.set_version_flag("--version", std::string(BuildVersion()));
    app_.add_flag("--json", json_, "data as JSON: one document, or one a line");
    app_.add_flag("--plain", plain_, "tables with tabs and without headings");
    app_.add_option("--as", as_, "who acts: NAME:ROLE or NAME:ROLE:ENTITY,ENTITY");
    for (const auto& [name, help] : TargetOptions()) {
      app_.add_option(name, targets_[name], help)->group("Where things are");
    }
    for (size_t i = 0; i < commands_.size(); ++i) Add(i);
  }

  ExitCode Run(const std::vector<std::string>& args) {
    if (args.empty()) {
      std::fputs(app_.help().c_str(), stdout);
      return ExitCode::kUsage;
    }
    if (const auto unknown = UnknownWord(args); !unknown.empty()) return Misused(unknown);
    try {
      std::vector<std::string> reversed(args.rbegin(), args.rend());
      app_.parse(reversed);
    } catch (const CLI::Success& asked) {
      app_.exit(asked, std::cout, std::cerr);
      return ExitCode::kOk;
    } catch (const CLI::ParseError& error) {
      return Misused(error.what() + Suggestion(args));
    }
    for (size_t i = 0; i < commands_.size(); ++i) {
      if (verbs_[i]->parsed()) return Perform(commands_[i], filled_[i]);
    }
    return ExitCode::kUsage;
  }

 private:
  void Add(size_t index) {
    const Command& command = commands_[index];
    CLI::App*& noun = nouns_[command.noun];
    if (noun == nullptr) {
      noun = app_.add_subcommand(command.noun, SummaryOf(command.noun));
      noun->require_subcommand(1);
      noun->fallthrough();
    }
    CLI::App* verb = noun->add_subcommand(command.verb, command.summary);
    verb->fallthrough();
    std::string examples = command.examples.empty() ? "" : "\nExamples:\n";
    for (const auto& example : command.examples) examples += "  relance " + example + "\n";
    verb->description(command.summary + "\n" + examples);
    Filled& filled = filled_[index];
    for (const Parameter& parameter : command.parameters) Bind(*verb, parameter, filled);
    verbs_[index] = verb;
  }

  static void Bind(CLI::App& verb, const Parameter& parameter, Filled& filled) {
    if (parameter.kind == Parameter::Kind::kFlag) {
      verb.add_flag(parameter.name, filled.flags[parameter.name], parameter.help);
      return;
    }
    const std::string names = parameter.name == "--output" ? "-o,--output" : parameter.name;
    auto* option = verb.add_option(names, filled.texts[parameter.name], parameter.help);
    if (parameter.kind == Parameter::Kind::kText) option->expected(1);
    if (parameter.kind == Parameter::Kind::kPair) option->expected(2);
    // One value an appearance: what follows it may be another positional.
    option->allow_extra_args(parameter.kind == Parameter::Kind::kMany && parameter.IsPositional());
    if (parameter.required) option->required();
    if (!parameter.fallback.empty()) option->default_str(parameter.fallback);
  }

  std::string SummaryOf(const std::string& noun) const {
    std::string verbs;
    for (const Command& command : commands_) {
      if (command.noun == noun) verbs += (verbs.empty() ? "" : ", ") + command.verb;
    }
    return verbs;
  }

  /// What is wrong with the first or second word, or "".
  std::string UnknownWord(const std::vector<std::string>& args) const {
    std::vector<std::string> words;
    for (const auto& arg : args) {
      if (arg.starts_with("-")) break;
      words.push_back(arg);
    }
    if (words.empty()) return "";
    std::vector<std::string> nouns;
    std::vector<std::string> verbs;
    for (const auto& command : commands_) {
      nouns.push_back(command.noun);
      if (command.noun == words[0]) verbs.push_back(command.verb);
    }
    if (verbs.empty()) return Unknown(words[0], nouns);
    if (words.size() < 2 || std::ranges::find(verbs, words[1]) != verbs.end()) return "";
    return Unknown(words[1], verbs);
  }

  static std::string Unknown(const std::string& word, const std::vector<std::string>& known) {
    const std::string nearest = Nearest(word, known);
    return "'" + word + "' is not a command" +
           (nearest.empty() ? "" : "; did you mean '" + nearest + "'?");
  }

  /// For an option that nobody declared: the nearest one of the command.
  std::string Suggestion(const std::vector<std::string>& args) const {
    std::vector<std::string> known = {"--json", "--plain", "--as", "--help"};
    for (const auto& [name, help] : TargetOptions()) known.push_back(name);
    for (const auto& command : commands_) {
      if (args.size() < 2 || command.noun != args[0] || command.verb != args[1]) continue;
      for (const auto& parameter : command.parameters) known.push_back(parameter.name);
    }
    for (const auto& arg : args) {
      const std::string name = arg.substr(0, arg.find('='));
      if (!name.starts_with("--") || std::ranges::find(known, name) != known.end()) continue;
      const std::string nearest = Nearest(name, known);
      if (!nearest.empty()) return "; did you mean " + nearest + "?";
    }
    return "";
  }

  static ExitCode Misused(const std::string& why) {
    Console console(stdout, stderr, {.terminal = IsTerminal(stderr)});
    console.Fail(why, "");
    console.Say("See `relance --help`, or --help after any command.");
    return ExitCode::kUsage;
  }

  ExitCode Perform(const Command& command, const Filled& filled) {
    Console console(stdout, stderr,
                    {.json = json_, .plain = plain_, .terminal = IsTerminal(stderr)});
    Arguments arguments;
    for (const Parameter& parameter : command.parameters) {
      if (parameter.kind == Parameter::Kind::kFlag) {
        if (filled.flags.at(parameter.name)) arguments.Set(parameter.name, {"yes"});
        continue;
      }
      auto values = filled.texts.at(parameter.name);
      if (values.empty() && !parameter.fallback.empty()) values = {parameter.fallback};
      arguments.Set(parameter.name, values);
    }
    const char* user = std::getenv("USER");
    const std::string name = user == nullptr || *user == '\0' ? "operator" : user;
    const auto identity = ParseIdentity(as_.empty() ? name + ":operator" : as_);
    if (!identity) return Misused("--as: " + identity.error().message);
    const auto targets = FindTargets([&](const std::string& option) { return TargetGiven(option); },
                                     [](const std::string& variable) -> std::optional<std::string> {
                                       const char* value = std::getenv(variable.c_str());
                                       if (value == nullptr) return std::nullopt;
                                       return value;
                                     });
    if (!targets) return Failed(console, command, targets.error());
    Session session{console, arguments, *targets, *identity};
    const auto ran = command.run(session);
    std::fflush(stdout);
    return ran ? *ran : Failed(console, command, ran.error());
  }

  std::optional<std::string> TargetGiven(const std::string& option) const {
    const auto& value = targets_.at(option);
    if (value.empty()) return std::nullopt;
    return value;
  }

  static ExitCode Failed(Console& console, const Command& command, const Error& error) {
    console.Fail(error.message, error.field);
    return ExitOf(error, command);
  }

  const std::vector<Command>& commands_;
  CLI::App app_{"Relance: who owes what, who is reminded when, and the proof of it.\n\n" +
                    std::string(kExamples),
                "relance"};
  bool json_ = false;
  bool plain_ = false;
  std::string as_;
  std::map<std::string, std::string> targets_;
  std::map<std::string, CLI::App*> nouns_;
  std::map<size_t, CLI::App*> verbs_;
  std::map<size_t, Filled> filled_;
};

}  // namespace

ExitCode RunCommandLine(const std::vector<Command>& commands,
                        const std::vector<std::string>& args) {
  return Parser(commands).Run(args);
}

}  // namespace relance::cli
