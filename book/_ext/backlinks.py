"""Lets the [docs] links of the source pages lead to the right place.

Sphinx keeps one public name for each source file. A file of operations is
public under two, ``teachtorch`` and ``teachtorch.nn.functional``, so a link
back from a function may name the wrong one. Here such a link is given the
name, and the page, under which the function is described.
"""

from __future__ import annotations

import re

LINK = re.compile(r'href="([^"#]*)#(teachtorch\.[\w.]+)"')
SPACES = ("teachtorch", "teachtorch.nn.functional")


def correct(app, pagename, templatename, context, doctree):
    """Rewrites the links of one source page."""
    if not pagename.startswith("_modules/teachtorch"):
        return
    described = app.env.domains["py"].objects

    def rewrite(match):
        name = match[2]
        last = name.rpartition(".")[2]
        for choice in (name, *(f"{space}.{last}" for space in SPACES)):
            if choice in described:
                page = described[choice].docname
                address = app.builder.get_relative_uri(pagename, page)
                return f'href="{address}#{choice}"'
        return match[0]

    context["body"] = LINK.sub(rewrite, context["body"])


def setup(app):
    app.connect("html-page-context", correct)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
