use gaugeglass_engine::*;
#[tokio::main]
async fn main() {
    let mut settings = EngineSettings::default();
    settings.as_of = AsOf::Fixed("2026-05-05T00:00:00Z".parse().unwrap());
    settings.cache = "file:///tmp/face-cache".into();
    let root = std::env::args().nth(2).unwrap_or("/tmp/demo-ci".into());
    settings.stores.insert("demo".into(), StoreSettings { url: format!("file://{root}/logs") });
    for entry in std::fs::read_dir(format!("{root}/logs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        settings.logs.insert(name.clone(), vec![LogSettings { store: "demo".into(), path: format!("{name}/"), format: None, mapping: None }]);
    }
    let engine = Engine::open(settings).await.unwrap();
    let follower = engine.clone();
    tokio::spawn(async move { follower.follow().await });
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{}", std::env::args().nth(1).unwrap())).await.unwrap();
    let options = gaugeglass_dashboards::PageOptions { flight_address: "127.0.0.1:50051".into(), dashboards: vec![] };
    gaugeglass_dashboards::serve(listener, engine, options, std::future::pending()).await.unwrap();
}
