"""What CMake cannot see. Each rule yields findings; each finding says what to write instead."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from source import code_of, functions_of, includes_of

LONGEST_FUNCTION = 70
LONGEST_LINE = 100
LONGEST_FILE = 500

# Folders of libs/ in the pure layers; every other one is platform.
BASE = {"base"}
DOMAIN_LIBRARIES = {"money", "calendar", "digest", "interest"}

# Vendor headers by folder. Tests of the pure layers have those of the test libraries as well.
VENDOR = {
    "libs/base": ("tl/",),
    "libs/calendar": ("date/",),
    "libs/digest": ("openssl/", "xxhash.h"),
    "libs/interest": ("boost/multiprecision/",),
}
TEST_VENDOR = ("gtest/", "gmock/", "rapidcheck")
# tl::expected stands behind libs/base/result.h and carries closed refusals; fmt only makes text.
EVERYWHERE = ("tl/expected.hpp", "fmt/")

STANDARD = re.compile(r"^[a-z_0-9]+$")


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    rule: str
    words: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.words}"


class File:
    """One file of the tree and the layer that its folder gives it."""

    def __init__(self, path, text):
        self.path = PurePosixPath(path)
        self.text = text
        self.code = code_of(text) if self.is_cpp else text

    @property
    def is_cpp(self):
        return self.path.suffix in (".cc", ".h")

    @property
    def is_test(self):
        parts = self.path.parts
        return (
            self.path.stem.endswith("_test")
            or self.path.name.startswith("testing_")
            or parts[0] == "tests"
            or "testing" in parts
        )

    @property
    def layer(self):
        parts = self.path.parts
        if parts[0] == "libs" and len(parts) > 2:
            return (
                "base"
                if parts[1] in BASE
                else "domain" if parts[1] in DOMAIN_LIBRARIES else "platform"
            )
        if parts[0] == "services" and len(parts) > 3:
            return {"domain": "domain", "app": "app"}.get(parts[2], "adapter")
        return "main"

    @property
    def ships(self):
        """Part of the suite, not of its tests across services: the sizes are kept here."""
        return self.path.parts[0] in ("libs", "services", "tools")

    @property
    def pure(self):
        return self.is_cpp and self.layer in ("base", "domain", "app")

    def find(self, rule, pattern, words):
        for n, line in enumerate(self.code.split("\n"), 1):
            if not line.lstrip().startswith("#include") and re.search(pattern, line):
                yield Finding(str(self.path), n, rule, words)


def vendor_headers(file):
    if not file.pure:
        return
    folder = "/".join(file.path.parts[:2])
    allowed = VENDOR.get(folder, ()) + EVERYWHERE + (TEST_VENDOR if file.is_test else ())
    for include in includes_of(file.code):
        vendor = include.system and not STANDARD.match(include.path)
        if vendor and not include.path.startswith(allowed):
            yield Finding(
                str(file.path),
                include.line,
                "vendor",
                f"<{include.path}> in a {file.layer} folder: take a port, and include it "
                "in an adapter",
            )


def inward(file):
    """An include that points outwards: what the linker does not see of a header."""
    if not file.pure:
        return
    own = "/".join(file.path.parts[:2])
    for include in includes_of(file.code):
        if include.system or include.path.endswith(".pb.h"):
            continue
        other = File(include.path, "")
        outward = other.layer in ("platform", "adapter", "main") and not other.is_test
        order = ["base", "domain", "app"]
        higher = other.layer in order and order.index(other.layer) > order.index(file.layer)
        foreign = (
            include.path.startswith("services/")
            and file.path.parts[0] == "services"
            and not include.path.startswith(own + "/")
        )
        if outward or higher or foreign:
            yield Finding(
                str(file.path),
                include.line,
                "inward",
                f'"{include.path}" is {other.layer}, this is {file.layer}: declare a port '
                "here and let the outer layer keep it",
            )


def proto_types(file):
    if not file.pure:
        return
    for include in includes_of(file.code):
        if include.path.endswith(".pb.h"):
            yield Finding(
                str(file.path),
                include.line,
                "proto",
                f"{include.path} in a {file.layer} folder: a plain type here, a codec in "
                "an adapter",
            )
    yield from file.find(
        "proto",
        r"\bv[0-9]+::\w|\bgoogle::protobuf\b",
        "a proto type in a pure layer: a plain type here, a codec in an adapter",
    )


def clock(file):
    if file.pure:
        yield from file.find(
            "clock",
            r"::now\s*\(|\btime\s*\(\s*(nullptr|NULL|0)\s*\)",
            "now is an argument in the domain and a Clock& in the app",
        )


def floating_point(file):
    if file.pure:
        yield from file.find(
            "float",
            r"\b(long\s+)?double\b|\bfloat\b",
            "whole minor units (libs/money) or an exact ratio of integers",
        )


def exceptions(file):
    if file.pure and not file.is_test:
        yield from file.find(
            "throw", r"\bthrow\b", "return a Refusal or a Result<T> (libs/base/result.h)"
        )


def logging(file):
    if not file.pure or file.is_test:
        return
    for include in includes_of(file.code):
        if include.path.startswith(("libs/log/", "spdlog/")) or include.path == "iostream":
            yield Finding(
                str(file.path),
                include.line,
                "log",
                "return the fact or the error; an adapter logs it",
            )
    yield from file.find(
        "log",
        r"\bstd::(cout|cerr|clog)\b|\bf?printf\s*\(|\bspdlog::",
        "return the fact or the error; an adapter logs it",
    )


def function_length(file):
    if not file.is_cpp:
        return
    for function in functions_of(file.code):
        if function.lines > LONGEST_FUNCTION:
            yield Finding(
                str(file.path),
                function.line,
                "function",
                f"{function.name} has {function.lines} lines, at most {LONGEST_FUNCTION}: "
                "give its parts names of their own",
            )


def line_length(file):
    if not file.ships:
        return
    for n, line in enumerate(file.text.split("\n"), 1):
        if len(line) > LONGEST_LINE and not re.search(r"\bhttps?://|R\"", line):
            yield Finding(
                str(file.path),
                n,
                "columns",
                f"{len(line)} columns, at most {LONGEST_LINE}: break the line",
            )


def file_length(file):
    lines = file.text.count("\n")
    if file.ships and lines > LONGEST_FILE:
        yield Finding(
            str(file.path),
            lines,
            "lines",
            f"{lines} lines, at most {LONGEST_FILE}: split it by what changes together",
        )


def header_guard(file):
    if file.path.suffix == ".h" and "#pragma once" not in file.text:
        yield Finding(str(file.path), 1, "guard", "write #pragma once before the first include")


def root_includes(file):
    if not file.is_cpp:
        return
    for include in includes_of(file.code):
        if not include.system and (include.path.startswith(".") or "/" not in include.path):
            yield Finding(
                str(file.path),
                include.line,
                "root",
                f'"{include.path}": write the path from the root of the repository',
            )


def promises(file):
    for n, line in enumerate(file.text.split("\n"), 1):
        if re.search(r"\b(TO" r"DO|FIX" r"ME)\b|\b(XXX|HACK):", line):
            yield Finding(
                str(file.path),
                n,
                "promise",
                "do it now, or write an issue and leave no mark in the code",
            )


FILE_RULES = (
    vendor_headers,
    inward,
    proto_types,
    clock,
    floating_point,
    exceptions,
    logging,
    function_length,
    line_length,
    file_length,
    header_guard,
    root_includes,
    promises,
)


def tests_beside(files):
    """A test beside every domain and app file, of the same name or of the folder's own."""
    paths = {str(file.path) for file in files}
    for file in files:
        if not file.pure or file.is_test or file.path.suffix != ".cc":
            continue
        wanted = str(file.path.with_name(file.path.stem + "_test.cc"))
        if wanted not in paths:
            yield Finding(str(file.path), 1, "test", f"no test beside it: write {wanted}")


TREE_RULES = (tests_beside,)

FOLDERS = ("libs", "services", "tools", "tests")


def read_tree(root):
    files = []
    for folder in FOLDERS:
        for path in sorted((Path(root) / folder).rglob("*")):
            if path.suffix in (".cc", ".h", ".py") and "node_modules" not in path.parts:
                files.append(
                    File(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
                )
    return files


def findings(files):
    found = [f for file in files for rule in FILE_RULES for f in rule(file)]
    found += [f for rule in TREE_RULES for f in rule(files)]
    return sorted(found, key=lambda f: (f.path, f.line))
