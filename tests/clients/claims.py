"""What the client walks share: claims that end the walk when they fail, and one JSON document at the end."""

import datetime
import decimal
import json
import math
import sys
import traceback


class ClaimFailed(Exception):
    """The service did not do what the walk says it does."""


def claim(is_true, text):
    """Ends the walk with `text` unless it holds."""
    if not is_true:
        raise ClaimFailed(text)


def fails(action, kind, *words):
    """Claims that `action` raises `kind` with these words in its message; returns the message."""
    try:
        action()
    except kind as error:
        message = str(error)
        missing = [word for word in words if word.lower() not in message.lower()]
        claim(not missing, f"an error should say {missing}, but says: {message}")
        return message
    except Exception as error:  # another kind is a failed claim, not a fault of the walk
        raise ClaimFailed(f"expected {kind.__name__}, got {type(error).__name__}: {error}") from error
    raise ClaimFailed(f"expected {kind.__name__}, but nothing was raised")


def plain(value):
    """A value as JSON has it: instants as RFC 3339 in UTC, decimals as text, no NaN."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    return value


def rows(table):
    """The rows of an Arrow table, each a dictionary."""
    return plain(table.to_pylist())


def report(walk):
    """Runs `walk` and prints its document on stdout; a failed claim goes to stderr and into the exit code."""
    try:
        document = walk()
    except ClaimFailed as failure:
        print(f"claim failed: {failure}", file=sys.stderr)
        traceback.print_tb(failure.__traceback__, file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        traceback.print_exc()
        print(f"the walk stopped: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)
    json.dump(document, sys.stdout, allow_nan=False, indent=1)
    print()
