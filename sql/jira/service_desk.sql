-- One row per service desk, as last seen.
--
-- needs   service_desk
-- grain   service_desk_id
-- newest  landed_seq
-- stream  service_desk
-- field   id varchar, "projectId" varchar, "projectKey" varchar
-- column  service_desk_id  key  The service desk's id, unique on its site.
-- column  project_id       key  The project that it belongs to.
-- column  project_key      key  The key of that.
with

source as (
    select
        ---------- keys
        id            as service_desk_id,
        "projectId"   as project_id,
        "projectKey"  as project_key,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
