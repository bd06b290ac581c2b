/* ---
title: From signal to value
description: |
  What became of every intent on the way to its customer, one row a stage in their order. entered reached the stage, lost
  failed there first, share is of all intents of the use case; the shares of a use case add up to 1 with arrived, which is
  the last row. This is accounting (grade). arrived_if_mended asks what share would arrive if this stage alone failed nobody:
  those lost there go on, and pass the later stages as often as the others of the same use case, channel and market did.
  That assumes that they are like the others, and is weaker evidence (mended_grade). owner answers for the stage.
  use_case_id 'all' puts all use cases together. Intents that an experiment held out, and those whose deadline is not past,
  are out.
grain: one row per use case and stage
key: [use_case_id, stage]
sources: [S27, R37]
--- */
with stages as (
  select column1 as stage, column2 as stage_no, column3 as owner
  from (values
    ('no_consent', 1, 'privacy'),
    ('unrecognised', 2, 'identity'),
    ('features_missing', 3, 'data platform'),
    ('slow', 4, 'decisioning'),
    ('no_eligible', 5, 'merchandising'),
    ('content_not_approved', 6, 'content operations'),
    ('provider_fail', 7, 'messaging'),
    ('late', 8, 'lifecycle marketing'),
    ('unfaithful', 9, 'content operations'),
    ('arrived', 10, 'lifecycle marketing')
  ) named
),
intents as (
  select unnest(make_array(use_case_id, 'all')) as use_case_id, stratum, stage_no
  from (
    select use_case_id, stage_no, concat_ws('|', use_case_id, channel, market) as stratum
    from model.signal_stages
    where coalesce(date_part('epoch', $as_of - intended_at) >= deadline_s, true)
  ) due
),
counted as (
  select use_case_id, stratum, stage_no, count(*) as lost
  from intents
  group by use_case_id, stratum, stage_no
),
strata as (
  select
    *,
    max(case when stage_no = 10 then lost else 0 end) over (partition by use_case_id, stratum) as arrived,
    sum(lost) over (
      partition by use_case_id, stratum order by stage_no rows between 1 following and unbounded following
    ) as passed
  from counted
),
found as (
  select
    use_case_id,
    stage_no,
    sum(lost) as lost,
    -- Where nobody of a stratum passed the stage, nobody shows how the rest of the way goes.
    sum(case when stage_no < 10 then lost * arrived / nullif(cast(passed as double), 0) end) as won
  from strata
  group by use_case_id, stage_no
),
totals as (
  select use_case_id, sum(lost) as intents, coalesce(sum(lost) filter (where stage_no = 10), 0) as arrived
  from found
  group by use_case_id
),
rows as (
  select
    t.use_case_id,
    s.stage,
    s.stage_no,
    s.owner,
    t.intents,
    t.arrived,
    coalesce(f.lost, 0) as lost,
    coalesce(f.won, 0.0) as won
  from totals t
  cross join stages s
  left join found f on f.use_case_id = t.use_case_id and f.stage_no = s.stage_no
)
select
  use_case_id,
  stage,
  stage_no,
  owner,
  sum(lost) over (partition by use_case_id order by stage_no rows between current row and unbounded following) as entered,
  lost,
  lost / cast(intents as double) as share,
  'E1' as grade,
  case when stage <> 'arrived' then (arrived + won) / intents end as arrived_if_mended,
  case when stage <> 'arrived' then 'E3' end as mended_grade
from rows
order by use_case_id, stage_no
