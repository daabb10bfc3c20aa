package pipeline.tester;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is to go wrong in a run. Thread-safe. */
final class FaultPlan {

    private record Entry(Jobs jobs, Fault fault) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    void add(Jobs jobs, Fault fault) {
        entries.add(new Entry(jobs, fault));
    }

    /** Returns the text of sh that runs a program, with all faults that hit the job around it; the last one is outermost. */
    String around(Jobs.StartingJob call, String program) {
        String text = program;
        for (Entry entry : entries) {
            if (entry.jobs().include(call)) {
                text = entry.fault().around(text);
            }
        }
        return text;
    }
}
