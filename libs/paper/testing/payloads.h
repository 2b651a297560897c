#pragma once

#include <string>
#include <vector>

namespace relance::paper::testing {

/// What strangers write into names: each must come through a document without breaking it.
inline const std::vector<std::string>& Payloads() {
  static const std::vector<std::string> all = {
      "<script>alert(1)</script> & <b>bold</b>",
      "Lef\xc3\xa8vre \xe2\x80\xae)gpj.exe(\xe2\x80\xac & Fils",  // direction override
      "\xe2\x81\xa6isolated\xe2\x81\xa9 \xe2\x80\x8bzero\xe2\x80\x8dwidth\xef\xbb\xbf",
      "line\r\none\ntwo\ttab\x0b\x0c\x1b[31m red",
      std::string("NUL \0 in the middle", 19),
      "\xff\xfe broken \xc3( UTF-8 \xed\xa0\x80",
      ") Tj ET Q endstream endobj %%EOF trailer << /Root 1 0 R >>",
      "'name='section0' dest=\"x\" \\ \\\\ \\n",
      "%page% %pages% %s %n {{x}} {n, plural, other {#}}",
      "=HYPERLINK(\"x\") @SUM +1 -1",
      std::string(3'000, 'W'),
      "a" +
          [] {
            std::string marks;
            for (int i = 0; i < 500; ++i) marks += "\xcc\x8d";
            return marks;
          }() +
          "b",
      "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 12",  // right to
                                                                                       // left
      "\xe6\xa0\xaa\xe5\xbc\x8f\xe4\xbc\x9a\xe7\xa4\xbe \xf0\x9f\x92\xb8",  // in no font of ours
      "",
      "   ",
  };
  return all;
}

}  // namespace relance::paper::testing
