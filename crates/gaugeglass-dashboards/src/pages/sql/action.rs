//! What the buttons below a statement ask for.

use crate::url::BadParameter;

/// What is done with the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is run.
    Run,
    /// Its plan is shown; it is not run.
    Explain,
    /// It is written in lines that can be read; it is not run.
    Format,
}

impl Action {
    /// Reads the value of `do`; nothing is the answer itself.
    pub fn parse(value: &str) -> Result<Action, BadParameter> {
        match value {
            "" => Ok(Action::Run),
            "explain" => Ok(Action::Explain),
            "format" => Ok(Action::Format),
            _ => Err(BadParameter::new("do", value, "choose `explain` or `format`, or leave it out to run the statement")),
        }
    }
}
