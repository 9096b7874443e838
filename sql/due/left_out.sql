-- One row per scope that the last complete listing of scopes showed and that the settings leave out.
select scope_id from listed_scope where not is_asked
