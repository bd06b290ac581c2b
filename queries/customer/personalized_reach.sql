/* ---
title: Personalized reach
question: What share of active people get anything of their own?
description: |
  People with at least one decision that was rendered or delivered in the period, was no fallback and no holdout, and
  served something other than the default, over everyone active in the period. A person counts once a period. By
  consent, market and kind of visitor it shows whom the programme leaves out: an uplift is not to be bought by excluding
  people. consent is what held for the purpose at the person's first visit of the period: granted if any channel was,
  else what was said. expectation_gap is what is missing to the share that the article says expect it, a share of
  people asked, and no target. Messages to people who were not active are not in it.
owner: programme
unit: ratio
direction: up_is_good
time: visited_at
dimensions: [market, channel, visitor, consent]
measures: [personalized_reach, expectation_gap, reached]
interval: Wilson 95 %
parameters:
  purpose: {type: text, default: marketing, doc: The purpose whose consent to slice by.}
  expected: {type: number, default: 0.71, doc: Share of people said to expect personalization.}
sources: [S07, S09]
needs: [events, decisions]
--- */
with visitors as (
  select
    person_id,
    started_at as visited_at,
    -- The total has no bucket, and null equals nothing.
    coalesce(time_bucket($grain, started_at, $time_zone), $from) as period,
    market,
    channel,
    visitor
  from model.starts
  where cohort = 'everyone'
    and started_at >= $from
    and started_at < $to
    and coalesce(previous_at < greatest($from, time_bucket($grain, started_at, $time_zone)), true)
),
served as (
  select distinct person_id, coalesce(time_bucket($grain, served_at, $time_zone), $from) as period
  from model.personalized_decisions
  where served_at >= $from
    and served_at < $to
),
consents as (
  select
    v.person_id,
    v.visited_at,
    first_value(cast(c.state as varchar) order by c.state <> 'granted', c.valid_from desc, c.state) as consent
  from visitors v
  join logs.consents c
    on c.subject = v.person_id
    and c.purpose = $purpose
    and c.valid_from <= v.visited_at
    and coalesce(c.valid_to > v.visited_at, true)
  group by v.person_id, v.visited_at
),
outcomes as (
  select v.*, c.consent, s.person_id is not null as is_reached
  from visitors v
  left join served s on s.person_id = v.person_id and s.period = v.period
  left join consents c on c.person_id = v.person_id and c.visited_at = v.visited_at
)
select
  avg(cast(is_reached as double)) as personalized_reach,
  $expected - avg(cast(is_reached as double)) as expectation_gap,
  count(*) filter (where is_reached) as reached,
  count(*) as n,
  proportion_lo(count(*) filter (where is_reached), count(*)) as lo,
  proportion_hi(count(*) filter (where is_reached), count(*)) as hi
from outcomes
