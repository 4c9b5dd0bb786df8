"""How the worker is told that the desk has work for it."""

from celery import current_app

from correspondence.tasks import Waker

# The job lies above the actions that ask for it, so it is called by its name. A wake-up that nobody took within a minute
# is dropped: the clock looks for work twice in that time.
wake_for_work = Waker(lambda: current_app.send_task("participants.jobs.do_work", expires=60, retry=False))
