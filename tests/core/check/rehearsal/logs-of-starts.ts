// What real programs wrote when a start failed: dash, bash, gunicorn 27, uvicorn, pip and apt-get, on
// Python 3.11; without most frames of libraries.

export const STARTS = {
  'no-module': `[2026-11-21 11:04:08 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:08 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:08 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:08 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:08 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    import stripe
ModuleNotFoundError: No module named 'stripe'
No module named 'stripe'
[2026-11-21 11:04:08 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:08 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:08 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:08 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'no-module-uvicorn': `Traceback (most recent call last):
  File "/home/site/wwwroot/main.py", line 1, in <module>
    import stripe
ModuleNotFoundError: No module named 'stripe'`,
  'no-local': `[2026-11-21 11:04:08 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:08 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:08 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:08 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:08 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    from settings.base import X
ModuleNotFoundError: No module named 'settings'
No module named 'settings'
[2026-11-21 11:04:08 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:08 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:08 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:08 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'no-app-module': `[2026-11-21 11:04:08 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:08 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:08 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:08 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:08 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
ModuleNotFoundError: No module named 'app'
No module named 'app'
[2026-11-21 11:04:08 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:08 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:08 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:08 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'no-app-module-uv': `ERROR:    Error loading ASGI app. Could not import module "app".`,
  attr: `[2026-11-21 11:04:08 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:08 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:08 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:08 +0000] [14] [INFO] Booting worker with pid: 14
Failed to find attribute 'server' in 'app'.
[2026-11-21 11:04:08 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:09 +0000] [13] [ERROR] Worker (pid:14) exited with code 4.
[2026-11-21 11:04:09 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:09 +0000] [13] [ERROR] Reason: App failed to load.`,
  'attr-uv': `ERROR:    Error loading ASGI app. Attribute "server" not found in module "app".`,
  'attr-pre': `Traceback (most recent call last):
AttributeError: module 'app' has no attribute 'server'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
gunicorn.errors.AppImportError: Failed to find attribute 'server' in 'app'.`,
  notcallable: `[2026-11-21 11:04:09 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:09 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:09 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:09 +0000] [14] [INFO] Booting worker with pid: 14
Application object must be callable.
[2026-11-21 11:04:09 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:09 +0000] [13] [ERROR] Worker (pid:14) exited with code 4.
[2026-11-21 11:04:09 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:09 +0000] [13] [ERROR] Reason: App failed to load.`,
  'asgi-sync': `[2026-11-21 11:04:09 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:09 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:09 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:09 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:09 +0000] [14] [ERROR] Error handling request GET /
Traceback (most recent call last):
TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'`,
  'wsgi-uvicorn': `INFO:     Started server process [13]
INFO:     Waiting for application startup.
INFO:     ASGI 'lifespan' protocol appears unsupported.
INFO:     Application startup complete.
INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)
ERROR:    Exception in ASGI application
Traceback (most recent call last):
TypeError: Flask.__call__() missing 1 required positional argument: 'start_response'
INFO:     169.254.130.2:43730 - "GET / HTTP/1.1" 500 Internal Server Error`,
  src: `/opt/startup/startup.sh: 3: source: not found`,
  paren: `/opt/startup/startup.sh: 3: Syntax error: "(" unexpected`,
  bang: `/opt/startup/startup.sh: 3: [[: not found`,
  'crlf-sh': `/opt/startup/startup.sh: 3: run.sh: not found`,
  'crlf-bash': `run.sh: line 2: set: -\ufffd: invalid option
set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]
run.sh: line 3: cd: $'/home\\r': No such file or directory
[2026-11-21 11:04:14 +0000] [14] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:14 +0000] [14] [INFO] Listening at: http://0.0.0.0:8000 (14)
[2026-11-21 11:04:14 +0000] [14] [INFO] Using worker: sync
[2026-11-21 11:04:14 +0000] [15] [INFO] Booting worker with pid: 15`,
  'missing-sh': `/opt/startup/startup.sh: 3: startup.sh: not found`,
  'missing-sh4': `sh: 0: cannot open startup.sh: No such file`,
  'missing-py': `python: can't open file '/home/site/wwwroot/app2.py': [Errno 2] No such file or directory`,
  'missing-abs': `bash: /home/site/wwwroot/scripts/startup.sh: No such file or directory`,
  'missing-conf': `
Error: 'conf/gunicorn.conf.py' doesn't exist`,
  'missing-dot': `/opt/startup/startup.sh: 3: .: cannot open antenv/bin/activate: No such file`,
  'missing-cd': `/opt/startup/startup.sh: 3: cd: can't cd to src`,
  chdir: `
Error: can't chdir to 'src'`,
  'shebang-path': `/opt/startup/startup.sh: 3: ./tool: not found`,
  'shebang-bash': `bash: line 1: ./tool: cannot execute: required file not found`,
  'linkpy-missing-host': `antenv/bin/python: 1: /opt/hostedtoolcache/Python/3.12.1/x64/bin/python3.12: not found`,
  'linkpy-script': `antenv/bin/gunicorn: 2: from: not found
antenv/bin/gunicorn: 4: Syntax error: end of file unexpected`,
  execformat: `/opt/startup/startup.sh: 3: ./thing: Exec format error`,
  noperm: `/opt/startup/startup.sh: 3: ./run.sh: Permission denied`,
  'noperm-bash': `bash: line 1: ./run.sh: Permission denied`,
  notfound: `/opt/startup/startup.sh: 3: hypercornx: not found`,
  'notfound-bash': `run.sh: line 2: streamlitx: command not found`,
  'no-server': `/antenv/bin/python: No module named daphne`,
  from: `/opt/startup/startup.sh: 3: from: not found`,
  pip: `WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fdd211e30d0>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=3, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fdd211e3a90>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=2, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fdd211f0150>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=1, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fdd211f0ad0>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fdd211f1510>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
ERROR: Could not find a version that satisfies the requirement stripe==9.1 (from versions: none)
ERROR: No matching distribution found for stripe==9.1`,
  pip2: `WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fa0143d6110>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=3, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fa0143d6a50>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=2, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fa0143d7150>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=1, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fa0143d7990>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fa0143f0550>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/stripe/
ERROR: Could not find a version that satisfies the requirement stripe (from versions: none)
ERROR: No matching distribution found for stripe
[2026-11-21 11:04:29 +0000] [30] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:29 +0000] [30] [INFO] Listening at: http://0.0.0.0:8000 (30)
[2026-11-21 11:04:29 +0000] [30] [INFO] Using worker: sync
[2026-11-21 11:04:29 +0000] [31] [INFO] Booting worker with pid: 31
[2026-11-21 11:04:29 +0000] [31] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    import stripe
ModuleNotFoundError: No module named 'stripe'
No module named 'stripe'
[2026-11-21 11:04:29 +0000] [31] [INFO] Worker exiting (pid: 31)
[2026-11-21 11:04:29 +0000] [30] [ERROR] Worker (pid:31) exited with code 3.
[2026-11-21 11:04:29 +0000] [30] [ERROR] Shutting down: Master
[2026-11-21 11:04:29 +0000] [30] [ERROR] Reason: Worker failed to boot.`,
  apt: `E: setgroups 65534 failed - setgroups (1: Operation not permitted)
E: setegid 65534 failed - setegid (22: Invalid argument)
E: seteuid 42 failed - seteuid (22: Invalid argument)
E: setgroups 0 failed - setgroups (1: Operation not permitted)
Ign:1 http://deb.debian.org/debian bookworm InRelease
Ign:2 http://deb.debian.org/debian bookworm-updates InRelease
Ign:3 http://deb.debian.org/debian-security bookworm-security InRelease
Ign:1 http://deb.debian.org/debian bookworm InRelease
Ign:2 http://deb.debian.org/debian bookworm-updates InRelease
Ign:3 http://deb.debian.org/debian-security bookworm-security InRelease
Ign:1 http://deb.debian.org/debian bookworm InRelease
Ign:2 http://deb.debian.org/debian bookworm-updates InRelease
Ign:3 http://deb.debian.org/debian-security bookworm-security InRelease
Err:1 http://deb.debian.org/debian bookworm InRelease
  Temporary failure resolving 'deb.debian.org'
Err:2 http://deb.debian.org/debian bookworm-updates InRelease
  Temporary failure resolving 'deb.debian.org'
Err:3 http://deb.debian.org/debian-security bookworm-security InRelease
  Temporary failure resolving 'deb.debian.org'
rm: cannot remove '/var/cache/apt/archives/partial/*.deb': Permission denied
W: chmod 0700 of directory /var/lib/apt/lists/partial failed - SetupAPTPartialDirectory (1: Operation not permitted)
W: chown to _apt:root of directory /var/lib/apt/lists/auxfiles failed - SetupAPTPartialDirectory (22: Invalid argument)
W: chmod 0755 of directory /var/lib/apt/lists/auxfiles failed - SetupAPTPartialDirectory (1: Operation not permitted)
E: setgroups 65534 failed - setgroups (1: Operation not permitted)
E: setegid 65534 failed - setegid (22: Invalid argument)
E: seteuid 42 failed - seteuid (22: Invalid argument)
W: Download is performed unsandboxed as root as file '/var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm_InRelease' couldn't be accessed by user '_apt'. - pkgAcquire::Run (13: Permission denied)
E: setgroups 0 failed - setgroups (1: Operation not permitted)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm-updates_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian-security_dists_bookworm-security_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm-updates_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian-security_dists_bookworm-security_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm-updates_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian-security_dists_bookworm-security_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian_dists_bookworm-updates_InRelease - PrepareFiles (13: Permission denied)
W: Problem unlinking the file /var/lib/apt/lists/partial/deb.debian.org_debian-security_dists_bookworm-security_InRelease - PrepareFiles (13: Permission denied)`,
  'apt-lists': `Reading package lists...
E: List directory /var/lib/apt/lists/partial is missing. - Acquire (2: No such file or directory)`,
  'apt-lock': `E: Could not open lock file /var/lib/dpkg/lock-frontend - open (2: No such file or directory)
E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?`,
  apt2: `Reading package lists...
Building dependency tree...
Reading state information...
E: Unable to locate package libgl1-nope`,
  importerror: `[2026-11-21 11:04:27 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:27 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:27 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:27 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:28 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    from flask import Flaskk
ImportError: cannot import name 'Flaskk' from 'flask' (/antenv/lib/python3.11/site-packages/flask/__init__.py)
cannot import name 'Flaskk' from 'flask' (/antenv/lib/python3.11/site-packages/flask/__init__.py)
[2026-11-21 11:04:28 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:28 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:28 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:28 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'importerror-local': `[2026-11-21 11:04:28 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:28 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:28 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:28 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:28 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    from core.models import User
  File "/home/site/wwwroot/core/models.py", line 1, in <module>
    from core.views import X
  File "/home/site/wwwroot/core/views.py", line 1, in <module>
    from core.models import User
ImportError: cannot import name 'User' from partially initialized module 'core.models' (most likely due to a circular import) (/home/site/wwwroot/core/models.py)
cannot import name 'User' from partially initialized module 'core.models' (most likely due to a circular import) (/home/site/wwwroot/core/models.py)
[2026-11-21 11:04:28 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:28 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:28 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:28 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  syntax: `[2026-11-21 11:04:28 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:28 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:28 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:28 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:28 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 6
    def f(:
SyntaxError: invalid syntax
invalid syntax (app.py, line 6)
[2026-11-21 11:04:28 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:28 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:28 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:28 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'syntax-py': `  File "/home/site/wwwroot/app.py", line 2
    y = (2
        ^
SyntaxError: '(' was never closed`,
  'syntax-library': `Traceback (most recent call last):
  File "/antenv/bin/uvicorn", line 4, in <module>
    from uvicorn.main import main
  File "/antenv/lib/python3.11/site-packages/uvicorn/__init__.py", line 1, in <module>
    from uvicorn.config import Config
  File "/antenv/lib/python3.11/site-packages/uvicorn/config.py", line 15, in <module>
    import click
  File "/antenv/lib/python3.11/site-packages/click/__init__.py", line 10, in <module>
    from .core import Argument as Argument
  File "/antenv/lib/python3.11/site-packages/click/core.py", line 23, in <module>
    from . import types
  File "/antenv/lib/python3.11/site-packages/click/types.py", line 10, in <module>
    import uuid
  File "/antenv/lib/python3.11/site-packages/uuid.py", line 138
    if not 0 <= time_low < 1<<32L:
                               ^
SyntaxError: invalid decimal literal`,
  indent: `[2026-11-21 11:04:29 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:29 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:29 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:29 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:29 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 7
    return 1
IndentationError: expected an indented block after function definition on line 6
expected an indented block after function definition on line 6 (app.py, line 7)
[2026-11-21 11:04:29 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:29 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:29 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:29 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  value: `[2026-11-21 11:04:29 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:29 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:29 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:29 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:29 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    config = load()
  File "/home/site/wwwroot/core/config.py", line 3, in load
    raise ValueError(f"unknown mode {mode!r}")
ValueError: unknown mode 'x'
unknown mode 'x'
[2026-11-21 11:04:29 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:30 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:30 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:30 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'value-multi': `[2026-11-21 11:04:30 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:30 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:30 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:30 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:30 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    raise ValueError("one\\ntwo")
ValueError: one
two
one
two
[2026-11-21 11:04:30 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:30 +0000] [15] [INFO] Booting worker with pid: 15
[2026-11-21 11:04:30 +0000] [15] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    raise ValueError("one\\ntwo")
ValueError: one
two
[2026-11-21 11:04:30 +0000] [15] [INFO] Worker exiting (pid: 15)
[2026-11-21 11:04:30 +0000] [16] [INFO] Booting worker with pid: 16
[2026-11-21 11:04:30 +0000] [16] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    raise ValueError("one\\ntwo")
ValueError: one
two
one
two
[2026-11-21 11:04:30 +0000] [16] [INFO] Worker exiting (pid: 16)
[2026-11-21 11:04:30 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:30 +0000] [13] [ERROR] Worker (pid:15) exited with code 3.
Traceback (most recent call last):
gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>`,
  crash: `169.254.130.2 - - [21/Nov/2026 11:04:30] "GET / HTTP/1.1" 200 -
Traceback (most recent call last):
  File "/home/site/wwwroot/serve.py", line 6, in <module>
    raise RuntimeError("queue is gone")
RuntimeError: queue is gone`,
  lifespan: `INFO:     Started server process [13]
INFO:     Waiting for application startup.
ERROR:    Traceback (most recent call last):
  File "/home/site/wwwroot/main.py", line 5, in lifespan
    raise RuntimeError("no model file")
RuntimeError: no model file

ERROR:    Application startup failed. Exiting.`,
  '500': `[2026-11-21 11:04:33 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:33 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:33 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:33 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:33,588] ERROR in app: Exception on / [GET]
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 5, in index
    return 1/0
ZeroDivisionError: division by zero`,
  'timeout-boot': `[2026-11-21 11:28:37 +0000] [13] [INFO] Starting gunicorn 21.2.0
[2026-11-21 11:28:37 +0000] [13] [INFO] Listening at: http://127.0.0.1:8124 (32554)
[2026-11-21 11:28:37 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:28:37 +0000] [13] [INFO] Booting worker with pid: 32555
[2026-11-21 11:28:38 +0000] [13] [CRITICAL] WORKER TIMEOUT (pid:32555)
[2026-11-21 11:28:38 +0000] [13] [INFO] Worker exiting (pid: 32555)
[2026-11-21 11:28:38 +0000] [13] [ERROR] Worker (pid:32555) exited with code 1
[2026-11-21 11:28:38 +0000] [13] [ERROR] Worker (pid:32555) exited with code 1.
[2026-11-21 11:28:38 +0000] [13] [INFO] Booting worker with pid: 32556
[2026-11-21 11:28:39 +0000] [13] [CRITICAL] WORKER TIMEOUT (pid:32556)
[2026-11-21 11:28:39 +0000] [13] [INFO] Worker exiting (pid: 32556)
[2026-11-21 11:28:39 +0000] [13] [ERROR] Worker (pid:32556) exited with code 1
[2026-11-21 11:28:39 +0000] [13] [ERROR] Worker (pid:32556) exited with code 1.
[2026-11-21 11:28:39 +0000] [13] [INFO] Booting worker with pid: 32557
[2026-11-21 11:28:40 +0000] [13] [CRITICAL] WORKER TIMEOUT (pid:32557)
[2026-11-21 11:28:40 +0000] [13] [INFO] Worker exiting (pid: 32557)
[2026-11-21 11:28:40 +0000] [13] [ERROR] Worker (pid:32557) exited with code 1
[2026-11-21 11:28:40 +0000] [13] [ERROR] Worker (pid:32557) exited with code 1.
[2026-11-21 11:28:40 +0000] [13] [INFO] Booting worker with pid: 32558`,
  killed: `Killed`,
  segv: `Segmentation fault`,
  'worker-killed': `[2026-11-21 11:04:38 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:38 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:38 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:38 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:14) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [16] [INFO] Booting worker with pid: 16
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:16) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [18] [INFO] Booting worker with pid: 18
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:18) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [20] [INFO] Booting worker with pid: 20
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:20) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [22] [INFO] Booting worker with pid: 22
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:22) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [24] [INFO] Booting worker with pid: 24
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:24) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [26] [INFO] Booting worker with pid: 26
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:26) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [28] [INFO] Booting worker with pid: 28
[2026-11-21 11:04:38 +0000] [13] [ERROR] Worker (pid:28) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:38 +0000] [30] [INFO] Booting worker with pid: 30
[2026-11-21 11:04:43 +0000] [13] [ERROR] Worker (pid:154) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:43 +0000] [13] [INFO] Booting worker with pid: 156
[2026-11-21 11:04:43 +0000] [13] [ERROR] Worker (pid:156) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:43 +0000] [13] [INFO] Booting worker with pid: 158
[2026-11-21 11:04:43 +0000] [13] [ERROR] Worker (pid:158) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:43 +0000] [13] [INFO] Booting worker with pid: 160
[2026-11-21 11:04:43 +0000] [13] [ERROR] Worker (pid:160) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:43 +0000] [13] [INFO] Booting worker with pid: 162
[2026-11-21 11:04:43 +0000] [13] [ERROR] Worker (pid:162) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:43 +0000] [13] [INFO] Booting worker with pid: 164
[2026-11-21 11:04:44 +0000] [13] [ERROR] Worker (pid:164) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:44 +0000] [13] [INFO] Booting worker with pid: 166
[2026-11-21 11:04:44 +0000] [13] [ERROR] Worker (pid:166) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:44 +0000] [13] [INFO] Booting worker with pid: 168
[2026-11-21 11:04:44 +0000] [13] [ERROR] Worker (pid:168) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:44 +0000] [13] [INFO] Booting worker with pid: 170
[2026-11-21 11:04:44 +0000] [13] [ERROR] Worker (pid:170) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:44 +0000] [13] [INFO] Booting worker with pid: 172
[2026-11-21 11:04:44 +0000] [13] [ERROR] Worker (pid:172) was sent SIGKILL! Perhaps out of memory?
[2026-11-21 11:04:44 +0000] [13] [INFO] Booting worker with pid: 174`,
  inuse: `169.254.130.2 - - [21/Nov/2026 11:04:43] "GET / HTTP/1.1" 200 -
[2026-11-21 11:04:44 +0000] [16] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:44 +0000] [16] [ERROR] Connection in use: ('0.0.0.0', 8000)
[2026-11-21 11:04:44 +0000] [16] [ERROR] connection to ('0.0.0.0', 8000) failed: [Errno 98] Address already in use
[2026-11-21 11:04:45 +0000] [16] [ERROR] Connection in use: ('0.0.0.0', 8000)
[2026-11-21 11:04:45 +0000] [16] [ERROR] connection to ('0.0.0.0', 8000) failed: [Errno 98] Address already in use
[2026-11-21 11:04:46 +0000] [16] [ERROR] Connection in use: ('0.0.0.0', 8000)
[2026-11-21 11:04:46 +0000] [16] [ERROR] connection to ('0.0.0.0', 8000) failed: [Errno 98] Address already in use
[2026-11-21 11:04:47 +0000] [16] [ERROR] Connection in use: ('0.0.0.0', 8000)
[2026-11-21 11:04:47 +0000] [16] [ERROR] connection to ('0.0.0.0', 8000) failed: [Errno 98] Address already in use
[2026-11-21 11:04:48 +0000] [16] [ERROR] Connection in use: ('0.0.0.0', 8000)
[2026-11-21 11:04:48 +0000] [16] [ERROR] connection to ('0.0.0.0', 8000) failed: [Errno 98] Address already in use
[2026-11-21 11:04:49 +0000] [16] [ERROR] Can't connect to ('0.0.0.0', 8000)`,
  'inuse-uv': `169.254.130.2 - - [21/Nov/2026 11:04:44] "GET / HTTP/1.1" 200 -
INFO:     Started server process [16]
INFO:     Waiting for application startup.
INFO:     Application startup complete.
ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use
INFO:     Waiting for application shutdown.
INFO:     Application shutdown complete.`,
  'no-worker-class': `
Error: class uri 'gevent' invalid or not found: 

[Traceback (most recent call last):
ModuleNotFoundError: No module named 'gevent'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
RuntimeError: gevent worker requires gevent 24.10.1 or higher
]`,
  'worker-class-unknown': `
Error: class uri 'eventlet' invalid or not found: 

[Traceback (most recent call last):
  File "/antenv/lib/python3.12/site-packages/gunicorn/util.py", line 119, in load_class
    return load_entry_point(
           ^^^^^^^^^^^^^^^^^
  File "/antenv/lib/python3.12/site-packages/gunicorn/util.py", line 84, in load_entry_point
    raise ImportError("Entry point %r not found" % ((group, name),))
ImportError: Entry point ('gunicorn.workers', 'eventlet') not found
]
`,
  'worker-class-not-in-module': `
[2026-11-23 16:43:41 +0000] [14] [INFO] Starting gunicorn 27.0.1
[2026-11-23 16:43:41 +0000] [14] [INFO] Listening at: http://0.0.0.0:8000 (14)
[2026-11-23 16:43:41 +0000] [14] [INFO] Using worker: uvicorn.workers.UvicornWorkers
[2026-11-23 16:43:41 +0000] [14] [ERROR] Unhandled exception in main loop
Traceback (most recent call last):
  File "/antenv/lib/python3.14/site-packages/gunicorn/arbiter.py", line 787, in spawn_workers
    self.spawn_worker()
    ~~~~~~~~~~~~~~~~~^^
  File "/antenv/lib/python3.14/site-packages/gunicorn/arbiter.py", line 728, in spawn_worker
    worker = self.worker_class(self.worker_age, self.pid, self.LISTENERS,
TypeError: 'str' object is not callable
`,
  'badarg-framed': `                                                                                
 Usage: litestar run [OPTIONS]                                                  
                                                                                
╭─ Error ──────────────────────────────────────────────────────────────────────╮
│ Invalid value for '-W' / '--wc' / '--web-concurrency': 4 is not in the range │
│ 1<=x<=3.                                                                     │
╰──────────────────────────────────────────────────────────────────────────────╯
`,
  badarg: `usage: gunicorn [OPTIONS] [APP_MODULE]
gunicorn: error: unrecognized arguments: --nope`,
  'badarg-uv': `Usage: uvicorn [OPTIONS] APP
Try 'uvicorn --help' for help.

Error: No such option '--nope'. Did you mean '--loop'?`,
  loop: `INFO:     Started server process [13]
INFO:     Waiting for application startup.
INFO:     Application startup complete.
INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)`,
  ok: `[2026-11-21 11:04:08 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:08 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:08 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:08 +0000] [14] [INFO] Booting worker with pid: 14`,
  'django-app': `[2026-11-21 11:05:03 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:05:03 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:05:03 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:05:03 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 05:05:03 -0600] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/shop/wsgi.py", line 4, in <module>
    application = get_wsgi_application()
ModuleNotFoundError: No module named 'rest_framework'
No module named 'rest_framework'
[2026-11-21 05:05:03 -0600] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:05:03 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:05:03 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:05:03 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'w-sqlalchemy-async': `[2026-11-21 11:04:58 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:58 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:58 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:58 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:58 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
ModuleNotFoundError: No module named 'greenlet'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 2, in <module>
    from sqlalchemy.ext.asyncio import create_async_engine
ImportError: The SQLAlchemy asyncio module requires that the Python 'greenlet' library is installed.  In order to ensure this dependency is available, use the 'sqlalchemy[asyncio]' install target:  'pip install sqlalchemy[asyncio]'
The SQLAlchemy asyncio module requires that the Python 'greenlet' library is installed.  In order to ensure this dependency is available, use the 'sqlalchemy[asyncio]' install target:  'pip install sqlalchemy[asyncio]'
[2026-11-21 11:04:58 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:58 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:58 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:58 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
  'w-pyodbc': `[2026-11-21 11:04:56 +0000] [13] [INFO] Starting gunicorn 27.0.1
[2026-11-21 11:04:56 +0000] [13] [INFO] Listening at: http://0.0.0.0:8000 (13)
[2026-11-21 11:04:56 +0000] [13] [INFO] Using worker: sync
[2026-11-21 11:04:56 +0000] [14] [INFO] Booting worker with pid: 14
[2026-11-21 11:04:56 +0000] [14] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/home/site/wwwroot/app.py", line 1, in <module>
    import pyodbc
ImportError: libodbc.so.2: cannot open shared object file: No such file or directory
libodbc.so.2: cannot open shared object file: No such file or directory
[2026-11-21 11:04:56 +0000] [14] [INFO] Worker exiting (pid: 14)
[2026-11-21 11:04:56 +0000] [13] [ERROR] Worker (pid:14) exited with code 3.
[2026-11-21 11:04:56 +0000] [13] [ERROR] Shutting down: Master
[2026-11-21 11:04:56 +0000] [13] [ERROR] Reason: Worker failed to boot.`,
} as const;
