package pipeline.dispatch.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jobs of one gang, and which of them wait for the others. Confined to the dispatcher's loop. */
final class GatheredGang {

    private final int size;
    private final List<QueuedJob> all = new ArrayList<>();
    private final List<QueuedJob> here = new ArrayList<>();

    /**
     * Makes one without jobs.
     *
     * @param size how many it will have
     */
    GatheredGang(int size) {
        this.size = size;
    }

    /** Notes a job that belongs to it, wherever that is. */
    void expect(QueuedJob job) {
        all.add(job);
    }

    void add(QueuedJob job) {
        here.add(job);
        here.sort(Comparator.comparing(member -> rank(member)));
    }

    private static int rank(QueuedJob job) {
        return job.job().gang().orElseThrow().rank();
    }

    /** Returns those that wait, by their ranks. */
    List<QueuedJob> here() {
        return List.copyOf(here);
    }

    boolean isHere(QueuedJob job) {
        return here.contains(job);
    }

    void remove(QueuedJob job) {
        here.remove(job);
    }

    /** Takes out all that wait. */
    List<QueuedJob> take() {
        List<QueuedJob> taken = here();
        here.clear();
        return taken;
    }

    boolean isComplete() {
        return here.size() == size;
    }

    /** Returns whether nothing more happens to any of its jobs. */
    boolean isOver() {
        return all.stream().allMatch(job -> job.phase() == JobPhase.DONE);
    }

    /** Returns why it will never be complete again; null if it may be. */
    @Nullable
    String fault() {
        if (here.isEmpty()) {
            return null;
        }
        Optional<QueuedJob> ended =
                all.stream().filter(job -> job.phase() == JobPhase.DONE).findFirst();
        if (ended.isPresent()) {
            QueuedJob job = ended.get();
            return "%s (job %d on %s) does not run, so the others of its gang do not either"
                    .formatted(job.job().gang().orElseThrow().described(), job.number(), job.host());
        }
        return all.size() == size
                ? null
                : "gang %s has %d jobs, but %d were submitted: submit all of a gang at once"
                        .formatted(here.get(0).job().gang().orElseThrow().gang(), size, all.size());
    }

    /** Returns when its turn is: when that of the last of its jobs is. */
    QueuePosition position() {
        return here.stream()
                .map(QueuedJob::position)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public String toString() {
        return here.stream().map(job -> job.job().toString()).collect(Collectors.joining(", "));
    }
}
