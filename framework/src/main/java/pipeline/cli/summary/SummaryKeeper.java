package pipeline.cli.summary;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import pipeline.cli.common.IoErrorText;
import pipeline.job.Outcome;
import pipeline.text.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ensures that how a run ended stays in files, also when the terminal or the process is gone. Thread-safe: the first that ends the
 * process has them written, and once.
 */
public final class SummaryKeeper {

    /** The name of the file for people, in the directory of the run. */
    public static final String TEXT = "summary.txt";

    private final RunHead head;
    private final RunTally tally;
    private final PrintStream err;
    private final Clock clock;
    private boolean isWritten;
    private Supplier<List<Outcome>> unsuccessful = List::of;

    /** Makes one that writes nothing yet. */
    public SummaryKeeper(RunHead head, RunTally tally, PrintStream err, Clock clock) {
        this.head = head;
        this.tally = tally;
        this.err = err;
        this.clock = clock;
    }

    /** Writes that the run goes on. */
    public void begin() {
        try {
            SummaryFiles.begin(head);
        } catch (IOException e) {
            report(e);
        }
    }

    /** Returns what counts the jobs. */
    public RunTally tally() {
        return tally;
    }

    /** Says who knows what did not succeed. */
    public synchronized void watch(Supplier<List<Outcome>> source) {
        unsuccessful = source;
    }

    /** Returns what is to be reported of a run that came to its end. */
    public synchronized EndedRun ended(RunEnding ending) {
        return new EndedRun(head, ending, tally.view(unsuccessful.get()));
    }

    /** Writes how it ended; again if the exit code turned out to be another. */
    public synchronized void keep(EndedRun run) {
        isWritten = true;
        write(run);
    }

    /** Writes how the run stands, since the process ends before the run does; nothing if that is written already. */
    public synchronized void keepUnfinished(int exitCode, String how) {
        if (!isWritten) {
            isWritten = true;
            RunEnding.Results none = new RunEnding.Results("", (ObjectNode) Json.tree(Map.of()));
            write(ended(new RunEnding(
                    clock.instant().truncatedTo(ChronoUnit.SECONDS), exitCode, how, RunEnding.Notes.NONE, none)));
        }
    }

    private void write(EndedRun run) {
        try {
            SummaryFiles.end(run);
        } catch (IOException e) {
            report(e);
        }
    }

    private void report(IOException e) {
        err.print("pipeline: the summary of the run cannot be kept in %s: %s\n"
                .formatted(head.directory(), IoErrorText.of(e)));
    }
}
