"""Fills a bucket from a folder, or prints all that lies in it.

    s3_bucket.py make ENDPOINT BUCKET
    s3_bucket.py fill ENDPOINT FOLDER BUCKET/PREFIX
    s3_bucket.py list ENDPOINT BUCKET

The keys come from the environment, as for every client of AWS.
"""

import sys

from pyarrow import fs


def store(endpoint):
    """The store at `endpoint`, by plain HTTP."""
    return fs.S3FileSystem(endpoint_override=endpoint, scheme="http", region="us-east-1", allow_bucket_creation=True)


def list_bucket(endpoint, bucket):
    """Path, kind, size and time of everything in the bucket, one a line."""
    entries = store(endpoint).get_file_info(fs.FileSelector(bucket, recursive=True))
    for entry in sorted(entries, key=lambda entry: entry.path):
        print(entry.path, entry.type.name, entry.size, entry.mtime_ns)


def main(command, endpoint, *rest):
    if command == "make":
        store(endpoint).create_dir(rest[0])
    elif command == "fill":
        fs.copy_files(rest[0], rest[1], destination_filesystem=store(endpoint))
    elif command == "list":
        list_bucket(endpoint, rest[0])
    else:
        sys.exit(f"no command {command}")


if __name__ == "__main__":
    main(*sys.argv[1:])
