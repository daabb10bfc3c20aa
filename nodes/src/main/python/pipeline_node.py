"""Logging to the master, arguments and results for node scripts: one file, Python 3.6 or newer, standard library only.

A node script gets the address and the port of the master's log server as its first two arguments:

    import sys
    from pipeline_node import NodeScript

    class example_parallel(NodeScript):
        def run(self, *args):
            for arg in args:
                self.logger.info("Received %s as argument", arg)
            return 0

    if __name__ == "__main__":
        sys.exit(example_parallel(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))

What run() gives to self.result(), a value that JSON can hold, is the job's result: the recipe finds it in the outcome. If the job
was made with JSON arguments, run() gets them as values. self.skip(reason) ends the work of an item that is to be left out.

A script without a class calls logger(), which finds the log server in the environment, and result() or skip(). Records are kept
in a spool on the node as well, from where the master gets what its log server does not. Without a log
server and a spool records are printed on standard error.

A script of a gang calls gang() for messages to and from the others. So can a shell script, with one call for each message:

    value=$(python3 -m pipeline_node receive)
    python3 -m pipeline_node send "$value"
"""

import atexit
import datetime
import json
import logging
import os
import socket
import sys
import threading
import time
import traceback

__all__ = ["Gang", "GangError", "LOFARnode", "NodeScript", "gang", "logger", "result", "skip"]

# not for the processes that a script starts
_ANSWER_TOKEN = os.environ.pop("PIPELINE_ANSWER_TOKEN", None)
# with a reason in the answer it says that the item is to be left out; no code that shells, signals or sysexits.h use
_SKIP_CODE = 117
_TIMEOUT = 10.0
_STALL_TIMEOUT = 30.0
_ATTEMPTS = 4
_MAX_TEXT = 256 * 1024
_MAX_LINE = 1024 * 1024
_MAX_SPOOL = 64 * 1024 * 1024
_LONGEST_PAUSE = 10.0
_ABSENCE = 600.0
_LOOK = 2.0
_LARGEST_VALUE = 256 * 1024
_LONGEST_NAME = 1024
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class NodeScript:
    """A node script in the manner of LOFAR's: override run() and let run_with_logging() call it."""

    def __init__(self, log_host=None, log_port=None):
        self.logger = logger(log_host, log_port)
        self._result = None

    def run(self, *args):
        """Does the work; returns the exit code, None for 0."""
        raise NotImplementedError("a node script must have a method run(self, *args)")

    def result(self, value):
        """Gives the recipe a result, anything that JSON can hold; the last one counts."""
        # what JSON cannot hold is reported where it was given
        self._result = json.dumps(value)

    def skip(self, reason):
        """Ends the work: the item is to be left out, which is no failure; following steps do not see it."""
        skip(reason)

    def run_with_logging(self, *args):
        """Runs the work and returns its exit code; an exception is logged with its traceback and gives 1."""
        try:
            if os.environ.get("PIPELINE_ARGUMENTS") == "json":
                args = [json.loads(arg) for arg in args]
            code = self.run(*args)
            if code is not None and not isinstance(code, int):
                raise TypeError("run() returned %r; return 0 for success, or an exit code, and give a result by self.result()"
                                % (code,))
            if self._result is not None:
                _answer(self._result)
            return 0 if code is None else code
        except Exception as failure:  # pylint: disable=broad-except
            self.logger.exception("%s failed", type(self).__name__)
            # the last line of standard error is what the master gives as the reason
            sys.stderr.write(_place(failure) + _named(failure) + "\n")
            return 1
        finally:
            _close_handlers(self.logger)


# LOFAR's name, so that its node scripts run after a change of their imports
LOFARnode = NodeScript


def result(value):
    """Gives the recipe a result, anything that JSON can hold; to be called once, after all that the script prints."""
    _answer(json.dumps(value))


def gang():
    """Gives the gang of this job; what it offers goes through the master."""
    if _Gangs.mine is None or _Gangs.pid != os.getpid():
        _Gangs.mine = Gang()
        _Gangs.pid = os.getpid()
    return _Gangs.mine


class GangError(Exception):
    """Says why a gang cannot go on: somebody has ended, all wait for each other, or a message is too long."""


class _Gangs:
    """The gang of this process, once it was asked for."""
    mine = None
    pid = 0


class Gang:
    """This process as one of its gang: the control program has rank 0, the members have ranks from 1 on.

    Messages come in the order in which they were sent, each once; a value is what JSON can hold, at most 256 KiB.
    """

    def __init__(self):
        name = os.environ.get("PIPELINE_GANG")
        if not name:
            raise GangError("this job is in no gang; make it with gang(...) in the recipe")
        self.name = name
        self.rank = int(os.environ["PIPELINE_GANG_RANK"])
        self.size = int(os.environ["PIPELINE_GANG_SIZE"])
        self._master = _Requests()

    @property
    def is_control(self):
        """Returns whether this is the control program."""
        return self.rank == 0

    def barrier(self, name=""):
        """Waits until all of the gang, the control program among them, have come to the barrier."""
        self._ask("barrier", name)

    def broadcast(self, value):
        """Sends a value to all members; for the control program."""
        self._ask("broadcast", value=_json(value))

    def receive(self):
        """Waits for the next value that the control program broadcasts; for members."""
        return json.loads(self._ask("receive"))

    def send(self, value):
        """Sends a value to the control program; for members."""
        self._ask("send", value=_json(value))

    def gather(self):
        """Waits for the next value of each member, and gives them in the order of the ranks; for the control program."""
        return json.loads(self._ask("gather"))

    def put(self, name, value):
        """Keeps a value under a name, for all of the gang to get."""
        self._ask("put", name, _json(value))

    def get(self, name, default=None):
        """Gives the last value under a name, or the default if there is none yet."""
        found = self._ask("get", name)
        return json.loads(found) if found else default

    def wait_for(self, name):
        """Waits for a value under a name."""
        return json.loads(self._ask("await", name))

    def _ask(self, what, name="", value=""):
        if len(name) > _LONGEST_NAME:
            raise GangError("a name must have at most %d characters, but has %d" % (_LONGEST_NAME, len(name)))
        try:
            return self._master.ask(what, name, value)
        except GangError as refused:
            raise GangError("%s of %s of gang %s: %s"
                            % (what, "member %d" % self.rank if self.rank else "control", self.name, refused)) from None


def _json(value):
    text = json.dumps(value)
    if len(text) > _LARGEST_VALUE:
        raise GangError("a message must have at most %d bytes, but has %d: write large data to files and send their names"
                        % (_LARGEST_VALUE, len(text)))
    return text


class _Requests:
    """What this process asks the master; a connection that breaks is made again, and what was not answered is asked again."""

    def __init__(self):
        self._sender = "%d-%x" % (os.getpid(), int(time.time() * 1e9))
        self._number = 0
        self._socket = None
        self._address = None
        self._begun = b""
        self._lock = threading.Lock()
        atexit.register(self._close)

    def ask(self, what, name, value):
        """Asks, and waits for the answer however long that takes."""
        with self._lock:
            self._number += 1
            line = _line({"ask": self._number, "what": what, "name": _well_formed(name), "value": value})
            if len(line) > _MAX_LINE:
                raise GangError("a message of %d bytes is too long; write large data to files" % len(line))
            since = time.monotonic()
            pause = 0.2
            while True:
                try:
                    self._open()
                    self._socket.sendall(line)
                    reply = self._await_reply()
                    if reply.get("error"):
                        raise GangError(reply["error"])
                    return reply["value"]
                except (OSError, ValueError) as error:
                    if self._socket is not None:
                        since = time.monotonic()
                    self._hang_up()
                    if time.monotonic() - since > _ABSENCE:
                        raise GangError("the master cannot be reached for %d minutes: %s" % (_ABSENCE / 60, error)) from error
                    time.sleep(pause)
                    pause = min(2 * pause, 1.0)

    @staticmethod
    def _place():
        host = os.environ.get("PIPELINE_LOG_HOST") or "127.0.0.1"
        port = int(os.environ.get("PIPELINE_LOG_PORT") or 0)
        token = os.environ.get("PIPELINE_LOG_TOKEN", "")
        directory = os.environ.get("PIPELINE_LOG_SPOOL")
        return (directory and _moved(directory)) or (host, port, token)

    def _open(self):
        if self._socket is not None:
            return
        address = self._place()
        if not address[1]:
            raise OSError("nobody has said where it is")
        connection = socket.create_connection(address[:2], _TIMEOUT)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._begun = b""
            connection.sendall(_line({
                "hello": 1,
                "token": address[2],
                "job": os.environ.get("PIPELINE_JOB_ID", ""),
                "logger": _well_formed(os.environ.get("PIPELINE_LOGGER", "node")),
                "sender": self._sender,
                "asks": True,
            }))
            if not self._read(connection).get("ok"):
                raise OSError("the master did not accept the hello")
            connection.settimeout(_LOOK)
        except (OSError, ValueError):
            connection.close()
            raise
        self._socket = connection
        self._address = address

    def _await_reply(self):
        while True:
            try:
                reply = self._read(self._socket)
                if reply.get("reply") == self._number:
                    return reply
            except socket.timeout:
                if self._place() != self._address:
                    raise OSError("the master is somewhere else now") from None

    def _read(self, connection):
        while b"\n" not in self._begun:
            piece = connection.recv(65536)
            if not piece:
                raise OSError("the master closed the connection; it may not know this job")
            self._begun += piece
        line, _, self._begun = self._begun.partition(b"\n")
        return json.loads(line.decode("utf-8"))

    def _hang_up(self):
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _close(self):
        if self._socket is not None:
            try:
                self._socket.sendall(_line({"end": 0}))
            except OSError:
                pass  # the master sees that it is over
            self._hang_up()


def _moved(directory):
    """Gives host, port and token of the log server as a master has left word; None if none has."""
    try:
        with open(os.path.join(directory, "log-server"), "r") as note:
            words = note.read().split()
        return (words[0], int(words[1]), words[2]) if len(words) == 3 else None
    except (OSError, ValueError):
        return None


def skip(reason):
    """Ends the script: the item is to be left out, which is no failure; to be called in the main thread.

    The reason stands in the job table. No retry follows, and following steps do not see the item.
    """
    reason = str(reason).strip()
    if not reason:
        raise ValueError("give a reason for leaving the item out")
    _answer("null", ",\"skip\":" + json.dumps(reason))
    sys.stderr.write("left out: %s\n" % reason)
    raise SystemExit(_SKIP_CODE)


def _answer(text, more=""):
    if _ANSWER_TOKEN is not None:
        sys.stdout.write("\x1e%s answer {\"result\":%s,\"error\":null%s}\x1e" % (_ANSWER_TOKEN, text, more))
        sys.stdout.flush()


def _place(failure):
    """Gives the innermost line of the script that an exception came through; nothing if there is none."""
    script = os.path.realpath(sys.argv[0])
    lines = [frame.lineno for frame in traceback.extract_tb(failure.__traceback__)
             if os.path.realpath(frame.filename) == script]
    return "%s:%d: " % (os.path.basename(script), lines[-1]) if lines else ""


def _named(failure):
    """Gives the line that names an exception: notes may follow it, and with a SyntaxError its place comes before."""
    lines = traceback.format_exception_only(type(failure), failure)
    name = type(failure).__name__
    named = [line for line in lines if line.split(":")[0].strip().endswith(name)]
    return (named or lines)[0].splitlines()[0]


def logger(log_host=None, log_port=None):
    """Gives the job's logger; what it says reaches the master until the script exits.

    Address and port default to PIPELINE_LOG_HOST and PIPELINE_LOG_PORT.
    """
    job_logger = logging.getLogger(os.environ.get("PIPELINE_LOGGER", "node"))
    if any(isinstance(handler, (_MasterHandler, _TextHandler)) for handler in job_logger.handlers):
        return job_logger
    level = os.environ.get("PIPELINE_LOG_LEVEL", "WARNING")
    job_logger.setLevel(level if level in _LEVELS else "WARNING")
    job_logger.propagate = False
    job_logger.addHandler(_handler(job_logger.name, log_host, log_port))
    # Before the interpreter's own end, where nothing can be logged any more.
    atexit.register(_close_handlers, job_logger)
    return job_logger


def _handler(name, log_host, log_port):
    host = log_host or os.environ.get("PIPELINE_LOG_HOST") or "127.0.0.1"
    port = log_port or os.environ.get("PIPELINE_LOG_PORT")
    spool = _Spool.find()
    if (not port or str(port) == "0") and spool is None:
        return _TextHandler()
    hello = {
        "hello": 1,
        "token": os.environ.get("PIPELINE_LOG_TOKEN", ""),
        "job": os.environ.get("PIPELINE_JOB_ID", ""),
        "logger": _well_formed(name),
    }
    try:
        return _MasterHandler(host, int(port or 0), hello, spool)
    except (OSError, ValueError) as error:
        _note("the log server at %s:%s cannot be reached or refuses this job (%s); log records follow here"
              % (host, port, error))
        return _TextHandler()


def _close_handlers(job_logger):
    for handler in list(job_logger.handlers):
        if isinstance(handler, _MasterHandler):
            job_logger.removeHandler(handler)
            handler.close()
            job_logger.addHandler(_TextHandler())


def _note(text):
    sys.stderr.write("WARNING log: %s\n" % text)
    sys.stderr.flush()


class _Spool:
    """What this process has logged, in a file on the node that all senders of a slot share."""

    def __init__(self, directory, attempt):
        self._directory = directory
        self._path = os.path.join(directory, "records")
        self._attempt = attempt
        self._file = None
        self._over = False
        self.begin()

    @classmethod
    def find(cls):
        directory = os.environ.get("PIPELINE_LOG_SPOOL")
        attempt = os.environ.get("PIPELINE_MARK", "").rpartition("/")[2]
        return cls(directory, attempt) if directory and attempt else None

    def begin(self):
        """Begins to count anew, under a name of its own."""
        self.sender = "%d-%x" % (os.getpid(), int(time.time() * 1e9))
        self.last = 0
        self._head = ("%s %s " % (self._attempt, self.sender)).encode("ascii")

    def keep(self, seq, line):
        """Keeps a record before it goes anywhere else; gives False if it cannot be kept."""
        if self._over:
            return False
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            line = self._head + b"%d " % seq + line
            if os.fstat(self._file).st_size + len(line) > _MAX_SPOOL:
                raise OSError("it is full, with %d MiB" % (_MAX_SPOOL >> 20))
            while line:
                line = line[os.write(self._file, line):]
            self.last = seq
            return True
        except OSError as error:
            self._over = True
            _note("the spool %s cannot be written (%s); log records go to the log server alone from here on,"
                  " and are printed while it is out of reach" % (self._path, error))
            return False

    def read(self, after):
        """Gives number and line of the records after a number, in their order."""
        if self.last > after:
            with open(self._path, "rb") as lines:
                for line in lines:
                    if line.startswith(self._head) and line.endswith(b"\n"):
                        seq, _, record = line[len(self._head):].partition(b" ")
                        if int(seq) > after:
                            yield int(seq), record

    def server(self):
        """Gives host, port and token of the log server as a master has left word; None if none has."""
        return _moved(self._directory)

    def close(self):
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _TextHandler(logging.StreamHandler):
    """Prints records on standard error."""

    def __init__(self):
        super().__init__(sys.stderr)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))


class _MasterHandler(logging.Handler):
    """Sends records to the master's log server, each before the logging call returns."""

    def __init__(self, host, port, hello, spool):
        super().__init__()
        self._host = host
        self._port = port
        self._hello = hello
        self._spool = spool
        self._text = _TextHandler()
        self._traceback = logging.Formatter()
        self._printed = 0
        self._pid = os.getpid()
        self._seq = 0
        self._sent = 0
        self._socket = None
        self._pause = 0.2
        self._next_attempt = 0.0
        if spool is None:
            self._connect()
        else:
            self._try_to_connect()

    def emit(self, record):
        # logging holds the handler's lock here, so records of several threads do not mix.
        try:
            if os.getpid() != self._pid:
                self._begin_in_child()
            if self._spool is not None:
                self._keep_and_send(record)
                return
            if self._socket is not None:
                try:
                    self._send(record)
                    return
                except OSError as error:
                    self._reconnect(error)
            if self._socket is not None:
                self._send(record)
                return
        except OSError as error:
            self._drop(error)
        except Exception:  # pylint: disable=broad-except
            # A wrong format string is the script's mistake; logging's own handlers go on too.
            self.handleError(record)
            return
        self._printed += 1
        self._text.emit(record)

    def _begin_in_child(self):
        # A forked child has a connection of its own: it must not count on its parent's.
        self._pid = os.getpid()
        self._close_with_child()
        if self._spool is None:
            self._reconnect()
        else:
            self._hang_up()
            self._spool.begin()
            self._seq = 0

    def _keep_and_send(self, record):
        line = self._record_line(record, self._seq + 1)
        self._seq += 1
        kept = self._spool.keep(self._seq, line)
        # Twice: that a connection broke in the meantime is known by its first use.
        for _ in range(2):
            try:
                if not self._try_to_connect():
                    break
                if kept and self._sent < self._seq - 1:
                    self._catch_up()
                else:
                    self._socket.sendall(line)
                    self._sent = self._seq
                return
            except OSError:
                self._hang_up()
        if not kept:
            self._printed += 1
            self._text.emit(record)

    def _catch_up(self):
        """Sends what is kept and the server does not have."""
        for seq, line in self._spool.read(self._sent):
            self._socket.sendall(line)
            self._sent = seq

    def _try_to_connect(self):
        if self._socket is None and time.monotonic() >= self._next_attempt:
            try:
                self._open()
                self._pause = 0.2
            except OSError:
                self._next_attempt = time.monotonic() + self._pause
                self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return self._socket is not None

    def _hang_up(self):
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def close(self):
        self.acquire()
        try:
            if os.getpid() == self._pid:
                if self._spool is not None:
                    self._end_with_spool()
                elif self._socket is not None:
                    self._end()
            if self._printed:
                _note("%d log records did not reach the log server; they stand above" % self._printed)
            self._printed = 0
        finally:
            self.release()
            super().close()

    def _close_with_child(self):
        multiprocessing_util = sys.modules.get("multiprocessing.util")
        if multiprocessing_util is not None:
            # Its children end without calling what atexit knows.
            multiprocessing_util.Finalize(None, self.close, exitpriority=0)

    def _end_with_spool(self):
        # What the server does not confirm is in the spool.
        self._next_attempt = 0.0
        for _ in range(2):
            try:
                if self._try_to_connect():
                    self._catch_up()
                    self._say_end()
                break
            except (OSError, ValueError):
                self._hang_up()
        self._hang_up()
        self._spool.close()

    def _end(self):
        try:
            received = self._say_end()
            if received < self._sent:
                _note("the log server has %d of %d log records" % (received, self._sent))
        except (OSError, ValueError) as error:
            _note("the log server did not confirm the last of %d log records (%s); some may be missing in"
                  " the master's log" % (self._sent, error))
        finally:
            self._hang_up()

    def _say_end(self):
        self._socket.settimeout(_TIMEOUT)
        self._socket.sendall(_line({"end": self._sent}))
        return self._answer().get("received", 0)

    def _send(self, record):
        self._socket.sendall(self._record_line(record, self._sent + 1))
        self._sent += 1

    def _record_line(self, record, seq):
        fields = {
            "seq": seq,
            "time": _utc(record.created),
            "level": _level(record.levelno),
            "logger": _well_formed(record.name[:1024]),
        }
        message = _well_formed(record.getMessage())
        exception = self._traceback.formatException(record.exc_info) if record.exc_info else None
        if record.stack_info:
            exception = "\n".join(filter(None, [exception, record.stack_info]))
        exception = exception and _well_formed(exception)
        limit = _MAX_TEXT
        while True:
            fields["message"] = _cut(message, limit)
            if exception:
                fields["exception"] = _cut(exception, limit)
            line = _line(fields)
            if len(line) <= _MAX_LINE:
                return line
            limit //= 2

    def _connect(self):
        pause = 0.2
        for attempt in range(_ATTEMPTS):
            try:
                self._open()
                return
            except OSError:
                if attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(pause)
                pause *= 3

    def _open(self):
        host, port, hello = self._host, self._port, self._hello
        if self._spool is not None:
            moved = self._spool.server()
            if moved is not None:
                host, port = moved[:2]
                hello = dict(hello, token=moved[2])
            hello = dict(hello, sender=self._spool.sender)
        if not port:
            raise OSError("nobody has said where the log server is")
        connection = socket.create_connection((host, port), _TIMEOUT)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket = connection
            self._sent = 0
            connection.sendall(_line(hello))
            answer = self._answer()
            if not answer.get("ok"):
                raise OSError("the log server did not accept the hello")
            self._sent = answer.get("have", 0)
            # No call may hang for ever on a master that takes nothing any more.
            connection.settimeout(_STALL_TIMEOUT)
        except (OSError, ValueError) as error:
            self._socket = None
            connection.close()
            raise OSError(str(error)) from error

    def _reconnect(self, cause=None):
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        try:
            self._connect()
        except OSError as error:
            self._drop(cause or error)

    def _drop(self, error):
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        _note("the connection to the log server at %s:%s is lost (%s) and cannot be made again; log records"
              " follow here" % (self._host, self._port, error))

    def _answer(self):
        line = b""
        while not line.endswith(b"\n"):
            piece = self._socket.recv(4096)
            if not piece:
                raise OSError("the log server closed the connection")
            line += piece
            if len(line) > 4096:
                raise OSError("the log server answered with an endless line")
        return json.loads(line.decode("utf-8"))


def _line(fields):
    return json.dumps(fields, ensure_ascii=False).encode("utf-8") + b"\n"


def _well_formed(text):
    """Writes what is no character, such as a byte of a file name that is not UTF-8, as an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _cut(text, limit):
    if len(text) <= limit:
        return text
    return "%s \u2026 [%d more characters were cut off]" % (text[:limit], len(text) - limit)


def _utc(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (moment.microsecond // 1000)


def _level(number):
    """Gives the name of the highest standard level that is not above the number."""
    return _LEVELS[max(0, min(number // 10, 5) - 1)]


def _main(words):
    """One message of a shell script: barrier [NAME], broadcast JSON, receive, send JSON, gather, put NAME JSON, get NAME, await NAME."""
    asked = {"barrier": (0, 1), "broadcast": (1, 1), "receive": (0, 0), "send": (1, 1), "gather": (0, 0), "put": (2, 2),
             "get": (1, 1), "await": (1, 1)}
    what = words[0] if words else ""
    if what not in asked or not asked[what][0] <= len(words) - 1 <= asked[what][1]:
        sys.stderr.write("usage: python3 -m pipeline_node %s\n" % _main.__doc__.partition(": ")[2].rstrip("."))
        return 2
    try:
        mine = gang()
        if what == "put":
            mine.put(words[1], json.loads(words[2]))
        elif what in ("broadcast", "send"):
            getattr(mine, what)(json.loads(words[1]))
        elif what == "barrier":
            mine.barrier(*words[1:])
        else:
            given = {"receive": mine.receive, "gather": mine.gather, "get": mine.get, "await": mine.wait_for}[what](*words[1:])
            print(json.dumps(given))
        return 0
    except ValueError as error:
        sys.stderr.write("%s: %s is no JSON (%s); put text in double quotes inside single ones\n" % (what, words[-1], error))
        return 2
    except GangError as error:
        sys.stderr.write("%s\n" % error)
        return 1


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
