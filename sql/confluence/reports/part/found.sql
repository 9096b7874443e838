-- One row per page or blog post that has every word that is sought, best first.
-- A word is found where a word of the title or of the text begins with it, whatever its case and accents. score is BM25 over the
-- text, where a word of the title counts as five of the text; excerpt is what stands around the first word that is found.
--
-- needs  space_content
-- given  wanted (text varchar)
with

word as (
    select distinct unnest(regexp_extract_all(lower(strip_accents(text)), '[\p{L}\p{N}_]+')) as word from wanted
),

page as (
    select
        *,
        lower(strip_accents(coalesce(title, '')))      as plain_title,
        lower(strip_accents(coalesce(body_text, '')))  as plain_text
    from space_content
),

-- Only what holds all of them as parts of a text is taken apart into words.
candidate as (
    select * from page
    where (select bool_and(contains(page.plain_title, word) or contains(page.plain_text, word)) from word)
),

worded as (
    select
        page_id,
        regexp_extract_all(plain_title, '[\p{L}\p{N}_]+')  as title_words,
        regexp_extract_all(plain_text, '[\p{L}\p{N}_]+')   as text_words
    from candidate
),

counted as (
    select
        worded.page_id,
        word.word,
        len(list_filter(title_words, lambda part: starts_with(part, word.word)))  as in_title,
        len(list_filter(text_words, lambda part: starts_with(part, word.word)))   as in_text,
        len(text_words)                                                           as length
    from worded
    cross join word
),

site as (
    select count(*) as pages, greatest(avg(word_count), 1) as usual_length from space_content
),

-- How few pages have a word says how much it tells.
told as (
    select word, ln(1 + (any_value(site.pages) - count(*) + 0.5) / (count(*) + 0.5)) as weight
    from counted
    cross join site
    where in_title + in_text > 0
    group by word
),

scored as (
    select
        counted.page_id,
        sum(told.weight * (in_text + 5 * in_title) * 2.2
            / (in_text + 5 * in_title + 1.2 * (0.25 + 0.75 * counted.length / site.usual_length))) as score,
        sum(in_title) as in_title
    from counted
    inner join told on told.word = counted.word
    cross join site
    where in_title + in_text > 0
    group by counted.page_id
    having count(*) = (select count(*) from word)
),

placed as (
    select
        scored.*,
        page.* exclude (page_id),
        (select min(strpos(page.plain_text, word)) from word where contains(page.plain_text, word)) as place
    from scored
    inner join candidate as page on page.page_id = scored.page_id
)

select
    page_id,
    space_key,
    title,
    web_url,
    modified_at,
    round(score, 3)                                                        as score,
    trim(replace(substr(body_text, greatest(coalesce(place, 1) - 40, 1), 160), chr(10), ' '))  as excerpt
from placed
order by in_title > 0 desc, score desc, page_id
