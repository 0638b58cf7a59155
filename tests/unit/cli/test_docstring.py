"""What people are told of a docstring."""

from propbots.cli.docstring import Explanation, explain


class Told:
    """Say it in a line.

    A paragraph that
    is folded.

    Args:
        source: Whose.

    Source: A book, 1978,
        page 3.
    """


class Silent(Told):
    pass


def test_paragraphs_come_before_sections_and_the_source_apart() -> None:
    assert explain(Told) == Explanation("Say it in a line.\nA paragraph that is folded.", "A book, 1978, page 3.")


def test_what_a_class_inherits_tells_nothing_of_it() -> None:
    assert explain(Silent) == Explanation()
