"""The roll-call: leaders answer by text or by a link, headquarters know who is coming."""
