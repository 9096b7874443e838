-- One row per object, listing or space that could not be read, and per stream whose deletions wait for consent: open if still due,
-- acknowledged if somebody accepted it, held until a sync may make the deletions.
with

-- Deletions that wait for consent since the last run that came to its end.
ended as (
    select connection, refused_deletions, ended_at
    from sync.run
    where outcome is not null
    qualify row_number() over (partition by connection order by run_id desc) = 1
),

refused as (
    select
        connection,
        ended_at,
        unnest(
            from_json(
                refused_deletions,
                '[{"stream": "varchar", "objects": "bigint", "held": "bigint", "evidence": "varchar"}]'
            ),
            max_depth := 2
        )
    from ended
),

gap as (
    select
        connection,
        stream,
        nullif(scope, '')  as scope,
        object,
        cause,
        state,
        found_at           as since
    from sync.quarantine
    where state <> 'resolved'

    union all

    select
        connection,
        stream,
        null                                                     as scope,
        objects || ' of ' || held                                as object,
        'would be deleted, more than one sync may: ' || evidence  as cause,
        'held'                                                   as state,
        ended_at                                                 as since
    from refused
)

select * from gap
order by connection, state desc, stream, scope, object
