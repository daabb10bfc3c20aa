package pipeline.tester;

import java.time.Duration;
import java.util.List;
import pipeline.job.wire.NodeAnswer;
import pipeline.text.ShellQuoting;

/**
 * What becomes of a job in place of its program, or around it. Each is a text of sh, within which "$@" is the program, and $pipeline_token
 * frames what a node program answers; empty for a command.
 */
sealed interface Fault {

    /** Returns the text that does it; {@code program} is the text that runs the program and ends as it does. */
    String around(String program);

    /** It ends with this code and does nothing. */
    record Exit(int code) implements Fault {
        @Override
        public String around(String program) {
            return "exit " + code + "\n";
        }
    }

    /** It begins later. */
    record Slow(Duration delay) implements Fault {
        @Override
        public String around(String program) {
            return "sleep %d.%03d 8>&-\n%s".formatted(delay.toSeconds(), delay.toMillisPart(), program);
        }
    }

    /** It is killed, as by a kernel that has no memory left. */
    record Killed() implements Fault {
        @Override
        public String around(String program) {
            return "kill -s KILL $$\n";
        }
    }

    /** It ends as programs do that find no space left. */
    record DiskFull() implements Fault {
        @Override
        public String around(String program) {
            return "printf '%s: write error: No space left on device\\n' \"${1##*/}\" >&2\nexit 1\n";
        }
    }

    /** It runs, and what it wrote is gone afterwards. */
    record OutputMissing(List<String> files) implements Fault {
        @Override
        public String around(String program) {
            return "(%s)\npipeline_code=$?\nrm -rf -- %s\nexit \"$pipeline_code\"\n"
                    .formatted(program, ShellQuoting.quoted(files));
        }
    }

    /** It says that its item is to be left out, as node programs do, and does nothing. */
    record Skip(String reason) implements Fault {
        @Override
        public String around(String program) {
            return """
                    [ -n "$pipeline_token" ] || {
                        echo 'RecipeTester: a command leaves its item out by its exit code: exitCode(jobs, CODE) with one of skipExit' >&2
                        exit 70
                    }
                    printf '\\036%%s answer %%s\\036' "$pipeline_token" %s
                    exit %d
                    """.formatted(ShellQuoting.quote(NodeAnswer.skipping(reason).toJson()), NodeAnswer.SKIP_CODE);
        }
    }
}
