#!/usr/bin/python3
"""Configures tiny projects with a forbidden edge and reads how relance.cmake refuses it."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

MODULES = Path(__file__).resolve().parents[2] / "tools" / "cmake"

# One library of every layer, as the folders of a suite would declare them.
LIBS = {
    "libs/base": "relance_library(base LAYER base SOURCES a.cc VENDOR fmt::fmt tl::expected)",
    "libs/money": "relance_library(money LAYER domain SOURCES a.cc DEPS base)",
    "libs/kafka": "relance_library(kafka LAYER platform SOURCES a.cc DEPS base money "
    "VENDOR any::one)",
    "proto": "relance_library(proto_feed LAYER proto SOURCES a.cc)",
}
LEDGER = {
    "services/ledger/domain": "relance_library(ledger_domain LAYER domain SOURCES a.cc DEPS money)",
    "services/ledger/app": "relance_library(ledger_app LAYER app SOURCES a.cc DEPS ledger_domain)",
    "services/ledger/adapters": "relance_library(ledger_adapters LAYER adapter SOURCES a.cc "
    "DEPS ledger_app kafka proto_feed VENDOR any::one)",
    "services/ledger": "relance_executable(ledger OUTPUT relance-ledger SOURCES a.cc "
    "DEPS ledger_adapters)",
}
SUITE = {**LIBS, **LEDGER}

PREAMBLE = """cmake_minimum_required(VERSION 3.25)
set(CMAKE_CXX_COMPILER_FORCED TRUE)
project(tiny LANGUAGES CXX)
include("{modules}/relance.cmake")
add_library(relance_warnings INTERFACE)
foreach(vendor fmt::fmt tl::expected date::date Boost::headers any::one)
  add_library(${{vendor}} INTERFACE IMPORTED GLOBAL)
endforeach()
"""


def configure(folders):
    """The exit code and CMake's words on one line."""
    with tempfile.TemporaryDirectory() as root:
        lines = [PREAMBLE.format(modules=MODULES.as_posix())]
        for folder, text in folders.items():
            path = Path(root) / folder
            path.mkdir(parents=True, exist_ok=True)
            (path / "a.cc").write_text("int main() {}\n")
            (path / "CMakeLists.txt").write_text(text + "\n")
            lines.append(f"add_subdirectory({folder})\n")
        (Path(root) / "CMakeLists.txt").write_text("".join(lines))
        command = ["cmake", "-G", "Ninja", "-S", root, "-B", os.path.join(root, "build")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return done.returncode, " ".join((done.stdout + done.stderr).split())


class LayersTest(unittest.TestCase):
    def refused(self, folder, text, words, before=None):
        code, output = configure({**(before or SUITE), folder: text})
        self.assertNotEqual(code, 0, f"{text} was configured")
        self.assertIn(words, output)

    def test_the_layers_as_they_are_meant_configure(self):
        code, output = configure(SUITE)
        self.assertEqual(code, 0, output)

    def test_an_edge_that_points_outwards_is_refused(self):
        edges = [
            ("base", "money", "domain"),
            ("base", "kafka", "platform"),
            ("domain", "kafka", "platform"),
            ("domain", "ledger_app", "app"),
            ("domain", "ledger_adapters", "adapter"),
            ("domain", "proto_feed", "proto"),
            ("app", "kafka", "platform"),
            ("app", "ledger_adapters", "adapter"),
            ("app", "proto_feed", "proto"),
            ("platform", "ledger_app", "app"),
            ("platform", "ledger_adapters", "adapter"),
            ("adapter", "ledger", "main"),
            ("proto", "money", "domain"),
        ]
        for layer, dep, dep_layer in edges:
            with self.subTest(f"{layer} -> {dep_layer}"):
                self.refused(
                    "libs/new",
                    f"relance_library(new LAYER {layer} SOURCES a.cc DEPS {dep})",
                    f"relance: new ({layer}) may not link {dep} ({dep_layer})",
                )

    def test_a_service_that_links_another_service_is_refused(self):
        for layer, dep in (("adapter", "ledger_app"), ("domain", "ledger_domain")):
            with self.subTest(dep):
                self.refused(
                    "services/portal/adapters",
                    f"relance_library(portal_x LAYER {layer} SOURCES a.cc DEPS {dep})",
                    f"relance: portal_x of service portal may not link {dep} of service ledger: "
                    "services meet in proto/",
                )

    def test_a_program_of_a_service_that_links_another_service_is_refused(self):
        self.refused(
            "services/portal",
            "relance_executable(portal OUTPUT portal SOURCES a.cc DEPS ledger_adapters)",
            "relance: portal of service portal may not link ledger_adapters of service ledger",
        )

    def test_a_vendor_library_in_a_pure_layer_is_refused(self):
        for layer in ("domain", "app"):
            for vendor in ("any::one", "fmt::fmt", "date::date"):
                with self.subTest(f"{layer} {vendor}"):
                    self.refused(
                        "libs/new",
                        f"relance_library(new LAYER {layer} SOURCES a.cc VENDOR {vendor})",
                        f"relance: new ({layer}) may not touch the vendor library {vendor}",
                    )
        self.refused(
            "libs/new",
            "relance_library(new LAYER base SOURCES a.cc VENDOR any::one)",
            "relance: new (base) may not touch the vendor library any::one",
        )

    def test_a_domain_library_has_the_vendor_that_it_wraps_by_name(self):
        for name, vendor in (("calendar", "date::date"), ("interest", "Boost::headers")):
            text = f"relance_library({name} LAYER domain SOURCES a.cc VENDOR {vendor})"
            code, output = configure({f"libs/{name}": text})
            self.assertEqual(code, 0, output)

    def test_a_library_nobody_declared_is_refused(self):
        self.refused(
            "libs/new",
            "relance_library(new LAYER domain SOURCES a.cc DEPS later)",
            "relance: new depends on later, which no folder declared before it",
        )

    def test_a_library_without_layer_or_sources_is_refused(self):
        self.refused("libs/new", "relance_library(new SOURCES a.cc)", "relance: new names no layer")
        self.refused(
            "libs/new",
            "relance_library(new LAYER util SOURCES a.cc)",
            "relance: new names no layer",
        )
        self.refused("libs/new", "relance_library(new LAYER app)", "relance: new has no sources")


if __name__ == "__main__":
    unittest.main()
