-- One row per object that was noted as unwanted: the setting that leaves it out now; nothing where none does any more.
select
    noted.stream,
    noted.object_id,
    case
        when noted.setting = 'status' then noted.setting
        when not coalesce(facet.is_scoped, true) then unwanted_by(noted.stream, noted.object_id, null, null, asked)
        else unwanted_by(noted.stream, noted.object_id, noted.scope_id, noted.version_at, asked)
    end as excluded_by
from sync.unwanted as noted
left join facet on facet.stream = noted.stream
cross join setting as asked
