-- One row: how many data files some runs wrote for the generations that they published: those that no generation before held.
--
-- $runs  their numbers, with commas between them
select count(*) as files_written
from sync.export_file as file
inner join sync.export as export on export.generation = file.generation
anti join sync.export_file as former
    on former.dataset = file.dataset and former.file = file.file and former.generation < file.generation
where
    export.run_id in ($runs)
    and export.state in ('published', 'retired', 'withdrawn')
