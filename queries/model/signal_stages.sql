/* ---
title: Where each intent is lost
description: |
  Every intent with the first stage on the way from signal to value that it fails, or arrived. In order: no_consent (the
  person's consent was withdrawn, or the engine said so), unrecognised (the engine did not know the person),
  features_missing (some were missing, or the newest more than a day old), slow (never answered, or not within a second),
  no_eligible (a fallback, a cap, or nothing to offer), content_not_approved, provider_fail (the message or page never
  reached the person), late (outside the least delay and the deadline of the use case), unfaithful (showed another product
  than the one the intent names). What is not logged fails nothing: an intent that no decision names is slow, since nothing is
  known of it but that no answer came. Intents that an experiment held out are not here. What became of the intent is that of
  the decision that reached the customer, else of the first.
grain: one row per intent
key: [use_case_id, intent_id]
sources: [S27]
--- */
with shown as (
  select decision_id, array_agg(item['product_id']) as product_ids
  from (
    select decision_id, unnest(items) as item
    from logs.deliveries
    where status in ('delivered', 'displayed')
      and decision_id is not null
  ) contents
  where item['product_id'] is not null
  group by decision_id
),
answers as (
  select
    i.*,
    l.reason,
    l.latency_ms,
    l.is_measurable,
    l.is_recognised,
    l.identity_method is not null as is_identity_logged,
    l.feature_age_s,
    l.is_fallback,
    coalesce(l.is_holdout, false) as is_holdout,
    coalesce(array_length(d.features_missing), 0) > 0 as is_incomplete,
    s.product_ids
  from model.intent_ledger i
  left join model.decision_ledger l on l.decision_id = i.decision_id
  left join logs.decisions d on d.source = l.source and d.event_id = l.decision_id
  left join shown s on s.decision_id = i.decision_id
),
failures as (
  select
    *,
    case
      when coalesce(consent = 'withdrawn' or reason = 'no_consent', false) then 'no_consent'
      when decision_id is not null and is_identity_logged and not is_recognised then 'unrecognised'
      when is_incomplete or coalesce(feature_age_s > 86400, false) then 'features_missing'
      when latency_ms is null or (is_measurable and latency_ms >= 1000) then 'slow'
      when reason = 'content_not_approved' then 'content_not_approved'
      when is_fallback or reason in ('no_eligible', 'frequency_cap') or state = 'suppressed' then 'no_eligible'
      when reached_at is null and state <> 'unknown' then 'provider_fail'
      when coalesce(wait_s < min_delay_s or wait_s > deadline_s, false) then 'late'
      when coalesce(not array_has(product_ids, product_id), false) then 'unfaithful'
      else 'arrived'
    end as stage
  from answers
  where not is_holdout
)
select
  use_case_id,
  intent_id,
  intended_at,
  person_id,
  channel,
  market,
  deadline_s,
  stage,
  array_position(
    [
      'no_consent',
      'unrecognised',
      'features_missing',
      'slow',
      'no_eligible',
      'content_not_approved',
      'provider_fail',
      'late',
      'unfaithful',
      'arrived'
    ],
    stage
  ) as stage_no
from failures
