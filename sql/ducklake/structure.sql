-- The structure of a snapshot, where it is another than before: schema, tables, columns with their comments, and views.

-- What is new, with its number.
insert into made (kind, name, id)
with

wanted as (
    select 1 as kind, schema_name as name from given
    where schema_name not in (select schema_name from ducklake_schema where end_snapshot is null)
    union all
    select 2 as kind, dataset as name from given_table where dataset not in (select dataset from live_table)
    union all
    select 3 as kind, name from given_view
    where (name, sql) not in (select (view_name, sql) from ducklake_view where end_snapshot is null)
)

select kind, name, next_catalog_id + row_number() over (order by kind, name) - 1 as id
from wanted cross join now;

insert into ducklake_schema (
    schema_id, schema_uuid, begin_snapshot, end_snapshot, schema_name, path, path_is_relative
)
select id, uuid(), snapshot_id, null, name, connection || '/', true
from made cross join now cross join given
where kind = 1;

-- What left with its dataset.
insert into gone (table_id)
select table_id from live_table where dataset not in (select dataset from given_table);

update ducklake_table set end_snapshot = (select snapshot_id from now)
where end_snapshot is null and table_id in (from gone);

insert into ducklake_table (
    table_id, table_uuid, begin_snapshot, end_snapshot, schema_id, table_name, path, path_is_relative
)
select made.id, uuid(), now.snapshot_id, null, schema.schema_id, made.name, made.name || '/', true
from made cross join now cross join given
inner join ducklake_schema as schema on schema.schema_name = given.schema_name and schema.end_snapshot is null
where made.kind = 2;

-- Columns: what is otherwise than it was ends, and begins as it is.
create or replace temporary table columns_now as
select given_column.*, live_table.table_id
from given_column
inner join live_table on live_table.dataset = given_column.dataset;

insert into columns_ended (table_id, column_id)
select held.table_id, held.column_id
from ducklake_column as held
anti join columns_now as same
    on same.table_id = held.table_id and same.number = held.column_id and same.place = held.column_order
    and same.name = held.column_name and same.type = held.column_type and same.is_nullable = held.nulls_allowed
    and same.parent is not distinct from held.parent_column
where held.end_snapshot is null
    and held.table_id in (select table_id from columns_now union all from gone);

update ducklake_column set end_snapshot = (select snapshot_id from now)
where end_snapshot is null and (table_id, column_id) in (from columns_ended);

insert into ducklake_column (
    column_id, begin_snapshot, end_snapshot, table_id, column_order, column_name, column_type, initial_default,
    default_value, nulls_allowed, parent_column, default_value_type, default_value_dialect
)
select
    number, snapshot_id, null, table_id, place, name, type, null, 'NULL', is_nullable, parent,
    case when type in ('list', 'struct') then '' else 'literal' end, 'duckdb'
from columns_now cross join now
where (table_id, number) not in (select (table_id, column_id) from ducklake_column where end_snapshot is null);

update ducklake_column_tag set end_snapshot = (select snapshot_id from now)
where end_snapshot is null and table_id in (select table_id from columns_now union all from gone)
    and (table_id, column_id, value) not in (
        select (table_id, number, comment) from columns_now where comment is not null
    );

insert into ducklake_column_tag (table_id, column_id, begin_snapshot, end_snapshot, key, value)
select table_id, number, snapshot_id, null, 'comment', comment
from columns_now cross join now
where comment is not null
    and (table_id, number) not in (select (table_id, column_id) from ducklake_column_tag where end_snapshot is null);

insert into views_ended (view_id)
select view_id from ducklake_view
where end_snapshot is null and (view_name, sql) not in (select (name, sql) from given_view);

update ducklake_view set end_snapshot = (select snapshot_id from now) where view_id in (from views_ended);

insert into ducklake_view (
    view_id, view_uuid, begin_snapshot, end_snapshot, schema_id, view_name, dialect, sql, column_aliases
)
select made.id, uuid(), now.snapshot_id, null, 0, made.name, 'duckdb', given_view.sql, ''
from made cross join now
inner join given_view on given_view.name = made.name
where made.kind = 3;
