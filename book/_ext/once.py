"""Gives each script to a page once.

The extensions for live code and for folded boxes hand in their scripts twice,
and a browser refuses the second with an error in its console.
"""

from __future__ import annotations


def keep_first(app, pagename, templatename, context, doctree):
    """Drops scripts that stand in the list of a page already."""
    kept = {}
    for script in context.get("script_files", []):
        what = script.attributes.get("body") or script.filename
        kept.setdefault(what, script)
    context["script_files"] = list(kept.values())


def setup(app):
    app.connect("html-page-context", keep_first, priority=900)
    return {"parallel_read_safe": True}
