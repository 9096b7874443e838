-- One row per object that the site showed, of the streams that are read, and per object that waits for consent to leave:
-- how it ended (published, deleted, unwanted or open) and why, and whether it is a row of its dataset, as an open one is whose former
-- version is held. Without a state nobody knows where it is.
select stream, object_id, state, cause, is_row from accounted_held
union all
select stream, object_id, state, cause, is_row from accounted_inside
union all
select stream, object_id, state, cause, is_row from accounted_other
