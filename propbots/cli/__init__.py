"""The command line: it reads what the user wants, joins the objects that do it, and shows the answer."""
