"""Pictures as people upload them, made when a test needs one."""

import io

from PIL import Image


def picture(kind: str = "PNG", mode: str = "RGB", size=(60, 40)) -> bytes:
    """Return a picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind)
    return written.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
