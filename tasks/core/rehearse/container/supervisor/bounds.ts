// The supervisor's second part: how much of the machine a container may take before it is ended.

/** Follows `PROCESS`, whose imports it uses. */
export const BOUNDS = String.raw`
CORES = os.cpu_count() or 1
# A gunicorn with two workers a core is far below; a program that starts itself is above at once.
MOST_PROCESSES = max(500, 4 * CORES)
# Libraries for numbers start a thread a core, in each worker.
MOST_TASKS = max(4096, 256 * CORES)
# As much as a site of the Basic tier may keep.
MOST_BYTES = 10 * 10**9
# Of a disk that has less than that.
SHARE_OF_FREE = 0.9
CHECK_SECONDS = 0.1


def tasks_of_machine():
    with open("/proc/loadavg") as file:
        return int(file.read().split()[3].partition("/")[2])


def lower(limit, value):
    _, hard = resource.getrlimit(limit)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def bind_self(root):
    """In the child: what the kernel does by itself, however busy the machine is."""
    lower(resource.RLIMIT_CORE, 0)
    # What the user runs elsewhere counts as well. The kernel asks nobody who is root of the machine.
    lower(resource.RLIMIT_NPROC, tasks_of_machine() + MOST_TASKS)
    try:
        # Where memory runs out, the app is ended and nothing else.
        with open(os.path.join(root, "proc/self/oom_score_adj"), "w") as file:
            file.write("1000")
    except OSError:
        pass


def tasks(root):
    """All threads of the container's processes; of each the first is the process itself."""
    total = 0
    for process in processes(root):
        try:
            total += os.stat(process + "/task").st_nlink - 2
        except OSError:
            pass
    return total


def free_bytes(folder):
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize


def written_bytes(root):
    """By the container's processes, those that have ended as well: whoever waits for one inherits its numbers."""
    total = 0
    for process in processes(root) + [os.path.join(root, "proc/1")]:
        try:
            with open(process + "/io") as file:
                numbers = dict(line.split(": ") for line in file)
            # Not all that is written comes to a disk, and not all that comes to it by a call.
            total += max(int(numbers["wchar"]), int(numbers["write_bytes"]))
        except (OSError, KeyError, ValueError):
            pass
    return total


def start_deaf(work):
    """
    In a thread that takes no signals. One that comes while the first thread holds them back, as the C library does while it
    makes a thread, is handed to any other that takes it; and then it does end the first process of a namespace.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    threading.Thread(target=work, daemon=True).start()
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


class Bounds:
    """
    Looks often, at what costs next to nothing, and in a thread of its own: whoever looks at processes one by one may
    have to wait for each. A limit of each file would end apps that make large ones with holes.
    """

    def __init__(self, plan, container):
        self.root, self.container, self.exceeded = plan["root"], container, None
        self.free, self.tasks = free_bytes(self.root), tasks_of_machine()
        self.most_bytes = int(min(plan.get("mostBytes", MOST_BYTES), SHARE_OF_FREE * self.free))
        start_deaf(self.watch)

    def watch(self):
        while self.exceeded is None:
            time.sleep(CHECK_SECONDS)
            self.check()

    def check(self):
        # The machine's own numbers come first: each is one read, and has to be the container's doing as well.
        more = tasks_of_machine() - self.tasks
        if more > MOST_PROCESSES and len(processes(self.root)) > MOST_PROCESSES:
            self.exceed("processes", MOST_PROCESSES)
        elif more > MOST_TASKS and tasks(self.root) > MOST_TASKS:
            self.exceed("threads", MOST_TASKS)
        elif self.free - free_bytes(self.root) > self.most_bytes and written_bytes(self.root) > self.most_bytes:
            self.exceed("bytes", self.most_bytes)

    def exceed(self, what, most):
        self.exceeded = {"what": what, "most": most, "seconds": self.container.now()}
        # All but this one, at once; none of them can start another one any more.
        os.kill(-1, signal.SIGKILL)
`;
