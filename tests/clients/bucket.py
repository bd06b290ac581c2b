"""Fills a bucket from a folder, or prints all that lies in it.

    bucket.py make SCHEME ENDPOINT BUCKET
    bucket.py fill SCHEME ENDPOINT FOLDER BUCKET/PREFIX
    bucket.py list SCHEME ENDPOINT BUCKET

SCHEME is s3, az or gs. The keys come from the environment, as for every client of the provider.
"""

import os
import sys

from pyarrow import fs


def store(scheme, endpoint):
    """The store at `endpoint`, by plain HTTP."""
    if scheme == "s3":
        return fs.S3FileSystem(endpoint_override=endpoint, scheme="http", region="us-east-1", allow_bucket_creation=True)
    if scheme == "az":
        return fs.AzureFileSystem(
            account_name=os.environ["AZURE_STORAGE_ACCOUNT_NAME"],
            account_key=os.environ["AZURE_STORAGE_ACCOUNT_KEY"],
            blob_storage_authority=endpoint,
            blob_storage_scheme="http",
            dfs_storage_authority=endpoint,
            dfs_storage_scheme="http",
        )
    return fs.GcsFileSystem(anonymous=True, scheme="http", endpoint_override=endpoint, project_id="acme")


def list_bucket(objects, bucket):
    """Path, kind, size and time of everything in the bucket, one a line."""
    entries = objects.get_file_info(fs.FileSelector(bucket, recursive=True))
    for entry in sorted(entries, key=lambda entry: entry.path):
        print(entry.path, entry.type.name, entry.size, entry.mtime_ns)


def main(command, scheme, endpoint, *rest):
    objects = store(scheme, endpoint)
    if command == "make":
        objects.create_dir(rest[0])
    elif command == "fill":
        fs.copy_files(rest[0], rest[1], destination_filesystem=objects)
    elif command == "list":
        list_bucket(objects, rest[0])
    else:
        sys.exit(f"no command {command}")


if __name__ == "__main__":
    main(*sys.argv[1:])
