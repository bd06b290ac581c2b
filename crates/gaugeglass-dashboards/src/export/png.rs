//! PNG: the SVG of a picture, painted.
//!
//! Letters come from a font of the program's own, so that a picture is the same on every machine; characters that it does not
//! have are looked for among the fonts of the machine.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
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

/// Paints an SVG at its own size.
///
/// # Errors
///
/// The text is no SVG, or it has no size.
pub fn write(svg: &str) -> Result<Vec<u8>, ExportError> {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|cause| ExportError::Picture(cause.to_string()))?;
    let size = tree.size().to_int_size();
    let picture = Pixmap::new(size.width(), size.height());
    let mut picture = picture.ok_or_else(|| ExportError::Picture("it has no size".into()))?;
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    picture.encode_png().map_err(|cause| ExportError::Picture(cause.to_string()))
}
