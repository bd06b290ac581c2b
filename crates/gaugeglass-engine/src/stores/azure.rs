//! `az://container/prefix`: Azure Blob Storage, the account named by `AZURE_STORAGE_ACCOUNT_NAME`.
//!
//! `AZURE_STORAGE_ACCOUNT_KEY`, a client secret, a workload's identity, `AZURE_STORAGE_SAS_TOKEN`, or the managed identity
//! of the machine. `AZURE_STORAGE_USE_EMULATOR` and `AZURITE_BLOB_STORAGE_URL` name an emulator.

use object_store::ClientConfigKey;
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};

use super::{Location, Opening, Store, not_set_up};
use crate::Error;

/// Where the keys come from, for messages.
pub const VARIABLES: &str = "AZURE_STORAGE_ACCOUNT_NAME, AZURE_STORAGE_ACCOUNT_KEY and AZURE_STORAGE_SAS_TOKEN";

/// Opens a container.
pub fn open(location: &Location, opening: &Opening<'_>) -> Result<Store, Error> {
    finish(MicrosoftAzureBuilder::from_env(), location, opening)
}

/// Opens a container by an account that is set up already.
pub fn finish(account: MicrosoftAzureBuilder, location: &Location, opening: &Opening<'_>) -> Result<Store, Error> {
    let builder = account
        .with_container_name(location.bucket()?)
        .with_config(AzureConfigKey::Client(ClientConfigKey::Timeout), opening.request_time())
        .with_retry(opening.retry())
        .with_http_connector(opening.connector());
    let builder = match opening.storage.allow_http {
        true => builder.with_allow_http(true),
        false => builder,
    };
    let client = builder.build().map_err(|cause| not_set_up(location, &cause, VARIABLES))?;
    Ok(opening.store(location, client))
}
