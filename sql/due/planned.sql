-- One row per piece of history that was cut by what the site counts and lies in the time that the settings ask for, or per stream
-- of which one listing is enough.
select chunk.stream, chunk.from_time, chunk.to_time
from sync.chunk as chunk
inner join counted on counted.stream = chunk.stream
where
    chunk.state <> 'retired'
    and case
        when chunk.from_time is null then counted.is_whole
        else chunk.from_time >= counted.from_time and chunk.to_time <= counted.to_time
    end
