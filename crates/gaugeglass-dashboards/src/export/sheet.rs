//! A picture that stands alone: the drawing of a figure with its title, sentence, legend, and what it rests on, as one SVG.
//!
//! It is always light, since it is for documents; lines keep their dashes without a style sheet.

use askama::Template;

use super::ExportError;
use crate::charts::palette::{HEAT_STEPS, Role, SERIES_MAX};
use crate::figure::panel::Figure;
use crate::figure::picture::Legend;

const MARGIN: i32 = 40;
const WIDTH: i32 = 1600 + 2 * MARGIN;
/// Characters of the sentence and of the foot that fit into a line.
const SAY_MAX: usize = 118;
const FOOT_MAX: usize = 140;

#[derive(Template)]
#[template(path = "sheet.svg")]
struct Sheet<'a> {
    width: i32,
    height: i32,
    margin: i32,
    title: &'a str,
    words: String,
    /// Lines of the sentence, or of the notice in place of a picture.
    say: Vec<Line>,
    picture: String,
    legend: Vec<Swatch>,
    rule: i32,
    foot: Vec<Line>,
}

struct Line {
    y: i32,
    text: String,
}

struct Swatch {
    x: i32,
    y: i32,
    fill: String,
    opacity: f64,
    name: String,
}

/// The sheet of a figure; `foot` says what it rests on.
pub fn write(figure: &Figure, foot: &[String]) -> Result<String, ExportError> {
    let say = wrapped(&words(figure), SAY_MAX, 124, 34);
    let top = say.last().map_or(96, |line| line.y) + 26;
    let (picture, bottom) = placed(figure, top);
    let legend = swatches(figure, bottom + 34);
    let rule = legend.last().map_or(bottom, |swatch| swatch.y) + 34;
    let foot = foot.iter().fold(Vec::new(), |mut lines: Vec<Line>, text| {
        let y = lines.last().map_or(rule + 34, |line| line.y + 28);
        lines.extend(wrapped(text, FOOT_MAX, y, 28));
        lines
    });
    let height = foot.last().map_or(rule, |line| line.y) + MARGIN;
    let words = words(figure);
    Ok(Sheet { width: WIDTH, height, margin: MARGIN, title: &figure.title, words, say, picture, legend, rule, foot }.render()?)
}

/// The sentence, or what stands in place of the figure.
fn words(figure: &Figure) -> String {
    match &figure.notice {
        Some(notice) => format!("{}. {}", notice.heading, notice.body.replace('`', "")),
        None => figure.say.clone(),
    }
}

/// The wide drawing, moved to its place, and where it ends.
fn placed(figure: &Figure, top: i32) -> (String, i32) {
    let Some(picture) = figure.chart.as_ref().and_then(|chart| chart.pictures.first()) else { return (String::new(), top) };
    let moved = format!("<svg x=\"{MARGIN}\" y=\"{top}\" ");
    (dashed(&picture.svg.replacen("<svg ", &moved, 1)), top + picture.size.height as i32)
}

/// Writes into the lines themselves what the style sheet of the pages says of them.
fn dashed(svg: &str) -> String {
    let roles = (0..SERIES_MAX).map(Role::Series).chain([Role::Previous, Role::Target]);
    let broken = roles.filter_map(|role| Some((role.hex(), role.dash()?)));
    let whole = broken.fold(svg.to_owned(), |svg, (hex, dash)| {
        let line = format!("opacity=\"1\" stroke=\"{hex}\" stroke-width=");
        svg.replace(&line, &format!("opacity=\"1\" stroke=\"{hex}\" stroke-dasharray=\"{dash}\" stroke-width="))
    });
    whole.replace("fill=\"none\" opacity=\"0.55\" ", "fill=\"none\" opacity=\"0.55\" stroke-dasharray=\"2 10\" ")
}

fn swatches(figure: &Figure, top: i32) -> Vec<Swatch> {
    let legend = figure.chart.as_ref().map(|chart| chart.legend.as_slice()).unwrap_or_default();
    let (mut x, mut y) = (MARGIN, top);
    let mut swatches = Vec::new();
    for entry in legend {
        // A letter of this size is eleven units wide, more or less.
        let width = 60 + 12 * entry.name.chars().count() as i32;
        if x + width > WIDTH - MARGIN {
            (x, y) = (MARGIN, y + 34);
        }
        swatches.push(swatch(entry, x, y));
        x += width;
    }
    swatches
}

fn swatch(entry: &Legend, x: i32, y: i32) -> Swatch {
    let (role, opacity) = meant(&entry.class);
    Swatch { x, y, fill: role.hex(), opacity, name: entry.name.clone() }
}

/// The colour that a class of the legend stands for.
fn meant(class: &str) -> (Role, f64) {
    let number = |letter: char| class.strip_prefix(letter)?.parse::<usize>().ok();
    let numbered = |letter: char| number(letter).map(|number| number.max(1) - 1);
    let series = numbered('s').or_else(|| numbered('m')).map(|index| Role::Series(index % SERIES_MAX));
    let step = || numbered('h').map(|step| Role::Heat(step % HEAT_STEPS));
    match (series.or_else(step), class) {
        (Some(role), _) => (role, 1.0),
        (None, "band") => (Role::Series(0), 0.2),
        (None, "previous") => (Role::Previous, 1.0),
        (None, "gap") => (Role::Gap, 1.0),
        (None, "target") => (Role::Target, 1.0),
        (None, "provisional") => (Role::Series(0), 0.55),
        (None, _) => (Role::Axis, 1.0),
    }
}

/// Cuts a text into lines between words.
fn wrapped(text: &str, characters_max: usize, top: i32, apart: i32) -> Vec<Line> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < characters_max => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.into_iter().zip(0..).map(|(text, index)| Line { y: top + apart * index, text }).collect()
}
