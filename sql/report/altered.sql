-- One row per change of a column between the generation before and the one that is about to be written: `$altered` has both for each
-- dataset, `$declared` the members that settings name, `$version` is that of the program.
with

given as (
    select unnest(
        from_json(
            $altered,
            '[{
                "dataset": "varchar",
                "rows": "bigint",
                "former": [{"number": "integer", "name": "varchar", "type": "varchar", "required": "boolean", "class": "varchar"}],
                "columns": [{"number": "integer", "name": "varchar", "type": "varchar", "required": "boolean", "class": "varchar"}]
            }]'
        ),
        max_depth := 2
    )
),

was as (select dataset, unnest(former, max_depth := 2) from given),

becomes as (select dataset, unnest(columns, max_depth := 2) from given),

declared as (
    select unnest(from_json($declared, '[{"stream": "varchar", "path": "varchar"}]'), max_depth := 2)
),

made_before as (
    select run.version
    from sync.export as export
    inner join sync.run as run on run.run_id = export.run_id
    where export.state = 'published'
    order by export.generation desc
    limit 1
),

paired as (
    select
        coalesce(becomes.dataset, was.dataset)  as dataset,
        coalesce(becomes.number, was.number)    as number,
        coalesce(becomes.name, was.name)        as column_name,
        was.name                                as former_name,
        was.type                                as former_type,
        becomes.type                            as present_type,
        was.class                               as former_class,
        becomes.class                           as present_class,
        was.number is null                      as begins,
        becomes.number is null                  as ends,
        was.required                            as was_required,
        becomes.required                        as is_required
    from was
    full join becomes on becomes.dataset = was.dataset and becomes.number = was.number
),

change as (
    select *, 'added' as kind, null as former, present_type as present from paired where begins
    union all
    select *, 'gone', former_type, null from paired where ends
    union all
    select *, 'renamed', former_name, column_name from paired where column_name <> former_name
    union all
    select *, 'type', former_type, present_type from paired where former_type <> present_type
    union all
    select *, 'class', former_class, present_class from paired where former_class <> present_class
    union all
    select *, if(is_required, 'required', 'nullable'), null, null from paired where was_required <> is_required
)

select
    change.dataset,
    change.kind,
    case
        when change.kind in ('added', 'required') then 'additive'
        when change.kind = 'class' then 'values'
        when change.kind = 'type'
            and (change.former, change.present) in (
                ('integer', 'bigint'), ('integer', 'double'), ('float', 'double'), ('date', 'timestamp with time zone')
            )
            then 'additive'
        else 'breaking'
    end as level,
    field.path as field,
    change.column_name,
    change.number,
    change.former,
    change.present,
    case
        when (change.dataset, field.path) in (select (stream, path) from declared) then 'settings'
        when field.told is not null then 'dictionary'
        when field.path is not null and (change.kind = 'added' or field.holds = 'json') then 'source'
        when field.path is null and (select version from made_before) <> $version then 'program'
        else 'settings'
    end as origin,
    given.rows as row_count
from change
inner join given on given.dataset = change.dataset
left join sync.field as field on field.stream = change.dataset and field.number = change.number
order by change.dataset, change.number, change.kind
