-- To when spaces were followed that are not in scope any more.

-- One row per stream and space that left the scope: to when it was followed before. A space that came back is followed
-- again from its next listing on.
create table sync.departed (
    stream varchar not null,
    space_id varchar not null,
    -- By the site's clock.
    complete_to timestamp not null
);
