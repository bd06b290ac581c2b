//! P3: modules for returning visitors that lift visits to product pages by 14 %, on a mean of three.

use crate::campaigns;
use crate::catalog;
use crate::clock::{DAY, HOUR, MINUTE, SECOND};
use crate::experiments::PDP_MODULES;
use crate::stage::Stage;

/// Shape that gives a mean of 3 a standard deviation of 4.
const SHAPE: f64 = 9.0 / 13.0;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("product pages");
    let exposed = stage.person.plan.exposed;
    let is_treated = stage.is_treated(&PDP_MODULES);
    // A visit before the exposure makes them returning visitors.
    stage.visit(exposed - 4 * DAY);
    let session = stage.visit(exposed - 30 * SECOND);
    let arm = stage.expose(&PDP_MODULES, is_treated, exposed, 0);
    let mut decision = stage.decision(campaigns::PDP_MODULES, exposed, &mut dice);
    Stage::put_in_arm(&mut decision, arm);
    stage.rows.decisions.push(decision);

    let interest = dice.gamma(3.0, SHAPE);
    let alone = dice.poisson(interest);
    let more = alone + dice.poisson(0.14 * interest);
    let views = if is_treated { more } else { alone };
    // Spread over the week and never within a minute of each other, so that no view is taken for a bounce.
    let step = (6 * DAY / i64::from(views.max(1))).clamp(MINUTE, 2 * HOUR);
    for view in 0..views {
        let product = catalog::product(&mut dice);
        stage.view(session, product, exposed + 2 * MINUTE + i64::from(view) * step);
    }
    let user = stage.person.user;
    let value = [f64::from(alone), f64::from(more)];
    stage.outcomes.mean("P3", "pdp_visits_7d", user, is_treated, value);
}
