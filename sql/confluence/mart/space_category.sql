-- One row per category of a space that is read: a label of the space itself.
--
-- needs     space_category
-- shares    gone
-- grain     category_id
-- required  space_id, name
-- numbers   5
-- column    1  category_id  key    The space and the label.
-- column    2  space_id     key    The space: a row of spaces.
-- column    3  label_id     key    The label.
-- column    4  name         text   The name of the label, redacted.
-- column    5  prefix       plain  The kind of label: global, my, team, system or other.
with

-- Those that were listed for each space.
listed as (
    select held.category_id, held.space_id, held.label_id, held.name, held.prefix
    from confluence.space_category as held
    anti join gone on gone.object_id = held.category_id and gone.stream = 'space_category'
),

-- Those that spaces show themselves, as on Data Center.
shown as (
    select
        space_id,
        unnest(string_split(category_ids, ' '))                                            as label_id,
        unnest(from_json(categories, '[{"name": "varchar", "prefix": "varchar"}]'))  as label
    from confluence.space
    where category_ids <> '' and json_valid(categories)
),

category as (
    select * from listed
    union all
    select
        space_id || ':' || label_id  as category_id,
        space_id,
        label_id,
        label.name,
        case
            when label.prefix in ('global', 'my', 'team', 'system') then label.prefix
            when label.prefix is not null then 'other'
        end                          as prefix
    from shown
),

joined as (
    select category.category_id, category.space_id, category.label_id, category.name, category.prefix
    from category
    semi join mart.spaces as space on space.space_id = category.space_id
)

select * from joined
