"""From award notices to rows of the contracts table, with the keys by which duplicates are found across files.

The same award passes through three records:

1. `AwardNotice` (data/model/notice.py): what one notice states about one award, as published. Readers make it.
2. `ContractRecord` (record.py): that notice, classified, valued and dated.
3. `ContractRow` (contract_row.py): the values of one row by name, in the order of `SCHEMA`. `rows_of` makes it, with
   the keys of keys.py.
4. A record batch (batches.py): many rows as Arrow columns, the texts of keys hashed. `batches` makes it for the cache.
5. `data/table/merge.py` reads the keys of all batches, decides which rows count, and adds the columns in
   `DECIDED_LATER`.
"""
