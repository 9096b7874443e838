-- One row per view of a lake's catalog, those of single connections and of the sync tables last: what its rows are.
select
    case schema_name when 'main' then view_name else schema_name || '.' || view_name end  as view,
    comment
from duckdb_views()
where not internal
order by
    case schema_name when 'main' then 1 when 'sync' then 3 else 2 end,
    schema_name,
    view_name
