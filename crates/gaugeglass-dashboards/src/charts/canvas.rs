//! The shapes that charts are made of, at whole units of a drawing.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Size;
use super::palette::{Role, SERIES_MAX};

/// The height of letters where the style sheet does not set another.
pub const FONT: u32 = 24;
/// Half the width of a marker.
const MARK: i32 = 11;

/// What came of drawing; only a writer can fail.
pub type Drawn<T> = Result<T, DrawingAreaErrorKind<std::io::Error>>;
/// Units from the left and from the top.
pub type Place = (i32, i32);

/// A drawing under way.
pub struct Canvas<'a>(DrawingArea<SVGBackend<'a>, Shift>);

impl<'a> Canvas<'a> {
    /// An empty drawing, written to `svg`.
    pub fn on(svg: &'a mut String, size: Size) -> Canvas<'a> {
        Canvas(SVGBackend::with_string(svg, (size.width, size.height)).into_drawing_area())
    }

    /// A line through these places.
    pub fn path(&self, places: Vec<Place>, role: Role, width: u32) -> Drawn<()> {
        self.0.draw(&PathElement::new(places, role.color().stroke_width(width)))
    }

    /// A filled rectangle between two corners.
    pub fn fill(&self, corners: [Place; 2], role: Role, opacity: f64) -> Drawn<()> {
        self.0.draw(&Rectangle::new(corners, role.color().mix(opacity).filled()))
    }

    /// The border of a rectangle; the style sheet dashes it.
    pub fn border(&self, corners: [Place; 2], role: Role) -> Drawn<()> {
        self.0.draw(&Rectangle::new(corners, role.color().stroke_width(2)))
    }

    /// A filled shape.
    pub fn shape(&self, outline: Vec<Place>, role: Role, opacity: f64) -> Drawn<()> {
        self.0.draw(&Polygon::new(outline, role.color().mix(opacity).filled()))
    }

    /// A text at a place; `across` and `down` say which point of the text is there.
    pub fn text(&self, text: &str, place: Place, role: Role, (across, down): (HPos, VPos)) -> Drawn<()> {
        self.0.draw(&Text::new(text.to_owned(), place, font(role, across, down)))
    }

    /// The marker of a series: each has a shape of its own, so that colour is never alone.
    pub fn mark(&self, (x, y): Place, series: usize) -> Drawn<()> {
        let color = Role::Series(series).color();
        match series % SERIES_MAX {
            0 => self.0.draw(&Circle::new((x, y), MARK, color.filled())),
            1 => self.0.draw(&Rectangle::new([(x - MARK + 1, y - MARK + 1), (x + MARK - 1, y + MARK - 1)], color.filled())),
            2 => self.polygon(vec![(x, y - MARK - 3), (x + MARK + 3, y), (x, y + MARK + 3), (x - MARK - 3, y)], series),
            3 => self.polygon(vec![(x, y - MARK - 2), (x + MARK + 2, y + MARK), (x - MARK - 2, y + MARK)], series),
            4 => self.polygon(vec![(x, y + MARK + 2), (x - MARK - 2, y - MARK), (x + MARK + 2, y - MARK)], series),
            _ => self.0.draw(&Circle::new((x, y), MARK - 2, color.stroke_width(5))),
        }
    }

    fn polygon(&self, outline: Vec<Place>, series: usize) -> Drawn<()> {
        self.shape(outline, Role::Series(series), 1.0)
    }

    /// A value that has no line to show it.
    pub fn dot(&self, place: Place, role: Role) -> Drawn<()> {
        self.0.draw(&Circle::new(place, 7, role.color().filled()))
    }

    /// Ends the drawing.
    pub fn present(&self) -> Drawn<()> {
        self.0.present()
    }
}

/// Letters of a role, placed by one of their points.
pub fn font(role: Role, across: HPos, down: VPos) -> TextStyle<'static> {
    let color = role.color().to_backend_color();
    TextStyle { font: ("sans-serif", FONT).into_font(), color, pos: Pos::new(across, down) }
}

/// A text is centred on its place unless it would then be cut at an edge.
pub fn kept_inside(x: i32, text: &str, width: i32) -> (i32, HPos) {
    // Two thirds of the font's height a character is wider than any that dates and numbers use.
    let half = text.chars().count() as i32 * FONT as i32 / 3;
    match x {
        x if x + half > width => (width, HPos::Right),
        x if x < half => (0, HPos::Left),
        x => (x, HPos::Center),
    }
}

/// Texts of one column, pushed down where they would lie over each other.
pub fn spread<T>(mut places: Vec<(i32, T)>) -> Vec<(i32, T)> {
    places.sort_by_key(|(y, _)| *y);
    let mut floor = i32::MIN;
    for (y, _) in &mut places {
        *y = (*y).max(floor);
        floor = *y + FONT as i32 + 6;
    }
    places
}

/// A text cut to so many characters.
pub fn shortened(text: &str, characters_max: usize) -> String {
    match text.chars().count() > characters_max {
        true => text.chars().take(characters_max.saturating_sub(1)).chain(['…']).collect(),
        false => text.to_owned(),
    }
}
