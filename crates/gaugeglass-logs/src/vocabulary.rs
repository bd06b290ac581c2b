//! Vocabularies that several logs share.

use crate::Rule;

/// Where a customer is met.
pub(crate) const CHANNELS: Rule =
    Rule::OneOf(&["web", "mobile_web", "ios", "android", "in_app", "email", "push", "sms", "store", "call_center", "ads", "other"]);

/// How much harm a wrong approval could do.
pub(crate) const RISK_TIERS: Rule = Rule::OneOf(&["low", "standard", "regulated"]);
