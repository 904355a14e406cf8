// The supervisor's first part: its plan, the container's process, and what the container says.

/** Python 3.8 and later. Runs as the first process of a PID namespace: when it ends, the kernel kills all others. */
export const PROCESS = String.raw`
import collections, fcntl, json, os, re, resource, select, signal, socket, struct, sys, threading, time

LINES_KEPT = 200
LINE_BYTES = 8000
# Nobody reads more, and an app in a loop would fill the log of the job.
MOST_SHOWN = 4 * 1024 * 1024
# A program that prints without end must not fill anyone's memory.
OUTPUT_BYTES = 4 * 1024 * 1024
REAPED_AT_ONCE = 100
GATHER_SECONDS, MUCH_BYTES = 0.005, 16384

# Imports of several threads at once are taken off each other: the first number may be below zero.
IMPORT = re.compile(rb"import time:\s+-?\d+ \|\s+(\d+) \|\s*(\S+)\s*$")
IMPORT_HEADER = re.compile(rb"import time: self \[us\] \| cumulative \| imported package\s*$")


def stop():
    os._exit(143)


def prepare_signals():
    """Returns what becomes readable when a child has ended."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    # The first process of a namespace gets none that it does not handle: what is in there cannot end us, as on the
    # platform, and who has started us closes our standard input.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    wake, waker = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return wake


def write_all(data):
    try:
        while data:
            data = data[os.write(1, data):]
    except OSError:
        os._exit(1)


def encoded(text):
    return text.encode("utf-8", "replace")


def left_out(root, mounts):
    """What is not mounted: mount passes over a line of its table that it cannot read, and ends well. A secret would be seen."""
    for source, path in mounts:
        if not os.path.samefile(source, root + path):
            return path
    return None if os.path.isdir(root + "/proc/self") else "/proc"


def close_later(proc):
    """What whoever started us has left open, such as a folder outside of the root, is not for the container."""
    for name in os.listdir(proc + "/self/fd"):
        try:
            os.set_inheritable(int(name), int(name) < 3)
        except OSError:
            pass


def become(plan, output):
    """In the child: turns into the container's command."""
    try:
        # Python ignores these two, and a program would inherit that.
        for one in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(one, signal.SIG_DFL)
        os.setsid()
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        close_later(os.path.join(plan["root"], "proc"))
        bind_self(plan["root"])
        os.umask(0o022)
        os.chroot(plan["root"])
        os.chdir(plan["cwd"])
        words = [encoded(word) for word in plan["words"]]
        environment = {encoded(name): encoded(value) for name, value in plan["environment"].items()}
        os.execvpe(words[0], words, environment)
    except (OSError, ValueError) as error:
        os.write(2, encoded("%s\n" % error))
    os._exit(127)


class Container:
    def __init__(self, plan):
        self.output, inner = os.pipe()
        self.started, self.started_at = time.monotonic(), time.time()
        self.exit, self.next_read = None, 0
        self.pid = os.fork()
        if self.pid == 0:
            become(plan, inner)
        os.close(inner)
        os.set_blocking(self.output, False)

    def now(self):
        return time.monotonic() - self.started

    def read(self):
        """What there is; None when there is nothing now, b"" at the end."""
        try:
            return os.read(self.output, 65536)
        except BlockingIOError:
            return None

    def reap(self):
        # Where children end faster than this one takes them in, there is other work as well.
        for _ in range(REAPED_AT_ONCE):
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.pid:
                self.exit = dict(how_ended(status), seconds=self.now())


def how_ended(status):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = "SIG%d" % number
        return {"code": None, "signal": name}
    return {"code": os.WEXITSTATUS(status), "signal": None}


class Output:
    """Hands the bytes on as they are."""

    def __init__(self):
        self.left = OUTPUT_BYTES

    def feed(self, data, _now):
        write_all(data[: self.left])
        self.left = max(0, self.left - len(data))

    def patience(self, _size):
        return 0

    def end(self):
        pass


class Log:
    """Hands lines on, and keeps the last; lines about imports are collected instead."""

    def __init__(self, marker, secrets):
        self.marker, self.prepared = marker, False
        self.secrets = [encoded(secret) for secret in secrets]
        self.longest = max(map(len, self.secrets), default=1)
        self.last = collections.deque(maxlen=LINES_KEPT)
        self.rest = self.head = b""
        self.shown = 0
        # Of the app's command: when its first interpreter was ready, and when which module had been imported.
        self.ready = self.imported = None
        self.imports, self.collecting = {}, True

    def before_read(self):
        # Asked before the bytes are read: what was there before the marker is not of the app's command.
        self.prepared = self.prepared or os.path.exists(self.marker)

    def patience(self, size):
        """
        Seconds to wait after so many bytes. An app imports thousands of modules, each told in a line of its own, and to be
        woken for each takes time from the app. Whoever says much does not find the pipe full.
        """
        return GATHER_SECONDS if self.prepared and self.collecting and size < MUCH_BYTES else 0

    def feed(self, data, now):
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        for line in lines:
            self.line(line, now)
        at = self.end_of_long(self.rest)
        if at > 0:
            self.line(self.rest[:at], now)
            self.rest = self.rest[at:]

    def end_of_long(self, data):
        """Up to where a line that is too long can be handed on: what may be the beginning of a secret waits."""
        return max(0, self.cut(data, len(data) - self.longest + 1)) if len(data) > LINE_BYTES else 0

    def cut(self, data, at):
        """The last place up to the one given that is not inside of a secret: half of one would not be masked."""
        inside = True
        while inside and at > 0:
            found = (data.find(one, max(0, at - len(one) + 1), at + len(one) - 1) for one in self.secrets)
            inside = [place for place in found if place >= 0]
            at = min(inside, default=at)
        return at

    def line(self, line, now):
        found = about_imports = None
        if b"import time:" in line:
            found = IMPORT.search(line)
            about_imports = found or IMPORT_HEADER.search(line)
        if not about_imports:
            self.plain(self.head + line)
            self.head = b""
            return
        # Text without an end of line may stand before it.
        self.head += line[: about_imports.start()]
        at = self.end_of_long(self.head)
        if at > 0:
            self.plain(self.head[:at])
            self.head = self.head[at:]
        if found and self.prepared and self.collecting:
            self.count(found.group(2).decode("utf-8", "replace"), int(found.group(1)), now)

    def count(self, module, microseconds, now):
        if module == "site" and self.ready is None:
            self.ready = self.imported = now
        elif self.ready is not None:
            self.imported = now
            self.imports[module] = max(self.imports.get(module, 0), microseconds)

    def plain(self, line):
        kept = line if len(line) <= LINE_BYTES else line[: self.cut(line, LINE_BYTES)]
        self.last.append(kept.decode("utf-8", "replace").rstrip("\r"))
        self.show(line + b"\n")

    def show(self, line):
        if self.shown > MOST_SHOWN:
            return
        self.shown += len(line)
        write_all(line)
        if self.shown > MOST_SHOWN:
            write_all(b"The log goes on, and is not shown from here on: it has more than 4 MB.\n")

    def end(self):
        if self.head or self.rest:
            self.line(self.rest, 0)
        if self.head:
            self.plain(self.head)
        self.rest = self.head = b""
`;
