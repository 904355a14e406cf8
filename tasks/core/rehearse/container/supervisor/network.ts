// The supervisor's third part: the loopback interface, who listens, and a knock at the door.

/** Follows `PROCESS`, whose imports it uses. */
export const NETWORK = String.raw`
SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891C
UP_AND_RUNNING = 0x41
LISTENING = "0A"
WILDCARDS = ("0.0.0.0", "::")


def configure(control, request, name, value):
    fcntl.ioctl(control, request, struct.pack("16s16s8x", name, value))


def internet(address):
    return struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))


def bring_up_loopback(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        configure(control, SIOCSIFFLAGS, b"lo", struct.pack("=H", UP_AND_RUNNING))
        configure(control, SIOCSIFADDR, b"lo:1", internet(address))
        # Its neighbours must stay unreachable.
        configure(control, SIOCSIFNETMASK, b"lo:1", internet("255.255.255.255"))


def own_address():
    """This machine's address on its network; None where it has none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        try:
            control.connect(("192.0.2.1", 9))
            address = control.getsockname()[0]
        except OSError:
            return None
    return None if address.startswith("127.") or address == "0.0.0.0" else address


def is_taken(port):
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("0.0.0.0", port))
        except OSError as error:
            return error.errno == 98
    return False


def processes(root):
    proc = os.path.join(root, "proc")
    return [os.path.join(proc, name) for name in os.listdir(proc) if name.isdigit() and name != "1"]


def sockets_of(process):
    found = set()
    try:
        for name in os.listdir(process + "/fd"):
            found.add(os.readlink("%s/fd/%s" % (process, name)))
    except OSError:
        pass
    return found


def as_address(text):
    words = bytes.fromhex(text)
    family = socket.AF_INET if len(words) == 4 else socket.AF_INET6
    # Each word of four bytes is printed in the machine's own order.
    swapped = b"".join(words[at : at + 4][::-1] for at in range(0, len(words), 4))
    return socket.inet_ntop(family, swapped if sys.byteorder == "little" else words)


def table_of_sockets(root):
    for name in ("tcp", "tcp6"):
        try:
            with open(os.path.join(root, "proc/self/net", name)) as table:
                lines = table.readlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == LISTENING:
                address, port = fields[1].split(":")
                yield as_address(address), int(port, 16), "socket:[%s]" % fields[9]


def listening(root):
    """The sockets that the container's processes listen on, as sorted (address, port)."""
    table = list(table_of_sockets(root))
    if not table:
        return []
    own = set().union(*(sockets_of(process) for process in processes(root)))
    return sorted({(address, port) for address, port, name in table if name in own})


class Status:
    """A process as the kernel tells of it."""

    def __init__(self, root, pid):
        self.pid, self.name, self.state, self.parent, self.started = pid, None, None, 0, 0
        try:
            with open("%s/proc/%d/stat" % (root, pid)) as stat:
                head, _, tail = stat.read().rpartition(")")
            fields = tail.split()
            self.name, self.state = head.partition("(")[2], fields[0]
            self.parent, self.started = int(fields[1]), int(fields[19])
        except (OSError, ValueError, IndexError):
            pass


SHELLS = ("sh", "dash", "bash", "ash", "ksh", "zsh", "busybox")


def numbers(root):
    return [int(os.path.basename(one)) for one in processes(root)]


def reads_from(root, pid, holders):
    """Whether it ends with them: it reads what one of them writes."""
    try:
        source = os.readlink("%s/proc/%d/fd/0" % (root, pid))
    except OSError:
        return False
    return source.startswith("pipe:") and any(source in sockets_of("%s/proc/%d" % (root, one)) for one in holders)


def has_other_work(root, one, child, holders):
    """Whether a process that sleeps seems to wait for another child than the one that is given. What a shell has in the
    foreground is what it has started last."""
    if one.name == "sleep":
        return True
    if one.name not in SHELLS:
        return False
    children = [status for status in (Status(root, pid) for pid in numbers(root)) if status.parent == one.pid]
    later = [status for status in children if (status.started, status.pid) > (child.started, child.pid)]
    return any(status.pid not in holders and not reads_from(root, status.pid, holders) for status in later)


def times_off(root, pid):
    """How often it has left the processor, by itself or not; nothing where the kernel does not tell."""
    try:
        with open("%s/proc/%d/status" % (root, pid)) as status:
            return [line for line in status if "voluntary_ctxt_switches" in line]
    except OSError:
        return []


def waiting_for(root, first, pid, holders):
    """
    Who sleeps and seems to wait for a process, up to the first one, each with how often it has left the processor; None
    where one of them does not wait. Whoever is about to end is at work, or gone already.
    """
    found, child = {}, Status(root, pid)
    while child.pid != first:
        one = Status(root, child.parent)
        if one.pid <= 1 or one.state != "S":
            return None
        if one.pid not in holders:
            if has_other_work(root, one, child, holders):
                return None
            found[one.pid] = times_off(root, one.pid)
        child = one
    return found


def waiters(root, first, port):
    """
    Who waits for those who listen on a port; None where the first process does not seem to stay as long as they do. A
    shell that takes in the end of a command seems to sleep, with no command to be seen: who really waits is the same a
    moment later, and has not left the processor again.
    """
    names = {name for _, one, name in table_of_sockets(root) if one == port}
    holders = [pid for pid in numbers(root) if names & sockets_of("%s/proc/%d" % (root, pid))]
    found = [waiting_for(root, first, pid, holders) for pid in holders]
    return None if not found or None in found else {pid: off for one in found for pid, off in one.items()}


def processor_seconds(root):
    total = 0
    for process in processes(root):
        try:
            with open(process + "/stat") as stat:
                fields = stat.read().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        except (OSError, IndexError):
            pass
    return total / os.sysconf("SC_CLK_TCK")


CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*\bchunked\b", re.IGNORECASE)


def chunks_of(body):
    while body:
        size, _, rest = body.partition(b"\r\n")
        try:
            length = int(size.partition(b";")[0], 16)
        except ValueError:
            return
        yield rest[:length]
        body = rest[length + 2 :] if length > 0 else b""


def body_of(reply):
    """What a reply holds behind its head, as far as it has come."""
    head, _, body = reply.partition(b"\r\n\r\n")
    return b"".join(chunks_of(body)) if CHUNKED.search(head) else body


class Knock:
    """One GET. Its outcome: None while it goes on, "refused", or ("said", status or None without an HTTP answer)."""

    SECONDS = 30
    LINGER = 1
    REPLY_BYTES = 1024 * 1024

    def __init__(self, address, port, path, name, now, more=()):
        self.path, self.begun, self.seconds = path, now, None
        self.status, self.outcome, self.reply = None, None, b""
        lines = ("GET %s HTTP/1.1", "Host: %s", "User-Agent: HealthCheck/1.0", "Accept: */*", "Connection: close")
        self.request = encoded("\r\n".join(lines + more) % (path, name) + "\r\n\r\n")
        self.door = socket.socket()
        self.door.setblocking(False)
        try:
            self.door.connect((address, port))
        except BlockingIOError:
            pass
        except OSError:
            self.finish("refused")

    def finish(self, outcome):
        self.door.close()
        self.outcome = outcome

    def wants(self):
        return select.POLLOUT if self.request else select.POLLIN

    def step(self, now):
        """To be called when the socket is ready, and now and then."""
        if self.outcome is None:
            try:
                self.write() if self.request else self.read(now)
            except BlockingIOError:
                pass
            except OSError:
                self.end_of_reply(now)
        if self.outcome is None:
            self.look_at_clock(now)

    def write(self):
        self.request = self.request[self.door.send(self.request) :]

    def read(self, now):
        piece = self.door.recv(65536)
        self.reply += piece
        found = re.match(rb"HTTP/\d(?:\.\d)? (\d{3})\b", self.reply)
        if found and self.status is None:
            self.status, self.seconds = int(found.group(1)), now
        if not piece or len(self.reply) > self.REPLY_BYTES:
            self.end_of_reply(now)

    def end_of_reply(self, now):
        self.seconds = now if self.seconds is None else self.seconds
        self.finish("refused" if self.request else ("said", self.status))

    def look_at_clock(self, now):
        # The rest of the reply is read so that the server does not complain of us.
        if self.status is not None and now - self.seconds > self.LINGER:
            self.end_of_reply(now)
        elif now - self.begun > self.SECONDS:
            self.end_of_reply(now)

    def answer(self, now):
        return {"path": self.path, "status": self.status, "seconds": now if self.seconds is None else self.seconds}
`;
