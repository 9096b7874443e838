-- What a generation of a connection holds, as the other files take it, and what the catalog holds of that connection.

create temporary table given (
    connection varchar, schema_name varchar, generation varchar, structure varchar, said varchar, published_at varchar
);
create temporary table given_table (dataset varchar, comment varchar);
create temporary table given_column (
    dataset varchar, number bigint, parent bigint, place bigint, name varchar, type varchar, is_nullable boolean,
    comment varchar
);
create temporary table given_file (dataset varchar, file varchar, row_count bigint, bytes bigint);
create temporary table given_footer (dataset varchar, file varchar, footer_bytes bigint);
create temporary table given_value (
    dataset varchar, file varchar, number bigint, bytes bigint, value_count bigint, null_count bigint,
    min_value varchar, max_value varchar
);
create temporary table given_view (name varchar, sql varchar, comment varchar);

-- What a snapshot adds to the structure of the catalog, and what it takes away.
create temporary table made (kind integer, name varchar, id bigint);
create temporary table gone (table_id bigint);
create temporary table columns_ended (table_id bigint, column_id bigint);
create temporary table views_ended (view_id bigint);

-- Every generation that is kept.
create temporary table kept (schema_name varchar, generation varchar);

-- One row: the number of the next snapshot, and where the numbers of the catalog stand.
create temporary view step as
select
    coalesce(max(snapshot_id) + 1, 0)                           as snapshot_id,
    coalesce(max_by(schema_version, snapshot_id), 0)            as schema_version,
    coalesce(max_by(next_catalog_id, snapshot_id), 1)           as next_catalog_id,
    coalesce(max_by(next_file_id, snapshot_id), 0)              as next_file_id
from ducklake_snapshot;

-- One row per table of the connection that is there now.
create temporary view live_table as
select found.table_id, found.table_name as dataset, found.schema_id
from ducklake_table as found
inner join ducklake_schema as schema on schema.schema_id = found.schema_id and schema.end_snapshot is null
inner join given on given.schema_name = schema.schema_name
where found.end_snapshot is null;

-- One row per data file of the connection that is there now.
create temporary view live_file as
select file.data_file_id, live_table.table_id, live_table.dataset, file.path as file
from ducklake_data_file as file
inner join live_table on live_table.table_id = file.table_id
where file.end_snapshot is null;
