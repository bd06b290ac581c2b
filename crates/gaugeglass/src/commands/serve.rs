//! `gaugeglass serve`: the pages and Flight SQL over one engine, until a signal.

use std::path::Path;
use std::time::Duration;

use clap::ArgMatches;
use gaugeglass_dashboards::PageOptions;
use gaugeglass_engine::Engine;
use gaugeglass_flight::{Access, Accounts};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::{self, Config};
use crate::failure::Failure;
use crate::{EXIT_OK, progress, telemetry};

/// The addresses that were bound.
pub struct Doors {
    http: TcpListener,
    flight: TcpListener,
}

/// Serves what the configuration says.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let mut config = config::load(matches)?;
    config.open |= matches.get_flag("open");
    telemetry::start(&config.telemetry_level);
    let doors = bind(&config).await?;
    let engine = config.open().await?;
    println!("{}", doors.addresses()?);
    serve(config, engine, doors, || ()).await
}

/// Binds both doors; a taken port is the caller's to settle.
pub async fn bind(config: &Config) -> Result<Doors, Failure> {
    Ok(Doors { http: listen("http.listen", &config.http_listen).await?, flight: listen("flight.listen", &config.flight_listen).await? })
}

async fn listen(setting: &str, address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new(format!(
            "{setting}: {address} is taken by another program; stop it, or choose another with --{} (port 0 takes a free one)",
            setting.replace('.', "-")
        )),
        _ => Failure::new(format!("{setting}: {address} cannot be bound: {cause}")),
    })
}

impl Doors {
    /// Both addresses, as they are printed.
    pub fn addresses(&self) -> Result<String, Failure> {
        Ok(format!("Pages       {}\nFlight SQL  {}", self.http_url()?, self.flight_url()?))
    }

    /// The address of the pages.
    pub fn http_url(&self) -> Result<String, Failure> {
        Ok(format!("http://{}", self.http.local_addr()?))
    }

    /// What the pages need to know of both doors.
    pub fn page_options(&self, config: &Config) -> Result<PageOptions, Failure> {
        let patience = Duration::from_millis(config.patience_ms);
        Ok(PageOptions { flight_address: self.flight_url()?, dashboards: config.dashboards.clone(), patience })
    }

    /// The address of Flight SQL.
    pub fn flight_url(&self) -> Result<String, Failure> {
        Ok(format!("grpc://{}", self.flight.local_addr()?))
    }
}

/// Serves until a signal, then lets running answers finish. Readers are let in at once, and told how far the logs are; `once_read` is
/// called when they are read.
pub async fn serve(config: Config, engine: Engine, doors: Doors, once_read: impl FnOnce()) -> Result<u8, Failure> {
    let access = access(&config, &doors)?;
    let options = doors.page_options(&config)?;
    if config.open {
        open_browser(&doors.http_url()?);
    }
    let (stop, stopping) = watch::channel(false);
    let until = |mut stopping: watch::Receiver<bool>| async move {
        // A closed channel means that the program ends: the same as a signal.
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let pages = gaugeglass_dashboards::serve(doors.http, engine.clone(), options.clone(), until(stopping.clone()));
    let flight = gaugeglass_flight::serve(doors.flight, engine.clone(), access, until(stopping));
    let both = async {
        tokio::try_join!(async { pages.await.map_err(|cause| Failure::new(cause.to_string())) }, async {
            flight.await.map_err(|cause| Failure::new(cause.to_string()))
        })
    };
    tokio::select! {
        result = both => result.map(|_| EXIT_OK),
        () = follow(&engine, options.clone(), once_read) => Ok(EXIT_OK),
        () = async { signal().await; let _ = stop.send(true); std::future::pending().await } => Ok(EXIT_OK),
    }
}

/// Reads the logs, draws the overview once, then follows the bucket.
async fn follow(engine: &Engine, options: PageOptions, once_read: impl FnOnce()) {
    progress::during(engine, engine.prepare_logs()).await;
    once_read();
    engine.compute_models().await;
    gaugeglass_dashboards::warm(engine.clone(), options).await;
    engine.follow().await;
}

fn access(config: &Config, doors: &Doors) -> Result<Access, Failure> {
    let is_loopback = doors.flight.local_addr()?.ip().is_loopback();
    let accounts = config.users_file.as_deref().map(accounts).transpose()?;
    match (config.anonymous.as_str(), accounts) {
        ("never", Some(accounts)) | ("loopback", Some(accounts)) => Ok(Access::Accounts(accounts)),
        ("always", _) => Ok(Access::Anonymous),
        ("loopback", None) if is_loopback => Ok(Access::Anonymous),
        _ => Err(Failure::new(
            "flight.listen is open to other machines and nobody has a name: set access.users_file, or access.anonymous = \"always\"",
        )),
    }
}

fn accounts(path: &Path) -> Result<Accounts, Failure> {
    let text = std::fs::read_to_string(path).map_err(|cause| Failure::new(format!("access.users_file {}: {cause}", path.display())))?;
    let mut accounts = Accounts::default();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (user, password) =
            line.split_once(':').ok_or_else(|| Failure::new(format!("{}:{}:1: write user:password", path.display(), number + 1)))?;
        accounts = accounts.with_user(user.trim(), password.trim());
    }
    Ok(accounts)
}

async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

/// Opens the address with the desktop's own opener; a machine without one is left alone.
fn open_browser(url: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if std::process::Command::new(opener).arg(url).stderr(std::process::Stdio::null()).spawn().is_err() {
        eprintln!("no browser could be opened; the address is {url}");
    }
}
