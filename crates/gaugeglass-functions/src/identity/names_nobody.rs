//! `names_nobody(id)`: whether an identifier is a word that stands for no person.

use std::sync::Arc;

use arrow::array::BooleanArray;
use arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::common::cast::as_string_array;
use datafusion::common::utils::take_function_args;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use crate::FunctionDoc;
use crate::arguments::{Argument, coerce};
use crate::scalar::answered;

/// What programs write where they have no identifier, in lower case.
const WORDS: [&str; 7] = ["-1", "null", "none", "undefined", "unknown", "anonymous", "guest"];

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct NamesNobody {
    signature: Signature,
}

impl NamesNobody {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }

    /// What the function is, for people.
    pub(crate) fn doc() -> FunctionDoc {
        FunctionDoc {
            name: "names_nobody",
            signature: "names_nobody(id text) -> boolean",
            doc: "Whether id is what programs write where they know nobody: -1, null, none, undefined, unknown, anonymous or \
                  guest in any case, nothing but zeros and hyphens (so 0 and the UUID of zeros), or an empty text. Everyone \
                  who was written so would otherwise be one person. NULL where id is NULL.",
            formula_source: "Segment identity resolution settings (blocked values)",
            units: "boolean",
        }
    }
}

impl ScalarUDFImpl for NamesNobody {
    fn name(&self) -> &str {
        Self::doc().name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), &[Argument::Text], given)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let [ids] = take_function_args(self.name(), &columns)?;
        let answers: BooleanArray = as_string_array(ids)?.iter().map(|id| id.map(names_nobody)).collect();
        answered(Arc::new(answers), constant)
    }
}

fn names_nobody(id: &str) -> bool {
    let is_blank = id.bytes().all(|letter| letter == b'0' || letter == b'-');
    is_blank || WORDS.iter().any(|word| id.eq_ignore_ascii_case(word))
}
