//! Truth of broken experiments: lost exposures, and units seen in both arms.

use serde_json::json;

use super::items::{Item, share};
use crate::experiments::{CONTROL, TREATMENT};
use crate::generate::Found;

/// Experiments that must be blocked, and one that must not.
pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items = Vec::new();
    for experiment in ["behaviour_flow", "srm_ios"] {
        let arm = |variant| found.tally.arms.get(&(experiment, variant)).map_or(0, |arm| arm.exposed);
        let id = if experiment == "srm_ios" { "P9" } else { "P2.srm" };
        let overall = srm(id.to_owned(), json!({"experiment_id": experiment}), arm(TREATMENT), arm(CONTROL));
        items.push(if id == "P9" { overall.must_flag("M2") } else { overall.must_not_flag("M2") });
    }
    for source in ["/shop/ios", "/shop/android", "/shop/web"] {
        let units = |variant| found.tally.platforms.get(&("srm_ios", source, variant)).copied().unwrap_or(0);
        let slice = json!({"experiment_id": "srm_ios", "source": source});
        items.push(srm(format!("P9.{source}"), slice, units(TREATMENT), units(CONTROL)));
    }
    items.push(jumping(found));
    items
}

fn srm(id: String, slice: serde_json::Value, treated: u64, control: u64) -> Item {
    Item::exact(id, "experiment_lift", "srm_p_value", srm_p_value(treated, control))
        .slice(slice)
        .units(&[treated, control])
        .means("Chi-square against 50/50 on exposed units (bots out, jumpers out); blocked below 0.001.")
}

fn jumping(found: &Found) -> Item {
    let jumpers = found.tally.jumpers.get("jumping").copied().unwrap_or(0);
    let rest: u64 =
        [CONTROL, TREATMENT].iter().filter_map(|variant| found.tally.arms.get(&("jumping", *variant))).map(|arm| arm.exposed).sum();
    Item::exact("P10", "experiment_lift", "jumping_share", share(jumpers, jumpers + rest))
        .slice(json!({"experiment_id": "jumping"}))
        .units(&[jumpers + rest, jumpers])
        .must_flag("M3")
        .means("Units exposed in both variants / exposed units.")
}

/// Survival function of chi-square with one degree of freedom, by the error function.
fn srm_p_value(treated: u64, control: u64) -> f64 {
    let (treated, control) = (treated as f64, control as f64);
    let statistic = (treated - control).powi(2) / (treated + control).max(1.0);
    statrs::function::erf::erfc((statistic / 2.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chi_square_tail_has_its_known_points() {
        // 3.841 and 10.828 are the tabled 5 % and 0.1 % points for one degree of freedom.
        let statistic_of = |difference: f64, total: f64| difference * difference / total;
        assert!((statistic_of(196.0, 10_000.0) - 3.8416).abs() < 1e-3);
        assert!((srm_p_value(5_098, 4_902) - 0.05).abs() < 1e-3);
        assert!((srm_p_value(6_645, 6_316) - 0.0039).abs() < 2e-4);
    }
}
