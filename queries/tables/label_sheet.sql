/* ---
title: Labels to be made
description: |
  Identifiers drawn for people to judge, and beside each the identifiers that may belong to the same human; what the system
  thinks is not told. Identifiers are drawn by chance from strata of the size of their person and of the confidence of
  their weakest link, rare strata more densely, in an order that seed decides. kind says what for. identity_pair: one
  identifier of the same person, chosen by chance, and one neighbour of another person, where there are any; inclusion_prob is
  the probability of the pair, through either side. identity_cluster: the identifier itself (false when it names nobody),
  up to 20 of its person by chance, and up to 20 neighbours of these that stand for others; inclusion_prob is the
  probability of the identifier, and cluster_id binds the rows together.
grain: one row per pair to be judged
key: [label_id]
parameters:
  kind: {type: text, default: identity_pair, doc: identity_pair or identity_cluster.}
  draws: {type: number, default: 200, doc: Identifiers to draw.}
  seed: {type: text, default: "1", doc: Another text draws others.}
sources: [Cochran 1977 chapter 5]
--- */
with asked as (
  select cast($kind as varchar) as kind, cast($draws as double) as draws, cast($seed as varchar) as seed
),
strangers as (
  select id, count(*) as strangers
  from model.identity_neighbours
  group by id
),
confidences as (
  select id, min(confidence) as confidence
  from (
    select cast(left_type as varchar) || ':' || left_hash as id, confidence from logs.identity_links where retracted_time is null
    union all
    select cast(right_type as varchar) || ':' || right_hash, confidence from logs.identity_links where retracted_time is null
  ) sides
  group by id
),
frame as (
  select
    h.*,
    a.*,
    coalesce(s.strangers, 0) as strangers,
    case when h.size > 20 then 'blob' when h.size > 3 then 'large' when h.size > 1 then 'small' else 'alone' end
      || case when c.confidence >= 0.9 then ' sure' when c.confidence is not null then ' unsure' else '' end as stratum
  from model.identity_holders h
  cross join asked a
  left join strangers s on s.id = h.id
  left join confidences c on c.id = h.id
  where h.size > 1
    or s.strangers > 0
    or a.kind = 'identity_cluster'
),
numbered as (
  select
    *,
    row_number() over (partition by stratum order by md5(seed || id), id) as turn,
    cast(count(*) over (partition by stratum) as double) as stratum_size
  from frame
),
paced as (
  -- A stratum gets draws by the root of its size: small ones are not missed, large ones still count for more.
  select *, round((turn - 0.5) / sqrt(stratum_size), 12) as pace
  from numbered
),
placed as (
  select *, row_number() over (order by pace, id) as place
  from paced
),
chances as (
  select
    *,
    place <= draws as is_drawn,
    sum(case when place <= draws then 1 else 0 end) over (partition by stratum) / stratum_size as chance
  from placed
),
mates as (
  select
    d.id as drawn_id,
    m.id as other_id,
    row_number() over (partition by d.id order by md5(d.seed || d.id || m.id), m.id) as turn
  from chances d
  join chances m on m.person_id = d.person_id and m.id <> d.id
  where d.is_drawn
),
relatives as (
  select
    d.id as drawn_id,
    n.other_id,
    bool_or(n.id = d.id) as is_own,
    row_number()
      over (partition by d.id order by bool_or(n.id = d.id) desc, md5(d.seed || d.id || n.other_id), n.other_id) as turn
  from chances d
  join chances m on m.person_id = d.person_id
  join model.identity_neighbours n on n.id = m.id
  where d.is_drawn
  group by d.id, d.seed, n.other_id
),
pairs as (
  select least(drawn_id, other_id) as one, greatest(drawn_id, other_id) as other, true as is_same
  from mates
  where turn = 1
  union
  select least(drawn_id, other_id), greatest(drawn_id, other_id), false
  from relatives
  where turn = 1
    and is_own
),
pair_rows as (
  select
    'identity_pair' as kind,
    cast(null as varchar) as drawn_id,
    l.id as one,
    r.id as other,
    l.chance / case when p.is_same then l.size - 1 else l.strangers end as by_left,
    r.chance / case when p.is_same then r.size - 1 else r.strangers end as by_right
  from pairs p
  join chances l on l.id = p.one
  join chances r on r.id = p.other
),
cases as (
  select id as drawn_id, id as other_id
  from chances
  where is_drawn
  union all
  select drawn_id, other_id
  from mates
  where turn <= 20
  union all
  select drawn_id, other_id
  from relatives
  where turn <= 20
),
case_rows as (
  select 'identity_cluster' as kind, c.drawn_id, c.drawn_id as one, c.other_id as other, d.chance as by_left, 0.0 as by_right
  from cases c
  join chances d on d.id = c.drawn_id
),
sheet as (
  select * from pair_rows
  union all
  select * from case_rows
)
select
  substr(md5(concat_ws(' ', s.kind, a.seed, s.one, s.other)), 1, 16) as label_id,
  s.kind,
  substr(md5(a.seed || s.drawn_id), 1, 12) as cluster_id,
  substr(s.one, 1, strpos(s.one, ':') - 1) as left_type,
  substr(s.one, strpos(s.one, ':') + 1) as left_id,
  substr(s.other, 1, strpos(s.other, ':') - 1) as right_type,
  substr(s.other, strpos(s.other, ':') + 1) as right_id,
  s.by_left + s.by_right - s.by_left * s.by_right as inclusion_prob
from sheet s
join asked a on a.kind = s.kind
-- The order of a hash tells the judge nothing.
order by cluster_id, s.one <> s.other, label_id
