//! DataFusion's catalog traits over a scope.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::catalog::{CatalogProvider, CatalogProviderList, SchemaProvider, TableProvider};
use datafusion::common::Result;

use super::{CATALOG, SCHEMAS, logs, meta, metrics, models, mutated, readiness, tables};
use crate::scope::Scope;

/// The list that holds the one catalog.
#[derive(Debug)]
pub struct Catalogs(pub Scope);

impl CatalogProviderList for Catalogs {
    fn register_catalog(&self, _: String, _: Arc<dyn CatalogProvider>) -> Option<Arc<dyn CatalogProvider>> {
        None
    }

    fn catalog_names(&self) -> Vec<String> {
        vec![CATALOG.to_owned()]
    }

    fn catalog(&self, name: &str) -> Option<Arc<dyn CatalogProvider>> {
        (name == CATALOG).then(|| Arc::new(Catalog(self.0.clone())) as Arc<dyn CatalogProvider>)
    }
}

#[derive(Debug)]
struct Catalog(Scope);

impl CatalogProvider for Catalog {
    fn schema_names(&self) -> Vec<String> {
        SCHEMAS.iter().map(|name| (*name).to_owned()).collect()
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        let name = *SCHEMAS.iter().find(|known| **known == name)?;
        Some(Arc::new(Relations { schema: name, scope: self.0.clone() }))
    }
}

#[derive(Debug)]
struct Relations {
    schema: &'static str,
    scope: Scope,
}

#[async_trait]
impl SchemaProvider for Relations {
    fn table_names(&self) -> Vec<String> {
        names(&self.scope, self.schema)
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        let found = self.as_logged(name)?;
        let stands_in = self.scope.mutation.as_ref().filter(|mutation| mutation.replaces == format!("{}.{name}", self.schema));
        match (found, stands_in) {
            (Some(found), Some(mutation)) => mutated::table(&self.scope, mutation, &found.schema()).await.map(Some),
            (found, _) => Ok(found),
        }
    }

    fn table_exist(&self, name: &str) -> bool {
        self.table_names().iter().any(|known| known == name)
    }
}

impl Relations {
    /// The relation of this name, whatever stands in for it.
    fn as_logged(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        match self.schema {
            "logs" => {
                Ok(gaugeglass_logs::log(name).map(|log| Arc::new(logs::LogTable::new(log, self.scope.clone())) as Arc<dyn TableProvider>))
            }
            "model" => Ok(self.model(name)),
            "metrics" => match tables::table(name, &self.scope)? {
                Some(table) => Ok(Some(table)),
                None => metrics::view(name, &self.scope),
            },
            "readiness" => readiness::table(name, &self.scope),
            _ => meta::table(name, &self.scope),
        }
    }

    fn model(&self, name: &str) -> Option<Arc<dyn TableProvider>> {
        let schema = self.scope.snapshot.models.get(name)?;
        Some(Arc::new(models::ModelTable::new(name, self.scope.clone(), Arc::clone(schema))))
    }
}

/// The relations of a schema, sorted.
pub fn names(scope: &Scope, schema: &str) -> Vec<String> {
    let mut names: Vec<String> = match schema {
        "logs" => gaugeglass_logs::logs().iter().map(|log| log.name.to_owned()).collect(),
        "model" => scope.snapshot.models.keys().cloned().collect(),
        "metrics" => scope.snapshot.metrics.keys().chain(scope.snapshot.tables.keys()).cloned().collect(),
        "readiness" => readiness::readiness_relations().iter().map(|relation| relation.name.to_owned()).collect(),
        _ => meta::meta_relations().iter().map(|relation| relation.name.to_owned()).collect(),
    };
    names.sort();
    names
}
