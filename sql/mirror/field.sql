-- One row per member of a stream's records that became a column, and its state.
--
-- key      stream, path
-- numbers  9
-- column   1  exported_at
-- column   2  stream
-- column   3  path
-- column   4  column_name
-- column   5  number
-- column   6  holds
-- column   7  state
-- column   8  found_at
-- column   9  changed_at
select stream, path, column_name, number, holds, state, found_at, changed_at
from sync.field
