//! `s3://bucket/prefix`: Amazon S3, and every server that speaks its protocol.
//!
//! `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a web identity token, a container's or an instance's role, in this
//! order; `AWS_ENDPOINT_URL` names another server.

use object_store::ClientConfigKey;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};

use super::{Location, Opening, Store, not_set_up};
use crate::Error;

/// Where the keys come from, for messages.
pub const VARIABLES: &str = "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL";

/// Opens a bucket.
pub fn open(location: &Location, opening: &Opening<'_>) -> Result<Store, Error> {
    let bucket = location.bucket()?;
    let builder = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_config(AmazonS3ConfigKey::Client(ClientConfigKey::Timeout), opening.request_time())
        .with_retry(opening.retry())
        .with_http_connector(opening.connector());
    let builder = match opening.storage.allow_http {
        true => builder.with_allow_http(true),
        false => builder,
    };
    let client = builder.build().map_err(|cause| not_set_up(location, &cause, VARIABLES))?;
    Ok(opening.store(location, client))
}
