"""Files from people: known by their content, refused in plain words, kept under names of ours."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lib import uploads


def picture(kind="PNG", size=(20, 10), **more):
    written = io.BytesIO()
    Image.new("RGB", size, "navy").save(written, kind, **more)
    return written.getvalue()


def upload(content, name="letter.pdf"):
    return SimpleUploadedFile(name, content)


def huge_png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (b"%PDF-1.7\n...\n%%EOF\n", "letter.png", "document.pdf"),
        (picture("PNG"), "letter.exe", "document.png"),
        (picture("JPEG"), "../../etc/passwd", "document.jpg"),
    ],
)
def test_a_file_is_known_by_its_content_and_named_by_us(content, name, kept_as):
    assert uploads.document(upload(content, name)).name == kept_as


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "The file is neither a PDF nor"),
        (b"MZ\x90\x00", "The file is neither a PDF nor"),
        (b"%PDF-1.7\nnothing more", "The PDF is cut off."),
        (picture("PNG", (300, 300))[:60], "The picture cannot be read."),
        (huge_png(), "The picture has too many pixels."),
        (picture("GIF"), "The file is neither a PDF nor"),
    ],
)
def test_what_is_no_document_is_refused(content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        uploads.document(upload(content))


def test_a_picture_that_is_cut_off_is_refused_even_where_weasyprint_runs(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)

    with pytest.raises(ValidationError, match="cannot be read"):
        uploads.document(upload(picture("PNG", (300, 300))[:60]))


def test_a_large_file_is_refused():
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        uploads.document(upload(b"%PDF-" + b"0" * 1024 * 1024), most_bytes=1024 * 1024)


def test_what_is_hidden_behind_a_picture_is_not_kept():
    polyglot = picture("PNG") + b"<script>alert(1)</script>"

    kept = uploads.document(upload(polyglot)).read()

    assert b"script" not in kept
    assert Image.open(io.BytesIO(kept)).size == (20, 10)


def test_what_a_camera_adds_is_not_kept():
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"

    kept = uploads.document(upload(picture("JPEG", exif=exif))).read()

    assert b"Taken at home" not in kept


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.pdf", "application/pdf"), ("a.png", "image/png"), ("a.html", "application/octet-stream")],
)
def test_files_are_handed_out_as_what_they_are(name, expected):
    assert uploads.content_type(name) == expected


def test_a_photo_becomes_a_jpeg_of_a_size_that_screens_show():
    kept = uploads.photo(upload(picture("PNG", (4000, 2000)), "me.png"))

    found = Image.open(kept)
    assert (kept.name, found.format, found.size) == ("photo.jpg", "JPEG", (1600, 800))


def test_what_shines_through_in_a_photo_is_white():
    written = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(written, "PNG")

    assert Image.open(uploads.photo(upload(written.getvalue()))).getpixel((150, 150)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7\n%%EOF", "The file is not a JPEG or PNG picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "The file is not a JPEG or PNG picture."),
        (picture("JPEG", (900, 900))[:500], "The picture cannot be read."),
        (huge_png(), "The picture has too many pixels."),
        (picture("JPEG", (199, 900)), "Choose one of at least 200 by 200."),
        (b"\xff" * (5 * 1024 * 1024 + 1), "The photo is larger than 5 MB."),
    ],
)
def test_what_is_no_photo_of_a_person_is_refused(content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        uploads.photo(upload(content))


@pytest.mark.parametrize(
    ("cut", "colour"),
    [
        ({"size": 50, "left": 0, "top": 0}, "red"),
        ({"size": 50, "left": 100, "top": 0}, "blue"),
        ({"size": 20, "left": 0, "top": 100}, "red"),
        ({"size": 100, "left": 100, "top": 50}, "blue"),
    ],
)
def test_a_square_is_cut_where_it_was_chosen(cut, colour):
    drawn = Image.new("RGB", (800, 400), "red")
    drawn.paste("blue", (400, 0, 800, 400))
    written = io.BytesIO()
    drawn.save(written, "JPEG")

    square = Image.open(uploads.square(written.getvalue(), **cut))

    red, _, blue = square.getpixel((300, 300))
    assert square.size == (600, 600)
    assert (red > 200, blue > 200) == (colour == "red", colour == "blue")
