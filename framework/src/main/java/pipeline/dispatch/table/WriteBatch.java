package pipeline.dispatch.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.FinishAndReserveResult;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.Reservation;
import pipeline.store.StoreException;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.time.MonotonicClock;

/** What the writer's thread does with the requests that have come together. Confined to that thread. */
final class WriteBatch {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.dispatch");

    /** How often jobs that others run are looked at. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final JobTable table;
    private final Membership membership;
    private final long member;
    private final RetryPolicy retries;
    private final Map<Long, List<TableRequest.Watch>> watched = new HashMap<>();
    private final MonotonicClock clock;
    private long lastLook;

    /** What could not be written. */
    private final List<AttemptResult> unwritten = new ArrayList<>();

    private @Nullable RuntimeException broken;

    /** How many jobs were reserved here of which no end has come. */
    private int reserved;

    WriteBatch(Membership membership, RandomGenerator random) {
        this.clock = membership.scheduler();
        this.lastLook = clock.nanos();
        this.table = membership.table();
        this.membership = membership;
        this.member = membership.id();
        this.retries = new RetryPolicy(table, membership.rules().attempts(), random);
    }

    /** Returns how long nothing needs to be done if no request comes; null if nothing ever needs to. */
    @Nullable
    Duration pause() {
        if (watched.isEmpty()) {
            return null;
        }
        Duration left = LOOK.minus(clock.since(lastLook));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns how many jobs were reserved here of which no end has come yet. */
    int reserved() {
        return reserved;
    }

    /** Does what is wished and answers everyone; what is due besides is done too. */
    void fulfil(List<TableRequest> requests) {
        List<TableRequest.Reserve> reserves = new ArrayList<>();
        List<TableRequest.WriteResult> ends = new ArrayList<>();
        List<TableRequest.Park> parks = new ArrayList<>();
        List<TableRequest.FindLostAttempts> lostQuestions = new ArrayList<>();
        List<TableRequest.FindCancelled> cancelledQuestions = new ArrayList<>();
        for (TableRequest request : requests) {
            if (request instanceof TableRequest.Reserve reserve) {
                reserves.add(reserve);
            } else if (request instanceof TableRequest.WriteResult end) {
                ends.add(end);
            } else if (request instanceof TableRequest.Park park) {
                parks.add(park);
            } else if (request instanceof TableRequest.FindLostAttempts question) {
                lostQuestions.add(question);
            } else if (request instanceof TableRequest.FindCancelled question) {
                cancelledQuestions.add(question);
            } else if (request instanceof TableRequest.Watch watch) {
                watched.computeIfAbsent(watch.job(), job -> new ArrayList<>()).add(watch);
            }
        }
        try {
            if (broken == null) {
                exchange(ends, reserves);
                parks.forEach(this::park);
                lostQuestions.forEach(
                        question -> question.answer().complete(LostAttempt.before(question.reservation(), table)));
                cancelledQuestions.forEach(this::clear);
                look();
            }
        } catch (RuntimeException e) {
            broken = e;
        }
        if (broken != null) {
            refuse(requests);
        }
    }

    private void exchange(List<TableRequest.WriteResult> ends, List<TableRequest.Reserve> reserves) {
        if (ends.isEmpty() && reserves.isEmpty()) {
            return;
        }
        List<RetryPolicy.@Nullable Next> next = new ArrayList<>();
        List<Finish> finishes = new ArrayList<>();
        for (TableRequest.WriteResult end : ends) {
            RetryPolicy.Next after = retries.after(end.ended());
            next.add(after);
            finishes.add(end.ended().finish(after));
        }
        reserved -= ends.size();
        FinishAndReserveResult done = table.finishAndReserve(
                member,
                finishes,
                reserves.stream().map(TableRequest.Reserve::job).toList());
        List<Long> questions = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            if (!done.accepted().get(i)) {
                questions.add(ends.get(i).ended().reservation().job());
            }
        }
        for (int i = 0; i < reserves.size(); i++) {
            if (done.reserved().get(i).isEmpty()) {
                questions.add(reserves.get(i).job());
            }
        }
        // A job that was reserved is answered although the table may break at the next question.
        answer(reserves, done.reserved());
        Map<Long, JobSnapshot> snapshots = snapshots(questions);
        for (int i = 0; i < ends.size(); i++) {
            TableRequest.WriteResult end = ends.get(i);
            boolean accepted = done.accepted().get(i);
            JobSnapshot snapshot =
                    accepted ? null : snapshots.get(end.ended().reservation().job());
            end.answer().complete(new JobTableWriter.Written(accepted, next.get(i), snapshot));
        }
        for (TableRequest.Reserve reserve : reserves) {
            reserve.answer().complete(new JobTableWriter.Answer(null, snapshots.get(reserve.job())));
        }
    }

    private void answer(List<TableRequest.Reserve> reserves, List<Optional<Reservation>> had) {
        for (int i = 0; i < reserves.size(); i++) {
            if (had.get(i).isPresent()) {
                reserved++;
                reserves.get(i)
                        .answer()
                        .complete(new JobTableWriter.Answer(had.get(i).get(), null));
            }
        }
    }

    private void park(TableRequest.Park park) {
        if (!park.jobs().isEmpty()) {
            table.park(park.jobs(), park.reason());
        }
        park.answer().complete(null);
    }

    private void clear(TableRequest.FindCancelled question) {
        Set<Long> cancelled = new HashSet<>();
        try {
            table.query(
                    QueryCondition.in(JobFields.JOB_ID, question.jobs())
                            .and(QueryCondition.equal(JobFields.STATUS, JobStatus.ERROR.word()))
                            .and(QueryCondition.equal(JobFields.FAILURE_KIND, FailureKind.CANCELLED.word())),
                    List.of(),
                    null,
                    row -> cancelled.add(row.path(JobFields.JOB_ID.name()).asLong()));
            question.answer().complete(cancelled);
        } catch (StoreException e) {
            // it is asked again in a moment; until something must be written nobody needs the table
            question.fail(e);
        }
    }

    private void look() {
        watched.values().removeIf(watches -> {
            watches.removeIf(watch -> watch.answer().isDone());
            return watches.isEmpty();
        });
        if (watched.isEmpty() || clock.since(lastLook).compareTo(LOOK) < 0) {
            return;
        }
        // who has them may be a process of this machine that was killed a moment ago
        membership.reportOrphans();
        Map<Long, JobSnapshot> snapshots = snapshots(List.copyOf(watched.keySet()));
        for (long job : List.copyOf(watched.keySet())) {
            JobSnapshot snapshot = snapshots.get(job);
            if (snapshot == null || snapshot.row().state().status() != JobStatus.RESERVED) {
                List<TableRequest.Watch> over = watched.remove(job);
                if (over != null) {
                    over.forEach(watch -> watch.answer().complete(snapshot));
                }
            }
        }
        lastLook = clock.nanos();
    }

    private Map<Long, JobSnapshot> snapshots(List<Long> jobs) {
        Map<Long, JobSnapshot> snapshots = new LinkedHashMap<>();
        if (jobs.isEmpty()) {
            return snapshots;
        }
        Map<Long, AttemptRow> attempts = new HashMap<>();
        List<JobRow> rows = table.jobs(jobs);
        List<Long> over = rows.stream()
                .filter(row -> row.ending() != null)
                .map(JobRow::id)
                .toList();
        if (!over.isEmpty()) {
            table.lastAttempts(over).forEach(attempt -> attempts.put(attempt.job(), attempt));
        }
        Instant now = table.now();
        rows.forEach(row -> snapshots.put(row.id(), new JobSnapshot(row, attempts.get(row.id()), now)));
        return snapshots;
    }

    private void refuse(List<TableRequest> requests) {
        RuntimeException fault = broken;
        if (fault == null) {
            return;
        }
        for (TableRequest request : requests) {
            if (request instanceof TableRequest.WriteResult end && !end.answer().isDone()) {
                unwritten.add(end.ended());
            }
            request.fail(fault);
        }
        watched.values().forEach(watches -> watches.forEach(watch -> watch.fail(fault)));
        watched.clear();
    }

    /** Tries once more to write down what could not be. */
    void close() {
        if (unwritten.isEmpty()) {
            return;
        }
        try {
            table.finishAndReserve(
                    member, unwritten.stream().map(ended -> ended.finish(null)).toList(), List.of());
            LOGGER.warn("the job table is back; it has the results of the last {} jobs", unwritten.size());
        } catch (RuntimeException e) {
            LOGGER.error(
                    "the results of the last {} jobs could not be written to the job table; the next run asks their hosts: {}",
                    unwritten.size(),
                    e.getMessage());
        }
    }
}
