/* ---
title: Intents that call for an action
description: |
  Every moment at which somebody qualified for a use case, replayed from the events by the rule of the use case that
  held then. Decisions have no say in it, so an intent that the engine never heard of is here, too. Rules that can be
  replayed are equalities of type, category and channel joined by and ("type = 'x' and category = 'y'"), and "second
  products_searched with the same query_norm within n days", where a third search is no further case and an order in
  between ends it. A use case whose decisions never name their trigger is decided on request: its requests are its
  intents, and it has no rows here. intent_id is the event that decisions name as their trigger, person_id who it was as
  known now. consent is what that person's consents for the channels of the use case's campaigns said at that moment:
  withdrawn, granted, or null where they say nothing. min_delay_s and deadline_s are null where the use case has none;
  value is what one conversion is worth, in currency. Bots, testers and other environments are out, and so are times
  that cannot be believed.
grain: one row per use case and event that qualifies
key: [use_case_id, intent_id]
--- */
with asked as (
  select use_case_id, count(trigger_event_id) as triggers
  from logs.decisions
  group by use_case_id
),
rules as (
  select
    cast(u.use_case_id as varchar) as use_case_id,
    u.valid_from,
    u.valid_to,
    u.min_delay_s,
    u.deadline_s,
    u.value_per_conversion as value,
    cast(u.currency as varchar) as currency,
    case
      when regexp_like(u.intent_rule, '^(type|category|channel) = ''[^'']*''( and (type|category|channel) = ''[^'']*'')*$')
        then regexp_match(u.intent_rule, 'type = ''([^'']*)''')[1]
    end as type,
    regexp_match(u.intent_rule, 'category = ''([^'']*)''')[1] as category,
    regexp_match(u.intent_rule, 'channel = ''([^'']*)''')[1] as channel,
    cast(
      regexp_match(u.intent_rule, '^second products_searched with the same query_norm within ([0-9]+) days$')[1] as bigint
    ) as search_days
  from logs.use_cases u
  left join asked a on a.use_case_id = u.use_case_id
  where coalesce(a.triggers > 0, true)
),
signals as (
  select
    r.use_case_id,
    e.event_id as intent_id,
    e.event_time as intended_at,
    case when names_nobody(e.user_id) then null else e.user_id end as user_id,
    e.anonymous_id,
    e.device_id,
    cast(e.channel as varchar) as channel,
    e.product_id,
    r.min_delay_s,
    r.deadline_s,
    r.value,
    r.currency
  from logs.events e
  join rules r
    on r.type = cast(e.type as varchar)
    and coalesce(r.category = cast(e.category as varchar), r.category is null)
    and coalesce(r.channel = cast(e.channel as varchar), r.channel is null)
    and coalesce(e.event_time >= r.valid_from, true)
    and coalesce(e.event_time < r.valid_to, true)
  where coalesce(e.environment, 'prod') = 'prod'
    and coalesce(e.is_test, false) = false
    and coalesce(e.is_bot, false) = false
    and is_believable_time(e.event_time, e.received_time)
),
intents as (
  select
    s.use_case_id,
    s.intent_id,
    s.intended_at,
    coalesce(s.user_id, i.person_id, s.anonymous_id, s.device_id) as person_id,
    s.channel,
    s.product_id,
    s.min_delay_s,
    s.deadline_s,
    s.value,
    s.currency
  from signals s
  left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = s.anonymous_id
  union all
  select
    r.use_case_id,
    s.event_id,
    s.searched_at,
    s.person_id,
    s.channel,
    null,
    r.min_delay_s,
    r.deadline_s,
    r.value,
    r.currency
  from model.searches s
  join rules r
    on date_part('epoch', s.searched_at - s.previous_at) <= 86400 * r.search_days
    and coalesce(date_part('epoch', s.previous_at - s.last_but_one_at) > 86400 * r.search_days, true)
    and coalesce(s.searched_at >= r.valid_from, true)
    and coalesce(s.searched_at < r.valid_to, true)
  where not s.is_ordered_since
),
channels as (
  select cast(use_case_id as varchar) as use_case, unnest(channels) as channel
  from logs.campaigns
),
consents as (
  select
    i.use_case_id,
    i.intent_id,
    bool_or(c.state in ('withdrawn', 'denied', 'revoked')) as is_withdrawn,
    bool_or(c.state = 'granted') as is_granted
  from intents i
  join logs.consents c
    on c.subject = i.person_id
    and c.valid_from <= i.intended_at
    and coalesce(c.valid_to > i.intended_at, true)
  left join (select distinct use_case from channels) k on k.use_case = i.use_case_id
  left join channels h on h.use_case = i.use_case_id and h.channel = cast(c.channel as varchar)
  -- A consent for all channels, or a use case that names none, leaves nothing to compare.
  where h.channel is not null
    or k.use_case is null
    or c.channel is null
  group by i.use_case_id, i.intent_id
)
select
  i.use_case_id,
  i.intent_id,
  i.intended_at,
  i.person_id,
  i.channel,
  p.market,
  i.product_id,
  i.min_delay_s,
  i.deadline_s,
  i.value,
  i.currency,
  case when c.is_withdrawn then 'withdrawn' when c.is_granted then 'granted' end as consent
from intents i
left join consents c on c.use_case_id = i.use_case_id and c.intent_id = i.intent_id
left join model.people p on p.person_id = i.person_id
