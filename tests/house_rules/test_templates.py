"""Templates hold no code of their own and import nothing they do not use."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.house_rules.project import ROOT, files, name

TEMPLATES = [path for path in files("*.html") if path.relative_to(ROOT).parts[0] == "templates"]
# Mail programs read no style sheet; mail is the one place for style attributes.
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]
LANGUAGE = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
INLINE = re.compile(
    r"""<[a-z][^<>]*?\s(style|on[a-z]+)\s*=\s*["'{]|<style|<script(?![^>]*\ssrc=)(?![^>]*application/)""", re.IGNORECASE
)


def tree_of(path: Path) -> nodes.Template:
    return LANGUAGE.parse(path.read_text())


def macros_called(tree: nodes.Node) -> set[str]:
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    parts = {f"{n.node.name}.{n.attr}" for n in tree.find_all(nodes.Getattr) if isinstance(n.node, nodes.Name)}
    return names | parts


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_uses_what_it_imports(path: Path) -> None:
    tree = tree_of(path)
    used = macros_called(tree)
    imported = [
        entry[1] if isinstance(entry, tuple) else entry for n in tree.find_all(nodes.FromImport) for entry in n.names
    ]
    imported += [node.target for node in tree.find_all(nodes.Import)]

    assert [each for each in imported if each not in used] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_no_inline_style_or_script(path: Path) -> None:
    without_remarks = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)

    assert [found.group()[:80] for found in INLINE.finditer(without_remarks)] == []


def test_every_macro_is_used_somewhere() -> None:
    trees = {path: tree_of(path) for path in TEMPLATES}
    called = {each.rpartition(".")[2] for tree in trees.values() for each in macros_called(tree)}
    imported = {
        entry[0] if isinstance(entry, tuple) else entry
        for tree in trees.values()
        for node in tree.find_all(nodes.FromImport)
        for entry in node.names
    }
    idle = [
        f"{name(path)}: {macro.name}"
        for path, tree in trees.items()
        for macro in tree.find_all(nodes.Macro)
        if macro.name not in called | imported
    ]

    assert idle == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_sentence_is_written_without_translation(path: Path) -> None:
    """Words between tags, or in attributes that are read out, go through gettext."""
    plain = [
        data.data.strip()
        for output in tree_of(path).find_all(nodes.Output)
        for data in output.nodes
        if isinstance(data, nodes.TemplateData)
    ]
    text = re.sub(r"<[^>]*>?|^[^<]*>", " ", " ".join(plain))

    assert re.findall(r"\b[A-Za-z]{3,}(?: [A-Za-z]{2,})+\b", text) == []
