package pipeline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pipeline.job.FailureKind;
import pipeline.job.JobLabel;
import pipeline.store.JobRow;

/** The jobs of a run, a column for each thing that is shown of them, in the order of their numbers. Not thread-safe. */
final class JobColumns {

    /** Stands for a number that is not known. */
    static final long UNKNOWN = -1;

    final LongColumn ids = new LongColumn();
    final LongColumn hosts = new LongColumn();
    final LongColumn programs = new LongColumn();
    final LongColumn steps = new LongColumn();
    final LongColumn states = new LongColumn();
    /** In milliseconds, of the last attempt. */
    final LongColumn durations = new LongColumn();

    final LongColumn attempts = new LongColumn();
    final LongColumn kinds = new LongColumn();
    final LongColumn exitCodes = new LongColumn();
    final LongColumn messages = new LongColumn();
    final List<String> labels = new ArrayList<>();

    final TextDictionary hostNames = new TextDictionary();
    final TextDictionary programNames = new TextDictionary();
    final TextDictionary stepNames = new TextDictionary();
    final TextDictionary stateNames = new TextDictionary();
    /** The kinds of failures; the first is that of a job that did not fail. */
    final TextDictionary kindNames = new TextDictionary();

    private final TextDictionary messageTexts;

    /**
     * Makes them without any job.
     *
     * @param messageTexts those of the attempts as well
     */
    JobColumns(TextDictionary messageTexts) {
        this.messageTexts = messageTexts;
        for (JobState state : JobState.values()) {
            stateNames.number(state.word());
        }
        kindNames.number("");
    }

    void add(JobRow row) {
        JobRow.End end = row.ending();
        ids.add(row.id());
        hosts.add(hostNames.number(row.job().host()));
        programs.add(programNames.number(row.job().program()));
        steps.add(stepNames.number(row.step().step()));
        states.add(stateNames.number(JobState.of(row.state()).word()));
        labels.add(JobLabel.of(row.job()));
        attempts.add(row.attempts());
        Double duration = end == null ? null : end.duration();
        durations.add(duration == null ? UNKNOWN : Math.round(duration * 1000));
        FailureKind kind = end == null ? null : end.kind();
        kinds.add(kindNames.number(kind == null ? "" : kind.name().toLowerCase(Locale.ROOT)));
        Integer code = end == null ? null : end.exitCode();
        exitCodes.add(code == null ? UNKNOWN : code);
        messages.add(
                messageTexts.number(end == null || row.isSkipped() ? row.state().reason() : end.message()));
    }

    int size() {
        return ids.size();
    }

    /** Returns the row of a job; negative if it is none of these. */
    int row(long id) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = ids.get(middle);
            if (found == id) {
                return middle;
            } else if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
