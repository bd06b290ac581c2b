//! A customer: ids, market, devices, habits, and the plant they belong to.

use crate::World;
use crate::groups::{Group, Place, Plan};
use crate::identity::{Identifier, Identity, Kind, identifier};
use crate::market::Market;
use crate::random::{Dice, hash};
use crate::rows::{SHOP_ANDROID, SHOP_IOS, SHOP_WEB, Source};

/// Where a customer mostly shops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Platform {
    Ios,
    Android,
    Desktop,
}

impl Platform {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Desktop => "desktop",
        }
    }

    pub(crate) const fn channel(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Desktop => "web",
        }
    }

    pub(crate) const fn is_mobile(self) -> bool {
        !matches!(self, Self::Desktop)
    }

    pub(crate) fn source(self) -> &'static Source {
        match self {
            Self::Ios => &SHOP_IOS,
            Self::Android => &SHOP_ANDROID,
            Self::Desktop => &SHOP_WEB,
        }
    }
}

/// One customer of the world.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) index: u64,
    pub(crate) user: u64,
    pub(crate) anonymous: u64,
    pub(crate) device: u64,
    pub(crate) email: u64,
    pub(crate) market: Market,
    pub(crate) platform: Platform,
    /// Mean visits over the whole world.
    pub(crate) visits: f64,
    /// Typical order value in US dollars.
    pub(crate) spend: f64,
    pub(crate) identity: Identity,
    pub(crate) group: Group,
    pub(crate) place: Place,
    pub(crate) plan: Plan,
}

impl Person {
    pub(crate) fn of(world: &World, index: u64) -> Self {
        let mut dice = Dice::new(world.seed, "person traits", index);
        let group = Group::of(world, index);
        let id = |stream| hash(world.seed, stream, index);
        Self {
            index,
            user: id("user"),
            anonymous: id("anonymous"),
            device: id("device"),
            email: id("email"),
            market: market(&mut dice, group),
            platform: platform(&mut dice),
            visits: dice.gamma(world.tier.visits_mean, 1.3),
            spend: dice.lognormal(40.447, 0.6),
            identity: Identity::of(world, index),
            group,
            place: Place::of(world, index),
            plan: Plan::of(world, group, index),
        }
    }

    pub(crate) fn subject(&self) -> Identifier {
        identifier(Kind::Anonymous, self.anonymous)
    }
}

/// Groups whose money is measured shop in dollars, so that no rate of the day comes in.
fn market(dice: &mut Dice, group: Group) -> Market {
    let draw = dice.uniform();
    match group {
        Group::Carousels | Group::CheapDecoy => Market::UnitedStates,
        _ if draw < 0.5 => Market::UnitedStates,
        _ if draw < 0.8 => Market::Germany,
        _ => Market::Japan,
    }
}

fn platform(dice: &mut Dice) -> Platform {
    let draw = dice.uniform();
    if draw < 0.45 {
        Platform::Ios
    } else if draw < 0.7 {
        Platform::Android
    } else {
        Platform::Desktop
    }
}
