#include "libs/paper/testing/read_back.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <regex>

#include "libs/text/text.h"

namespace relance::paper::testing {

Result<std::string> ReadBack(const std::string& pdf, const std::string& tool,
                             const std::string& options) {
  std::string path = "/tmp/relance_paper_XXXXXX";
  const int file = mkstemp(path.data());
  if (file < 0) return Unavailable("no temporary file");
  size_t written = 0;
  while (written < pdf.size()) {
    const ssize_t done = write(file, pdf.data() + written, pdf.size() - written);
    if (done <= 0) break;
    written += static_cast<size_t>(done);
  }
  close(file);
  const bool to_stdout = tool == "pdftotext";
  const std::string command = tool + " " + options + " " + path + (to_stdout ? " -" : "") + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string out;
  if (pipe != nullptr) {
    char buffer[4096];
    for (size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  }
  const int status = pipe == nullptr ? -1 : pclose(pipe);
  unlink(path.c_str());
  if (status != 0) return Unavailable(tool + ": " + out);
  return out;
}

std::string TextOf(const std::string& pdf) {
  const auto text = ReadBack(pdf, "pdftotext", "-layout -enc UTF-8");
  if (text) return text::WithPlainBlanks(*text);
  std::fprintf(stderr, "%s\n", text.error().message.c_str());
  std::abort();
}

int PagesOf(const std::string& pdf) {
  const std::string info = ReadBack(pdf, "pdfinfo").value_or("");
  std::smatch pages;
  return std::regex_search(info, pages, std::regex("Pages: +([0-9]+)")) ? std::stoi(pages[1]) : 0;
}

}  // namespace relance::paper::testing
