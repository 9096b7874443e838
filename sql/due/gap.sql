-- One row per time of history that is not cut in pieces yet, of a stream whose objects the site counts; is_whole where nothing of
-- the stream is cut and no date bounds it.
with

-- The beginning of the time is a piece without length.
piece as (
    select
        counted.stream,
        coalesce(planned.from_time, counted.from_time)  as from_time,
        coalesce(planned.to_time, counted.to_time)      as to_time
    from counted
    inner join planned on planned.stream = counted.stream

    union all

    select stream, from_time, from_time as to_time from counted
),

followed as (
    select
        piece.stream,
        piece.to_time as from_time,
        lead(piece.from_time, 1, counted.to_time) over (
            partition by piece.stream order by piece.from_time, piece.to_time
        ) as to_time,
        counted.is_whole and piece.stream not in (select stream from planned) as is_whole
    from piece
    inner join counted on counted.stream = piece.stream
)

select stream, from_time, to_time, is_whole
from followed
where from_time < to_time
