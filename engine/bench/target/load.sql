-- Moves the rig's rows into the tables of the published entities, whose names
-- come from the definitions' ids. Everyone signs in with the administrator's
-- password, so its hash serves all.
select 'ws_main.e_' || (body::json->>'x-id') as user_table,
       'f_' || (body::json#>>'{properties,name,x-id}') as user_name,
       'f_' || (body::json#>>'{properties,email,x-id}') as user_email,
       'f_' || (body::json#>>'{properties,active,x-id}') as user_active
  from ws_main.definition where kind = 'entity' and name = 'user' \gset
select 'ws_main.e_' || (body::json->>'x-id') as role_table,
       'f_' || (body::json#>>'{properties,name,x-id}') as role_name
  from ws_main.definition where kind = 'entity' and name = 'role' \gset
select 'ws_main.e_' || (body::json->>'x-id') as given_table,
       'f_' || (select f.value->>'x-id' from json_each(body::json->'properties') f where f.value->>'x-field' = 'user') as given_user,
       'f_' || (select f.value->>'x-id' from json_each(body::json->'properties') f where f.value->>'x-entity' = 'role') as given_role
  from ws_main.definition where kind = 'entity' and name = 'user_role' \gset
select 'ws_main.e_' || (body::json->>'x-id') as customer_table,
       (select string_agg('f_' || (body::json#>>array['properties', f, 'x-id']), ', ' order by n)
          from unnest(array['name', 'qq', 'phone', 'email', 'source', 'status', 'course', 'owner', 'score', 'amount', 'next_follow_at', 'note'])
               with ordinality as u (f, n)) as customer_columns
  from ws_main.definition where kind = 'entity' and name = 'customer' \gset

begin;
insert into :user_table (id, created_at, updated_at, :user_name, :user_email, :user_active)
  select id, now(), now(), name, email, true from rig_user;
insert into :given_table (id, created_at, updated_at, :given_user, :given_role)
  select gen_random_uuid(), now(), now(), u.id, r.id from rig_user u, :role_table r where r.:role_name = 'sales';
insert into ws_main.account (user_id, email, password_hash)
  select u.id, u.email, a.password_hash from rig_user u, ws_main.account a where a.email = 'admin@example.com';
insert into :customer_table (id, created_at, updated_at, :customer_columns)
  select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, created_at, updated_at,
         name, qq, phone, email, source, status, course, owner, score, amount, next_follow_at, note
    from rig_customer order by n;
update ws_main.epoch set number = number + 1;
drop table rig_user, rig_customer;
commit;
vacuum analyze;
