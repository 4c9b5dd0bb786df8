"""What every page of the team's area shows around its content."""


def team_navigation(request):
    """Give templates the conference's role of the signed-in user, when the page belongs to a conference."""
    return {}
