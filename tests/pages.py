"""The addresses of a conference's pages, as tests open them."""

from django.urls import reverse


def pages_of(app: str):
    """Return the function that gives the addresses of an app's pages: `url("registration_list", conference)`."""

    def url(name, conference, **names):
        return reverse(f"{app}:{name}", kwargs={"conference": conference.slug, **names})

    return url
