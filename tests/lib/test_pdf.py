"""Documents: a closed world, fonts of our own, and a tag tree that archives and screen readers accept."""

import io
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from lib import pdf, pdf_fonts
from tests.poppler import facts, fonts, raw_text, squash

ROOT = Path(pdf.__file__).resolve().parent.parent
LONG = "The quick brown fox jumps over the lazy dog. " * 120


def page(body, *, head="", lang="en", title="A document"):
    return f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def structure(document):
    """Return the tag tree of a PDF as nested (kind, children); marked content is left out."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return _nested(opened.Root.StructTreeRoot.K[0])


def _nested(element):
    kids = element.get("/K", [])
    children = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return str(element.S)[1:], [_nested(kid) for kid in children]


def outline(node, wanted):
    """Return the kinds in a tag tree that are wanted, in reading order."""
    kind, children = node
    return [kind] * (kind in wanted) + [found for child in children for found in outline(child, wanted)]


# The closed world (SEC-15)


@pytest.fixture
def listener():
    """A web server on this machine that counts who calls."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    calls, stop = [], threading.Event()

    def serve():
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            calls.append(connection.recv(1000))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nContent-Length: 0\r\n\r\n")
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
    stop.set()
    thread.join()
    server.close()


OUTSIDE = {
    "an image": '<img src="{url}/x.png" alt="x">',
    "a style sheet": '<link rel="stylesheet" href="{url}/x.css">',
    "an import": '<style>@import url("{url}/x.css");</style>',
    "a background": '<p style="background-image: url({url}/x.png)">x</p>',
    "a font": '<style>@font-face {{ font-family: X; src: url("{url}/x.ttf") }} p {{ font-family: X }}</style><p>x</p>',
    "an object": '<object data="{url}/x.svg" type="image/svg+xml"></object>',
    "an embed": '<embed src="{url}/x.svg" type="image/svg+xml">',
    "an attachment": '<link rel="attachment" href="{url}/x.txt">',
    "an attached link": '<a rel="attachment" href="{url}/x.txt">x</a>',
    "a base": '<base href="{url}/"><img src="x.png" alt="x">',
    "a drawing": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/x.png" width="9" height="9"/></svg>',
    "an inline drawing": "<img alt='x' src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\">"
    '<image href="{url}/x.png" width="9" height="9"/></svg>\'>',
    "a list sign": '<ul style="list-style-image: url({url}/x.png)"><li>x</li></ul>',
    "generated content": '<style>p::before {{ content: url("{url}/x.png") }}</style><p>x</p>',
}


# What WeasyPrint does not even try to load is left out.
IGNORED = {
    "a style in a drawing": "<img alt='x' src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\">"
    '<style>@import url({url}/x.css);</style><rect width="9" height="9"/></svg>\'>',
    "a use in a drawing": '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}/x.svg%23a"/></svg>',
}


@pytest.mark.parametrize("markup", IGNORED.values(), ids=IGNORED)
def test_style_and_parts_of_other_drawings_are_left_out(listener, markup):
    url, calls = listener

    pdf.render(page(markup.format(url=url)))

    assert calls == []


@pytest.mark.parametrize("markup", OUTSIDE.values(), ids=OUTSIDE)
def test_nothing_is_loaded_from_the_network(listener, markup):
    url, calls = listener

    with pytest.raises(pdf.DocumentError, match="may not"):
        pdf.render(page(markup.format(url=url)))

    assert calls == []


@pytest.mark.parametrize("markup", OUTSIDE.values(), ids=OUTSIDE)
def test_nothing_is_loaded_from_the_disk(tmp_path, markup):
    for name in ("x.png", "x.css", "x.svg", "x.txt", "x.ttf"):
        (tmp_path / name).write_text("canary")

    with pytest.raises(pdf.DocumentError, match="may not"):
        pdf.render(page(markup.format(url=tmp_path.as_uri())))


@pytest.mark.parametrize(
    "url",
    [
        "static:../manage.py",
        "static:css/print/../../../manage.py",
        "static:vendor/../../config/settings.py",
        "static:css/base.css",
        "static:/etc/hostname",
        "static:css/print",
        "given:logo.png",
        "x.png",
        "/etc/hostname",
        "//127.0.0.1/x.png",
        "ftp://127.0.0.1/x.png",
    ],
)
def test_only_packaged_files_and_those_given_are_served(url):
    with pytest.raises(pdf.DocumentError, match="may not load"):
        pdf.render(page(f'<img src="{url}" alt="x">'), files={"other.png": b""})


def test_inline_data_may_not_be_attached_either():
    with pytest.raises(pdf.DocumentError, match="attached"):
        pdf.render(page("x", head='<link rel="attachment" href="data:text/plain,x">'))


def test_a_given_picture_is_printed_and_described():
    logo = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 60, 120, 128)).save(logo, "PNG")

    document = pdf.render(
        page('<h1>T</h1><p><img src="given:logo.png" alt="The logo"> x</p>'), files={"logo.png": logo.getvalue()}
    )

    with pikepdf.open(io.BytesIO(document)) as opened:
        paragraph = opened.Root.StructTreeRoot.K[0].K[1]
        figure = paragraph.K[0]
        assert (figure.S, str(figure.Alt), len(figure.A.BBox)) == ("/Figure", "The logo", 4)
        assert len(opened.pages[0].get_images()) == 1


def test_a_picture_without_description_is_decoration():
    document = pdf.render(
        page(
            "<h1>T</h1><p><img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
            "<rect width='9' height='9'/></svg>\" alt=\"\"> x</p>"
        )
    )

    assert outline(structure(document), {"H1", "P", "Figure"}) == ["H1", "P"]


def test_a_document_needs_a_title_and_a_language():
    with pytest.raises(pdf.DocumentError, match="title and a language"):
        pdf.render(page("x", title=""))
    with pytest.raises(pdf.DocumentError, match="title and a language"):
        pdf.render("<title>T</title><p>x")


def test_a_refused_document_does_not_spoil_the_next():
    with pytest.raises(pdf.DocumentError):
        pdf.render(page('<img src="file:///etc/hostname" alt="x">'))

    assert squash(raw_text(pdf.render(page("<h1>Next</h1>")))) == "Next"


def test_several_threads_may_ask_at_once():
    made = []
    threads = [
        threading.Thread(target=lambda n=n: made.append(raw_text(pdf.render(page(f"<h1>Document {n}</h1>")))))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(squash(text) for text in made) == [f"Document{n}" for n in range(4)]


def test_without_pango_the_error_says_what_to_install(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    script = "from lib import pdf\ntry: pdf.render('')\nexcept pdf.DocumentError as error: print(error)"

    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert said.strip().endswith("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")


# Fonts

SAMPLE = "Latin Ñandú Łódź Türkiye, Ελληνικά, Кириллица, “quotes” – — … €½№, footnotes ¹²³⁴⁵⁶⁷⁸⁹⁰, non‑breaking"
SCRIPTS = {"ar": "لا إله، حزيران/يونيه 2017 «الأمم» (1540)", "zh-Hans": "朱镕基、陈喆，“情况说明”：2017年6月8日至9日"}


def test_only_shipped_fonts_are_embedded():
    document = pdf.render(
        page(f"<h1>{SAMPLE}</h1><p>{SAMPLE} <em>{SAMPLE} <strong>{SAMPLE}</strong></em></p><pre>{SAMPLE}</pre>")
    )

    assert fonts(document) == {
        *("Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic", "Liberation-Serif-Bold-Italic"),
        *("Plenary-Signs", "Plenary-Signs-Bold", "Plenary-Signs-Italic", "Plenary-Signs-Bold-Italic"),
    }
    assert squash(raw_text(document)) == squash(SAMPLE) * 5


def test_characters_that_no_font_shows_are_refused_by_name():
    assert pdf_fonts.missing_glyphs(f"{SAMPLE} \u00a0\u202f\u200b\u00ad e\u0301 中文 ☃ हि") == ["ह", "ि", "☃"]

    with pytest.raises(pdf.DocumentError, match=r"cannot show “☃” \(U\+2603\)"):
        pdf.render(page("<h1>☃</h1>"))


def test_arabic_and_chinese_have_fonts_of_their_own_in_any_document():
    assert pdf_fonts.missing_glyphs("".join(SCRIPTS.values()) + "國際會議 ヤマダ") == []

    document = pdf.render(page("<h1>Names</h1>" + "".join(f"<p>{text}</p>" for text in SCRIPTS.values())))

    assert fonts(document) >= {"Noto-Naskh-Arabic", "Noto-Serif-CJK-SC", "Liberation-Serif-Bold"}


@pytest.mark.parametrize("language", SCRIPTS)
def test_the_language_chooses_the_font_of_signs_that_several_have(language):
    text = SCRIPTS[language]

    document = pdf.render(page(f"<h1>{text}</h1><p>{text}</p>", lang=language, title=text))

    first = {"ar": "Noto-Naskh-Arabic", "zh-Hans": "Noto-Serif-CJK-SC"}[language]
    assert fonts(document) - {"Liberation-Serif-Bold", "Liberation-Serif"} == {first, f"{first}-Bold"}
    if language == "zh-Hans":
        assert squash(raw_text(document)) == squash(text) * 2


def test_arabic_is_read_from_right_to_left():
    """PDFium puts the painted order back; poppler takes lam and alef apart, so it is not asked."""
    text = "عقد المؤتمر الثاني للصناعة في مكسيكو سيتي"

    document = pdf.render(page(f"<h1>{text}</h1>", lang="ar", title=text).replace("<html", '<html dir="rtl"'))

    with pypdfium2.PdfDocument(document) as opened:
        read = opened[0].get_textpage()
        edge, width = read.get_charbox(0), opened[0].get_width()
        assert squash(read.get_text_range()) == squash(text)
    assert edge[0] > width / 2  # the first letter stands in the right half


def test_every_blank_prints_without_a_box():
    blanks = "\u2002\u2003\u2009\u200a\u202f\u205f\u3000\u200b\u2060\u00ad"

    document = pdf.render(page(f"<h1>a{'a'.join(blanks)}a</h1>"))

    assert fonts(document) <= {"Liberation-Serif-Bold", "Plenary-Signs-Bold"}
    assert squash(raw_text(document)).replace("\u200b", "").replace("\u2060", "").strip("\u00ad").count("a") == 11


def test_fontconfig_sees_the_folders_of_the_families():
    listed = {
        line.split("/")[-2].rstrip("<") for line in pdf_fonts.FONTCONFIG_FILE.read_text().splitlines() if "<dir" in line
    }

    assert listed == set(pdf_fonts.FAMILIES.values())
    assert all((pdf_fonts.VENDOR / folder / "LICENSE").is_file() for folder in listed)


# Metadata and sameness

HEAD = (
    '<meta name="author" content="1540 Committee"><meta name="description" content="Of industry">'
    '<meta name="dcterms.created" content="2017-06-12T09:30:00+02:00">'
    '<meta name="dcterms.modified" content="2017-06-13T10:00:00+02:00">'
)


def test_the_document_says_what_it_is():
    document = pdf.render(page("<h1>Ó</h1>", head=HEAD, lang="es", title="Nota “informativa”"))

    assert facts(document) | {
        "Title": "Nota “informativa”",
        "Author": "1540 Committee",
        "Subject": "Of industry",
    } == facts(document)
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert str(opened.Root.Lang) == "es"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert str(opened.docinfo.CreationDate) == "D:20170612093000+02'00"
        with opened.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")


def test_the_same_document_gives_the_same_bytes():
    html = page(f"<h1>Same</h1><p>{LONG}</p>", head=HEAD)

    first = pdf.render(html)
    time.sleep(1.1)  # a date of the clock's would differ by now

    assert pdf.render(html) == first


def test_another_process_gives_the_same_bytes_without_system_fonts(tmp_path):
    html = page("<h1>Same</h1><p>Ελληνικά ¹⁰</p>", head=HEAD)
    script = "import sys\nfrom lib import pdf\nsys.stdout.buffer.write(pdf.render(sys.stdin.read()))"
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")

    made = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        input=html.encode(),
        env={**os.environ, "PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        capture_output=True,
        check=True,
    ).stdout

    assert made == pdf.render(html)
