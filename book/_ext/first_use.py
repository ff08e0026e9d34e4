"""Links a word to the glossary where a page uses it first.

The chapters stay plain notebooks: nothing needs to be marked in them. When a
page is written, the first use of each word of ``glossary.md`` in its running
text becomes a link. Headings, code, formulas and links stay as they are.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.util.nodes import make_refnode

UNTOUCHED = (
    nodes.title,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.reference,
    nodes.rubric,
    nodes.raw,
)
CHAPTER = re.compile(r"\d\d_")


def words(env):
    """Maps each word of the glossary to its page and its place there."""
    return {
        name: (docname, anchor)
        for name, _, kind, docname, anchor, _ in env.domains[
            "std"
        ].get_objects()
        if kind == "term"
    }


def link_first_uses(app, doctree, docname):
    """Makes links of first uses, in chapters only."""
    if app.builder.format != "html" or not CHAPTER.match(docname):
        return
    places = words(app.env)
    if not places:
        return
    # The longest first, so that "batch norm" is not taken for "batch".
    choices = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    pattern = re.compile(rf"\b({choices})(?:e?s)?\b", re.IGNORECASE)
    by_lower = {name.lower(): name for name in places}
    seen = set()
    for text in list(doctree.findall(nodes.Text)):
        if inside(text, UNTOUCHED) or not inside(text, nodes.paragraph):
            continue
        parts, end = [], 0
        for match in pattern.finditer(text):
            name = by_lower[match[1].lower()]
            if name in seen:
                continue
            seen.add(name)
            page, anchor = places[name]
            link = make_refnode(
                app.builder,
                docname,
                page,
                anchor,
                nodes.inline("", match[0], classes=["first-use"]),
                f"{name}: see the glossary",
            )
            parts += [nodes.Text(text[end : match.start()]), link]
            end = match.end()
        if parts:
            parts.append(nodes.Text(text[end:]))
            text.parent.replace(text, [p for p in parts if p != ""])


def inside(node, kinds):
    """Tells whether a node is within one of these kinds of nodes."""
    while node is not None:
        if isinstance(node, kinds):
            return True
        node = node.parent
    return False


def setup(app):
    app.connect("doctree-resolved", link_first_uses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
