//! DoAction: prepared statements, cancelling, endpoints and sessions.

use arrow_flight::sql::{
    ActionCancelQueryRequest, ActionCancelQueryResult, ActionClosePreparedStatementRequest, ActionCreatePreparedStatementRequest,
    ProstMessageExt,
};
use arrow_flight::{
    Action, ActionType, CancelFlightInfoRequest, CancelFlightInfoResult, CancelStatus, FlightInfo, RenewFlightEndpointRequest,
};
use gaugeglass_engine::Session;
use prost::Message;
use prost::bytes::Bytes;
use tonic::Status;

use crate::cancel::Running;
use crate::command::{raw, unpack};
use crate::prepared::Store;
use crate::session_options;

/// The actions, each with a sentence.
const ACTIONS: [(&str, &str); 8] = [
    ("CreatePreparedStatement", "Plans a statement and keeps it under a handle."),
    ("ClosePreparedStatement", "Forgets a prepared statement."),
    ("CancelQuery", "Stops the running query of a FlightInfo; newer clients use CancelFlightInfo."),
    ("CancelFlightInfo", "Stops the running query of a FlightInfo."),
    ("RenewFlightEndpoint", "Returns the endpoint as it is: endpoints here do not expire."),
    ("SetSessionOptions", "Accepts the catalog `gaugeglass`; other options are refused one by one."),
    ("GetSessionOptions", "Returns the catalog."),
    ("CloseSession", "Ends a session; nothing is kept for one."),
];

/// What an action needs besides its body.
pub(crate) struct Context<'a> {
    pub(crate) session: &'a Session,
    pub(crate) principal: &'a str,
    pub(crate) prepared: &'a Store,
    pub(crate) running: &'a Running,
}

/// The actions, for ListActions.
pub(crate) fn list() -> impl Iterator<Item = ActionType> {
    ACTIONS.iter().map(|(name, doc)| ActionType { r#type: (*name).into(), description: (*doc).into() })
}

/// Carries out `action` and returns the body of its one result, if it has one.
pub(crate) async fn run(context: &Context<'_>, action: &Action) -> Result<Option<Bytes>, Status> {
    let body = &action.body[..];
    Ok(match action.r#type.as_str() {
        "CreatePreparedStatement" => Some(create(context, unpack(body)?).await?),
        "ClosePreparedStatement" => close(context, &unpack(body)?),
        "CancelQuery" => Some(cancel_query(context, &unpack(body)?)?),
        "CancelFlightInfo" => Some(cancel_flight(context, raw(body)?)?),
        "RenewFlightEndpoint" => Some(renew(raw(body)?)?),
        "SetSessionOptions" => Some(encoded(&session_options::set(raw(body)?))),
        "GetSessionOptions" => Some(encoded(&session_options::get())),
        "CloseSession" => Some(encoded(&session_options::close())),
        other => {
            return Err(Status::unimplemented(format!("no action named `{other}`; ListActions names those there are")));
        }
    })
}

async fn create(context: &Context<'_>, request: ActionCreatePreparedStatementRequest) -> Result<Bytes, Status> {
    let result = context.prepared.prepare(context.session, context.principal, request).await?;
    Ok(encoded(&result.as_any()))
}

fn close(context: &Context<'_>, request: &ActionClosePreparedStatementRequest) -> Option<Bytes> {
    context.prepared.close(context.principal, &request.prepared_statement_handle);
    None
}

fn cancel_query(context: &Context<'_>, request: &ActionCancelQueryRequest) -> Result<Bytes, Status> {
    cancel(context, &raw(&request.info)?)?;
    // Both messages number their outcomes alike.
    let result = ActionCancelQueryResult { result: CancelStatus::Cancelled as i32 };
    Ok(encoded(&result.as_any()))
}

fn cancel_flight(context: &Context<'_>, request: CancelFlightInfoRequest) -> Result<Bytes, Status> {
    cancel(context, &request.info.unwrap_or_default())?;
    Ok(encoded(&CancelFlightInfoResult::new(CancelStatus::Cancelled)))
}

fn cancel(context: &Context<'_>, info: &FlightInfo) -> Result<(), Status> {
    let tickets = info.endpoint.iter().filter_map(|endpoint| endpoint.ticket.as_ref());
    let stopped: usize = tickets.map(|ticket| context.running.cancel(context.principal, &ticket.ticket)).sum();
    match stopped {
        0 => Err(Status::not_found("nothing runs for this FlightInfo: it has not been fetched yet, or is finished")),
        _ => Ok(()),
    }
}

fn renew(request: RenewFlightEndpointRequest) -> Result<Bytes, Status> {
    let endpoint = request.endpoint.ok_or_else(|| Status::invalid_argument("the request names no endpoint"))?;
    Ok(encoded(&endpoint))
}

fn encoded(message: &impl Message) -> Bytes {
    message.encode_to_vec().into()
}
