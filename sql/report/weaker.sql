-- One row per generation that shows rows made by a policy that protects less than one that came after it.
with

stricter as (
    select coalesce(max(policy_id), 0) as policy_id
    from sync.policy
    where len(stricter) > 0
),

-- Rows that are held back are of the newest policy under which they were published.
held as (
    select
        held.generation,
        held.dataset,
        max(export.policy_id) as policy_id
    from sync.export_dataset as held
    left join sync.export_dataset as made
        on made.dataset = held.dataset and made.from_generation = held.from_generation and made.state = 'published'
    left join sync.export as export on export.generation = made.generation
    where held.state = 'held'
    group by held.generation, held.dataset
),

shown as (
    select generation, policy_id from sync.export
    union all
    select generation, policy_id from held
)

select distinct shown.generation
from shown
inner join stricter on coalesce(shown.policy_id, 0) < stricter.policy_id
