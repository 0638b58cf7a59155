"""HTML in which no text can be anything but text."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from propbots.report.page.markup import Markup, element, table


def read(markup: Markup) -> tuple[list[str], dict[str, str | None], str]:
    """The tags, attributes and texts that a browser would see."""
    tags: list[str] = []
    attributes: dict[str, str | None] = {}
    texts: list[str] = []

    def start(tag: str, given: list[tuple[str, str | None]]) -> None:
        tags.append(tag)
        attributes.update(given)

    reader = HTMLParser()
    reader.handle_starttag = start  # type: ignore[method-assign,assignment]  # -- a list to fill is all that is needed
    reader.handle_data = texts.append  # type: ignore[method-assign,assignment]  # -- the same
    reader.feed(markup.html)
    reader.close()
    return tags, attributes, "".join(texts)


def test_elements_nest_and_texts_are_escaped() -> None:
    markup = element("p", "a < b ", element("b", "&"), None, class_="x", data_name='"quoted"')

    assert markup.html == '<p class="x" data-name="&quot;quoted&quot;">a &lt; b <b>&amp;</b></p>'


def test_an_attribute_of_none_is_left_out() -> None:
    assert element("p", class_=None).html == "<p></p>"


def test_a_table_names_its_rows_and_takes_cells_as_they_are() -> None:
    markup = table(("Side", "Net"), [("long", element("td", "5", class_="gain"))], class_="t")

    assert markup.html == (
        '<table class="t"><thead><tr><th scope="col">Side</th><th scope="col">Net</th></tr></thead>'
        '<tbody><tr><th scope="row">long</th><td class="gain">5</td></tr></tbody></table>'
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_stays_text(text: str) -> None:
    tags, attributes, seen = read(element("p", text, title=text))

    assert tags == ["p"]
    assert seen == text
    assert attributes == {"title": text}
