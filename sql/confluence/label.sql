-- One row per label of the site, as last seen.
--
-- grain   label_id
-- newest  landed_seq
-- stream  label
-- needs   label
-- field   id varchar, name varchar, prefix varchar
-- column  label_id  key    The label's id, unique on its site.
-- column  name      text   Its name, redacted.
-- column  prefix    plain  Whose it is: global, my, team, system or other.
-- required name
with

source as (
    select
        ---------- keys
        id            as label_id,

        ---------- texts
        redact(name)  as name,
        -- What is no word of the vocabulary may be anything.
        case
            when prefix in ('global', 'my', 'team', 'system') then prefix
            when prefix is not null then 'other'
        end           as prefix,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
