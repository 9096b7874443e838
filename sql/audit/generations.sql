-- Which run produced which generation, and with which program?
-- One row per generation, latest first.
select
    export.generation,
    export.state,
    export.run_id,
    run.state as run_state,
    run.version,
    run.attempts,
    run.started_at,
    export.published_at,
    export.manifest_sha256
from sync.export as export
left join sync.run as run on run.run_id = export.run_id
order by export.generation desc
