-- One row per space; the name of a personal space is that of its owner and is left out, and its key is a pseudonym.
select
    held.*,
    held.type is distinct from 'personal' and regexp_full_match(held.space_key, '[a-zA-Z0-9]+')  as is_named,
    case when is_named then held.name end                                                        as shown_name
from confluence.space as held
