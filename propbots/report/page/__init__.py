"""A run as one HTML file that opens anywhere and asks the network for nothing.

Figures and tables are written here, so that they can be read without scripts; the charts and the list of trades are
drawn by the scripts under `assets` from the columns that the page carries.
"""

from propbots.report.page.writer import write_page

__all__ = ["write_page"]
