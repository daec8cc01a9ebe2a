"""The desk: a page and an HTTP API over the same road as the command line.

server.py    listens; one process, which computes nothing itself
guard.py     who may ask: hosts, origins, the token, sizes and times
pages.py     what a browser sees;  api.py  what a program sees
desk.py      what both ask for: fetch, check, keep
workers/     the processes that compute, each with the model and the indexes open
history.py   finished reports, notes and marks in SQLite
"""
