-- Whether a walk went to the very end of its listing and not down to its floor. A feed that did and showed less than is held did
-- not show everything.
alter table sync.walk add column is_exhausted boolean;
