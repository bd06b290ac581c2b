//! A document: its version, its kind, its name, and what it says.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::alert_condition::AlertConditionSpec;
use super::alert_notification_target::AlertNotificationTargetSpec;
use super::alert_policy::AlertPolicySpec;
use super::data_source::DataSourceSpec;
use super::fields::{Fields, Findings, Part};
use super::metadata::Metadata;
use super::service::ServiceSpec;
use super::sli::SliSpec;
use super::slo::SloSpec;
use super::value::Map;
use crate::vocabulary::vocabulary;

/// The version that is read.
pub(crate) const VERSION: &str = "openslo/v1";

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The version of the specification that it follows.
    pub api_version: String,
    /// Its name.
    pub metadata: Metadata,
    /// What it says.
    pub body: Body,
    /// Keys that the specification does not know.
    pub rest: Map,
}

/// What a document says, by its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Body {
    /// What is promised.
    Slo(Box<SloSpec>),
    /// What is measured.
    Sli(Box<SliSpec>),
    /// What objectives belong to.
    Service(ServiceSpec),
    /// How to connect to a system that has the numbers.
    DataSource(DataSourceSpec),
    /// Who hears when which condition holds.
    AlertPolicy(Box<AlertPolicySpec>),
    /// When an error budget burns too fast.
    AlertCondition(Box<AlertConditionSpec>),
    /// Who hears of an alert.
    AlertNotificationTarget(AlertNotificationTargetSpec),
    /// Another kind or another version, by the name of its kind; all it says is in `rest`.
    Other(String),
}

vocabulary! {
    /// The kinds of the specification.
    Kind, "kind of document" {
        /// What is promised.
        Slo = "SLO",
        /// What is measured.
        Sli = "SLI",
        /// What objectives belong to.
        Service = "Service",
        /// How to connect to a system that has the numbers.
        DataSource = "DataSource",
        /// Who hears when which condition holds.
        AlertPolicy = "AlertPolicy",
        /// When an error budget burns too fast.
        AlertCondition = "AlertCondition",
        /// Who hears of an alert.
        AlertNotificationTarget = "AlertNotificationTarget",
    }
}

impl Document {
    /// A document of this version.
    pub(crate) fn new(metadata: Metadata, body: Body) -> Self {
        Self { api_version: VERSION.to_owned(), metadata, body, rest: Map::new() }
    }

    /// The word of its kind.
    pub fn kind(&self) -> &str {
        match &self.body {
            Body::Slo(_) => Kind::Slo.as_str(),
            Body::Sli(_) => Kind::Sli.as_str(),
            Body::Service(_) => Kind::Service.as_str(),
            Body::DataSource(_) => Kind::DataSource.as_str(),
            Body::AlertPolicy(_) => Kind::AlertPolicy.as_str(),
            Body::AlertCondition(_) => Kind::AlertCondition.as_str(),
            Body::AlertNotificationTarget(_) => Kind::AlertNotificationTarget.as_str(),
            Body::Other(kind) => kind,
        }
    }

    /// The document as YAML, written anew.
    pub fn to_yaml(&self) -> Result<String, serde_saphyr::SerializeError> {
        serde_saphyr::to_string(self)
    }
}

impl Part for Document {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let api_version = fields.required_text("apiVersion", "write `apiVersion: openslo/v1`", findings);
        let kind = fields.required_text("kind", "write the kind of document, such as `kind: SLO`", findings);
        if !kind.chars().all(|letter| letter.is_ascii_alphanumeric()) {
            findings.report(fields.place_of("kind"), format!("`{kind}` is not a kind"), "write letters and digits only");
        }
        let metadata = fields.required_part("metadata", "write `metadata:` with the `name:` of the document", findings);
        let body = match kind.parse::<Kind>() {
            Ok(known) if api_version == VERSION => body(known, &mut fields, findings),
            _ => Body::Other(kind),
        };
        Self { api_version, metadata, body, rest: fields.rest() }
    }
}

fn body(kind: Kind, fields: &mut Fields, findings: &mut Findings<'_>) -> Body {
    match kind {
        Kind::Slo => Body::Slo(Box::new(spec(fields, findings))),
        Kind::Sli => Body::Sli(Box::new(spec(fields, findings))),
        Kind::Service => Body::Service(spec(fields, findings)),
        Kind::DataSource => Body::DataSource(spec(fields, findings)),
        Kind::AlertPolicy => Body::AlertPolicy(Box::new(spec(fields, findings))),
        Kind::AlertCondition => Body::AlertCondition(Box::new(spec(fields, findings))),
        Kind::AlertNotificationTarget => Body::AlertNotificationTarget(spec(fields, findings)),
    }
}

fn spec<T: Part + Default>(fields: &mut Fields, findings: &mut Findings<'_>) -> T {
    fields.required_part("spec", "write under `spec:` what the document says", findings)
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("apiVersion", &self.api_version)?;
        map.serialize_entry("kind", self.kind())?;
        map.serialize_entry("metadata", &self.metadata)?;
        if !matches!(self.body, Body::Other(_)) {
            map.serialize_entry("spec", &self.body)?;
        }
        self.rest.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}
