"""The README shows a program and what it prints; it had better be true."""

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def test_the_example_prints_what_the_readme_shows(capsys):
    blocks = re.findall(r"```(python|text)\n(.*?)```", README.read_text(), re.S)
    (_, program), (_, shown) = blocks
    exec(compile(program, str(README), "exec"), {"__name__": "example"})
    assert capsys.readouterr().out == shown
