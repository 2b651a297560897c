#include "tools/relance/shell/console.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "libs/text/text.h"

namespace relance::cli {
namespace {

constexpr std::chrono::seconds kQuietBetweenLines{2};
constexpr std::string_view kClearLine = "\r\033[K";

void Write(std::FILE* file, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), file);
}

std::string Joined(const std::vector<std::string>& cells, std::string_view between) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += between;
    line += cells[i];
  }
  return line;
}

}  // namespace

Console::~Console() {
  ClearProgress();
}

void Console::ClearProgress() {
  if (!progress_shown_) return;
  Write(err_, kClearLine);
  std::fflush(err_);
  progress_shown_ = false;
}

void Console::Data(std::string_view line) {
  ClearProgress();
  Write(out_, line);
  Write(out_, "\n");
}

void Console::Say(std::string_view line) {
  ClearProgress();
  std::fflush(out_);
  Write(err_, line);
  Write(err_, "\n");
  std::fflush(err_);
}

void Console::Progress(std::string_view line) {
  if (options_.terminal) {
    Write(err_, kClearLine);
    Write(err_, line);
    std::fflush(err_);
    progress_shown_ = true;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now - last_progress_ < kQuietBetweenLines) return;
  last_progress_ = now;
  Write(err_, line);
  Write(err_, "\n");
  std::fflush(err_);
}

void Console::Fail(std::string_view message, std::string_view field) {
  std::string line = options_.terminal ? "\033[31mrelance:\033[0m " : "relance: ";
  if (!field.empty()) line += std::string(field) + ": ";
  Say(line + std::string(message));
}

void Console::Table(const std::vector<std::string>& heading,
                    const std::vector<std::vector<std::string>>& rows) {
  if (options_.plain) {
    for (const auto& row : rows) Data(Joined(row, "\t"));
    return;
  }
  std::vector<size_t> widths(heading.size());
  auto widen = [&](const std::vector<std::string>& row) {
    for (size_t i = 0; i < widths.size() && i < row.size(); ++i) {
      widths[i] = std::max(widths[i], text::CountCharacters(row[i]));
    }
  };
  widen(heading);
  for (const auto& row : rows) widen(row);
  auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 == row.size()) continue;
      line.append(widths[i] - text::CountCharacters(row[i]) + 2, ' ');
    }
    Data(line);
  };
  print(heading);
  for (const auto& row : rows) print(row);
}

bool IsTerminal(std::FILE* file) {
  const char* term = std::getenv("TERM");
  const char* no_color = std::getenv("NO_COLOR");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return isatty(fileno(file)) == 1 && !dumb && (no_color == nullptr || *no_color == '\0');
}

}  // namespace relance::cli
