-- One row per scope that the settings ask for and that the last complete listing of scopes showed.
select scope_id from listed_scope where is_asked
