//! The SVG of a picture, read for what paints it.
//!
//! Letters come from a font of the program's own, so that a picture is the same on every machine; characters that it does not
//! have are looked for among the fonts of the machine.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::ExportError;

/// Latin, Greek and Cyrillic letters and the signs that pages use; see `fonts/README.md`.
const FONT: &[u8] = include_bytes!("../../fonts/DejaVuSans.ttf");
const FAMILY: &str = "DejaVu Sans";

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.load_system_fonts();
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The picture as a tree of shapes and letters.
///
/// # Errors
///
/// The text is no SVG.
pub fn read(svg: &str) -> Result<Tree, ExportError> {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FAMILY.to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|cause| ExportError::Picture(cause.to_string()))
}
