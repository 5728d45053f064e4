"""Config: settings, urls, servers and the command line: where the parts are put together."""
