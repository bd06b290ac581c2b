//! A chart ready for a page: drawn twice, for wide columns and for phones, with a layer of links above each.

use askama::Template;

use crate::charts::{Area, DrawError, Form, Sheet, Size};
use crate::format::markup::escape;

/// More links than this would be too many tab stops; the table is the way for the keyboard then.
pub const LINKS_MAX: usize = 60;

/// A chart.
#[derive(Debug, Clone, Template)]
#[template(path = "chart.html")]
pub struct Chart {
    /// One for wide columns (`wide`) and one for phones (`tall`).
    pub pictures: Vec<Picture>,
    /// One entry per kind of mark.
    pub legend: Vec<Legend>,
    /// What the picture leaves out.
    pub notes: Vec<String>,
}

/// A drawing and what lies above it.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The class that says when it is shown.
    pub class: &'static str,
    /// The SVG.
    pub svg: String,
    /// Its size.
    pub size: Size,
    /// One area for each value.
    pub hits: Vec<Hit>,
}

/// The area of one value.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Where it is.
    pub area: Area,
    /// Where its point is.
    pub x: i32,
    /// Where its point is, if it has one.
    pub y: Option<i32>,
    /// The page of that value alone.
    pub href: Option<String>,
    /// The value in words.
    pub label: String,
}

/// The words of one value, and where they lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The value in words.
    pub text: String,
    /// The page of that value alone.
    pub href: Option<String>,
}

/// One kind of mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// The class of its swatch.
    pub class: String,
    /// Its name.
    pub name: String,
}

impl Legend {
    /// An entry.
    pub fn new(class: impl Into<String>, name: impl Into<String>) -> Legend {
        Legend { class: class.into(), name: name.into() }
    }
}

impl Chart {
    /// Draws both forms; one label for each area. `None` where there is nothing to draw.
    pub fn drawn(draw: impl Fn(Form) -> Result<Option<Sheet>, DrawError>, labels: &[Label]) -> Result<Option<Chart>, DrawError> {
        let (Some(wide), Some(tall)) = (draw(Form::Wide)?, draw(Form::Tall)?) else { return Ok(None) };
        let pictures = vec![picture("wide", wide, labels), picture("tall", tall, labels)];
        Ok(Some(Chart { pictures, legend: Vec::new(), notes: Vec::new() }))
    }

    /// The same chart with its words for those who do not see it.
    pub fn described(mut self, title: &str, words: &str) -> Chart {
        for picture in &mut self.pictures {
            picture.svg = described(&picture.svg, title, words);
        }
        self
    }
}

fn picture(class: &'static str, sheet: Sheet, labels: &[Label]) -> Picture {
    let is_linked = labels.len() <= LINKS_MAX;
    let hit = |(area, label): (&Area, &Label)| Hit {
        area: *area,
        x: area.left,
        y: None,
        href: label.href.clone().filter(|_| is_linked),
        label: label.text.clone(),
    };
    Picture { class, hits: sheet.areas.iter().zip(labels).map(hit).collect(), svg: sheet.svg, size: sheet.size }
}

/// An SVG with a title and a description, as one image.
fn described(svg: &str, title: &str, words: &str) -> String {
    match svg.split_once('>') {
        Some((tag, rest)) => format!("{tag} role=\"img\"><title>{}</title><desc>{}</desc>{rest}", escape(title), escape(words)),
        None => svg.to_owned(),
    }
}
