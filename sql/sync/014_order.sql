-- Which answers came after a walk had begun, whatever the clocks of the site's servers say.

-- The newest page that had landed when the walk began; null in walks of an older program.
alter table sync.walk add column after_seq bigint;

-- Where increments begin: the newest modification that was shown when the stream's feed was looked at first, by the site's
-- own clock of modifications. Null in watermarks of an older program, which began at the Date of an answer.
alter table sync.watermark add column begun_at timestamp;
-- The same over all streams of the first run, for streams that are configured later.
alter table sync.identity add column begun_at timestamp;

-- The account that the site said it answered, as a pseudonym; null before the first look, and after the settings or the key
-- have changed. Nothing is deleted on the word of answers to another account.
alter table sync.identity add column answered_as varchar;
