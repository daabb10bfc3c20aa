"""Recipes in Python: one file, Python 3.6 or newer, standard library only.

    from pipeline_recipe import ComputeJob, Recipe, load_data_map

    class line_count(Recipe):
        def go(self):
            jobs = [ComputeJob(host, "wc -l", arguments=[file])
                    for host, file in load_data_map(self.inputs["args"][0])]
            self.schedule_jobs(jobs, max_per_node=2)
            return 1 if self.error.is_set() else 0

``pipeline line_count.py -j first data.map`` runs it: Pipeline starts the file in a process of its own and does what it
asks for, so job table, recovery, options and help are those of every recipe. The names of LOFAR's framework are here too
(BaseRecipe, RemoteCommandRecipeMixIn, _schedule_jobs, ingredient): its recipes run after a change of their imports.

What a recipe prints is standard output of the command. Calls may come from several threads.
"""

import ast
import difflib
import hashlib
import inspect
import json
import logging
import os
import re
import shlex
import shutil
import socket
import sys
import threading
import traceback
import types

__all__ = [
    "BaseRecipe",
    "ComputeJob",
    "JobSet",
    "PipelineError",
    "Recipe",
    "RecipeFailure",
    "RemoteCommandRecipeMixIn",
    "StepOutputs",
    "gang",
    "groups",
    "ingredient",
    "load_aligned_maps",
    "load_data_map",
    "require_all",
    "store_data_map",
]

_PYTHON = re.compile(r"python[0-9.]*$")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_NOT_RUN = 123456


class PipelineError(Exception):
    """What a recipe asked for cannot be done; the message says why."""

    #: where the recipe is wrong, if no line of it is in the traceback
    _line = None
    #: the number of the call that was refused
    _call = None


class RecipeFailure(PipelineError):
    """Ends a recipe because of something that its user can put right; the message is printed as it stands, without a traceback."""


class _ErrorFlag(threading.Event):
    """Is set as soon as any job does not succeed; a recipe that has dealt with that clears it."""

    def clear(self):
        super().clear()
        _master.send({"clear": True})


class _DryRunEnd(BaseException):
    """Ends a recipe in a dry run where it needs the outcomes of its jobs."""


class ComputeJob:
    """One piece of work for one host: the host that holds the data, and what to run there.

    host            as the mapfile has it
    command         text, split into words as a shell does, or a list of words; "python FILE" and a path of a file on this
                    machine are node scripts: they are brought to the host, and get the address and the port of the log
                    server as their first two arguments
    arguments       appended to the command; text arrives as it is, anything else as JSON
    resources       {"cores": n}, as LOFAR has it
    json_arguments  all arguments go as JSON, and the node script's run() gets them as values

    The other words are those of Java's ComputeJob: label, environment, secrets, working_directory, timeout (seconds), retries,
    cores, memory (bytes), limits ({"io": 2}), outputs, atomic_outputs, reads (the files it reads, for --contents), scratch (True or its
    base), parameter_file (its name and its text, for $PIPELINE_PARAMETERS and {parameters}), capture_output, skip_exit (exit codes
    with which the item is left out, which is no failure), priority, key (a dict, in place of host and command), after (jobs that it
    follows from), independent, always.

    After the jobs have run, results holds "returncode" and, if the job gave back a dict, its entries; outcome is "succeeded",
    "failed", "parked", "ignored", "skipped" (it said that its item is to be left out) or "not_started", failure its kind, such as
    "program" or "cancelled", message says why, and result is what the job gave back.
    """

    def __init__(self, host, command, arguments=(), resources=None, json_arguments=False, **words):
        self.host = host
        self.command = command
        self.transfer = None
        self.arguments = list(arguments)
        self.resources = dict(resources or {})
        self.json_arguments = json_arguments
        self.results = {"returncode": _NOT_RUN}
        self.outcome = None
        self.failure = None
        self.message = ""
        self.result = None
        unknown = sorted(set(words) - _WORDS)
        if unknown:
            near = difflib.get_close_matches(unknown[0], _WORDS, 1)
            raise TypeError("ComputeJob does not know %s; %s" % (
                ", ".join(unknown), "did you mean %s?" % near[0] if near else "there are " + ", ".join(sorted(_WORDS))))
        self.words = words
        self._number = None

    @classmethod
    def put(cls, host, file, remote, **words):
        """Makes a job that brings a file or directory tree of this machine to a host."""
        return cls._transfer(host, {"kind": "put", "from": os.path.abspath(file), "to": remote}, words)

    @classmethod
    def get(cls, host, remote, file, **words):
        """Makes a job that brings a file or directory tree of a host to this machine."""
        return cls._transfer(host, {"kind": "get", "from": remote, "to": os.path.abspath(file)}, words)

    @classmethod
    def copy(cls, from_host, file, host, remote, **words):
        """Makes a job that brings a file or directory tree from one host to another, through this machine."""
        return cls._transfer(host, {"kind": "copy", "from_host": from_host, "from": file, "to": remote}, words)

    @classmethod
    def _transfer(cls, host, transfer, words):
        job = cls(host, [transfer["kind"]], **words)
        job.transfer = transfer
        return job

    def _message(self):
        if self.transfer:
            return dict(self._plain_words(), host=self.host, transfer=self.transfer)
        words = shlex.split(self.command) if isinstance(self.command, str) else [str(word) for word in self.command]
        if not words:
            raise PipelineError("the command of the job for %s is empty" % self.host)
        script, words = _node_script(words)
        message = {"host": self.host, "words": words + [self._text(place) for place in range(len(self.arguments))]}
        if script:
            message["script"] = script
        message.update(self._plain_words())
        if self.json_arguments:
            message["environment"] = dict(self.words.get("environment", {}), PIPELINE_ARGUMENTS="json")
        if "cores" in self.resources:
            message.setdefault("cores", self.resources["cores"])
        return message

    def _plain_words(self):
        words = dict(self.words)
        if "after" in words:
            words["after"] = [_number(job) for job in words["after"]]
        return words

    def _text(self, place):
        argument = self.arguments[place]
        if isinstance(argument, str) and not self.json_arguments:
            return argument
        try:
            return json.dumps(argument)
        except (TypeError, ValueError) as error:
            raise PipelineError("argument %d of the job for %s, counted from 0: %s; give a text, a number, a list or a dict"
                                % (place, self.host, error)) from None

    def _ended(self, outcome):
        self._number = outcome["number"]
        self.outcome = outcome["state"]
        self.failure = outcome.get("failure")
        self.message = outcome.get("message", "")
        self.result = outcome.get("result")
        if outcome.get("code") is not None:
            self.results["returncode"] = outcome["code"]
        if isinstance(self.result, dict):
            self.results.update(self.result)


def gang(name, control, members, time_limit=None, retries=None):
    """Makes a gang of jobs and returns them, the control program first; give all to one call, with other jobs or without.

    They are started together or not at all; if one fails, all are ended; retries and resume are of the gang as a whole. Node scripts
    exchange messages by pipeline_node.gang().

    name        unique among the gangs of one call
    control     the job that has rank 0
    members     jobs, at least 1; they have ranks from 1 on
    time_limit  of all of it, in seconds
    retries     of all of it, in place of the run's
    """
    jobs = [control] + list(members)
    for job in jobs:
        job.words = dict(job.words, gang=str(name))
        if time_limit is not None:
            job.words["timeout"] = time_limit
        if retries is not None:
            job.words["retries"] = retries
    return jobs


_WORDS = {
    "label",
    "environment",
    "secrets",
    "working_directory",
    "timeout",
    "retries",
    "cores",
    "memory",
    "outputs",
    "reads",
    "atomic_outputs",
    "scratch",
    "parameter_file",
    "capture_output",
    "skip_exit",
    "priority",
    "limits",
    "key",
    "after",
    "independent",
    "always",
}


def _number(job):
    """Returns how the master calls the outcome of a job."""
    number = getattr(job, "_number", None)
    if number is None:
        raise PipelineError("a job can follow only from jobs that have ended, but was given %r" % (job,))
    return number


def _node_script(words):
    """Returns the file of a node script and its first arguments; None and all words for a program that is on the host."""
    if len(words) > 1 and _PYTHON.match(os.path.basename(words[0])) and _is_there(words[1]):
        return os.path.abspath(words[1]), words[2:]
    if "/" in words[0] and _is_own(words[0]) and _is_there(words[0]):
        return os.path.abspath(words[0]), words[1:]
    return None, words


def _is_there(path):
    """Returns whether a file is on this machine, or should be: one that would lie with the recipe is on no host either."""
    return os.path.isfile(path) or os.path.isabs(path) and _is_own(path)


def _is_own(path):
    """Returns whether a file lies with the recipe; another, such as /bin/sh, is the host's."""
    directory = os.path.dirname(os.path.realpath(_master.file))
    parent = os.path.dirname(directory) if os.path.basename(directory) == "master" else directory
    return os.path.realpath(path).startswith(parent.rstrip("/") + "/")


class JobSet:
    """The jobs of one step that a recipe has submitted; calls may come from several threads.

        calibrated = self.submit(jobs, step="calibrate")
        imaged = self.submit(step="image")
        for job in calibrated:
            if job.outcome == "succeeded":
                imaged.add(ComputeJob(job.host, "image", after=[job]))
        imaged.wait()

    Iterating hands out each job once, as the jobs end, and ends when all have ended. While jobs are handed out, a new job must
    say from which it follows (after), or that it follows from none (independent). A recipe that returns is waited for.
    """

    def __init__(self, number, jobs):
        self._set = number
        self._jobs = jobs
        self._lock = threading.Lock()

    def add(self, *jobs):
        """Adds jobs, each as an argument or in a list; they start as soon as there is room."""
        more = [job for given in jobs for job in ([given] if isinstance(given, ComputeJob) else given)]
        messages = [job._message() for job in more]
        with self._lock:
            before = len(self._jobs)
            self._jobs.extend(more)
            try:
                _master.call("add", {"set": self._set, "jobs": messages})
            except BaseException:
                del self._jobs[before:]
                raise

    def next(self, timeout=None):
        """Returns the next job that has ended; None if all are handed out, or none ended within timeout (seconds)."""
        request = {"set": self._set}
        if timeout is not None:
            request["timeout"] = timeout
        ended = _master.call("next", request)
        if ended is None:
            return None
        job = self._jobs[ended["index"]]
        job._ended(ended["outcome"])
        return job

    def __iter__(self):
        return iter(self.next, None)

    def __len__(self):
        return len(self._jobs)

    def cancel(self, job=None):
        """Ends a job wherever it is, or all that have not ended; they have failed then, failure "cancelled"."""
        request = {"set": self._set}
        if job is not None:
            request["index"] = next(place for place, other in enumerate(self._jobs) if other is job)
        _master.call("cancel", request)

    def wait(self):
        """Waits until all jobs have ended; returns them in the order in which they were added."""
        for job, outcome in zip(self._jobs, _master.call("wait", {"set": self._set})):
            job._ended(outcome)
        return list(self._jobs)


class _Configuration:
    """What pipeline.cfg says, as Python's ConfigParser has it; references are replaced."""

    _MISSING = object()
    _WORDS = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}

    def get(self, section, option, raw=False, vars=None, *, fallback=_MISSING):  # pylint: disable=redefined-builtin,unused-argument
        """Returns a text; without a fallback, what is not there is an error."""
        value = _master.call("configured", {"section": section, "key": option})
        if value is not None:
            return value
        if fallback is not self._MISSING:
            return fallback
        raise PipelineError("the configuration has no %s in [%s]" % (option, section))

    def has_option(self, section, option):
        """Returns whether a section, or DEFAULT, has a key."""
        return self.get(section, option, fallback=None) is not None

    def items(self, section):
        """Returns the keys of a section with their values, those of DEFAULT among them, as pairs."""
        return list(_master.call("configured_items", {"section": section}).items())

    def sections(self):
        """Returns the heads of all sections but DEFAULT, in the order of the file."""
        return _master.call("configured_sections", {})

    def has_section(self, section):
        """Returns whether the file has a section."""
        return section in self.sections()

    def getint(self, section, option, *, fallback=_MISSING):
        """Returns a whole number."""
        return self._read(section, option, fallback, int, "a whole number")

    def getfloat(self, section, option, *, fallback=_MISSING):
        """Returns a number."""
        return self._read(section, option, fallback, float, "a number")

    def getboolean(self, section, option, *, fallback=_MISSING):
        """Returns True or False."""
        return self._read(section, option, fallback, lambda text: self._WORDS[text.lower()], "yes or no")

    def _read(self, section, option, fallback, reader, wanted):
        text = self.get(section, option, fallback=fallback)
        if text is fallback:
            return text
        try:
            return reader(text)
        except (KeyError, ValueError):
            raise PipelineError("%s in [%s] must be %s, but was %s" % (option, section, wanted, text)) from None


class BaseRecipe:
    """A recipe: extend it, declare inputs and outputs, and override go()."""

    #: name -> ingredient
    inputs = {}
    #: name -> ingredient
    outputs = {}

    def __init__(self):
        declared = _declared(type(self), "inputs")
        self.name = _master.name
        self.__file__ = _master.file
        self.logger = logging.getLogger(self.name)
        self.error = _master.error
        self.config = _Configuration()
        self.inputs = _Inputs(declared)
        self.outputs = _Outputs(_declared(type(self), "outputs"))

    def go(self):
        """Does the work; returns 0 or None for success."""

    def schedule_jobs(self, jobs, max_per_node=None, step=None):
        """Runs jobs, at most max_per_node at a time on one host, and waits for them; returns the same jobs.

        Jobs that succeeded in an earlier run of the same job name are not run again. step names the call, by which its jobs
        are found again where the order of calls may change.
        """
        jobs = list(jobs)
        request = {"jobs": [job._message() for job in jobs]}
        if max_per_node is not None:
            request["max_per_node"] = max_per_node
        if step is not None:
            request["step"] = step
        for job, outcome in zip(jobs, _master.call("schedule_jobs", request)):
            job._ended(outcome)
        return jobs

    def run_task(self, task, args=(), step=None, may_fail=False, **overrides):
        """Runs a task of the task files as a step of this recipe, and returns its outputs.

        args are its positional arguments, in place of those of the task, and overrides its inputs. step is its name, otherwise
        that of the task. A failure is a PipelineError, unless it may fail.
        """
        return _run_step({"task": task, "step": step or task}, args, may_fail, overrides)

    def run_recipe(self, file, args=(), step=None, may_fail=False, **inputs):
        """Runs the recipe of a file as a step of this recipe; the same as run_task otherwise."""
        name = os.path.splitext(os.path.basename(file))[0]
        return _run_step({"file": os.path.abspath(file), "step": step or name}, args, may_fail, inputs)

    def put(self, host, file, remote):
        """Brings a file or directory tree of this machine to a host; returns the job."""
        return self.schedule_jobs([ComputeJob.put(host, file, remote)], step="put")[0]

    def get(self, host, remote, file):
        """Brings a file or directory tree of a host to this machine; returns the job."""
        return self.schedule_jobs([ComputeJob.get(host, remote, file)], step="get")[0]

    def copy(self, from_host, file, host, remote):
        """Brings a file or directory tree from one host to another, through this machine; returns the job."""
        return self.schedule_jobs([ComputeJob.copy(from_host, file, host, remote)], step="copy")[0]

    def submit(self, jobs=(), max_per_node=None, step=None):
        """Submits jobs and returns at once with a JobSet: its jobs come as they end, and more may be added while they run."""
        jobs = list(jobs)
        request = {"jobs": [job._message() for job in jobs]}
        if max_per_node is not None:
            request["max_per_node"] = max_per_node
        if step is not None:
            request["step"] = step
        return JobSet(_master.call("submit", request), jobs)

    def loop(self, most, function):
        """Calls function with 1, 2 and so on until it returns something true; returns how many rounds there were.

        If it has not after so many rounds, that is a RecipeFailure. Give steps names, so that each round finds its own jobs again.
        """
        if most < 1:
            raise PipelineError("a loop must have 1 round at least, but most was %d" % most)
        for number in range(1, most + 1):
            if function(number):
                return number
        raise RecipeFailure("the loop has not come to its end after %d rounds, and may have no more" % most)

    def main(self, arguments=None):
        """Starts the recipe by the command, as if its file had been given to pipeline."""
        _start_command(inspect.getfile(type(self)), sys.argv[1:] if arguments is None else list(arguments))


class StepOutputs(dict):
    """The outputs of a step by name; maps are the files of the maps that it wrote, by the inputs or outputs that name them."""

    def __init__(self, ended):
        super().__init__(ended["outputs"])
        self.step = ended["step"]
        self.code = ended["code"]
        self.message = ended["message"]
        self.maps = ended["maps"]


def _run_step(request, args, may_fail, inputs):
    given = {name: _texts(value) for name, value in inputs.items() if value is not None}
    args = [args] if isinstance(args, str) else list(args)
    return StepOutputs(_master.call("run_step", dict(
        request, args=[str(arg) for arg in args], inputs=given, may_fail=may_fail)))


def _texts(value):
    """Returns a value as it would be typed."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, dict):
        return ["%s=%s" % item for item in value.items()]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _texts(item)]
    return [str(value)]


class RemoteCommandRecipeMixIn:
    """LOFAR's name for the half of a recipe that runs jobs."""

    def _schedule_jobs(self, jobs, max_per_node=None):
        return self.schedule_jobs(jobs, max_per_node)


class Recipe(BaseRecipe, RemoteCommandRecipeMixIn):
    """A recipe: extend it, declare inputs and outputs, and override go()."""


class _Field:
    """A declared input or output."""

    kind = "text"
    noun = "a text"

    def __init__(self, *options, **words):
        self.options = [option.lstrip("-") for option in options if option.startswith("--")]
        self.help = words.pop("help", "")
        self.optional = words.pop("optional", False)
        self.has_default = "default" in words
        self.default = words.pop("default", None)
        self.environment_variable = words.pop("environment_variable", None)
        if words:
            raise TypeError("an ingredient has default, help, optional and environment_variable, but not %s"
                            % ", ".join(sorted(words)))

    def read(self, name, text):
        """Turns what was typed into a value."""
        return text

    def is_valid(self, value):
        """Returns whether a value fits."""
        return isinstance(value, str)


class _Number(_Field):
    type = int
    noun = "a whole number"

    def read(self, name, text):
        try:
            return self.type(text)
        except ValueError:
            raise PipelineError("--%s must be %s, but was '%s'" % (name, self.noun, text)) from None

    def is_valid(self, value):
        return isinstance(value, (int, self.type)) and not isinstance(value, bool)


class _Float(_Number):
    type = float
    noun = "a number"


class _Bool(_Field):
    noun = "True or False"

    def read(self, name, text):
        if text in ("True", "true"):
            return True
        if text in ("False", "false", "None", ""):
            return False
        raise PipelineError("--%s must be True or False, but was '%s'" % (name, text))

    def is_valid(self, value):
        return isinstance(value, bool)


class _List(_Field):
    kind = "list"
    noun = "a list"

    def read(self, name, text):
        return [part.strip() for part in text.strip("[] ").split(",") if part.strip()]

    def is_valid(self, value):
        return not isinstance(value, str) and hasattr(value, "__iter__")


class _Dict(_Field):
    noun = "a dict"

    def read(self, name, text):
        try:
            value = json.loads(text)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise PipelineError("--%s must be a JSON object, such as {\"a\": 1}, but was '%s'" % (name, text))
        return value

    def is_valid(self, value):
        return isinstance(value, dict)


class _Path(_Field):
    noun = "a file"

    def found(self, path):
        return os.path.exists(path)

    def read(self, name, text):
        if not self.found(text):
            raise PipelineError("--%s must be %s of this machine, but was '%s'" % (name, self.noun, text))
        return text


class _Exec(_Path):
    noun = "an executable file"

    def found(self, path):
        return os.path.isfile(path) and os.access(path, os.X_OK)


class _Directory(_Path):
    noun = "a directory"

    def found(self, path):
        os.makedirs(path, exist_ok=True)
        return os.path.isdir(path)


class _FileList(_List):
    noun = "a list of files"

    def read(self, name, text):
        files = super().read(name, text)
        missing = [file for file in files if not os.path.exists(file)]
        if missing:
            raise PipelineError("--%s must be files of this machine, but there is no %s" % (name, ", ".join(missing)))
        return files


class ingredient:  # pylint: disable=invalid-name,too-few-public-methods
    """The kinds of inputs and outputs, by the names of LOFAR's module."""

    StringField = _Field
    IntField = _Number
    FloatField = _Float
    BoolField = _Bool
    ListField = _List
    DictField = _Dict
    FileField = _Path
    ExecField = _Exec
    DirectoryField = _Directory
    FileList = _FileList


_KINDS = {
    "int": _Number,
    "float": _Float,
    "bool": _Bool,
    "dict": _Dict,
    "file": _Path,
    "exec": _Exec,
    "directory": _Directory,
}


def _declared(cls, what):
    """Returns the ingredients of a class and of those that it extends; its own come last."""
    fields = {}
    for ancestor in reversed(cls.__mro__):
        own = ancestor.__dict__.get(what)
        if isinstance(own, dict):
            fields.update(own)
    return fields


class _Inputs(dict):
    """The values of the inputs; those that were not typed have their defaults."""

    def __init__(self, declared):
        super().__init__(_master.standard)
        typed = _master.typed
        problems = []
        for name, field in declared.items():
            option = _option(name, field)
            if option in typed:
                try:
                    self[name] = self._read(option, field, typed[option])
                except PipelineError as error:
                    problems.append(str(error))
            elif field.has_default:
                self[name] = field.default
            elif field.optional:
                self[name] = None
            else:
                problems.append("--%s is missing%s" % (option, field.help and ": " + field.help))
        if problems:
            raise _WrongInputs("\n".join(problems))

    @staticmethod
    def _read(option, field, texts):
        if field.kind == "list":
            return [value for text in texts for value in field.read(option, text)]
        return field.read(option, texts[-1])


class _WrongInputs(PipelineError):
    """What was typed for the inputs cannot be used."""


class _Outputs(dict):
    """The results of a recipe; only what is declared can be set."""

    def __init__(self, declared):
        super().__init__()
        self._declared = declared

    def __setitem__(self, name, value):
        if name not in self._declared:
            raise PipelineError(
                "output %s is not declared; there are %s" % (name, ", ".join(sorted(self._declared)) or "none"))
        if not self._declared[name].is_valid(value):
            raise PipelineError("output %s cannot be %r" % (name, value))
        super().__setitem__(name, value)


def _option(name, field):
    return (field.options or [name])[0].replace("_", "-").lower()


def load_data_map(filename):
    """Reads a mapfile of any form; returns (host, file) of the entries that are not skipped, in their order."""
    return [(entry["host"], file) for entry in _master.call("load_data_map", {"file": os.path.abspath(filename)})
            for file in entry["files"]]


def load_aligned_maps(*filenames):
    """Reads maps that belong together place by place; returns (host, file, file, ...), one file of each map.

    What is skipped in one map is skipped in all. Maps of other lengths or with other hosts are refused.
    """
    rows = _master.call("load_aligned_maps", {"files": [os.path.abspath(name) for name in filenames]})
    return [tuple(row) for row in rows]


def groups(data, most=None):
    """Puts (host, file) together: returns (host, [file, ...]) with at most so many files of a host, all of it by default."""
    if most is not None and most < 1:
        raise PipelineError("a group must have room for 1 entry at least, but most was %d" % most)
    hosts = {}
    for host, file in data:
        hosts.setdefault(host, []).append(file)
    return [(host, files[start:start + (most or len(files))])
            for host, files in hosts.items() for start in range(0, len(files), most or len(files))]


def require_all(jobs):
    """Returns what all jobs gave back, in their order, to make one value of them; RecipeFailure if one did not succeed."""
    jobs = [job for job in jobs if job.outcome not in ("ignored", "skipped")]
    missing = [job for job in jobs if job.outcome != "succeeded"]
    if missing:
        lines = ["  %s: %s" % (job.host, job.message) for job in missing[:10]]
        if len(missing) > 10:
            lines.append("  and %d more" % (len(missing) - 10))
        raise RecipeFailure("%d of %d results are missing, so nothing is made of the others:\n%s"
                            % (len(missing), len(jobs), "\n".join(lines)))
    return [job.result for job in jobs]


def store_data_map(filename, data):
    """Writes a mapfile of (host, file) or (host, file, skip)."""
    entries = [{"host": entry[0], "file": entry[1], "skip": bool(entry[2]) if len(entry) > 2 else False} for entry in data]
    _master.call("store_data_map", {"file": os.path.abspath(filename), "entries": entries})


class _Handler(logging.Handler):
    """Sends what the recipe logs to the log of the run."""

    def emit(self, record):
        try:
            text = self.format(record)
        except Exception:  # pylint: disable=broad-except
            self.handleError(record)
            return
        _master.send({
            "log": _LEVELS[max(0, min(record.levelno // 10, 5) - 1)],
            "logger": record.name,
            "message": _well_formed(text),
        })


class _Master:
    """The connection to the process that does what the recipe asks for: JSON lines, each call with a number of its own."""

    def __init__(self):
        self.error = _ErrorFlag()
        self.name = "recipe"
        self.file = ""
        self.typed = {}
        self.standard = {}
        self._lock = threading.Lock()
        self._calls = {}
        self._number = 0
        self._socket = None
        self._lines = None

    def connect(self, address):
        """Opens the connection."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(address)
        self._lines = self._socket.makefile("r", encoding="utf-8", newline="\n")

    def send(self, message):
        """Sends a message that has no answer."""
        if self._socket is None:
            raise PipelineError("this is for a recipe that runs; start it by: pipeline FILE -j JOBNAME")
        line = json.dumps(message).encode("utf-8") + b"\n"
        with self._lock:
            self._socket.sendall(line)

    def receive(self):
        """Returns the next message; ends the process if the other side is gone."""
        try:
            line = self._lines.readline()
        except OSError:
            line = ""
        if not line.endswith("\n"):
            # nobody is left who could do anything for this recipe, or remove what was made for it
            shutil.rmtree(os.path.dirname(__file__), ignore_errors=True)
            os._exit(1)
        return json.loads(line)

    def serve(self):
        """Hands answers to the threads that wait for them."""
        while True:
            message = self.receive()
            with self._lock:
                waiting = self._calls.pop(message["id"], None)
            if waiting is not None:
                waiting[1].update(message)
                waiting[0].set()

    def call(self, name, request):
        """Asks for something and waits for the answer."""
        answer = {}
        done = threading.Event()
        with self._lock:
            self._number += 1
            number = self._number
            self._calls[number] = (done, answer)
        self.send(dict(request, id=number, call=name))
        done.wait()
        if answer.get("error"):
            self.error.set()
        if answer.get("ends"):
            raise _DryRunEnd()
        if "failed" in answer:
            refused = PipelineError(answer["failed"])
            refused._call = number
            raise refused
        return answer.get("value")


_master = _Master()


def _well_formed(text):
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _start_command(file, arguments):
    command = [os.environ.get("PIPELINE_COMMAND", "pipeline"), os.path.abspath(file)] + arguments
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit("%s: there is no pipeline in PATH to run it (%s)" % (file, error))


def _load(file, source):
    """Runs what the file held when it was read as a module, without what it does when it is the program."""
    name = os.path.splitext(os.path.basename(file))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    module = types.ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module
    with open(source, encoding="utf-8") as text:
        # pylint: disable=exec-used
        exec(compile(text.read(), file, "exec"), module.__dict__)
    own = [cls for cls in vars(module).values()
           if isinstance(cls, type) and issubclass(cls, BaseRecipe) and cls.__module__ == name]
    named = [cls for cls in own if cls.__name__.lower() == name.lower()]
    candidates = named or own
    if not candidates:
        raise PipelineError("%s has no recipe: no class in it extends pipeline_recipe.Recipe" % os.path.basename(file))
    if len(candidates) > 1:
        raise PipelineError("%s has several recipes (%s): keep one in a file, or give one the name of the file"
                            % (os.path.basename(file), ", ".join(cls.__name__ for cls in candidates)))
    return candidates[0]


def _code_digest(source):
    """Returns a digest of what the file does: comments and blanks are not part of it."""
    with open(source, encoding="utf-8") as text:
        return hashlib.sha256(ast.dump(ast.parse(text.read())).encode("utf-8")).hexdigest()[:32]


def _kind(field):
    """Returns what a field is, as far as the master checks it; one of somebody's own is checked here alone."""
    for kind, cls in _KINDS.items():
        if type(field) is cls:  # pylint: disable=unidiomatic-typecheck
            return kind
    return field.kind


def _described(fields):
    return [{
        "name": name,
        "option": _option(name, field),
        "kind": _kind(field),
        "environment_variable": field.environment_variable,
        "type": re.sub("^an? ", "", field.noun),
        "optional": field.optional,
        "help": field.help,
        "required": not field.optional and not field.has_default,
        "default": None if field.default is None else str(field.default),
    } for name, field in fields.items()]


def _failure(file):
    """Returns the exception as one line with the place in the recipe, and the traceback."""
    kind, error, trace = sys.exc_info()
    line = "".join(traceback.format_exception_only(kind, error)).strip().splitlines()[-1]
    places = [frame for frame in traceback.extract_tb(trace) if os.path.realpath(frame.filename) == os.path.realpath(file)]
    if isinstance(error, SyntaxError) and error.filename:
        place = "%s:%s:%s: " % (os.path.basename(error.filename), error.lineno, error.offset)
    elif places:
        place = "%s:%d: " % (os.path.basename(file), places[-1].lineno)
    elif getattr(error, "_line", None):
        place = "%s:%d: " % (os.path.basename(file), error._line)
    else:
        place = ""
    own = isinstance(error, PipelineError)
    if isinstance(error, _WrongInputs):
        return {"failed": str(error), "usage": True}
    if isinstance(error, RecipeFailure):
        return {"failed": _well_formed(str(error)), "own": True}
    return {
        "failed": _well_formed(place + (str(error) if own else line)),
        "traceback": _well_formed("".join(traceback.format_exception(kind, error, trace))),
        "refused": getattr(error, "_call", None),
    }


def _made(recipe):
    """Makes a recipe; one whose constructor leaves out that of the recipes would fail later, and not say why."""
    made = recipe()
    if not isinstance(made.outputs, _Outputs):
        raise _mistake(recipe.__init__, "%s.__init__ does not call super().__init__(); every recipe needs that" % recipe.__name__)
    return made


def _code(recipe, returned):
    """Returns what go() returned as an exit code."""
    if returned is None or isinstance(returned, int):
        return int(returned or 0)
    raise _mistake(recipe.go, "go() returned %r; return 0 for success, or another number" % (returned,))


def _mistake(function, message):
    error = PipelineError(message)
    error._line = getattr(getattr(function, "__code__", None), "co_firstlineno", None)
    return error


def _set(recipe):
    """Returns the outputs that a recipe has set so far."""
    return {} if recipe is None or not isinstance(recipe.outputs, _Outputs) else {name: _plain(value) for name, value in recipe.outputs.items()}


def _plain(value):
    """Returns what JSON can hold: a value that it cannot costs no run."""
    try:
        return json.loads(json.dumps(value))
    except (TypeError, ValueError):
        return str(value)


def _await_threads():
    """Waits for the threads of the recipe, as Python does at its end: their jobs belong to the run."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


def _run(file, source, address):
    """Runs a recipe for the process that listens at an address."""
    # a key typed at the terminal is for the master, which ends this process when its jobs have ended
    os.setsid()
    _master.connect(address)
    _master.file = os.path.abspath(file)
    try:
        recipe = _load(_master.file, source)
    except BaseException:  # pylint: disable=broad-except
        _master.send(_failure(file))
        return
    _master.send({
        "recipe": recipe.__name__,
        "description": inspect.getdoc(recipe) if recipe.__doc__ else "",
        "inputs": _described(_declared(recipe, "inputs")),
        "outputs": _described(_declared(recipe, "outputs")),
        "code": _code_digest(source),
    })
    start = _master.receive()
    _master.name = start["name"]
    _master.typed = start["typed"]
    _master.standard = start["standard"]
    root = logging.getLogger()
    root.addHandler(_Handler())
    root.setLevel(start["level"])
    threading.Thread(target=_master.serve, name="answers", daemon=True).start()
    made = None
    try:
        made = _made(recipe)
        code = made.go()
        _await_threads()
        sys.stdout.flush()
        _master.send({"code": _code(made, code), "outputs": _set(made)})
    except _DryRunEnd:
        _master.send({"ends": True})
    except SystemExit as end:
        _await_threads()
        if isinstance(end.code, str):
            logging.getLogger(_master.name).error(end.code)
        sys.stdout.flush()
        _master.send({"code": end.code if isinstance(end.code, int) else int(end.code is not None), "outputs": _set(made)})
    except BaseException:  # pylint: disable=broad-except
        sys.stdout.flush()
        _master.send(dict(_failure(file), outputs=_set(made)))


if __name__ == "__main__":
    import pipeline_recipe

    # the recipe imports the module by its name, and there must be only one
    pipeline_recipe._run(sys.argv[1], sys.argv[2], sys.argv[3])
    sys.stdout.flush()
    # threads of the recipe may outlive it
    os._exit(0)
