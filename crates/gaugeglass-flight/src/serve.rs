//! Opens the door: a listener in, Flight SQL out, until the shutdown future resolves.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use arrow_flight::flight_service_server::FlightServiceServer;
use gaugeglass_engine::Engine;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

use crate::access::Access;
use crate::cancel::Running;
use crate::service::Service;

/// The largest message a client may send; only bound parameters come near it.
const REQUEST_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Clients forward their connection properties as headers, so the usual 8 KiB is too little.
const HEADER_BYTES_MAX: u32 = 64 * 1024;
/// How often a silent connection is asked for a sign of life, and how long it may take to give one.
const KEEPALIVE: Duration = Duration::from_secs(20);
/// How long running streams may go on after shutdown was asked for.
const DRAIN: Duration = Duration::from_secs(10);
/// How long cancelled streams may take to tell their readers.
const FAREWELL: Duration = Duration::from_secs(1);

/// Why the door closed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The transport failed.
    #[error("the Flight SQL server stopped: {0}")]
    Transport(#[from] tonic::transport::Error),
}

/// Serves Flight SQL on `listener` until `shutdown` resolves; running streams then have ten seconds to
/// finish before they are cancelled.
pub async fn serve(listener: TcpListener, engine: Engine, access: Access, shutdown: impl Future<Output = ()>) -> Result<(), Error> {
    let running = Arc::new(Running::default());
    let stopping = CancellationToken::new();
    let server = server(listener, Service::new(engine, access, running.clone()), async {
        shutdown.await;
        stopping.cancel();
    });
    tokio::select! {
        outcome = server => Ok(outcome?),
        () = drain(&stopping, &running) => Ok(()),
    }
}

async fn server(listener: TcpListener, service: Service, shutdown: impl Future<Output = ()>) -> Result<(), tonic::transport::Error> {
    let service = FlightServiceServer::new(service).max_decoding_message_size(REQUEST_BYTES_MAX);
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    Server::builder()
        .http2_keepalive_interval(Some(KEEPALIVE))
        .http2_keepalive_timeout(Some(KEEPALIVE))
        .http2_max_header_list_size(HEADER_BYTES_MAX)
        .add_service(service)
        .serve_with_incoming_shutdown(incoming, shutdown)
        .await
}

/// Waiting for streams alone would let one reader who never reads hold the process.
async fn drain(stopping: &CancellationToken, running: &Running) {
    stopping.cancelled().await;
    tokio::time::sleep(DRAIN).await;
    running.cancel_all();
    tokio::time::sleep(FAREWELL).await;
}
