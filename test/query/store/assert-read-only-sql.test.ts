import { describe, expect, it } from "vitest";
import { assertReadOnlySql } from "../../../src/query/store/assert-read-only-sql.ts";

describe("a statement for somebody who may write", () => {
  it.each([
    "select 1",
    "  SELECT 1",
    "-- a comment\nselect 1",
    "/* one */ /* two */ with a as (select 1) table a",
    "/* a /* nested */ one */ values (1)",
    "((select 1) union (select 2))",
    "table profiles",
    "show timezone",
    "explain select 1",
    "select(1)",
  ])("is taken where it begins like a question: %j", (sql) => {
    expect(() => assertReadOnlySql(sql)).not.toThrow();
  });

  it.each([
    "",
    "-- select",
    "/* select 1 */",
    "/* select 1",
    "do $$ begin end $$",
    "/* select */ do $$ begin end $$",
    "/* a /* b */ select */ call x()",
    "-- select\rdelete from profiles",
    "call x()",
    "copy (select 1) to program 'true'",
    "set role x",
    "reset role",
    "begin",
    "selection",
    "; select 1",
  ])("is refused where it does not: %j", (sql) => {
    expect(() => assertReadOnlySql(sql)).toThrow("begin with SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN");
  });

  it.each([
    "select pg_terminate_backend(1)",
    'select "pg_terminate_backend"(1)',
    "select PG_CATALOG.PG_Terminate_Backend(1)",
    'select U&"pg_terminate\\005fbackend"(1)',
    "select pg_advisory_lock(1)",
    "select dblink_exec('host=elsewhere', 'delete from profiles')",
    "select lo_export(1, '/tmp/x')",
    "select * from query_to_xml('select pg_' || 'terminate_backend(1)', true, true, '')",
    "select set_config('role', 'owner', true)",
  ])("is refused where it names what a transaction does not undo: %j", (sql) => {
    expect(() => assertReadOnlySql(sql)).toThrow("has effects that a transaction does not undo");
  });

  it("is read in linear time, whatever comes before its first word", () => {
    const openings = ["/*", "(", "-- \n", "/* * ", "/**/", " "];
    for (const opening of openings) expect(() => assertReadOnlySql(opening.repeat(50_000))).toThrow();
  });
});
