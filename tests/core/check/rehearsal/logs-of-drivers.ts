// What real drivers and readers of settings wrote in a namespace without network, below gunicorn 27 or
// uvicorn on Python 3.11; without most frames of libraries.

export const DRIVERS = {
  psycopg2: `[2026-11-21 11:04:46 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:46 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:46 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:46 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:46 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = psycopg2.connect("postgresql://u:p@db.example.org/shop")
  File "/antenv/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: could not translate host name "db.example.org" to address: Temporary failure in name resolution

could not translate host name "db.example.org" to address: Temporary failure in name resolution

[2026-11-21 11:04:46 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:46 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:46 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:46 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'psycopg2-ip': `[2026-11-21 11:04:46 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:46 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:46 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:46 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:46 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = psycopg2.connect(host="10.0.0.4", dbname="shop")
  File "/antenv/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: connection to server at "10.0.0.4", port 5432 failed: Network is unreachable
	Is the server running on that host and accepting TCP/IP connections?

connection to server at "10.0.0.4", port 5432 failed: Network is unreachable
	Is the server running on that host and accepting TCP/IP connections?

[2026-11-21 11:04:46 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:46 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:46 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:46 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'psycopg2-local': `[2026-11-21 11:04:47 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:47 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:47 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:47 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:47 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = psycopg2.connect(host="127.0.0.1", dbname="shop")
  File "/antenv/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: connection to server at "127.0.0.1", port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?

connection to server at "127.0.0.1", port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?

[2026-11-21 11:04:47 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:47 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:47 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:47 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'psycopg2-localhost': `[2026-11-21 11:04:47 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:47 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:47 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:47 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:47 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = psycopg2.connect(host="localhost", dbname="shop")
  File "/antenv/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?

connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?

[2026-11-21 11:04:47 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:47 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:47 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:47 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'psycopg2-socket': `[2026-11-21 11:04:47 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:47 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:47 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:47 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:47 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = psycopg2.connect(dbname="shop")
  File "/antenv/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory
	Is the server running locally and accepting connections on that socket?

connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory
	Is the server running locally and accepting connections on that socket?

[2026-11-21 11:04:47 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:47 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:47 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:47 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  psycopg: `[2026-11-21 11:04:47 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:47 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:47 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:47 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:47 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = psycopg.connect("postgresql://u:p@db.example.org/shop")
  File "/antenv/lib/python3.11/site-packages/psycopg/connection.py", line 100, in connect
    attempts = conninfo_attempts(params)
  File "/antenv/lib/python3.11/site-packages/psycopg/_conninfo_attempts.py", line 55, in conninfo_attempts
    raise last_exc
psycopg.OperationalError: failed to resolve host 'db.example.org': [Errno -3] Temporary failure in name resolution
failed to resolve host 'db.example.org': [Errno -3] Temporary failure in name resolution
[2026-11-21 11:04:47 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:47 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:47 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:47 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'psycopg-local': `[2026-11-21 11:04:47 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:47 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:47 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:47 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:47 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = psycopg.connect("postgresql://u:p@127.0.0.1:5433/shop")
  File "/antenv/lib/python3.11/site-packages/psycopg/connection.py", line 126, in connect
    raise last_ex.with_traceback(None)
psycopg.OperationalError: connection failed: connection to server at "127.0.0.1", port 5433 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?
connection failed: connection to server at "127.0.0.1", port 5433 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?
[2026-11-21 11:04:47 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:47 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:47 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:47 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  asyncpg: `[2026-11-21 11:04:48 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:48 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:48 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:48 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:48 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = asyncio.run(asyncpg.connect("postgresql://u:p@db.example.org/shop"))
  File "/opt/python/3.11.7/lib/python3.11/concurrent/futures/thread.py", line 58, in run
    result = self.fn(*self.args, **self.kwargs)
socket.gaierror: [Errno -3] Temporary failure in name resolution
[Errno -3] Temporary failure in name resolution
[2026-11-21 11:04:48 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:48 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:48 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:48 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'asyncpg-local': `[2026-11-21 11:04:48 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:48 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:48 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:48 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:48 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = asyncio.run(asyncpg.connect("postgresql://u:p@127.0.0.1/shop"))
ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 5432)
[Errno 111] Connect call failed ('127.0.0.1', 5432)
[2026-11-21 11:04:48 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:48 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:48 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:48 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  pymysql: `[2026-11-21 11:04:48 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:48 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:48 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:48 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:48 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
socket.gaierror: [Errno -3] Temporary failure in name resolution

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = pymysql.connect(host="db.example.org", user="u", password="p")
pymysql.err.OperationalError: (2003, "Can't connect to MySQL server on 'db.example.org' ([Errno -3] Temporary failure in name resolution)")
(2003, "Can't connect to MySQL server on 'db.example.org' ([Errno -3] Temporary failure in name resolution)")
[2026-11-21 11:04:48 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:48 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:48 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:48 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'pymysql-local': `[2026-11-21 11:04:48 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:48 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:48 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:48 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:48 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
ConnectionRefusedError: [Errno 111] Connection refused

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = pymysql.connect(host="127.0.0.1", user="u", password="p")
pymysql.err.OperationalError: (2003, "Can't connect to MySQL server on '127.0.0.1' ([Errno 111] Connection refused)")
(2003, "Can't connect to MySQL server on '127.0.0.1' ([Errno 111] Connection refused)")
[2026-11-21 11:04:48 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:48 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:48 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:48 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  mysqlconn: `[2026-11-21 11:04:48 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:48 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:48 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:48 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:49 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
socket.gaierror: [Errno -3] Temporary failure in name resolution

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    conn = mysql.connector.connect(host="db.example.org", user="u", password="p")
mysql.connector.errors.InterfaceError: 2003: Can't connect to MySQL server on 'db.example.org:3306' (Errno -3: Temporary failure in name resolution)
2003: Can't connect to MySQL server on 'db.example.org:3306' (Errno -3: Temporary failure in name resolution)
[2026-11-21 11:04:49 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:49 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:49 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:49 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  redis: `[2026-11-21 11:04:49 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:49 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:49 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:49 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:53 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
socket.gaierror: [Errno -3] Temporary failure in name resolution

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    redis.Redis(host="cache.example.org").ping()
redis.exceptions.ConnectionError: Error -3 connecting to cache.example.org:6379. Temporary failure in name resolution.
Error -3 connecting to cache.example.org:6379. Temporary failure in name resolution.
[2026-11-21 11:04:53 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:53 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:53 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:53 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'redis-ip': `[2026-11-21 11:04:49 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:49 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:49 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:49 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:53 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
OSError: [Errno 101] Network is unreachable

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    redis.Redis(host="10.0.0.5", port=6380, ssl=True).ping()
redis.exceptions.ConnectionError: Error 101 connecting to 10.0.0.5:6380. Network is unreachable.
Error 101 connecting to 10.0.0.5:6380. Network is unreachable.
[2026-11-21 11:04:53 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:53 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:53 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:53 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'redis-local': `[2026-11-21 11:04:49 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:49 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:49 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:49 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:54 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
ConnectionRefusedError: [Errno 111] Connection refused

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    redis.Redis().ping()
redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.
Error 111 connecting to localhost:6379. Connection refused.
[2026-11-21 11:04:54 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:54 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:54 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:54 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  pymongo: `[2026-11-21 11:04:52 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:52 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:52 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:52 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:53 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    MongoClient("mongodb://db.example.org/", serverSelectionTimeoutMS=1500).admin.command("ping")
pymongo.errors.ServerSelectionTimeoutError: db.example.org:27017: [Errno -3] Temporary failure in name resolution (configured timeouts: socketTimeoutMS: 20000.0ms, connectTimeoutMS: 20000.0ms), Timeout: 1.5s, Topology Description: <TopologyDescription id: 6b017ad470b2d9c5024825da, topology_type: Unknown, servers: [<ServerDescription ('db.example.org', 27017) server_type: Unknown, rtt: None, error=AutoReconnect('db.ex
db.example.org:27017: [Errno -3] Temporary failure in name resolution (configured timeouts: socketTimeoutMS: 20000.0ms, connectTimeoutMS: 20000.0ms), Timeout: 1.5s, Topology Description: <TopologyDescription id: 6b017ad470b2d9c5024825da, topology_type: Unknown, servers: [<ServerDescription ('db.example.org', 27017) server_type: Unknown, rtt: None, error=AutoReconnect('db.example.org:27017: [Errno -3] Temporary failur
[2026-11-21 11:04:53 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:54 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:54 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:54 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'pymongo-srv': `[2026-11-21 11:04:53 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:53 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:53 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:53 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:54 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
dns.resolver.NoNameservers: All nameservers failed to answer the query _mongodb._tcp.db.example.org. IN SRV: Server Do53:10.0.0.53@53 answered [Errno 101] Network is unreachable

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    MongoClient("mongodb+srv://db.example.org/", serverSelectionTimeoutMS=1500)
pymongo.errors.ConfigurationError: All nameservers failed to answer the query _mongodb._tcp.db.example.org. IN SRV: Server Do53:10.0.0.53@53 answered [Errno 101] Network is unreachable
All nameservers failed to answer the query _mongodb._tcp.db.example.org. IN SRV: Server Do53:10.0.0.53@53 answered [Errno 101] Network is unreachable
[2026-11-21 11:04:54 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:54 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:54 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:54 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  requests: `[2026-11-21 11:04:54 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:54 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:54 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:54 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:54 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
socket.gaierror: [Errno -3] Temporary failure in name resolution

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
urllib3.exceptions.NameResolutionError: HTTPSConnection(host='api.example.org', port=443): Failed to resolve 'api.example.org' ([Errno -3] Temporary failure in name resolution)

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
urllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='api.example.org', port=443): Max retries exceeded with url: /config (Caused by NameResolutionError("HTTPSConnection(host='api.example.org', port=443): Failed to resolve 'api.example.org' ([Errno -3] Temporary failure in name resolution)"))

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    requests.get("https://api.example.org/config")
requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.example.org', port=443): Max retries exceeded with url: /config (Caused by NameResolutionError("HTTPSConnection(host='api.example.org', port=443): Failed to resolve 'api.example.org' ([Errno -3] Temporary failure in name resolution)"))
HTTPSConnectionPool(host='api.example.org', port=443): Max retries exceeded with url: /config (Caused by NameResolutionError("HTTPSConnection(host='api.example.org', port=443): Failed to resolve 'api.example.org' ([Errno -3] Temporary failure in name resolution)"))
[2026-11-21 11:04:54 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:54 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:54 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:54 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'requests-local': `[2026-11-21 11:04:54 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:54 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:54 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:54 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:54 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
ConnectionRefusedError: [Errno 111] Connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
urllib3.exceptions.NewConnectionError: HTTPConnection(host='127.0.0.1', port=9000): Failed to establish a new connection: [Errno 111] Connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
urllib3.exceptions.MaxRetryError: HTTPConnectionPool(host='127.0.0.1', port=9000): Max retries exceeded with url: /config (Caused by NewConnectionError("HTTPConnection(host='127.0.0.1', port=9000): Failed to establish a new connection: [Errno 111] Connection refused"))

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    requests.get("http://127.0.0.1:9000/config")
requests.exceptions.ConnectionError: HTTPConnectionPool(host='127.0.0.1', port=9000): Max retries exceeded with url: /config (Caused by NewConnectionError("HTTPConnection(host='127.0.0.1', port=9000): Failed to establish a new connection: [Errno 111] Connection refused"))
HTTPConnectionPool(host='127.0.0.1', port=9000): Max retries exceeded with url: /config (Caused by NewConnectionError("HTTPConnection(host='127.0.0.1', port=9000): Failed to establish a new connection: [Errno 111] Connection refused"))
[2026-11-21 11:04:54 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:54 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:54 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:54 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  httpx: `[2026-11-21 11:04:54 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:54 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:54 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:54 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:54 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
httpcore.ConnectError: [Errno -3] Temporary failure in name resolution

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    httpx.get("https://api.example.org/config")
httpx.ConnectError: [Errno -3] Temporary failure in name resolution
[Errno -3] Temporary failure in name resolution
[2026-11-21 11:04:54 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:54 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:54 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:54 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'httpx-local': `[2026-11-21 11:04:54 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:54 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:54 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:54 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:55 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
httpcore.ConnectError: [Errno 111] Connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    httpx.get("http://127.0.0.1:9000/config")
httpx.ConnectError: [Errno 111] Connection refused
[Errno 111] Connection refused
[2026-11-21 11:04:55 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:55 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:55 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:55 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  urllib: `[2026-11-21 11:04:55 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:55 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:55 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:55 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:55 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
socket.gaierror: [Errno -3] Temporary failure in name resolution

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    urllib.request.urlopen("https://api.example.org/config")
urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>
<urlopen error [Errno -3] Temporary failure in name resolution>
[2026-11-21 11:04:55 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:55 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:55 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:55 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  socket: `[2026-11-21 11:04:55 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:55 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:55 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:55 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:55 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    socket.create_connection(("queue.example.org", 5671))
socket.gaierror: [Errno -3] Temporary failure in name resolution
[Errno -3] Temporary failure in name resolution
[2026-11-21 11:04:55 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:55 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:55 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:55 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'socket-ip': `[2026-11-21 11:04:55 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:55 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:55 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:55 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:55 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    socket.create_connection(("10.0.0.4", 5671), timeout=2)
OSError: [Errno 101] Network is unreachable
[Errno 101] Network is unreachable
[2026-11-21 11:04:55 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:55 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:55 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:55 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  kv: `[2026-11-21 11:04:55 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:55 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:55 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:55 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:00 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 4, in <module>
    key = client.get_secret("key").value
  [Previous line repeated 2 more times]
  [Previous line repeated 2 more times]
azure.core.exceptions.ServiceRequestError: HTTPSConnection(host='shop.vault.azure.net', port=443): Failed to resolve 'shop.vault.azure.net' ([Errno -3] Temporary failure in name resolution)
HTTPSConnection(host='shop.vault.azure.net', port=443): Failed to resolve 'shop.vault.azure.net' ([Errno -3] Temporary failure in name resolution)
[2026-11-21 11:05:00 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:01 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:01 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:01 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'kv-mi-env': `[2026-11-21 11:04:55 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:55 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:55 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:55 +0000] [14] [INFO] Booting worker with pid: 14
ImdsCredential.get_token failed: ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.
ManagedIdentityCredential.get_token failed: ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.
[2026-11-21 11:05:01 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/antenv/lib/python3.11/site-packages/msal/managed_identity.py", line 346, in acquire_token_for_client
    result = _obtain_token(
  File "/antenv/lib/python3.11/site-packages/msal/managed_identity.py", line 472, in _obtain_token
    return _obtain_token_on_azure_vm(http_client, managed_identity, resource)
  File "/antenv/lib/python3.11/site-packages/msal/managed_identity.py", line 490, in _obtain_token_on_azure_vm
    resp = http_client.get(
  File "/antenv/lib/python3.11/site-packages/msal/individual_cache.py", line 273, in wrapper
    value = function(*args, **kwargs)
  File "/antenv/lib/python3.11/site-packages/msal/throttled_http_client.py", line 99, in get
    return NormalizedResponse(self.http_client.get(*args, **kwargs))
  [Previous line repeated 2 more times]
  [Previous line repeated 1 more time]
azure.core.exceptions.ServiceRequestError: HTTPConnection(host='169.254.169.254', port=80): Failed to establish a new connection: [Errno 101] Network is unreachable

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    ManagedIdentityCredential().get_token("https://vault.azure.net/.default")
azure.identity._exceptions.CredentialUnavailableError: ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.
ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.
[2026-11-21 11:05:01 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:01 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:01 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:01 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  cred: `[2026-11-21 11:04:56 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:56 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:56 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:56 +0000] [14] [INFO] Booting worker with pid: 14
DefaultAzureCredential failed to retrieve a token from the included credentials.
Attempted credentials:
	EnvironmentCredential: EnvironmentCredential authentication unavailable. Environment variables are not fully configured.
Visit https://aka.ms/azsdk/python/identity/environmentcredential/troubleshoot to troubleshoot this issue.
	WorkloadIdentityCredential: WorkloadIdentityCredential authentication unavailable. The workload options are not fully configured. See the troubleshooting guide for more information: https://aka.ms/azsdk/python/identity/workloadidentitycredential/troubleshoot. Missing required arguments: 'tenant_id', 'client_id', 'token_file_path'.
	ManagedIdentityCredential: ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.
	SharedTokenCacheCredential: SharedTokenCacheCredential authentication unavailable. No accounts were found in the cache.
	VisualStudioCodeCredential: VisualStudioCodeCredential requires the 'azure-identity-broker' package to be installed. You must also ensure you have the Azure Resources extension installed and have signed in to Azure via Visual Studio Code.
	AzureCliCredential: Azure CLI not found on path
	AzurePowerShellCredential: PowerShell is not installed
	AzureDeveloperCliCredential: Azure Developer CLI could not be found. Please visit https://aka.ms/azure-dev for installation instructions and then,once installed, authenticate to your Azure account using 'azd auth login'.
	BrokerCredential: InteractiveBrowserBrokerCredential unavailable. The 'azure-identity-broker' package is required to use brokered authentication.
To mitigate this issue, please refer to the troubleshooting guidelines here at https://aka.ms/azsdk/python/identity/defaultazurecredential/troubleshoot.
[2026-11-21 11:04:56 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    DefaultAzureCredential().get_token("https://vault.azure.net/.default")
azure.core.exceptions.ClientAuthenticationError: DefaultAzureCredential failed to retrieve a token from the included credentials.
Attempted credentials:
	EnvironmentCredential: EnvironmentCredential authentication unavailable. Environment variables are not fully configured.
Visit https://aka.ms/azsdk/python/identity/environmentcredential/troubleshoot to troubleshoot this issue.
	WorkloadIdentityCredential: WorkloadIdentityCredential authentication unavailable. The workload options are not fully configured. See the troubleshooting guide for more information: https://aka.ms/azsdk/python/identity/workloadidentitycredential/troubleshoot. Missing required arguments: 'tenant_id', 'client_id', 'token_file_path'.
	ManagedIdentityCredential: ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.
	SharedTokenCacheCredential: SharedTokenCacheCredential authentication unavailable. No accounts were found in the cache.
	VisualStudioCodeCredential: VisualStudioCodeCredential requires the 'azure-identity-broker' package to be installed. You must also ensure you have the Azure Resources extension installed and have signed in to Azure via Visual Studio Code.
	AzureCliCredential: Azure CLI not found on path
	AzurePowerShellCredential: PowerShell is not installed
	AzureDeveloperCliCredential: Azure Developer CLI could not be found. Please visit https://aka.ms/azure-dev for installation instructions and then,once installed, authenticate to your Azure account using 'azd auth login'.
	BrokerCredential: InteractiveBrowserBrokerCredential unavailable. The 'azure-identity-broker' package is required to use brokered authentication.
To mitigate this issue, please refer to the troubleshooting guidelines here at https://aka.ms/azsdk/python/identity/defaultazurecredential/troubleshoot.
DefaultAzureCredential failed to retrieve a token from the included credentials.
Attempted credentials:
	EnvironmentCredential: EnvironmentCredential authentication unavailable. Environment variables are not fully configured.
Visit https://aka.ms/azsdk/python/identity/environmentcredential/troubleshoot to troubleshoot this issue.
	WorkloadIdentityCredential: WorkloadIdentityCredential authentication unavailable. The workload options are not fully configured. See the troubleshooting guide for more information: https://aka.ms/azsdk/python/identity/workloadidentitycredential/troubleshoot. Missing required arguments: 'tenant_id', 'client_id', 'token_file_path'.
	ManagedIdentityCredential: ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.
	SharedTokenCacheCredential: SharedTokenCacheCredential authentication unavailable. No accounts were found in the cache.
	VisualStudioCodeCredential: VisualStudioCodeCredential requires the 'azure-identity-broker' package to be installed. You must also ensure you have the Azure Resources extension installed and have signed in to Azure via Visual Studio Code.
	AzureCliCredential: Azure CLI not found on path
	AzurePowerShellCredential: PowerShell is not installed
	AzureDeveloperCliCredential: Azure Developer CLI could not be found. Please visit https://aka.ms/azure-dev for installation instructions and then,once installed, authenticate to your Azure account using 'azd auth login'.
	BrokerCredential: InteractiveBrowserBrokerCredential unavailable. The 'azure-identity-broker' package is required to use brokered authentication.
To mitigate this issue, please refer to the troubleshooting guidelines here at https://aka.ms/azsdk/python/identity/defaultazurecredential/troubleshoot.
[2026-11-21 11:04:56 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:56 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:56 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:56 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  sqlalchemy: `[2026-11-21 11:04:57 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:57 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:57 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:57 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:57 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/antenv/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: could not translate host name "db.example.org" to address: Temporary failure in name resolution


The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 3, in <module>
    with engine.connect() as connection:
  File "/antenv/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not translate host name "db.example.org" to address: Temporary failure in name resolution

(Background on this error at: https://sqlalche.me/e/21/e3q8)
(psycopg2.OperationalError) could not translate host name "db.example.org" to address: Temporary failure in name resolution

(Background on this error at: https://sqlalche.me/e/21/e3q8)
[2026-11-21 11:04:57 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:57 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:57 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:57 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  environ: `[2026-11-21 11:04:58 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:58 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:58 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:58 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:58 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    url = os.environ["DATABASE_URL"]
  File "<frozen os>", line 679, in __getitem__
KeyError: 'DATABASE_URL'
'DATABASE_URL'
[2026-11-21 11:04:58 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:58 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:58 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:58 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'environ-b': `[2026-11-21 11:04:59 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:59 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:59 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:59 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:59 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 5, in <module>
    url = load("DATABASE_URL")
  File "/home/site/wwwroot/app.py", line 4, in load
    return json.loads(env[name])
  File "<frozen os>", line 679, in __getitem__
KeyError: 'DATABASE_URL'
'DATABASE_URL'
[2026-11-21 11:04:59 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:59 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:59 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:59 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'environ-set': `[2026-11-21 11:04:59 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:59 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:59 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:59 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:59 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 3, in <module>
    raise KeyError("y")
KeyError: 'y'
'y'
[2026-11-21 11:04:59 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:59 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:59 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:59 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  keyerror: `[2026-11-21 11:04:59 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:59 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:59 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:59 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:59 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    url = config["DATABASE_URL"]
KeyError: 'DATABASE_URL'
'DATABASE_URL'
[2026-11-21 11:04:59 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:59 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:59 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:59 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  pyds: `[2026-11-21 11:04:59 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:59 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:59 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:59 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:59 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 5, in <module>
    settings = Settings()
  File "/antenv/lib/python3.11/site-packages/pydantic_settings/main.py", line 292, in __init__
    super().__init__(**__pydantic_self__.__class__._settings_build_values(sources, init_kwargs))
  File "/antenv/lib/python3.11/site-packages/pydantic/main.py", line 280, in __init__
    validated_self = self.__pydantic_validator__.validate_python(data, self_instance=self)
pydantic_core._pydantic_core.ValidationError: 2 validation errors for Settings
database_url
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
api_key
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
2 validation errors for Settings
database_url
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
api_key
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
[2026-11-21 11:05:00 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:00 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:00 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:00 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'pyds-alias': `[2026-11-21 11:05:00 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:00 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:00 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:00 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:00 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 5, in <module>
    settings = Settings()
  File "/antenv/lib/python3.11/site-packages/pydantic_settings/main.py", line 292, in __init__
    super().__init__(**__pydantic_self__.__class__._settings_build_values(sources, init_kwargs))
  File "/antenv/lib/python3.11/site-packages/pydantic/main.py", line 280, in __init__
    validated_self = self.__pydantic_validator__.validate_python(data, self_instance=self)
pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
DATABASE_URL
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
1 validation error for Settings
DATABASE_URL
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
[2026-11-21 11:05:00 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:00 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:00 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:00 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'pyds-invalid': `[2026-11-21 11:05:01 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:01 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:01 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:01 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:01 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 4, in <module>
    settings = Settings()
  File "/antenv/lib/python3.11/site-packages/pydantic_settings/main.py", line 292, in __init__
    super().__init__(**__pydantic_self__.__class__._settings_build_values(sources, init_kwargs))
  File "/antenv/lib/python3.11/site-packages/pydantic/main.py", line 280, in __init__
    validated_self = self.__pydantic_validator__.validate_python(data, self_instance=self)
pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
workers
  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='many', input_type=str]
    For further information visit https://errors.pydantic.dev/2.14/v/int_parsing
1 validation error for Settings
workers
  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='many', input_type=str]
    For further information visit https://errors.pydantic.dev/2.14/v/int_parsing
[2026-11-21 11:05:01 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:01 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:01 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:01 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'pydantic-model': `[2026-11-21 11:05:01 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:01 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:01 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:01 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:01 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 4, in <module>
    item = Item()
  File "/antenv/lib/python3.11/site-packages/pydantic/main.py", line 280, in __init__
    validated_self = self.__pydantic_validator__.validate_python(data, self_instance=self)
pydantic_core._pydantic_core.ValidationError: 1 validation error for Item
name
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
1 validation error for Item
name
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/missing
[2026-11-21 11:05:01 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:01 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:01 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:01 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  environs: `[2026-11-21 11:05:01 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:01 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:01 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:01 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:01 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 3, in <module>
    url = env("DATABASE_URL")
  File "/antenv/lib/python3.11/site-packages/environs/__init__.py", line 132, in method
    raise EnvNotSetError(
environs.exceptions.EnvNotSetError: Environment variable "DATABASE_URL" not set
Environment variable "DATABASE_URL" not set
[2026-11-21 11:05:01 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:01 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:01 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:01 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'environs-bad': `[2026-11-21 11:05:01 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:01 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:01 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:01 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:01 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
ValueError: invalid literal for int() with base 10: 'x'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/antenv/lib/python3.11/site-packages/environs/__init__.py", line 140, in method
    value = field.deserialize(value)
marshmallow.exceptions.ValidationError: Not a valid integer.

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    url = env.int("MAX_ITEMS")
  File "/antenv/lib/python3.11/site-packages/environs/__init__.py", line 143, in method
    raise EnvValidationError(
environs.exceptions.EnvValidationError: Environment variable "MAX_ITEMS" invalid: Not a valid integer.
Environment variable "MAX_ITEMS" invalid: Not a valid integer.
[2026-11-21 11:05:01 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:01 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:01 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:01 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  decouple: `[2026-11-21 11:05:01 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:01 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:01 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:01 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:01 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    url = config("DATABASE_URL")
  File "/antenv/lib/python3.11/site-packages/decouple.py", line 248, in __call__
    return self.config(*args, **kwargs)
  File "/antenv/lib/python3.11/site-packages/decouple.py", line 107, in __call__
    return self.get(*args, **kwargs)
  File "/antenv/lib/python3.11/site-packages/decouple.py", line 92, in get
    raise UndefinedValueError('{} not found. Declare it as envvar or define a default value.'.format(option))
decouple.UndefinedValueError: DATABASE_URL not found. Declare it as envvar or define a default value.
DATABASE_URL not found. Declare it as envvar or define a default value.
[2026-11-21 11:05:01 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:02 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:02 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:02 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'dj-environ': `[2026-11-21 11:05:02 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:02 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:02 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:02 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:02 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/antenv/lib/python3.11/site-packages/environ/environ.py", line 520, in get_value
    value = self.ENVIRON[var_name]
  File "<frozen os>", line 679, in __getitem__
KeyError: 'DATABASE_URL'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 3, in <module>
    url = env("DATABASE_URL")
  File "/antenv/lib/python3.11/site-packages/environ/environ.py", line 250, in __call__
    return self.get_value(
  File "/antenv/lib/python3.11/site-packages/environ/environ.py", line 524, in get_value
    raise ImproperlyConfigured(error_msg) from exc
django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable
Set the DATABASE_URL environment variable
[2026-11-21 11:05:02 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:02 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:02 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:02 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  starlette: `[2026-11-21 11:05:02 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:02 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:02 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:02 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:02 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 3, in <module>
    url = config("DATABASE_URL")
KeyError: "Config 'DATABASE_URL' is missing, and has no default."
"Config 'DATABASE_URL' is missing, and has no default."
[2026-11-21 11:05:02 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:02 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:02 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:02 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'getenv-none': `[2026-11-21 11:05:02 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:02 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:02 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:02 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:02 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    port = int(os.getenv("WORKER_COUNT"))
TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
[2026-11-21 11:05:02 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:02 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:02 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:02 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  raise: `[2026-11-21 11:05:02 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:02 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:02 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:02 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:02 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 3, in <module>
    raise RuntimeError("DATABASE_URL is not set")
RuntimeError: DATABASE_URL is not set
DATABASE_URL is not set
[2026-11-21 11:05:02 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:02 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:02 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:02 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  lifespan: `INFO:     Started server process [13]
INFO:     Waiting for application startup.
ERROR:    Traceback (most recent call last):
  File "/home/site/wwwroot/main.py", line 6, in lifespan
    app.state.pool = await asyncpg.create_pool("postgresql://u:p@db.example.org/shop")
  File "/opt/python/3.11.7/lib/python3.11/concurrent/futures/thread.py", line 58, in run
    result = self.fn(*self.args, **self.kwargs)
socket.gaierror: [Errno -3] Temporary failure in name resolution

ERROR:    Application startup failed. Exiting.`,
  group: `INFO:     Started server process [13]
INFO:     Waiting for application startup.
ERROR:      + Exception Group Traceback (most recent call last):
  |   File "/antenv/lib/python3.11/site-packages/starlette/routing.py", line 661, in lifespan
  |     async with self.lifespan_context(app) as maybe_state:
  |   File "/opt/python/3.11.7/lib/python3.11/contextlib.py", line 210, in __aenter__
  |     return await anext(self.gen)
  |            ^^^^^^^^^^^^^^^^^^^^^
  |   File "/home/site/wwwroot/main.py", line 7, in lifespan
  |     async with asyncio.TaskGroup() as group:
  |   File "/opt/python/3.11.7/lib/python3.11/asyncio/taskgroups.py", line 145, in __aexit__
  |     raise me from None
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/antenv/lib/python3.11/site-packages/httpx/_transports/default.py", line 101, in map_httpcore_exceptions
    |     yield
    |   File "/antenv/lib/python3.11/site-packages/httpx/_transports/default.py", line 394, in handle_async_request
    |     resp = await self._pool.handle_async_request(req)
    |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_async/connection_pool.py", line 256, in handle_async_request
    |     raise exc from None
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_async/connection_pool.py", line 236, in handle_async_request
    |     response = await connection.handle_async_request(
    |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_async/connection.py", line 101, in handle_async_request
    |     raise exc
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_async/connection.py", line 78, in handle_async_request
    |     stream = await self._connect(request)
    |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_async/connection.py", line 124, in _connect
    |     stream = await self._network_backend.connect_tcp(**kwargs)
    |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_backends/auto.py", line 31, in connect_tcp
    |     return await self._backend.connect_tcp(
    |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_backends/anyio.py", line 113, in connect_tcp
    |     with map_exceptions(exc_map):
    |   File "/opt/python/3.11.7/lib/python3.11/contextlib.py", line 158, in __exit__
    |     self.gen.throw(typ, value, traceback)
    |   File "/antenv/lib/python3.11/site-packages/httpcore/_exceptions.py", line 14, in map_exceptions
    |     raise to_exc(exc) from exc
    | httpcore.ConnectError: [Errno -3] Temporary failure in name resolution
    | 
    | The above exception was the direct cause of the following exception:
    | 
    | Traceback (most recent call last):
    |   File "/home/site/wwwroot/main.py", line 13, in load
    |     await client.get("https://api.example.org/config")
    |   File "/antenv/lib/python3.11/site-packages/httpx/_client.py", line 1768, in get
    |     return await self.request(
    |            ^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpx/_client.py", line 1540, in request
    |     return await self.send(request, auth=auth, follow_redirects=follow_redirects)
    |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpx/_client.py", line 1629, in send
    |     response = await self._send_handling_auth(
    |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpx/_client.py", line 1657, in _send_handling_auth
    |     response = await self._send_handling_redirects(
    |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpx/_client.py", line 1694, in _send_handling_redirects
    |     response = await self._send_single_request(request)
    |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpx/_client.py", line 1730, in _send_single_request
    |     response = await transport.handle_async_request(request)
    |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    |   File "/antenv/lib/python3.11/site-packages/httpx/_transports/default.py", line 393, in handle_async_request
    |     with map_httpcore_exceptions():
    |   File "/opt/python/3.11.7/lib/python3.11/contextlib.py", line 158, in __exit__
    |     self.gen.throw(typ, value, traceback)
    |   File "/antenv/lib/python3.11/site-packages/httpx/_transports/default.py", line 118, in map_httpcore_exceptions
    |     raise mapped_exc(message) from exc
    | httpx.ConnectError: [Errno -3] Temporary failure in name resolution
    +------------------------------------

ERROR:    Application startup failed. Exiting.`,
  'django-key': `[2026-11-21 11:05:02 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:02 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:02 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:02 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:05:03 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/shop/wsgi.py", line 4, in <module>
    application = get_wsgi_application()
  File "/home/site/wwwroot/shop/settings.py", line 2, in <module>
    SECRET_KEY = os.environ["SECRET_KEY"]
  File "<frozen os>", line 679, in __getitem__
KeyError: 'SECRET_KEY'
'SECRET_KEY'
[2026-11-21 11:05:03 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:03 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:03 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:03 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  migrate: `Traceback (most recent call last):
  File "/antenv/lib/python3.11/site-packages/psycopg/connection.py", line 100, in connect
    attempts = conninfo_attempts(params)
  File "/antenv/lib/python3.11/site-packages/psycopg/_conninfo_attempts.py", line 55, in conninfo_attempts
    raise last_exc
psycopg.OperationalError: failed to resolve host 'db.example.org': [Errno -3] Temporary failure in name resolution

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/manage.py", line 4, in <module>
    execute_from_command_line(sys.argv)
  File "/antenv/lib/python3.11/site-packages/psycopg/connection.py", line 100, in connect
    attempts = conninfo_attempts(params)
  File "/antenv/lib/python3.11/site-packages/psycopg/_conninfo_attempts.py", line 55, in conninfo_attempts
    raise last_exc
django.db.utils.OperationalError: failed to resolve host 'db.example.org': [Errno -3] Temporary failure in name resolution`,
} as const;
