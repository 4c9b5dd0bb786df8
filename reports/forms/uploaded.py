"""Files whose text becomes a part of a note, or a whole one."""

import re
from collections.abc import Callable

from django import forms

from lib.word_reading import LARGEST_FILE, NotADocument

HEADING = re.compile(r"(?m)^#{1,6}[ \t]+(.+?)[ \t#]*$")
ACCEPTED = {"accept": ".txt,.md,.markdown,.docx,text/plain,text/markdown"}


def text_of(file, from_word: Callable[[bytes], str], from_text: Callable[[str], str] = str) -> str:
    """Return the text of an upload, a Word file's or a plain one's as these two read it; "" without a file.

    Raises ValidationError with a sentence for the user.
    """
    if not file:
        return ""
    if file.size > LARGEST_FILE:
        raise forms.ValidationError("The file is larger than 5 MB. A note is a few pages of text.")
    data = file.read(LARGEST_FILE + 1)
    try:
        return from_word(data) if data.startswith(b"PK") else from_text(data.decode("utf-8-sig"))
    except NotADocument as problem:
        raise forms.ValidationError(str(problem)) from problem
    except UnicodeDecodeError as problem:
        raise forms.ValidationError(
            "The file is not plain text in UTF-8. Save it as plain text, or paste the text."
        ) from problem


def with_bold_headings(text: str) -> str:
    """Return Markdown with its headings as bold paragraphs: a part of a note has none below its own."""
    return HEADING.sub(r"**\1**\n", "\n".join(text.splitlines())).strip()
