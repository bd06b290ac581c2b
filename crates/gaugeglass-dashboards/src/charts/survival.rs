//! Step curves over time since something began, with the interval of a single curve and a table of how many stand behind each.

use plotters::style::text_anchor::{HPos, VPos};

use super::axis::{ValueAxis, along, value_axis};
use super::canvas::{Canvas, Drawn, Place, kept_inside, shortened, spread};
use super::palette::Role;
use super::series::{extent, unbroken};
use super::steps::{Curve, Step};
use super::{Area, DrawError, Form, Sheet, Size};

const TOP: i32 = 44;
/// Where the plot ends and the labels of time begin.
const BOTTOM: i32 = 444;
/// Room for the labels of time.
const LABELS: i32 = 56;
/// One line of the table below.
const LINE: i32 = 38;

/// What to draw.
pub struct SurvivalChart<'a> {
    /// Curves, at most [`super::palette::SERIES_MAX`].
    pub curves: &'a [Curve],
    /// How a time is written.
    pub label_time: &'a dyn Fn(f64) -> String,
    /// How a value is written.
    pub label: &'a dyn Fn(f64) -> String,
    /// What the table below counts.
    pub at_risk: &'a str,
}

/// Where times and values lie.
struct Frame {
    form: Form,
    time: ValueAxis,
    values: ValueAxis,
}

impl Frame {
    fn left(&self) -> i32 {
        self.form.choose(330, 96)
    }

    fn right(&self) -> i32 {
        self.form.choose(1370, 778)
    }

    fn x(&self, at: f64) -> i32 {
        self.left() + along(at, &self.time.range, self.right() - self.left())
    }

    fn y(&self, value: f64) -> i32 {
        BOTTOM - along(value, &self.values.range, BOTTOM - TOP)
    }
}

impl SurvivalChart<'_> {
    /// Draws the curves; `None` where there is no finite value. Areas are those of [`SurvivalChart::times`].
    pub fn draw(&self, form: Form) -> Result<Option<Sheet>, DrawError> {
        let Some(frame) = self.frame(form) else { return Ok(None) };
        let mut svg = String::new();
        self.draw_into(&mut svg, &frame).map_err(DrawError::new)?;
        Ok(Some(Sheet { svg, size: self.size(form), areas: self.areas(&frame) }))
    }

    fn steps(&self) -> impl Iterator<Item = &Step> {
        self.curves.iter().flat_map(|curve| &curve.steps)
    }

    fn frame(&self, form: Form) -> Option<Frame> {
        let values = extent(self.steps().filter_map(Step::finite))?;
        let ends = self.banded().into_iter().flat_map(|curve| &curve.steps).filter_map(Step::finite_band).flat_map(|(lo, hi)| [lo, hi]);
        let time = extent(self.steps().map(|step| step.at).chain([0.0]))?;
        Some(Frame { form, time: value_axis(time), values: value_axis(extent([values.0, values.1, 0.0].into_iter().chain(ends))?) })
    }

    /// Intervals of several curves would hide each other: only a single one has its own drawn.
    fn banded(&self) -> Option<&Curve> {
        match self.curves {
            [only] => Some(only),
            _ => None,
        }
    }

    fn has_table(&self) -> bool {
        self.steps().any(|step| step.at_risk.is_some())
    }

    fn size(&self, form: Form) -> Size {
        // On a phone the name of a curve takes a line of its own.
        let lines = if self.has_table() { 1 + self.curves.len() as i32 * form.choose(1, 2) } else { 0 };
        Size { width: form.width() as u32, height: (BOTTOM + LABELS + lines * LINE) as u32 }
    }

    fn draw_into(&self, svg: &mut String, frame: &Frame) -> Drawn<()> {
        let canvas = Canvas::on(svg, self.size(frame.form));
        self.draw_grid(&canvas, frame)?;
        if let Some(curve) = self.banded() {
            draw_band(&canvas, frame, curve)?;
        }
        for (index, curve) in self.curves.iter().enumerate() {
            draw_curve(&canvas, frame, Role::Series(index), curve)?;
        }
        self.draw_names(&canvas, frame)?;
        if self.has_table() {
            self.draw_table(&canvas, frame)?;
        }
        canvas.present()
    }

    fn draw_grid(&self, canvas: &Canvas, frame: &Frame) -> Drawn<()> {
        let width = frame.form.width();
        for tick in &frame.values.ticks {
            let y = frame.y(*tick);
            let role = if *tick == 0.0 { Role::Axis } else { Role::Grid };
            canvas.path(vec![(frame.left() - 90, y), (frame.right(), y)], role, 2)?;
            canvas.text(&(self.label)(*tick), (frame.left() - 90, y - 8), Role::Label, (HPos::Left, VPos::Bottom))?;
        }
        for tick in &frame.time.ticks {
            let (x, text) = (frame.x(*tick), (self.label_time)(*tick));
            canvas.path(vec![(x, BOTTOM), (x, BOTTOM + 8)], Role::Axis, 2)?;
            let (x, across) = kept_inside(x, &text, width);
            canvas.text(&text, (x, BOTTOM + 16), Role::Label, (across, VPos::Top))?;
        }
        Ok(())
    }

    /// Names stand where their curves end, pushed apart where they would overlap.
    fn draw_names(&self, canvas: &Canvas, frame: &Frame) -> Drawn<()> {
        if self.curves.len() < 2 || frame.form == Form::Tall {
            return Ok(());
        }
        let end = |curve: &Curve| curve.steps.iter().rev().find_map(Step::finite).map(|value| frame.y(value));
        let ends = self.curves.iter().enumerate().filter_map(|(index, curve)| Some((end(curve)?, (index, curve))));
        for (y, (index, curve)) in spread(ends.collect()) {
            canvas.text(&shortened(&curve.name, 14), (frame.right() + 14, y), Role::Series(index), (HPos::Left, VPos::Center))?;
        }
        Ok(())
    }

    /// How many stand behind each curve at each label of time.
    fn draw_table(&self, canvas: &Canvas, frame: &Frame) -> Drawn<()> {
        let mut y = BOTTOM + LABELS + LINE / 2;
        canvas.text(self.at_risk, (0, y), Role::Label, (HPos::Left, VPos::Center))?;
        for (index, curve) in self.curves.iter().enumerate() {
            y += LINE;
            canvas.text(&shortened(&curve.name, frame.form.choose(14, 40)), (0, y), Role::Series(index), (HPos::Left, VPos::Center))?;
            y += frame.form.choose(0, LINE);
            for tick in &frame.time.ticks {
                let behind = curve.steps.iter().rev().find(|step| step.at <= *tick).or(curve.steps.first());
                let text = behind.and_then(|step| step.at_risk.as_deref()).unwrap_or("");
                let (x, across) = kept_inside(frame.x(*tick), text, frame.form.width());
                canvas.text(text, (x, y), Role::Label, (across, VPos::Center))?;
            }
        }
        Ok(())
    }

    /// Every time at which a curve steps, once and in order.
    pub fn times(&self) -> Vec<f64> {
        let mut times: Vec<f64> = self.steps().map(|step| step.at).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        times
    }

    /// A strip around each time, as wide as half of the way to its neighbours, over the whole height.
    fn areas(&self, frame: &Frame) -> Vec<Area> {
        let places: Vec<i32> = self.times().into_iter().map(|at| frame.x(at)).collect();
        let strip = |(index, here): (usize, &i32)| {
            let before = index.checked_sub(1).and_then(|index| places.get(index)).copied().unwrap_or(here - 40);
            let after = places.get(index + 1).copied().unwrap_or(here + 40);
            let (left, right) = ((before + here) / 2, (here + after) / 2);
            Area { left, top: TOP, width: (right - left).max(1), height: BOTTOM - TOP }
        };
        places.iter().enumerate().map(strip).collect()
    }
}

/// The corners of a staircase: each value lasts until the next.
fn stairs(frame: &Frame, run: &[(f64, f64)]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (at, value) in run {
        let (x, y) = (frame.x(*at), frame.y(*value));
        if let Some((_, before)) = places.last().copied() {
            places.push((x, before));
        }
        places.push((x, y));
    }
    places
}

fn draw_curve(canvas: &Canvas, frame: &Frame, role: Role, curve: &Curve) -> Drawn<()> {
    for run in unbroken(&curve.steps, |step| Some((step.at, step.finite()?))) {
        match run.as_slice() {
            // A lone step has no line to show it.
            [(at, value)] => canvas.dot((frame.x(*at), frame.y(*value)), role)?,
            run => canvas.path(stairs(frame, run), role, 4)?,
        }
    }
    Ok(())
}

fn draw_band(canvas: &Canvas, frame: &Frame, curve: &Curve) -> Drawn<()> {
    for run in unbroken(&curve.steps, |step| Some((step.at, step.finite_band()?))).into_iter().filter(|run| run.len() > 1) {
        let side = |choose: fn(&(f64, f64)) -> f64| -> Vec<(f64, f64)> { run.iter().map(|(at, ends)| (*at, choose(ends))).collect() };
        let lower = stairs(frame, &side(|ends| ends.0));
        let outline: Vec<Place> = stairs(frame, &side(|ends| ends.1)).into_iter().chain(lower.into_iter().rev()).collect();
        canvas.shape(outline, Role::Series(0), 0.14)?;
    }
    Ok(())
}
