-- A limit of the scopes that one request names is called by the word that is the same for every source.
update sync.allowed set question = 'scopes' where question = 'spaces';
