-- Whether everything that the site showed has come to an end that is on record.

-- One row per stream that is read: how many objects the site has shown so far, and how they ended. The four and what is
-- missing from them add up to what was shown.
create table sync.balance (
    stream varchar not null,
    shown bigint not null,
    published bigint not null,
    deleted bigint not null,
    unwanted bigint not null,
    open bigint not null,
    missing bigint not null,
    -- Rows of its dataset: what is published, and the former versions of what is open.
    in_datasets bigint not null,
    -- The run that added them up last.
    run_id bigint not null
);

-- What the last balance was struck over: as long as it is the same, so is the balance.
alter table sync.identity add column balanced_over varchar;
