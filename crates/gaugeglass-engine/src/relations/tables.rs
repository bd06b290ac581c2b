//! `metrics.<table>`: relations of many rows, computed for the instant of the request when they are read.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::Result;
use futures::FutureExt;

use super::lazy;
use crate::scope::Scope;
use crate::table;

/// The table of this name.
pub fn table(name: &str, scope: &Scope) -> Result<Option<Arc<dyn TableProvider>>> {
    let Some(schema) = scope.snapshot.tables.get(name) else {
        return Ok(None);
    };
    let (name, scope) = (name.to_owned(), scope.clone());
    let make = move || {
        let (name, scope) = (name.clone(), scope.clone());
        async move { table::rows(&scope, &name).await }.boxed()
    };
    lazy::table(Arc::clone(schema), Arc::new(make)).map(Some)
}
