"""Everything somebody might type into the SQL workbench to reach what is not theirs, or to bring the server down.

A question has to pass the guard (known sources and functions only), DuckDB's own locks, and, on Linux, a process that has
given up the file system and the network. The first half of this file attacks all three together, the second the later two
with the guard taken away.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from app import create_app
from app.workbench import copying, running, workers
from app.workbench.mistakes import SqlError
from fake_company.schema import tables_of
from fake_company.warehouse import Company

ROOT = Path(__file__).parents[2]

FILES = (
    "SELECT * FROM read_parquet('{truth}/part-000.parquet')",
    "SELECT * FROM parquet_scan('{truth}/part-000.parquet')",
    "SELECT * FROM '{truth}/part-000.parquet'",
    'SELECT * FROM "{truth}/part-000.parquet"',
    "FROM '{truth}/*.parquet'",
    "SELECT * FROM read_parquet(['{truth}/part-000.parquet'])",
    "SELECT * FROM parquet_metadata('{truth}/part-000.parquet')",
    "SELECT * FROM parquet_schema('{truth}/part-000.parquet')",
    "SELECT * FROM parquet_file_metadata('{truth}/part-000.parquet')",
    "SELECT * FROM parquet_kv_metadata('{truth}/part-000.parquet')",
    "SELECT * FROM parquet_bloom_probe('{truth}/part-000.parquet', 'price_gap', 1)",
    "SELECT * FROM read_single_parquet_file('{truth}/part-000.parquet')",
    "SELECT * FROM read_text('{folder}/meta.json')",
    "SELECT * FROM read_blob('{folder}/meta.json')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_csv_auto('/etc/passwd')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM read_json('{folder}/meta.json')",
    "SELECT * FROM read_json_auto('{folder}/meta.json')",
    "SELECT * FROM read_ndjson_objects('{folder}/meta.json')",
    "SELECT * FROM read_duckdb('{copy}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM glob('../truth/*')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'file:///etc/passwd'",
    "SELECT * FROM 'C:\\Windows\\win.ini'",
    'SELECT * FROM "../truth/part-000.parquet"',
    "SELECT (SELECT content FROM read_text('/etc/passwd'))",
    "WITH a AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM a",
    "SELECT * FROM customers WHERE EXISTS (SELECT 1 FROM read_csv('/etc/passwd'))",
    "SELECT * FROM customers, LATERAL (SELECT * FROM read_text(external_id))",
    "SELECT * FROM (VALUES ('/etc/passwd')) v(f), read_text(f)",
    "SELECT unnest((SELECT list(content) FROM read_text('/etc/passwd')))",
    "SELECT * FROM customers ORDER BY (SELECT count(*) FROM glob('/*'))",
    "SELECT * FROM customers LIMIT (SELECT count(*) FROM glob('/*'))",
    "SELECT * FROM customers QUALIFY row_number() OVER () = (SELECT count(*) FROM glob('/*'))",
    "SELECT * FROM orders PIVOT (count(*) FOR status IN (SELECT file FROM glob('/*')))",
    "SELECT COLUMNS(x -> x = (SELECT content FROM read_text('/etc/passwd'))) FROM customers",
    "SELECT list_transform([1], x -> (SELECT count(*) FROM glob('/*')))",
    "SELECT 1 UNION ALL SELECT count(*) FROM read_text('/etc/passwd')",
)
NETWORK = (
    "SELECT * FROM 'https://example.com/a.parquet'",
    "SELECT * FROM read_csv('http://127.0.0.1:5000/plan/download')",
    "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    "SELECT * FROM 'hf://datasets/a/b.csv'",
    "SELECT * FROM postgres_scan('host=127.0.0.1', 'public', 'a')",
    "SELECT * FROM sqlite_scan('{instance}/classes/solo.db', 'settings')",
    "SELECT * FROM mysql_query('a', 'b')",
    "SELECT http_get('http://127.0.0.1/')",
)
STATEMENTS = (
    "COPY customers TO '/tmp/stolen.csv'",
    "COPY (SELECT * FROM customers) TO '{copy}'",
    "COPY customers FROM '/etc/passwd'",
    "EXPORT DATABASE '/tmp/stolen'",
    "IMPORT DATABASE '/tmp/stolen'",
    "ATTACH '{copy}' AS again",
    "ATTACH ':memory:' AS m",
    "ATTACH '{instance}/classes/solo.db' AS solo (TYPE sqlite)",
    "DETACH again",
    "USE memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '/tmp/evil.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "SET enable_external_access = true",
    "SET memory_limit = '64GB'",
    "SET GLOBAL lock_configuration = false",
    "RESET memory_limit",
    "SET VARIABLE a = 1",
    "PRAGMA database_list",
    "PRAGMA version",
    "PRAGMA enable_profiling",
    "PRAGMA table_info('customers')",
    "CALL pragma_version()",
    "CALL duckdb_settings()",
    "CREATE TABLE a AS SELECT 1",
    "CREATE TEMP TABLE a AS SELECT 1",
    "CREATE VIEW a AS SELECT * FROM read_text('/etc/passwd')",
    "CREATE OR REPLACE TEMP MACRO today() AS DATE '2030-01-01'",
    "CREATE MACRO evil(f) AS TABLE SELECT * FROM read_text(f)",
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "CREATE SEQUENCE s",
    "CREATE TYPE t AS ENUM ('a')",
    "CREATE SCHEMA s",
    "CREATE INDEX i ON customers (tier)",
    "INSERT INTO customers SELECT * FROM customers",
    "UPDATE customers SET points = 1",
    "DELETE FROM customers",
    "TRUNCATE customers",
    "DROP TABLE customers",
    "ALTER TABLE customers ADD COLUMN a INTEGER",
    "COMMENT ON TABLE customers IS 'a'",
    "MERGE INTO customers USING orders ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "DEALLOCATE p",
    "BEGIN",
    "COMMIT",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "VACUUM",
    "ANALYZE",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE SELECT * FROM read_text('/etc/passwd')",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "SHOW DATABASES",
    "DESCRIBE customers",
    "SUMMARIZE customers",
    "SELECT * FROM (SHOW ALL TABLES)",
    "SELECT * FROM (DESCRIBE customers)",
    "PIVOT orders ON status USING count(*)",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE customers",
    "SELECT 1;;; COPY customers TO '/tmp/stolen.csv'",
    "SELECT 1 --\n; ATTACH ':memory:'",
    "SELECT 1 /* ; */; SET threads = 64",
    "/* SELECT */ DROP TABLE customers",
    "-- SELECT 1\nDELETE FROM customers",
    "WITH a AS (DELETE FROM customers RETURNING *) SELECT * FROM a",
    "WITH a AS (INSERT INTO customers DEFAULT VALUES RETURNING *) SELECT * FROM a",
    "SELECT $1",
    "SELECT ?",
    "SELECT $name",
)
INSIDE = (
    "SELECT getenv('HOME')",
    "SELECT current_setting('temp_directory')",
    "SELECT current_setting('secret_directory')",
    "SELECT CURRENT_SETTING('memory_limit')",
    "SELECT getvariable('a')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM which_secret('s3://a', 's3')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_settings",
    "SELECT path FROM duckdb_databases()",
    "SELECT path FROM duckdb_databases",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM pragma_database_list()",
    "SELECT * FROM pragma_storage_info('customers')",
    "SELECT * FROM duckdb_temporary_files()",
    "SELECT * FROM duckdb_external_file_cache()",
    "SELECT * FROM duckdb_extensions()",
    "SELECT * FROM duckdb_memory()",
    "SELECT * FROM duckdb_logs",
    "SELECT * FROM duckdb_functions()",
    "SELECT * FROM duckdb_views()",
    "SELECT sql FROM duckdb_tables()",
    "SELECT * FROM duckdb_variables()",
    "SELECT * FROM duckdb_prepared_statements()",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM sqlite_schema",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM INFORMATION_SCHEMA.columns",
    "SELECT * FROM pg_catalog.pg_class",
    "SELECT * FROM pg_class",
    "SELECT * FROM pg_database",
    "SELECT * FROM system.information_schema.tables",
    "SELECT * FROM temp.information_schema.tables",
    "SELECT * FROM main.duckdb_settings",
    "SELECT * FROM memory.main.customers",
    "WITH duckdb_settings AS (SELECT 1) SELECT * FROM duckdb_settings",
    "SELECT * FROM (WITH duckdb_databases AS (SELECT 1 AS path) SELECT * FROM duckdb_databases) a, duckdb_databases",
    "WITH pg_class AS (SELECT 1) SELECT 1",
    "SELECT * FROM query('SELECT * FROM duckdb_settings()')",
    "SELECT * FROM query_table('duckdb_settings')",
    "SELECT * FROM query_table(['customers', 'orders'])",
    "SELECT query('SELECT 1')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "SELECT json_serialize_sql('SELECT 1')",
    "SELECT json_serialize_plan('SELECT * FROM duckdb_settings()')",
    "SELECT json_deserialize_sql('{}')",
    "SELECT * FROM seq_scan('customers')",
    "SELECT * FROM pandas_scan(140000000000000)",
    "SELECT * FROM arrow_scan(1, 2, 3)",
    "SELECT * FROM arrow_scan_dumb(1, 2, 3)",
    "SELECT * FROM python_map_function(1)",
    "SELECT * FROM test_all_types()",
    "SELECT * FROM test_vector_types(NULL::INTEGER)",
    "SELECT * FROM checkpoint()",
    "SELECT * FROM force_checkpoint('customers')",
    "SELECT * FROM enable_logging()",
    "SELECT * FROM disable_logging()",
    "SELECT * FROM truncate_duckdb_logs()",
    "SELECT * FROM enable_profiling()",
    "SELECT * FROM register_external_resource('a')",
    "SELECT * FROM create_external_resource('a')",
    "SELECT write_log('a')",
    "SELECT nextval('s')",
    "SELECT txid_current()",
    "SELECT version()",
    "SELECT current_user",
    "SELECT session_user",
    "SELECT current_database()",
    "SELECT current_schemas(true)",
    "SELECT current_query()",
    "SELECT main.current_setting('threads')",
    "SELECT system.main.current_setting('threads')",
    "SELECT 'threads'.current_setting()",
    "SELECT pg_sleep(60)",
    "SELECT sleep_ms(60000)",
    "SELECT pg_get_viewdef(1)",
    "SELECT has_table_privilege('customers', 'SELECT')",
    "SELECT inet_server_addr()",
    "SELECT current_time",
    "SELECT system.main.now()",
    "SELECT transaction_timestamp()",
    "SELECT age(TIMESTAMP '2020-01-01')",
    "SELECT vector_type(tier) FROM customers",
    "SELECT stats(tier) FROM customers",
    "SELECT error('leak')",
    # what a Python host might hand over by the names of its variables
    "SELECT * FROM connection",
    "SELECT * FROM questions",
    "SELECT * FROM copy",
    "SELECT * FROM frames",
    "SELECT * FROM sys",
    "SELECT * FROM truth",
    "SELECT * FROM traits",
    "SELECT price_gap FROM customers",
)
TRICKS = (
    "SELECT * FROM rea\u200bd_text('/etc/passwd')",
    "SELECT * FROM ｒｅａｄ_text('/etc/passwd')",
    "SELECT * FROM READ_TEXT('/etc/passwd')",
    "SELECT * FROM \"read_text\"('/etc/passwd')",
    "SELECT * FROM read_text/**/('/etc/passwd')",
    "SELECT * FROM main.read_text('/etc/passwd')",
    "SELECT * FROM system.main.read_text('/etc/passwd')",
    "SELECT\u00a0*\u00a0FROM\u00a0read_text('/etc/passwd')",
    "SELECT * FROM read_text(U&'\\002Fetc/passwd')",
    "SELECT * FROM read_text(E'\\x2Fetc/passwd')",
    "SELECT * FROM $$/etc/passwd$$",
    "SELECT '\x00'; DROP TABLE customers",
    "SELECT \x00 1",
    "SELECT '\ud800'",
    "\ufeff\u202eSELECT * FROM read_text('/etc/passwd')",
    "SELECT " + "x" * 30_000,
    "SELECT 1 -- " + "x" * 1_000_000,
    "SELECT " + ",".join(["1"] * 9_000),
    "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
    "SELECT " + "[" * 4_000 + "]" * 4_000,
    "SELECT " + "-" * 1 + "(-" * 4_000 + "1" + ")" * 4_000,
    "SELECT " + "NOT " * 4_000 + "true",
    "SELECT 1" + "+1" * 8_000,
    "SELECT * FROM " + "(SELECT * FROM " * 1_000 + "customers" + ")" * 1_000,
    "SELECT 1" + " UNION ALL SELECT 1" * 1_000 + ";" * 50 + " DROP TABLE customers",
    "SELECT CASE WHEN " * 900 + "true" + " THEN 1 END" * 900,
)
BOMBS = (
    "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t",
    "SELECT count(*) FROM events a, events b, events c",
    "SELECT sum(hash(a)) FROM range(1000000000000) t(a)",
    "SELECT count(*) FROM generate_series(1, 100000000) a, generate_series(1, 100000000) b",
    "SELECT list(a) FROM range(10000000000) t(a)",
    "SELECT string_agg(external_id, ',') FROM customers, range(100000000)",
    "SELECT repeat('x', 2000000000) || repeat('y', 2000000000) FROM range(50)",
    "SELECT range(10000000000)",
    "SELECT list_sort(generate_series(1, 400000000))",
    "SELECT count(DISTINCT uuid()) FROM range(10000000000)",
    "SELECT * FROM events a, events b ORDER BY hash(a.event_id + b.event_id)",
    "SELECT count(*) FROM events a JOIN events b ON a.event_id <> b.event_id AND hash(a.event_id) > hash(b.event_id)",
    "SELECT list_reduce(range(200000000), lambda x, y: x + y)",
    "SELECT levenshtein(repeat('a', 2000000), repeat('b', 2000000))",
    "SELECT sum(regexp_matches(repeat('a', 4000) || a::VARCHAR, '(a|a|b)*(a|aa)*c')::INTEGER) FROM range(100000000) t(a)",
    "SELECT from_json('[' || repeat('[', 1000000) || repeat(']', 1000000) || ']', '[\"JSON\"]') FROM range(100000)",
    "SELECT json_structure(repeat('{\"a\":', 300000) || '1' || repeat('}', 300000)) FROM range(1000)",
    "SELECT printf('%2000000000d', 1)",
    "SELECT lpad('x', 2000000000, 'y') FROM range(20)",
    "SELECT bitstring('1', 2000000000) FROM range(50)",
    "SELECT factorial(30)::HUGEINT * repeat('9', 38)::HUGEINT FROM range(10)",
)  # fmt: skip


@pytest.fixture(scope="module")
def places(small_company: Company, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the secrets are; a real attacker would have to guess it."""
    return {
        "folder": str(small_company.folder.absolute()),
        "truth": str((small_company.folder / "truth").absolute()),
        "copy": str(copying.ensure(small_company)),
        "instance": str(tmp_path_factory.mktemp("instance")),
    }


def filled(sql: str, places: dict[str, str]) -> str:
    for name, place in places.items():
        sql = sql.replace(f"{{{name}}}", place)
    return sql


@pytest.mark.parametrize("sql", [*FILES, *NETWORK, *STATEMENTS, *INSIDE])
def test_nothing_but_public_tables_answers(small_company: Company, places: dict[str, str], sql: str) -> None:
    with pytest.raises(SqlError) as caught:
        running.run(small_company, filled(sql, places))
    error = caught.value
    assert error.message.ko != error.message.en
    assert error.remedy.ko
    assert error.extra.get("why") is None, "refused before it runs, not stopped while it does"
    told = json.dumps(error.to_json(), ensure_ascii=False)
    for secret in (places["folder"], places["instance"], str(ROOT), "Traceback", "site-packages"):
        assert secret in filled(sql, places) or secret not in told


@pytest.mark.parametrize("sql", TRICKS, ids=range(len(TRICKS)))
def test_odd_texts_are_one_error(small_company: Company, sql: str) -> None:
    with pytest.raises(SqlError):
        running.run(small_company, sql, seconds=5)
    assert running.run(small_company, "SELECT 1").rows == ((1,),)


@pytest.mark.parametrize(
    "sql", [*BOMBS[::2], *(pytest.param(sql, marks=pytest.mark.slow) for sql in BOMBS[1::2])]
)
def test_bombs_end_and_the_next_question_is_answered(small_company: Company, sql: str) -> None:
    with pytest.raises(SqlError) as caught:
        running.run(small_company, sql, seconds=0.3)
    assert caught.value.remedy.ko
    assert running.run(small_company, "SELECT count(*) FROM customers").rows == ((2_000,),)


@pytest.mark.parametrize("sql", FILES[:14])
def test_a_segment_is_no_back_door(small_company: Company, places: dict[str, str], sql: str) -> None:
    inner = filled(sql, places)
    for text in (
        f"SELECT customer_id FROM ({inner})",
        f"SELECT customer_id FROM customers WHERE EXISTS ({inner})",
    ):
        with pytest.raises(SqlError):
            running.customers(small_company, text)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'read_text(''/etc/passwd'')'",
        "SELECT 1 -- ; DROP TABLE customers",
        "/* COPY customers TO 'x' */ SELECT 1",
        "SELECT 1;",
        'select "tier" as "\'; DROP TABLE customers; --" from customers limit 1',
        "WITH customers AS (SELECT 1 AS a) SELECT * FROM customers",
        "FROM orders SELECT count(*)",
        "VALUES (1)",
        "TABLE categories",
    ],
)
def test_harmless_texts_that_only_look_bad_are_answered(small_company: Company, sql: str) -> None:
    assert running.run(small_company, sql).total >= 1


def test_only_the_public_tables_are_there(small_company: Company) -> None:
    for table in tables_of(small_company.profile).values():
        answer = running.run(small_company, f"SELECT * FROM {table.name} LIMIT 1")
        assert [column.name for column in answer.columns] == list(table.types())


def test_every_answer_stays_small(small_company: Company) -> None:
    wide = running.run(small_company, "SELECT repeat('가', 20000) FROM range(3000)")
    assert len(wide.rows[0][0]) <= 2_001
    assert sum(len(row[0]) for row in wide.rows) < 2_100_000
    long = running.run(small_company, "SELECT * FROM range(10000000000)")
    assert (len(long.rows), long.total, long.more) == (running.SHOWN, running.COUNTED, True)
    with pytest.raises(SqlError, match="300 columns"):
        running.run(small_company, "SELECT " + ", ".join(f"{n} AS c{n}" for n in range(300)))


BEHIND = (  # with the guard taken away
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_parquet('{truth}/part-000.parquet')",
    "SELECT * FROM read_blob('{copy}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM '{truth}/part-000.parquet'",
    "COPY customers TO '{folder}/stolen.csv'",
    "COPY customers TO '{copy}'",
    "EXPORT DATABASE '{folder}/stolen'",
    "ATTACH '{instance}/x.duckdb' AS x",
    "ATTACH '{copy}' AS again",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('https://example.com/a.csv')",
    "SET enable_external_access = true",
    "SET disabled_filesystems = ''",
    "SET memory_limit = '64GB'",
    "SET lock_configuration = false",
    "RESET disabled_filesystems",
    "SET temp_directory = '/tmp'",
    "CREATE TABLE a AS SELECT 1",
    "DELETE FROM customers",
    "SELECT * FROM secret_frame",
)
ALONE = """
import json, sys
from app.workbench import confine, worker
copy, attacks = sys.argv[1], json.loads(sys.argv[2])
secret_frame = {"a": [1]}
confine.limit()
connection = worker.opened(copy, "256MB")
before = connection.execute("SELECT count(*) FROM customers").fetchone()[0]
confined = confine.close_the_door()
connection.execute("SET lock_configuration = true")
answered = []
for attack in attacks:
    try:
        connection.execute(attack).fetchall()
        answered.append(attack)
    except Exception:
        pass
opened = []
for path in (copy, "/etc/passwd", sys.executable):
    try:
        open(path, "rb").close()
        opened.append(path)
    except OSError:
        pass
import socket
try:
    socket.socket().connect(("127.0.0.1", int(sys.argv[3])))
    connected = True
except OSError as error:
    connected = error.errno not in (1, 13)
try:
    open(copy + ".written", "wb").write(b"x")
    written = True
except OSError:
    written = False
after = connection.execute("SELECT count(*) FROM customers").fetchone()[0]
print(json.dumps([before, after, confined, answered, opened, connected, written]))
"""


def test_behind_the_guard_the_doors_are_locked_too(
    small_company: Company, places: dict[str, str], tmp_path: Path
) -> None:
    import socket

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        attacks = json.dumps([filled(sql, places) for sql in BEHIND])
        found = subprocess.run(
            [sys.executable, "-c", ALONE, places["copy"], attacks, str(listening.getsockname()[1])],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    before, after, confined, answered, opened, connected, written = json.loads(found.stdout)
    assert (before, after) == (2_000, 2_000)
    assert answered == []
    assert not written
    if confined:  # a system that has no such lock still has DuckDB's, tried above
        assert (opened, connected) == ([], False)
    assert not list(Path(places["folder"]).glob("stolen*"))


def test_the_process_knows_nothing_of_the_servers_environment(
    small_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGOL_SECRET_KEY", "do-not-tell")
    worker = workers.Worker(copying.ensure(small_company), 1)
    try:
        assert "end" in list(worker.ask({"sql": "SELECT 1", "mode": "read"}))[-1]
        path = Path(f"/proc/{worker.process.pid}/environ")
        if not path.exists():
            pytest.skip("only Linux shows a process's environment")
        assert b"do-not-tell" not in path.read_bytes()
    finally:
        worker.close()


def test_the_answers_of_a_process_are_data_never_code() -> None:
    source = (ROOT / "app/workbench/frames.py").read_text(encoding="utf-8")
    assert "pickle." not in source
    assert "eval(" not in source


@pytest.fixture
def server(tmp_path: Path, small_company: Company, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    copying.ensure(small_company)
    return create_app({"INSTANCE": str(tmp_path), "TESTING": True})


def test_eight_hostile_questions_and_the_pages_still_answer(
    server: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = ("/company/", "/customers/", "/company/tables", "/plan/", "/settings/", "/customers/7", "/sql/")
    hostile = [sql for sql in BOMBS if "{" not in sql][:8]
    visitor = server.test_client()
    for page in pages:
        assert visitor.get(page, follow_redirects=True).status_code == 200
    monkeypatch.setattr(running, "SECONDS", 3.0)
    monkeypatch.setattr(workers.POOL, "patience_seconds", 3.0)
    ended: list[int] = []

    def attack(sql: str) -> None:
        ended.append(server.test_client().get(f"/sql/?q={quote(sql)}").status_code)

    attackers = [threading.Thread(target=attack, args=[sql]) for sql in hostile]
    for one in attackers:
        one.start()
    try:
        while not workers.POOL.running:
            assert any(one.is_alive() for one in attackers)
        answered = [visitor.get(page, follow_redirects=True).status_code for page in pages]
        still = sum(one.is_alive() for one in attackers)
    finally:
        for one in attackers:
            one.join()
    assert answered == [200] * len(pages)
    assert still > 0, "the pages were answered while hostile questions ran"
    assert len(ended) == 8
    assert set(ended) <= {400, 503}
    assert visitor.get("/sql/?q=SELECT+count(*)+FROM+customers").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/sql/?q=" + quote("SELECT 1") + "&sort=999999999999",
        "/sql/?q=" + quote("SELECT 1") + "&sort=-0",
        "/sql/?q=" + quote("SELECT 1") + "&sort=1;DROP",
        "/sql/?q=" + quote("SELECT 1") + "&unit=" + "x" * 5_000,
        "/sql/?asked=../../etc/passwd",
        "/sql/?q=" + quote("SELECT '<script>alert(1)</script>' AS \"<img src=x onerror=alert(2)>\""),
        "/sql/?q=%00",
        "/sql/?q=%FF%FE",
    ],
)
def test_hostile_addresses_of_the_page(server: Flask, address: str) -> None:
    answer = server.test_client().get(address)
    page = answer.get_data(as_text=True)
    assert answer.status_code in (200, 400)
    for code in ("<script>alert", "<img src=x", "Traceback"):
        assert code not in page


@pytest.mark.parametrize("number", ["999999999999999999", "0"])
def test_a_history_of_nothing_is_nowhere(server: Flask, number: str) -> None:
    assert server.test_client().get(f"/sql/?asked={number}").status_code == 404


def test_forms_of_strangers_run_nothing(server: Flask) -> None:
    visitor: Any = server.test_client()
    for address in ("/sql/", "/sql/answer.csv", "/sql/stop", "/sql/forget"):
        assert visitor.post(address, data={"q": "SELECT 1"}).status_code == 403


def test_no_process_is_left_behind(small_company: Company) -> None:
    code = (
        "import sys; from fake_company.warehouse import Company; from app.workbench import running, workers;"
        "company = Company.open(sys.argv[1]); running.run(company, 'SELECT 1');"
        "print(*[one.process.pid for kept in workers.POOL._idle.values() for one in kept])"
    )
    folder = str(small_company.folder)
    found = subprocess.run(
        [sys.executable, "-c", code, folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    (pid,) = map(int, found.stdout.split())
    if os.name == "posix":
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
