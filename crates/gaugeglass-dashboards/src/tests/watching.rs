//! Pages that are watched: asked for again, and told when a file breaks.

use std::time::Duration;

use axum::http::StatusCode;

use super::{engine, get, site};
use crate::{PageOptions, router};

#[tokio::test(flavor = "multi_thread")]
async fn an_address_can_have_its_page_asked_for_again() {
    let (router, _folder) = site().await;
    for path in ["/", "/d/slo", "/m/conversion_rate", "/readiness"] {
        let still = get(&router, path).await.body;
        assert!(!still.contains("data-every") && !still.contains("/static/refresh."), "{path}");
        let watched = get(&router, &format!("{path}?refresh=30")).await.body;
        assert!(watched.contains("<main id=\"content\" data-every=\"30\">"), "{path}: {watched}");
        let script = watched.split('"').find(|part| part.starts_with("/static/refresh.")).unwrap();
        assert_eq!(get(&router, script).await.status, StatusCode::OK, "{path}");
        assert!(!watched.contains("http-equiv=\"refresh\""), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_is_offered_survives_in_links_and_ends() {
    let (router, _folder) = site().await;
    let still = get(&router, "/m/conversion_rate?from=-7d").await.body;
    assert!(still.contains(">Refresh every minute</a>") && still.contains("refresh=60"), "{still}");
    let watched = get(&router, "/m/conversion_rate?from=-7d&refresh=30").await.body;
    assert!(watched.contains("<input type=\"hidden\" name=\"refresh\" value=\"30\">"), "{watched}");
    assert!(watched.contains(">Stop refreshing every 30 s</a>"), "{watched}");
    let links: Vec<&str> = watched.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let presets = links.iter().filter(|link| link.starts_with("/m/conversion_rate?from=-90d"));
    assert!(presets.clone().count() > 0 && presets.clone().all(|link| link.contains("refresh=30")), "{links:?}");
    // What holds for good need not be asked again.
    let frozen = links.iter().filter(|link| link.contains("as_of=") && link.starts_with("/m/conversion_rate?"));
    assert!(frozen.clone().count() > 0 && frozen.clone().all(|link| !link.contains("refresh=")), "{links:?}");
    for path in ["/?refresh=5", "/m/aov?refresh=soon", "/sql?refresh=60"] {
        let wrong = get(&router, path).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(wrong.body.contains("“refresh”"), "{path}: {}", wrong.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_breaks_is_named_on_every_page_while_its_last_good_version_is_served() {
    let (engine, _folder) = engine().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.yaml");
    let dashboards = vec![folder.path().to_owned()];
    let options = PageOptions { flight_address: "127.0.0.1:50051".into(), dashboards, patience: Duration::from_secs(60) };
    let router = router(engine, options);
    let panel = |shape: &str| format!("title: Mine\nrows:\n  - panels:\n      - {{metric: aov, as: {shape}}}\n");
    std::fs::write(&file, panel("stat")).unwrap();
    let good = get(&router, "/d/mine").await;
    assert!(good.status == StatusCode::OK && !good.body.contains("class=\"edits\""), "{}", good.body);
    std::fs::write(&file, panel("stta")).unwrap();
    let place = format!("<code>{}:4:27</code>", file.display());
    for path in ["/d/mine", "/", "/m/aov", "/sql", "/catalog", "/readiness"] {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("class=\"edits\"") && page.body.contains(&place), "{path}: {}", page.body);
        assert!(page.body.contains("The last good version is served"), "{path}");
    }
    assert!(get(&router, "/d/mine").await.body.contains("<h1>Mine</h1>"));
    std::fs::write(&file, panel("line")).unwrap();
    assert!(!get(&router, "/d/mine").await.body.contains("class=\"edits\""));
}
