/* ---
title: What became of each intent
description: |
  Every intent with the decision it led to: of several the one that reached the customer first, else the first;
  first_irrelevance and first_reason are of the first. wait_s is how long the customer waited for the answer, order_s
  how long it took until they ordered (30 days are looked at); ended_s and ended_by say which of the two came first.
  state is exactly one, as in model.decision_ledger; an intent that no decision names is lost (never_asked), or
  suppressed (moot) where the customer ordered before it was due. outcome is exactly one of suppressed_ok (a rule held
  it back), moot (the customer ordered before the answer came and before the deadline), on_time, early (before
  min_delay_s), late (after deadline_s) and never; until the deadline is past, never means not yet. Where no decisions
  are logged at all, the state is unknown and the outcome null.
grain: one row per intent
key: [use_case_id, intent_id]
--- */
with answers as (
  select
    use_case_id,
    trigger_event_id as intent_id,
    decision_id,
    request_time,
    decision_time,
    scheduled_at,
    reached_at,
    held_reason,
    content_id,
    content_version,
    irrelevance,
    is_sending,
    state,
    state_reason,
    count(*) over (partition by use_case_id, trigger_event_id) as decisions,
    first_value(irrelevance) over (partition by use_case_id, trigger_event_id order by request_time, decision_id) as first_irrelevance,
    first_value(reason) over (partition by use_case_id, trigger_event_id order by request_time, decision_id) as first_reason,
    row_number() over (partition by use_case_id, trigger_event_id order by reached_at nulls last, request_time, decision_id) as place
  from model.decision_ledger
  where trigger_event_id is not null
    and is_production
),
orders as (
  select i.use_case_id, i.intent_id, min(o.placed_time) as ordered_at
  from model.intents i
  join model.orders o
    on o.person_id = i.person_id
    and o.placed_time >= i.intended_at
    and o.placed_time < i.intended_at + interval '30 days'
  group by i.use_case_id, i.intent_id
),
known as (
  select
    i.*,
    a.decision_id,
    coalesce(a.decisions, 0) as decisions,
    a.request_time as asked_at,
    a.decision_time as decided_at,
    a.scheduled_at,
    a.reached_at,
    a.held_reason,
    a.content_id,
    a.content_version,
    a.irrelevance,
    a.is_sending,
    a.first_irrelevance,
    a.first_reason,
    a.state as decision_state,
    a.state_reason as decision_reason,
    o.ordered_at,
    g.is_logged,
    -- Timestamps are whole microseconds.
    (cast(a.reached_at as bigint) - cast(i.intended_at as bigint)) / 1e6 as wait_s,
    (cast(o.ordered_at as bigint) - cast(i.intended_at as bigint)) / 1e6 as order_s
  from model.intents i
  cross join (select count(*) > 0 as is_logged from logs.decisions) g
  left join answers a on a.use_case_id = i.use_case_id and a.intent_id = i.intent_id and a.place = 1
  left join orders o on o.use_case_id = i.use_case_id and o.intent_id = i.intent_id
),
judged as (
  -- Without a wait and a deadline an order is the only end there is.
  select *, coalesce(order_s < least(wait_s, deadline_s), order_s is not null) as is_moot
  from known
)
select
  use_case_id,
  intent_id,
  intended_at,
  person_id,
  channel,
  market,
  product_id,
  min_delay_s,
  deadline_s,
  value,
  currency,
  consent,
  decision_id,
  decisions,
  asked_at,
  decided_at,
  scheduled_at,
  reached_at,
  held_reason,
  content_id,
  content_version,
  irrelevance,
  first_irrelevance,
  first_reason,
  is_sending,
  ordered_at,
  wait_s,
  order_s,
  least(wait_s, order_s) as ended_s,
  case
    when coalesce(order_s < wait_s, order_s is not null) then 'order'
    when wait_s is not null then 'answer'
  end as ended_by,
  case
    when not is_logged then 'unknown'
    when decisions > 0 then decision_state
    when is_moot then 'suppressed'
    else 'lost'
  end as state,
  case
    when not is_logged then 'not_logged'
    when decisions > 0 then decision_reason
    when is_moot then 'moot'
    else 'never_asked'
  end as state_reason,
  case
    when not is_logged then null
    when decision_state = 'suppressed' then 'suppressed_ok'
    when is_moot then 'moot'
    when wait_s is null then 'never'
    when wait_s < min_delay_s then 'early'
    when wait_s > deadline_s then 'late'
    else 'on_time'
  end as outcome
from judged
