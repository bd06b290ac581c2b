//! The HTTP door: routes, headers, and a server that stops when told.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use futures::FutureExt;
use gaugeglass_engine::{Door, Engine, Session};
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::assets::{Asset, Assets};
use crate::compress;
use crate::export::Format;
use crate::layout::Layouts;
use crate::pages::errors::Problem;
use crate::pages::frame::Frame;
use crate::pages::{self, catalog, metric, overview, patterns, preparing, readiness, sql};

/// Strict: no inline script or style, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Longer than any figure takes: each is stopped by its own limit before.
const UNHURRIED: Duration = Duration::from_secs(3600);

/// What the pages need besides an engine.
#[derive(Debug, Clone)]
pub struct PageOptions {
    /// Where Flight SQL clients connect, as shown to readers: `127.0.0.1:50051`.
    pub flight_address: String,
    /// Folders that extend or override the built-in `dashboards/`.
    pub dashboards: Vec<PathBuf>,
    /// How long a dashboard waits for its figures before it is shown without those still being computed.
    pub patience: Duration,
}

/// The server could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The listener failed.
    #[error("the HTTP server stopped: {0}")]
    Serve(#[from] std::io::Error),
}

/// A report could not be written; it says why, and what would be right.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ReportError(String);

/// What every handler shares.
pub struct Site {
    /// The engine.
    pub engine: Engine,
    /// Where Flight SQL clients connect.
    pub flight_address: String,
    /// The dashboards.
    pub layouts: Layouts,
    /// How long a dashboard waits for its figures.
    pub patience: Duration,
    /// Style sheet, scripts and icon.
    pub assets: Assets,
}

impl Site {
    fn new(engine: Engine, options: PageOptions) -> Site {
        Site {
            engine,
            flight_address: options.flight_address.trim_start_matches("grpc://").to_owned(),
            layouts: Layouts::new(options.dashboards),
            patience: options.patience,
            assets: Assets::new(),
        }
    }

    /// A session of a page's visitor.
    pub fn session(&self, as_of: Option<DateTime<Utc>>) -> Session {
        self.engine.session(gaugeglass_engine::Request::new("anonymous", Door::Pages).as_of(as_of))
    }

    /// The business zone.
    pub fn zone(&self) -> Tz {
        self.engine.settings().time_zone
    }

    /// A problem as the format that was asked for.
    pub fn problem(&self, problem: &Problem, format: Format) -> Response {
        match format {
            Format::Html => problem.page(&Frame::new(self, problem.title.clone(), "", self.session(None).as_of())),
            _ => problem.json(),
        }
    }
}

/// Draws the overview once, with all the time it takes, so that its figures are computed before the next reader comes.
pub async fn warm(engine: Engine, options: PageOptions) {
    let request = Request::get("/").body(axum::body::Body::empty());
    if let Ok(request) = request {
        // The answer's only use is that it was computed; what fails is told to the reader who asks.
        let _ = router(engine, PageOptions { patience: UNHURRIED, ..options }).oneshot(request).await;
    }
}

/// A dashboard over a range as one HTML file that needs nothing else: no script, no style sheet, no server.
///
/// `from` and `to` are written as in an address; where they are absent, the dashboard's own apply. It waits for every figure.
///
/// # Errors
///
/// No such dashboard, or a range that means nothing, in words for the one who asked.
pub async fn report(
    engine: Engine,
    folders: Vec<PathBuf>,
    name: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<String, ReportError> {
    let site = Site::new(engine, PageOptions { flight_address: String::new(), dashboards: folders, patience: UNHURRIED });
    let given = [("from", from), ("to", to)].into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    pages::report::write(&site, name, &given.collect::<Vec<_>>()).await.map_err(|problem| ReportError(problem.to_string()))
}

/// Serves the pages on `listener` until `shutdown` resolves, then lets running requests finish.
pub async fn serve(
    listener: TcpListener,
    engine: Engine,
    options: PageOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    axum::serve(listener, router(engine, options)).with_graceful_shutdown(shutdown).await?;
    Ok(())
}

/// The routes, for the server and for tests.
pub fn router(engine: Engine, options: PageOptions) -> Router {
    let site = Arc::new(Site::new(engine, options));
    let pages = Router::new()
        .route("/", get(overview::first))
        .route("/d/{name}", get(overview::named))
        .route("/m/{name}", get(metric::handle))
        .route("/readiness", get(readiness::handle))
        .route("/readiness.json", get(readiness::handle))
        .route("/sql", get(sql::handle))
        .route("/sql.json", get(sql::handle))
        .route("/sql.csv", get(sql::handle))
        .route("/sql.parquet", get(sql::handle))
        .route("/sql.arrow", get(sql::handle))
        .route("/sql.md", get(sql::handle))
        .route("/catalog", get(catalog::handle))
        .route("/catalog.json", get(catalog::handle))
        .route("/patterns", get(patterns::handle))
        .layer(from_fn_with_state(Arc::clone(&site), until_ready));
    let plain = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .route("/static/{file}", get(asset))
        .route("/favicon.ico", get(icon));
    pages
        .merge(plain)
        .fallback(not_found)
        .method_not_allowed_fallback(not_allowed)
        .layer(from_fn_with_state(Arc::clone(&site), survive))
        .layer(compress::layer())
        .layer(from_fn(secure))
        .with_state(site)
}

async fn readyz(State(site): State<Arc<Site>>) -> Response {
    if site.engine.ready() { "ready\n".into_response() } else { (StatusCode::SERVICE_UNAVAILABLE, "preparing\n").into_response() }
}

async fn asset(State(site): State<Arc<Site>>, Path(file): Path<String>) -> Response {
    match site.assets.find(&file) {
        Some(asset) => send(asset, "public, max-age=31536000, immutable"),
        None => site.problem(&Problem::not_found("file", &file, None), Format::Html),
    }
}

async fn icon(State(site): State<Arc<Site>>) -> Response {
    match site.assets.icon_file() {
        Some(asset) => send(asset, "public, max-age=86400"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn send(asset: Asset, cache: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, cache)];
    (headers, asset.data.into_owned()).into_response()
}

async fn not_found(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let (path, format) = Format::of(uri.path());
    let known = ["/readiness", "/sql", "/catalog", "/patterns"];
    let metric = path
        .trim_start_matches('/')
        .rsplit('/')
        .next()
        .and_then(|name| site.engine.registry().nearest_metric(name).map(|near| format!("/m/{near}")));
    let page = gaugeglass_metrics::nearest(path, known).map(str::to_owned);
    let nearest = page.or(metric);
    let nearest = nearest.as_deref().map(|href| (href, href.to_owned()));
    site.problem(&Problem::not_found("page", path, nearest), format)
}

async fn not_allowed(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let detail = "Every page is read with GET; nothing here can be changed.";
    site.problem(&Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", detail), Format::of(uri.path()).1)
}

/// Until the logs are read there is nothing to show but the progress.
async fn until_ready(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    if site.engine.ready() {
        return next.run(request).await;
    }
    preparing::respond(&site, Format::of(request.uri().path()).1)
}

/// A panic in one page must not take the server down with it.
async fn survive(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let format = Format::of(request.uri().path()).1;
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("a handler panicked");
            let detail = "This page could not be made. Other pages are unaffected; the log says why.";
            site.problem(&Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Something broke on our side", detail), format)
        }
    }
}

async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}
