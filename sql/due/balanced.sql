-- One row per stream whose objects have to add up: those that the settings ask for, and others whose objects wait for consent to leave.
select stream from facet where is_wanted
union
select held.stream
from held
inner join facet on facet.stream = held.stream
where not facet.is_wanted and facet.is_dated and held.reason is null
