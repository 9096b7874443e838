-- One row per stream and kind of request that was too much for the site: how much the site accepts; 0 of a route that it lacks.
--
-- key      stream, question
-- numbers  5
-- column   1  exported_at
-- column   2  stream
-- column   3  question
-- column   4  most
-- column   5  since
select stream, question, most, since
from sync.allowed
