//! Every function is described, and every description has its function.

use std::collections::BTreeSet;

use datafusion::execution::FunctionRegistry;
use datafusion::prelude::SessionContext;

use super::session;
use crate::documentation;

#[test]
fn every_registered_function_is_documented_and_the_reverse() {
    let (plain, ours) = (SessionContext::new(), session(1));
    let names = |session: &SessionContext| -> BTreeSet<String> {
        session.udfs().into_iter().chain(session.udafs()).chain(session.udwfs()).collect()
    };
    let added: Vec<_> = names(&ours).difference(&names(&plain)).cloned().collect();
    let documented: Vec<_> = documentation().iter().map(|doc| doc.name.to_owned()).collect();
    assert!(!added.is_empty());
    assert_eq!(documented, added);
}

#[test]
fn a_description_is_complete_and_its_signature_carries_the_name() {
    for doc in documentation() {
        let name = doc.name;
        assert!(doc.signature.starts_with(&format!("{name}(")), "{name}: {}", doc.signature);
        let texts = [doc.doc, doc.formula_source, doc.units];
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{name} lacks a text");
        assert!(texts.iter().all(|text| !text.contains("  ")), "{name} has a torn text");
    }
}
