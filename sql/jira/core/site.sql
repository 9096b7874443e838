-- One row: the address that a browser opens. No browser opens that of a gateway, and a practice server has another port each time.
select max(regexp_replace(site, '^(https?://(127[.][0-9.]+|localhost)):[0-9]+', '\1')) as address
from sync.identity
where not starts_with(site, 'https://api.atlassian.com/')
