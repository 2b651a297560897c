#include <map>

#include "tools/relance/shell/command_line.h"

namespace relance::cli {
namespace {

std::string OptionsOf(const Command& command) {
  std::string options = "--json --plain --as --help";
  for (const auto& parameter : command.parameters) {
    if (!parameter.IsPositional()) options += " " + parameter.name;
  }
  return options;
}

std::map<std::string, std::string> VerbsByNoun(const std::vector<Command>& commands) {
  std::map<std::string, std::string> verbs;
  for (const auto& command : commands) {
    std::string& all = verbs[command.noun];
    all += (all.empty() ? "" : " ") + command.verb;
  }
  return verbs;
}

std::string Bash(const std::vector<Command>& commands) {
  std::string nouns;
  std::string cases;
  for (const auto& [noun, verbs] : VerbsByNoun(commands)) {
    nouns += (nouns.empty() ? "" : " ") + noun;
    cases += "    " + noun + ") words='" + verbs + "' ;;\n";
  }
  std::string options;
  for (const auto& command : commands) {
    options +=
        "    '" + command.noun + " " + command.verb + "') words='" + OptionsOf(command) + "' ;;\n";
  }
  return "_relance() {\n"
         "  local words=''\n"
         "  case $COMP_CWORD in\n"
         "  1) words='" +
         nouns +
         "' ;;\n"
         "  2) case ${COMP_WORDS[1]} in\n" +
         cases +
         "    esac ;;\n"
         "  *) case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n" +
         options +
         "    esac ;;\n"
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o default -F _relance relance\n";
}

std::string Fish(const std::vector<Command>& commands) {
  std::string script = "complete -c relance -e\n";
  for (const auto& [noun, verbs] : VerbsByNoun(commands)) {
    script += "complete -c relance -f -n __fish_use_subcommand -a " + noun + "\n";
    script += "complete -c relance -f -n '__fish_seen_subcommand_from " + noun +
              "; and not __fish_seen_subcommand_from " + verbs + "' -a '" + verbs + "'\n";
  }
  for (const auto& command : commands) {
    for (const auto& parameter : command.parameters) {
      if (parameter.IsPositional()) continue;
      script += "complete -c relance -n '__fish_seen_subcommand_from " + command.noun +
                "; and __fish_seen_subcommand_from " + command.verb + "' -l " +
                parameter.name.substr(2) + "\n";
    }
  }
  return script;
}

}  // namespace

std::string CompletionScript(const std::vector<Command>& commands, const std::string& shell) {
  if (shell == "fish") return Fish(commands);
  // zsh reads bash's completions once asked to.
  if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + Bash(commands);
  return Bash(commands);
}

}  // namespace relance::cli
