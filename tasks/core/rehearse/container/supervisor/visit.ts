// The supervisor's fourth part: waiting for an answer, what was read from the site, and the order of it all.

/** Follows all the others. */
export const VISIT = String.raw`
# A day after the epoch: older than whatever a file system takes for recent, and not the zero of a bug.
LONG_AGO = 86400
SMALL_SECONDS, SHORT_PAUSE, LONG_PAUSE = 5, 0.025, 0.2
LOOK_SECONDS = 0.5
# Shorter than the pause between two knocks.
MOMENT = 0.02
# Whoever listens where nobody knocks, and does nothing else for so long, will not come to the door.
DEAF_SECONDS, BUSY_SHARE = 15, 0.1
MODULES = (".py", ".pyc", ".so")


def site_files(folder):
    if os.path.realpath(folder) != folder:
        # The app has put a link in its place, which would lead out of the container here.
        return
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            try:
                status = os.stat(path, follow_symlinks=False)
            except OSError:
                continue
            if status.st_mode & 0o170000 == 0o100000:
                yield path, status


def make_old(path, status):
    try:
        os.utime(path, ns=(LONG_AGO * 10**9, status.st_mtime_ns))
    except OSError:
        pass


def keeps_access_times(path):
    make_old(path, os.stat(path))
    with open(path, "rb") as file:
        file.read()
    return os.stat(path).st_atime > LONG_AGO


def reads_of(folder):
    files = modules = size = 0
    for path, status in site_files(folder):
        if status.st_atime > LONG_AGO:
            files += 1
            size += status.st_size
            modules += path.endswith(MODULES)
    return {"files": files, "modules": modules, "bytes": size}


class Visit:
    """Knocks until somebody answers, asks for the health path, and looks on for a while."""

    def __init__(self, plan, container, log):
        self.root, self.container, self.log = plan["root"], container, log
        self.wanted, self.plan, self.address = plan["knock"], plan, plan["address"]
        self.knock, self.next_knock, self.next_look = None, 0, 0
        self.answer = self.refused = self.health = self.reads = None
        self.listening, self.since, self.processor = [], 0, 0
        self.is_deaf = self.is_kept = False
        self.waiters, self.waiting_since = None, 0
        self.answered_at = None

    def tick(self, now):
        if now >= self.next_look:
            self.look(now)
        if self.knock is None and now >= self.next_knock:
            self.start_knock(now)
        if self.knock is not None:
            self.knock.step(now)
            if self.knock.outcome is not None:
                self.heard(self.knock, now)
        if self.answer is not None and not self.is_kept:
            self.is_kept = self.is_waited_for(now)

    def is_waited_for(self, now):
        """Whether the first process is the server, or waits for it for longer than a moment."""
        found = waiters(self.root, self.container.pid, self.wanted["port"])
        if found != self.waiters:
            self.waiters, self.waiting_since = found, now
        return found is not None and (not found or now - self.waiting_since >= MOMENT)

    def wanted_path(self):
        if self.answer is None:
            return self.wanted["path"]
        return self.wanted["healthPath"] if self.health is None else None

    def start_knock(self, now):
        path, address = self.wanted_path(), self.where()
        is_soon = now < SMALL_SECONDS or self.answer is not None
        self.next_knock = now + (SHORT_PAUSE if is_soon else LONG_PAUSE)
        if path is not None and address is not None:
            self.knock = Knock(address, self.wanted["port"], path, self.wanted["host"], now)

    def where(self):
        """Without an address of its own a machine can only tell by who listens everywhere."""
        if self.address is not None:
            return self.address
        self.listening = listening(self.root)
        door = [(wildcard, self.wanted["port"]) for wildcard in WILDCARDS]
        return "127.0.0.1" if any(one in self.listening for one in door) else None

    def heard(self, knock, now):
        self.knock = None
        if self.answer is not None:
            self.health = knock.answer(now)
        elif knock.outcome == "refused":
            return
        elif self.counts(knock.outcome[1]):
            self.take(knock.answer(now), now)
        else:
            self.refused = knock.answer(now)

    def counts(self, status):
        statuses = self.wanted["warmupStatuses"]
        return status is not None and (not statuses or status in statuses)

    def take(self, answer, now):
        self.answer, self.answered_at, self.next_knock = answer, now, now
        self.log.collecting = False
        if self.wanted["keepsAccessTimes"]:
            self.reads = reads_of(self.wanted["site"])

    def look(self, now):
        self.next_look = now + LOOK_SECONDS
        found = listening(self.root)
        if found != self.listening or self.answer is not None or not found or self.can_be_heard(found):
            self.listening, self.since, self.processor = found, now, processor_seconds(self.root)
        elif now - self.since >= DEAF_SECONDS:
            used = processor_seconds(self.root)
            self.is_deaf = used - self.processor < BUSY_SHARE * DEAF_SECONDS
            self.since, self.processor = now, used

    def can_be_heard(self, found):
        door = {address for address, port in found if port == self.wanted["port"] and not is_loopback(address)}
        # Whoever listens on :: has either taken a connection by now, or wants IPv6 alone.
        is_met = self.knock is not None or self.refused is not None
        return bool(door) and (is_met or door != {"::"})

    def is_over(self, now):
        if self.answer is None:
            return self.is_deaf or now >= self.plan["seconds"]
        if self.wanted["healthPath"] is not None and self.health is None:
            return False
        passed = now - self.answered_at
        return passed >= self.wanted["watchSeconds"] and (self.is_kept or passed >= self.wanted["behindSeconds"])

    def pause(self, now):
        return max(0, min(self.next_look, self.next_knock if self.knock is None else now + LOOK_SECONDS) - now)

    def end(self):
        if self.knock is not None and self.answer is None and not self.knock.request:
            self.refused = self.knock.answer(self.container.now())
        if self.container.exit is None:
            self.listening = listening(self.root)
        if self.reads is None and self.wanted["keepsAccessTimes"]:
            self.reads = reads_of(self.wanted["site"])


def is_loopback(address):
    return address.startswith("127.") or address.startswith("::ffff:127.") or address == "::1"


class Aside(Log):
    """Keeps what is said, and shows nothing of it: it is no part of the start."""

    def patience(self, _size):
        # What is said of a question is there before its answer.
        return 0

    def show(self, _line):
        pass


class AsVisitor:
    """Asks for the site's own hosts, as its front end hands a visitor's request on; for a few seconds in all."""

    SECONDS, REFUSED, TEXT_BYTES, LINES = 5, 400, 4000, 20
    # The front end ends TLS, and says so (Microsoft Learn: configure-language-python, detect HTTPS session).
    HEADERS = ("X-Forwarded-Proto: https",)

    def __init__(self, wanted, address, log, now):
        self.address, self.port, self.log = address, wanted["port"], log
        self.questions = [(host, path) for host in wanted["hosts"] for path in wanted["hostPaths"]]
        self.answers, self.until, self.knock = [], now + self.SECONDS, None
        self.ask(now)

    def ask(self, now):
        if self.questions and self.address is not None:
            host, path = self.questions[0]
            self.log.last.clear()
            self.knock = Knock(self.address, self.port, path, host, now, self.HEADERS)

    def tick(self, now):
        if self.knock is not None:
            self.knock.step(now)
            if self.knock.outcome is not None:
                self.heard(self.knock.status, self.knock.reply)
                self.ask(now)

    def heard(self, status, reply):
        host, path = self.questions.pop(0)
        self.knock = None
        answer = {"host": host, "path": path, "status": status, "text": "", "log": []}
        if status == self.REFUSED:
            text = body_of(reply)[: self.TEXT_BYTES].decode("utf-8", "replace")
            answer.update(text=text, log=list(self.log.last)[-self.LINES :])
        self.answers.append(answer)

    def is_over(self, now):
        return self.knock is None or now >= self.until

    def pause(self, now):
        return max(0, self.until - now)

    def end(self):
        while self.questions:
            self.heard(None, b"")


class Wait:
    """A program that nobody knocks at."""

    def __init__(self, plan):
        self.seconds, self.knock = plan["seconds"], None

    def tick(self, _now):
        pass

    def is_over(self, now):
        return now >= self.seconds

    def pause(self, now):
        return max(0, self.seconds - now)

    def end(self):
        pass


def wait(container, visit, wake):
    """Until something happens or it is time for the next step; ends with whoever started us."""
    now = container.now()
    pause = visit.pause(now)
    poll = select.poll()
    poll.register(0, select.POLLIN)
    poll.register(wake, select.POLLIN)
    if now < container.next_read:
        pause = min(pause, container.next_read - now)
    elif container.output is not None:
        poll.register(container.output, select.POLLIN)
    if visit.knock is not None:
        poll.register(visit.knock.door, visit.knock.wants())
    ready = {file for file, _ in poll.poll(pause * 1000 + 1)}
    if 0 in ready and not os.read(0, 4096):
        stop()
    if wake in ready:
        os.read(wake, 4096)


def pump(container, log):
    """Everything that was said by now, or nothing where more is waited for."""
    if container.exit is None and container.now() < container.next_read:
        return
    while container.output is not None:
        if isinstance(log, Log):
            log.before_read()
        data = container.read()
        if data is None:
            return
        if data:
            log.feed(data, container.now())
            container.next_read = container.now() + log.patience(len(data))
        else:
            os.close(container.output)
            container.output = None
        if container.exit is None:
            return


def supervise(container, bounds, log, visit, wake):
    while container.exit is None and bounds.exceeded is None and not visit.is_over(container.now()):
        wait(container, visit, wake)
        pump(container, log)
        container.reap()
        visit.tick(container.now())
    waited = container.now()
    visit.end()
    container.next_read = 0
    pump(container, log)
    log.end()
    return waited


def marker_seconds(container, marker):
    try:
        return max(0, os.stat(marker).st_mtime - container.started_at)
    except OSError:
        return None


def visited(plan, wake):
    wanted, address = plan["knock"], plan["knock"]["address"]
    wanted["site"] = os.path.realpath(wanted["site"])
    if plan["network"] == "host":
        if is_taken(wanted["port"]):
            return {"portTaken": True}
        address = own_address()
    wanted["keepsAccessTimes"] = keeps_access_times(plan["result"])
    if wanted["keepsAccessTimes"]:
        for path, status in site_files(wanted["site"]):
            make_old(path, status)
    container, log = Container(plan), Log(wanted["marker"], plan["secrets"])
    visit, bounds = Visit(dict(plan, address=address), container, log), Bounds(plan, container)
    waited = supervise(container, bounds, log, visit, wake)
    found = {
        "portTaken": False, "waited": waited, "exit": None if bounds.exceeded else container.exit, "exceeded": bounds.exceeded,
        "answer": visit.answer, "refused": visit.refused, "health": visit.health,
        "listening": visit.listening, "marker": marker_seconds(container, wanted["marker"]),
        "ready": log.ready, "imported": log.imported, "imports": log.imports,
        "reads": visit.reads, "log": list(log.last), "hosts": [],
    }
    # What comes of it does not count for the start, whose facts are there by now.
    if wanted["hosts"] and visit.answer is not None and container.exit is None and bounds.exceeded is None:
        aside = Aside(wanted["marker"], plan["secrets"])
        visitor = AsVisitor(wanted, visit.where(), aside, container.now())
        supervise(container, bounds, aside, visitor, wake)
        found["hosts"] = visitor.answers
    return found


def ran(plan, wake):
    container = Container(plan)
    supervise(container, Bounds(plan, container), Output(), Wait(plan), wake)
    return {"exit": container.exit}


def main(plan):
    wake = prepare_signals()
    path = left_out(plan["root"], plan["mounts"])
    if path:
        sys.exit("mount ended well, and has left out '%s'" % path)
    if plan["network"] == "none":
        bring_up_loopback(plan["secondAddress"])
    result = visited(plan, wake) if plan["knock"] else ran(plan, wake)
    with open(plan["result"], "w") as file:
        json.dump(result, file)
    os._exit(0)


main(plan)
`;
