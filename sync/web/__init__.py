"""The sync service on the web: pages and a JSON interface over the very verbs of the command line."""
