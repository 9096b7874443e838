-- One row per state: how many files of the records of a stream are in it, and how many bytes were announced for them.
--
-- $mart    the dataset of the stream
-- $stream  the stream
-- $state   its column with the state
-- $bytes   its column with the bytes
select $stream as stream, $state as state, count(*) as files, coalesce(sum($bytes), 0) as bytes
from $mart
group by all
order by state
