"""C++ as far as the rules need it: text without comments and literals, includes, functions."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<raw>[^()\s\\]{0,16})\(.*?\)(?P=raw)"'
    r'|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL,
)


def _blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def code_of(text):
    """The same lines and columns with comments and literals blanked; includes keep their path."""
    lines = text.split("\n")
    kept = {n: line for n, line in enumerate(lines) if line.lstrip().startswith("#include")}
    code = TOKEN.sub(_blank, text).split("\n")
    for n, line in kept.items():
        if n < len(code) and code[n].strip():
            code[n] = line
    return "\n".join(code)


@dataclass
class Include:
    line: int
    path: str
    system: bool


def includes_of(code):
    for n, line in enumerate(code.split("\n"), 1):
        found = re.match(r'\s*#include\s+([<"])([^>"]+)[>"]', line)
        if found:
            yield Include(n, found.group(2), found.group(1) == "<")


@dataclass
class Function:
    line: int
    lines: int
    name: str


TYPE = re.compile(r"\b(class|struct|enum|union)\b[^()=]*$")


def _kind(head, outer):
    """What a brace opens, from the text before it and from what it stands in."""
    if re.search(r"\bnamespace\b[^;]*$", head) or head.rstrip().endswith("extern"):
        return "namespace"
    if outer not in ("namespace", "type"):
        return "block"
    if TYPE.search(re.sub(r"\btemplate\s*<[^{}]*?>\s*(?=\b(class|struct))", "", head)):
        return "type"
    return "function" if ")" in head else "block"


def functions_of(code):
    """Every function with a body outside of others, from its signature to its closing brace."""
    code = "\n".join("" if line.lstrip().startswith("#") else line for line in code.split("\n"))
    open_braces, head, head_line, line = [("namespace", "", 0)], "", 1, 1
    for c in code:
        if c == "\n":
            line += 1
        if c == "{":
            kind = _kind(head, open_braces[-1][0])
            open_braces.append((kind, head, head_line))
            head = ""
        elif c == "}":
            if len(open_braces) > 1:
                kind, signature, start = open_braces.pop()
                if kind == "function":
                    name = re.findall(r"([\w:~]+(?:\s*<[^()]*>)?)\s*\(", signature)
                    yield Function(start, line - start + 1, name[0] if name else "?")
            head = ""
        elif c == ";" and head.count("(") <= head.count(")"):
            head = ""
        else:
            if not head.strip():
                head, head_line = "", line
            head += c
