//! PNG: the SVG of a picture, painted.

use resvg::tiny_skia::{Pixmap, Transform};

use super::{ExportError, drawing};

/// Paints an SVG at its own size.
///
/// # Errors
///
/// The text is no SVG, or it has no size.
pub fn write(svg: &str) -> Result<Vec<u8>, ExportError> {
    let tree = drawing::read(svg)?;
    let size = tree.size().to_int_size();
    let picture = Pixmap::new(size.width(), size.height());
    let mut picture = picture.ok_or_else(|| ExportError::Picture("it has no size".into()))?;
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    picture.encode_png().map_err(|cause| ExportError::Picture(cause.to_string()))
}
