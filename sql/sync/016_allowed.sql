-- How much the site allows at once.

-- One row per stream and kind of question that was too much for the site as it is configured.
create table sync.allowed (
    stream varchar not null,
    -- What is asked for several of: page, page with bodies, search (results), ids, existence (ids), spaces (names).
    question varchar not null,
    -- So many at once were answered, more were refused.
    most uinteger not null,
    -- When that was learned, or last doubled for a trial, by the clock of this machine.
    since timestamp not null
);
