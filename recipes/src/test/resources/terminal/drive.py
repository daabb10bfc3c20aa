"""Runs a command in a terminal of its own and does what somebody at it would do.

drive.py ROWS COLUMNS STEPS COMMAND...   STEPS is JSON: [[TEXT, ACTION], ...]

Waits until each TEXT has come out since the step before, then types ACTION, or sends the signal if it begins with "SIG". Copies all
that comes out, and at last says whether the terminal echoes and edits lines as it did before.
"""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

rows, columns = int(sys.argv[1]), int(sys.argv[2])
steps = json.loads(sys.argv[3])
main, terminal = pty.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
before = termios.tcgetattr(terminal)
told, tell = os.pipe()
leader = os.fork()
if leader == 0:
    # as a shell: it has the terminal, and is there when its command is not any more
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    child = os.fork()
    if child == 0:
        for descriptor in (0, 1, 2):
            os.dup2(terminal, descriptor)
        os.execvp(sys.argv[4], sys.argv[4:])
    os.write(tell, b"%d\n" % child)
    os.write(tell, b"%d\n" % os.waitpid(child, 0)[1])
    time.sleep(100)
    os._exit(0)
answers = os.fdopen(told)
child = int(answers.readline())

seen = ""
ended = None
until = time.time() + 100
while time.time() < until:
    ready, _, _ = select.select([main], [], [], 0.1)
    if ready:
        text = os.read(main, 65536).decode("utf-8", "replace")
        sys.stdout.write(text)
        seen += text
    while steps and steps[0][0] in seen:
        _, action = steps.pop(0)
        seen = ""
        if action.startswith("SIG"):
            os.kill(child, getattr(signal, action))
        else:
            os.write(main, action.encode())
    if ended is None:
        if select.select([told], [], [], 0)[0]:
            ended = int(answers.readline())
    elif not ready and termios.tcgetattr(terminal) == before:
        break
same = termios.tcgetattr(terminal) == before
print("\n[ended %s, modes %s, steps left %d]" % (ended, "restored" if same else "changed", len(steps)))
os.kill(leader, signal.SIGKILL)
os.waitpid(leader, 0)
