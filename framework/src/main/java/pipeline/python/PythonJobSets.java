package pipeline.python;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.JobSet;
import pipeline.job.Outcome;
import tools.jackson.databind.JsonNode;

/** What a recipe in Python has submitted: sets known by numbers, and their jobs by their places. Thread-safe. */
final class PythonJobSets {

    private static final double NANOS = 1e9;

    private final PythonJobs jobs;
    private final Map<Integer, Submitted> sets = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    PythonJobSets(PythonJobs jobs) {
        this.jobs = jobs;
    }

    /** One set; the lock of the places guards them, that of the iterator lets one thread at a time wait. */
    private static final class Submitted {
        private final JobSet set;
        private final Iterator<Outcome> outcomes;
        private final IdentityHashMap<ComputeJob, Integer> places = new IdentityHashMap<>();

        Submitted(JobSet set) {
            this.set = set;
            this.outcomes = set.iterator();
        }

        void place(List<ComputeJob> more) {
            synchronized (places) {
                more.forEach(job -> places.put(job, places.size()));
            }
        }

        void forget(List<ComputeJob> refused) {
            synchronized (places) {
                refused.forEach(places::remove);
            }
        }

        int placeOf(ComputeJob job) {
            synchronized (places) {
                return places.getOrDefault(job, -1);
            }
        }

        ComputeJob at(int place) {
            synchronized (places) {
                for (Map.Entry<ComputeJob, Integer> entry : places.entrySet()) {
                    if (entry.getValue() == place) {
                        return entry.getKey();
                    }
                }
            }
            throw new IllegalArgumentException("step %s has no job %d".formatted(set.step(), place));
        }
    }

    /** Takes a set with its first jobs; returns its number. */
    int take(JobSet set, List<ComputeJob> first) {
        Submitted submitted = new Submitted(set);
        submitted.place(first);
        int number = numbers.incrementAndGet();
        sets.put(number, submitted);
        return number;
    }

    void add(JsonNode call) {
        Submitted submitted = submitted(call);
        List<ComputeJob> more = jobs.read(call.path("jobs"));
        submitted.place(more);
        try {
            submitted.set.add(more);
        } catch (RuntimeException e) {
            submitted.forget(more);
            throw e;
        }
    }

    /** Returns the next outcome with the place of its job; null if there is none. */
    @Nullable
    Map<String, @Nullable Object> next(JsonNode call) throws InterruptedException {
        Submitted submitted = submitted(call);
        Outcome outcome = call.has("timeout")
                ? next(submitted, Duration.ofNanos((long) (call.path("timeout").asDouble() * NANOS)))
                : next(submitted);
        if (outcome == null) {
            return null;
        }
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("index", submitted.placeOf(outcome.job()));
        value.put("outcome", jobs.write(outcome));
        return value;
    }

    private static @Nullable Outcome next(Submitted submitted) {
        synchronized (submitted.outcomes) {
            return submitted.outcomes.hasNext() ? submitted.outcomes.next() : null;
        }
    }

    private static @Nullable Outcome next(Submitted submitted, Duration limit) throws InterruptedException {
        Optional<Outcome> next = submitted.set.next(limit);
        return next.orElse(null);
    }

    void cancel(JsonNode call) {
        Submitted submitted = submitted(call);
        if (call.has("index")) {
            submitted.set.cancel(submitted.at(call.path("index").asInt()));
        } else {
            submitted.set.cancel();
        }
    }

    /** Waits for all jobs of a set; returns their outcomes in the order of the jobs. */
    List<Map<String, @Nullable Object>> await(JsonNode call) throws InterruptedException {
        return jobs.write(submitted(call).set.await());
    }

    private Submitted submitted(JsonNode call) {
        int number = call.path("set").asInt();
        Submitted known = sets.get(number);
        if (known == null) {
            throw new IllegalArgumentException("there is no set " + number);
        }
        return known;
    }
}
