-- One row per label of the site.
--
-- needs     label
-- shares    gone
-- grain     label_id
-- required  name
-- numbers   3
-- column    1  label_id  key    The label's id, unique on its site.
-- column    2  name      text   Its name, redacted.
-- column    3  prefix    plain  Whose it is: global, my, team, system or other.
with

held as (
    select label.label_id, label.name, label.prefix
    from confluence.label as label
    anti join gone on gone.object_id = label.label_id and gone.stream = 'label'
)

select * from held
