-- One row per stream whose history is cut in pieces by what the site counts, with the time of it that the settings ask for; what
-- was made before 1970 a complete listing brings.
select
    facet.stream,
    greatest(setting.history_from[facet.stream], timestamp '1970-01-01')  as from_time,
    least(setting.history_to[facet.stream], timestamp '9999-12-31')       as to_time,
    setting.history_from[facet.stream] = '-infinity'::timestamp
        and setting.history_to[facet.stream] = 'infinity'::timestamp      as is_whole
from facet
cross join setting
where facet.is_wanted and facet.has_history and facet.is_counted and setting.history_from[facet.stream] < 'infinity'::timestamp
