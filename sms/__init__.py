"""Text messages: sent once, within the hours that the law leaves, and never silently lost. The truth is in the
database; workers are only woken up."""
