/* ---
title: Mandatory approval layers
question: How many stages does the policy ask for, and how often do versions go through more?
description: |
  Stages that decision rights name for the risk tier of each version submitted (mandatory_layers is their mean,
  mandatory_three the share of versions that need three or more). extra_layers is the share of published versions that
  went through more layers than that: delay that no rule asks for. Versions of a tier that no right names are unknown and
  left out; named_share is the share of the others.
owner: content operations
unit: count
direction: down_is_good
time: submitted_at
dimensions: [risk_tier, object_type]
measures: [mandatory_layers, mandatory_three, extra_layers, named_share]
additive: [n]
sources: [R30, C59]
needs: [approvals, decision_rights]
--- */
with versions as (
  select c.submitted_at, c.risk_tier, c.object_type, c.layers, c.published_at, r.mandatory_stages
  from model.approval_cycles c
  join model.required_approvals r on r.object_id = c.object_id and r.object_version = c.object_version
)
select
  avg(mandatory_stages) as mandatory_layers,
  avg(cast(mandatory_stages >= 3 as double)) as mandatory_three,
  avg(cast(layers > mandatory_stages as double)) filter (where published_at <= $as_of) as extra_layers,
  avg(cast(mandatory_stages is not null as double)) as named_share,
  count(mandatory_stages) as n
from versions
where submitted_at >= $from
  and submitted_at < $to
