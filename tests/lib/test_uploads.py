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
