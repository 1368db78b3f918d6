-- The text without its edge signs is made once for all parts: made for each, it took seconds for a piece of many parts.
create or replace function word_forms(piece text) returns text[] language sql immutable parallel safe
return case
  when left(piece, 1) = '=' then array[substr(piece, 2), '.' || substr(piece, 2)]
  else array(
    select piece union select base from rtrim(piece, '+#') as base where length(base) > 2 or base ~ ('^[0-9]' collate "C")
    union select part from (select rtrim(ltrim(piece, '.'), '+#') as core offset 0) as bare,
        lateral string_to_table(translate(core, '-.&''', '    '), ' ') as part
      where length(part) > 1 and part <> core)
end;
