-- One row per dataset that the newest generation holds back.
select dataset.generation, dataset.dataset, dataset.from_generation, dataset.cause
from sync.export_dataset as dataset
where dataset.state = 'held' and dataset.generation = (select max(generation) from sync.export where state = 'published')
order by dataset.dataset
