//! `gs://bucket/prefix`: Google Cloud Storage.
//!
//! `GOOGLE_SERVICE_ACCOUNT` (a file) or `GOOGLE_SERVICE_ACCOUNT_KEY`, application default credentials, or the instance's
//! account, in this order. `STORAGE_EMULATOR_HOST` names an emulator, which takes no credentials.

use object_store::ClientConfigKey;
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};

use super::{Location, Opening, Store, not_set_up};
use crate::Error;

/// Where the keys come from, for messages.
pub const VARIABLES: &str = "GOOGLE_SERVICE_ACCOUNT, GOOGLE_APPLICATION_CREDENTIALS and STORAGE_EMULATOR_HOST";

/// Opens a bucket.
pub fn open(location: &Location, opening: &Opening<'_>) -> Result<Store, Error> {
    let builder = GoogleCloudStorageBuilder::from_env()
        .with_bucket_name(location.bucket()?)
        .with_config(GoogleConfigKey::Client(ClientConfigKey::Timeout), opening.request_time())
        .with_retry(opening.retry())
        .with_http_connector(opening.connector());
    let builder = match std::env::var("STORAGE_EMULATOR_HOST") {
        Ok(host) => on_emulator(builder, &host),
        Err(_) => builder,
    };
    let builder = match opening.storage.allow_http {
        true => builder.with_config(GoogleConfigKey::Client(ClientConfigKey::AllowHttp), "true"),
        false => builder,
    };
    let client = builder.build().map_err(|cause| not_set_up(location, &cause, VARIABLES))?;
    Ok(opening.store(location, client))
}

/// The variable holds `host:port` or a URL, as in Google's own libraries, and asks for plain HTTP by itself.
fn on_emulator(builder: GoogleCloudStorageBuilder, host: &str) -> GoogleCloudStorageBuilder {
    let url = match host.contains("://") {
        true => host.trim_end_matches('/').to_owned(),
        false => format!("http://{host}"),
    };
    let allowed = GoogleConfigKey::Client(ClientConfigKey::AllowHttp);
    builder.with_base_url(&url).with_skip_signature(true).with_config(allowed, "true")
}
