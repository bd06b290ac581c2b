//! Style sheet, scripts and icon, built into the program; the address holds a hash of the content, so
//! that browsers may keep them for ever.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

/// Addresses of the files every page names.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// The script.
    pub script: String,
    /// The script that asks for a page again.
    pub refresh: String,
    /// The editor of the SQL page.
    pub editor: String,
    /// The icon.
    pub icon: String,
}

/// A file to serve.
pub struct Asset {
    /// Its content.
    pub data: Cow<'static, [u8]>,
    /// Its media type.
    pub media_type: &'static str,
}

impl Assets {
    /// Hashes the files once.
    pub fn new() -> Assets {
        let address = |name: &str, ending: &str| format!("/static/{name}.{}.{ending}", hash(&format!("{name}.{ending}")));
        Assets {
            style: address("gaugeglass", "css"),
            script: address("gaugeglass", "js"),
            refresh: address("refresh", "js"),
            editor: address("codemirror", "js"),
            icon: address("favicon", "svg"),
        }
    }

    /// The file behind an address, if the hash in it is the current one.
    pub fn find(&self, path: &str) -> Option<Asset> {
        let (rest, ending) = path.rsplit_once('.')?;
        let (name, given) = rest.rsplit_once('.')?;
        let file = format!("{name}.{ending}");
        (given == hash(&file)).then(|| asset(&file))?
    }

    /// The icon, for those who ask for it by its traditional name.
    pub fn icon_file(&self) -> Option<Asset> {
        asset("favicon.svg")
    }
}

/// The style sheet itself, for a page that stands alone.
pub fn style() -> String {
    Files::get("gaugeglass.css").map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

fn asset(file: &str) -> Option<Asset> {
    let media_type = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    Files::get(file).map(|found| Asset { data: found.data, media_type })
}

fn hash(file: &str) -> String {
    let data = Files::get(file).map(|found| found.data).unwrap_or_default();
    blake3::hash(&data).to_hex().chars().take(10).collect()
}
