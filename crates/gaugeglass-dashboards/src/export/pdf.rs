//! PDF: the SVG of a picture as a page, with letters that can be searched and copied.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};

use super::{ExportError, drawing};

/// Points of the page's width, which is that of A4.
const WIDTH: f32 = 595.0;

/// One page of the picture's shape. It tells no time of writing, so that the same answer is the same file.
///
/// # Errors
///
/// The text is no SVG, or it has no size.
pub fn write(svg: &str, title: &str) -> Result<Vec<u8>, ExportError> {
    let tree = drawing::read(svg)?;
    let (width, height) = (WIDTH, tree.size().height() * WIDTH / tree.size().width());
    let no_size = || ExportError::Picture("it has no size".into());
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()));
    let mut page = document.start_page_with(PageSettings::from_wh(width, height).ok_or_else(no_size)?);
    let mut surface = page.surface();
    let drawn = surface.draw_svg(&tree, Size::from_wh(width, height).ok_or_else(no_size)?, SvgSettings::default());
    surface.finish();
    page.finish();
    drawn.ok_or_else(|| ExportError::Picture("a font cannot be embedded".into()))?;
    document.finish().map_err(|cause| ExportError::Picture(format!("{cause:?}")))
}
