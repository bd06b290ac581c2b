//! Arrow Flight SQL over an [`Engine`](gaugeglass_engine::Engine).
//!
//! The protocol alone lives here: which message asks for what, and how an answer or an error is put on the
//! wire. Names, plans, limits and figures are the engine's business. `arrow-flight` offers a trait of one method
//! per message and kind of call; `service.rs` implements the plain Flight service instead, because that trait
//! fixes GetSchema and PollFlightInfo as unimplemented and calls a client's malformed command an internal error.

mod access;
mod actions;
mod cancel;
mod catalog;
mod command;
mod dialect;
mod handshake;
mod keys;
mod like;
mod metadata;
mod parameters;
mod prepared;
mod serve;
mod service;
mod session_options;
mod sql_info;
mod statements;
mod status;
mod type_info;
mod wire;

pub use access::{Access, Accounts};
pub use serve::{Error, serve};
