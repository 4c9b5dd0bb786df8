"""Files from people: known by what is in them, never by what they are called (SEC-19).

A picture is decoded and written anew, so that nothing but the picture is kept; a PDF is kept as it is and only ever
handed out as a download. Names are ours.
"""

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024
MOST_PHOTO_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE, MOST_SIDE, SQUARE_SIDE = 200, 1600, 600
TOO_MANY_PIXELS = "The picture has too many pixels. Choose a smaller one."
PICTURES = {"JPEG": "jpg", "PNG": "png"}
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


class NoPictureError(ValidationError):
    """The content is no picture of a kind that is taken."""


def document(upload, *, most_bytes: int = MOST_BYTES) -> ContentFile:
    """Return a PDF, JPEG or PNG under a name of ours (“document.pdf”); refuse anything else in plain words."""
    content = _content(upload, most_bytes, "file")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    return picture(content)


def picture(content: bytes) -> ContentFile:
    """Return a JPEG or PNG, decoded and written anew, upright and without what cameras add."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
            found = Image.open(io.BytesIO(content), formats=list(PICTURES))
            if found.width * found.height > MOST_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS)
            upright = ImageOps.exif_transpose(found)
            kind = found.format
            upright = upright.convert("RGB") if kind == "JPEG" else upright
            written = io.BytesIO()
            upright.info.clear()
            upright.save(written, kind, **({"quality": 90} if kind == "JPEG" else {}))
    except UnidentifiedImageError:
        raise NoPictureError("The file is neither a PDF nor a JPEG or PNG picture.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError):
        raise ValidationError("The picture cannot be read. Save it anew and try again.") from None
    return ContentFile(written.getvalue(), name=f"document.{PICTURES[kind]}")


def photo(upload, *, most_bytes: int = MOST_PHOTO_BYTES) -> ContentFile:
    """Return the photo of a person as a JPEG (“photo.jpg”), written anew and no larger than a screen shows."""
    content = _content(upload, most_bytes, "photo")
    try:
        flat = _on_white(picture(content), MOST_SIDE)
    except NoPictureError:
        raise ValidationError("The file is not a JPEG or PNG picture.") from None
    if min(flat.size) < LEAST_SIDE:
        size = f"{flat.width} by {flat.height} pixels"
        raise ValidationError(f"The photo has {size}. Choose one of at least {LEAST_SIDE} by {LEAST_SIDE}.")
    return _jpeg(flat)


def square(content: bytes, *, left: float, top: float, size: float) -> ContentFile:
    """Return the square that is cut from a photo of ours, as a JPEG of SQUARE_SIDE pixels.

    All three are per cent: `size` of the shorter side; `left` and `top` of the room that the square leaves beside it,
    so that every value from 0 to 100 lies within the picture.
    """
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as found:
        side = max(round(min(found.size) * size / 100), 1)
        x, y = round((found.width - side) * left / 100), round((found.height - side) * top / 100)
        cut = found.crop((x, y, x + side, y + side))
    return _jpeg(cut.resize((SQUARE_SIDE, SQUARE_SIDE), Image.Resampling.LANCZOS))


def print_picture(content: bytes, *, most_pixels_a_side: int = 1600) -> ContentFile:
    """Return a picture as printed documents take it: PNG in RGB on white, no larger than paper shows."""
    flat = _on_white(picture(content), most_pixels_a_side)
    written = io.BytesIO()
    flat.save(written, "PNG", optimize=True)
    return ContentFile(written.getvalue(), name="picture.png")


def _content(upload, most_bytes, word) -> bytes:
    if upload.size > most_bytes:
        raise ValidationError(f"The {word} is larger than {most_bytes // (1024 * 1024)} MB. Choose a smaller one.")
    upload.seek(0)
    if not (content := upload.read()):
        raise ValidationError("The file is empty.")
    return content


def _on_white(file: ContentFile, most_pixels_a_side: int) -> Image.Image:
    with Image.open(file.open()) as found:
        upright = found.convert("RGBA")
    upright.thumbnail((most_pixels_a_side, most_pixels_a_side))
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    return flat


def _jpeg(found: Image.Image) -> ContentFile:
    written = io.BytesIO()
    found.save(written, "JPEG", quality=88)
    return ContentFile(written.getvalue(), name="photo.jpg")


def content_type(name: str) -> str:
    """Return the type under which a file of ours is handed out, by the ending that we gave it."""
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def ending(name: str) -> str:
    """Return the ending of a file of ours, with its dot."""
    return f".{name.rpartition('.')[2]}"


def _pdf(content: bytes) -> ContentFile:
    if b"%%EOF" not in content[-2048:]:
        raise ValidationError("The PDF is cut off. Save it anew and try again.")
    return ContentFile(content, name="document.pdf")
