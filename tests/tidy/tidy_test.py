#!/usr/bin/python3
"""Each rule of tidy finds its bad sample, and lets its good twin pass."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from rules import FILE_RULES, TREE_RULES, File, findings  # noqa: E402
from source import code_of, functions_of  # noqa: E402

DOMAIN = "services/ledger/domain/x_test.cc"  # a test, so that no other is wanted beside it
DOMAIN_H = "services/ledger/domain/x.h"
APP_H = "services/ledger/app/x.h"
ADAPTER_H = "services/ledger/adapters/x.h"

LONG_BODY = "  Step();\n" * 69

# rule: (path, bad text, good text)
SAMPLES = {
    "vendor": (DOMAIN_H, "#include <librdkafka/rdkafka.h>\n", "#include <vector>\n"),
    "inward": (DOMAIN_H, '#include "libs/redis/redis.h"\n', '#include "libs/money/money.h"\n'),
    "proto": (APP_H, '#include "relance/feed/v1/feed.pb.h"\n', '#include "libs/base/result.h"\n'),
    "clock": (APP_H, "auto t = Clock::now();\n", "auto t = clock.Now();  // not ::now()\n"),
    "float": (DOMAIN_H, "double rate = 1;\n", "int64_t rate = 1;  // no double\n"),
    "throw": (DOMAIN_H, "if (bad) throw 1;\n", 'Fail("throw");\n'),
    "log": (DOMAIN_H, 'std::cerr << "x";\n', "std::string cerr;\n"),
    "function": (
        ADAPTER_H,
        "#pragma once\nvoid Long() {\n" + LONG_BODY + "}\n",
        "#pragma once\nvoid Short() {\n" + LONG_BODY[10:] + "}\n",
    ),
    "columns": (ADAPTER_H, "#pragma once\n//" + " x" * 50, "#pragma once\n//" + " x" * 49),
    "lines": (ADAPTER_H, "#pragma once\n" + "\n" * 500, "#pragma once\n" + "\n" * 499),
    "guard": (ADAPTER_H, "int x;\n", "#pragma once\nint x;\n"),
    "root": (ADAPTER_H, '#pragma once\n#include "../y.h"\n', "#pragma once\n#include <y>\n"),
    "promise": (ADAPTER_H, "#pragma once\n// TO" "DO later\n", "#pragma once\n// To do so.\n"),
    "test": ("services/ledger/domain/x.cc", "int x;\n", None),
}


def told(path, text):
    if path in (DOMAIN_H, APP_H):
        text = "#pragma once\n" + text
    return {f.rule for f in findings([File(path, text)])}


class RulesTest(unittest.TestCase):
    def test_every_rule_finds_its_bad_sample_and_only_that(self):
        for rule, (path, bad, _) in SAMPLES.items():
            with self.subTest(rule):
                self.assertEqual(told(path, bad), {rule})

    def test_every_rule_lets_the_good_sample_pass(self):
        for rule, (path, _, good) in SAMPLES.items():
            if good is not None:
                with self.subTest(rule):
                    self.assertEqual(told(path, good), set())

    def test_every_rule_has_a_sample(self):
        self.assertEqual(len(FILE_RULES) + len(TREE_RULES), len(SAMPLES))

    def test_every_finding_says_what_to_write_instead(self):
        for rule, (path, bad, _) in SAMPLES.items():
            for finding in findings([File(path, bad)]):
                self.assertRegex(finding.words, r"[a-z].{10,}", rule)
                self.assertRegex(str(finding), r"^[a-z/]+\.(h|cc):\d+: [a-z]+: ")

    def test_sizes_are_those_of_what_ships(self):
        long = "#pragma once\n//" + " x" * 50 + "\n" * 500
        self.assertEqual(told("tests/sim/x.h", long), set())
        for path in ("libs/kafka/x.h", "services/ledger/adapters/x.h", "tools/relance/x.h"):
            self.assertEqual(told(path, long), {"columns", "lines"}, path)

    def test_a_test_beside_the_file_is_enough(self):
        files = [File("libs/money/x.cc", "int x;\n"), File("libs/money/x_test.cc", "int y;\n")]
        self.assertEqual(findings(files), [])
        self.assertEqual([f.rule for f in findings(files[:1])], ["test"])

    def test_adapters_may_do_what_the_domain_may_not(self):
        text = "#pragma once\n#include <hiredis/hiredis.h>\ndouble x = Clock::now();\n"
        self.assertEqual(told(ADAPTER_H, text), set())

    def test_a_domain_includes_neither_app_nor_another_service(self):
        for path in ("services/ledger/app/y.h", "services/portal/domain/y.h", "libs/kafka/y.h"):
            self.assertEqual(told(DOMAIN_H, f'#include "{path}"\n'), {"inward"}, path)
        self.assertEqual(told(APP_H, '#include "services/ledger/domain/y.h"\n'), set())
        self.assertEqual(told(APP_H, '#include "services/ledger/adapters/y.h"\n'), {"inward"})

    def test_a_library_has_the_vendor_that_it_wraps(self):
        wraps = {"libs/calendar/x.h": "date/tz.h", "libs/digest/x.h": "openssl/evp.h"}
        for path, header in wraps.items():
            text = f"#pragma once\n#include <{header}>\n"
            self.assertEqual(told(path, text), set(), path)
            self.assertEqual(told("libs/money/x.h", text), {"vendor"}, path)

    def test_tests_of_the_domain_may_use_the_test_libraries(self):
        self.assertEqual(told(DOMAIN, "#include <gtest/gtest.h>\n"), set())
        self.assertEqual(told(DOMAIN, "#include <hiredis/hiredis.h>\n"), {"vendor"})


class SourceTest(unittest.TestCase):
    def test_comments_and_literals_are_no_code(self):
        text = 'int a; // throw\nauto b = "throw"; /* throw\nthrow */ auto c = R"(throw)";\n'
        code = code_of(text)
        self.assertNotIn("throw", code)
        self.assertEqual(code.count("\n"), text.count("\n"))
        self.assertIn("1'000", code_of("int x = 1'000; char y = '{';"))
        self.assertNotIn("{", code_of("char y = '{';"))

    def test_functions_are_found_wherever_they_stand(self):
        text = """namespace a {
struct S {
  int F() const { return 1; }
  std::map<int, int> table = {{1, 2}};
};
template <class T>
Result<T> S::G(
    int a, std::function<void()> b) {
  if (a) {
    b();
  }
  auto c = [] { return 1; };
}
enum class E { kA };
constexpr int kTable[] = {1, 2};
}  // namespace a
"""
        found = [(f.name, f.line, f.lines) for f in functions_of(code_of(text))]
        self.assertEqual(found, [("F", 3, 1), ("S::G", 6, 8)])


if __name__ == "__main__":
    unittest.main()
