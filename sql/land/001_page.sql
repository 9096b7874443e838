-- Raw API pages, sealed, in the order in which they were landed.
create schema land;

create sequence land.page_seq;

-- One row per response that was landed, byte for byte as it came.
create table land.page (
    -- The landing sequence: what was committed later has a higher one.
    seq bigint not null default nextval('land.page_seq'),
    run_id bigint not null,
    walk_id bigint not null,
    stream varchar not null,
    scope varchar not null,
    -- listing, by_id for objects asked for one by one, or census where they cannot be: these two overrule what came before.
    kind varchar not null,
    -- The server's Date of the answer.
    answered_at timestamp not null,
    objects bigint not null,
    -- Bytes before compression and sealing.
    bytes bigint not null,
    key_id varchar not null,
    -- zstd, then AES-256-GCM: nonce, ciphertext, tag. Null where the page lies in a file.
    sealed blob using compression uncompressed,
    -- Name of the file below sealed/ that holds a page too large for a row.
    sealed_file varchar
);
