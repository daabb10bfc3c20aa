package pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every scheduler, whether its time is real or moved by hand. */
@Timeout(60)
abstract class SchedulerContract {

    private static final Duration MOMENT = Duration.ofMillis(5);

    private final Lock lock = new ReentrantLock();
    private final Condition condition = lock.newCondition();

    abstract Scheduler scheduler();

    /** Lets time pass until something is so. */
    abstract void awaitUntil(BooleanSupplier condition) throws Exception;

    @Test
    void a_task_runs_after_its_delay_and_not_before() throws Exception {
        long begun = scheduler().nanos();
        CompletableFuture<Duration> ran = new CompletableFuture<>();
        scheduler().after(MOMENT, () -> ran.complete(scheduler().since(begun)));
        awaitUntil(ran::isDone);
        assertThat(ran.get()).isGreaterThanOrEqualTo(MOMENT);
    }

    @Test
    void a_task_without_delay_runs_too() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        scheduler().after(Duration.ofSeconds(-1), () -> ran.complete(Thread.currentThread()));
        awaitUntil(ran::isDone);
        assertThat(ran).isCompleted();
    }

    @Test
    void tasks_run_in_the_order_in_which_they_are_due() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        scheduler().after(MOMENT.multipliedBy(40), () -> order.add("b"));
        scheduler().after(MOMENT, () -> order.add("a"));
        awaitUntil(() -> order.size() == 2);
        assertThat(order).containsExactly("a", "b");
    }

    @Test
    void a_task_that_is_cancelled_does_not_run() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        ScheduledTask unwanted = scheduler().after(MOMENT, runs::incrementAndGet);
        unwanted.cancel();
        unwanted.cancel();
        CompletableFuture<Void> later = new CompletableFuture<>();
        scheduler().after(MOMENT.multipliedBy(4), () -> later.complete(null));
        awaitUntil(later::isDone);
        assertThat(runs).hasValue(0);
    }

    @Test
    void a_wait_for_a_condition_ends_when_its_time_is_over() throws Exception {
        long begun = scheduler().nanos();
        CompletableFuture<Void> waited = waiting(() -> scheduler().since(begun).compareTo(MOMENT) < 0, MOMENT);
        awaitUntil(waited::isDone);
        waited.get();
        assertThat(scheduler().since(begun)).isGreaterThanOrEqualTo(MOMENT);
    }

    @Test
    void a_wait_for_a_condition_ends_when_it_is_signalled() throws Exception {
        AtomicInteger signals = new AtomicInteger();
        CompletableFuture<Void> waited = waiting(() -> signals.get() == 0, Duration.ofDays(1));
        lock.lock();
        try {
            signals.incrementAndGet();
            condition.signalAll();
        } finally {
            lock.unlock();
        }
        waited.get();
        assertThat(waited).isCompleted();
    }

    /** Has a thread wait, and returns when it does. */
    private CompletableFuture<Void> waiting(BooleanSupplier goesOn, Duration limit) throws Exception {
        CountDownLatch hasLock = new CountDownLatch(1);
        CompletableFuture<Void> waited = CompletableFuture.runAsync(() -> {
            lock.lock();
            try {
                hasLock.countDown();
                while (goesOn.getAsBoolean()) {
                    scheduler().await(lock, condition, limit);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                lock.unlock();
            }
        });
        hasLock.await();
        lock.lock();
        try {
            // it has given the lock away, so it waits
            return waited;
        } finally {
            lock.unlock();
        }
    }

    @Test
    void a_repeated_task_runs_until_it_is_cancelled() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<ScheduledTask> task = new CompletableFuture<>();
        task.complete(scheduler().every(MOMENT, () -> {
            if (runs.incrementAndGet() == 3) {
                task.join().cancel();
            }
        }));
        CompletableFuture<Void> later = new CompletableFuture<>();
        awaitUntil(() -> runs.get() == 3);
        scheduler().after(MOMENT.multipliedBy(4), () -> later.complete(null));
        awaitUntil(later::isDone);
        assertThat(runs).hasValue(3);
    }

    @Test
    void a_pause_must_be_positive() {
        assertThatThrownBy(() -> scheduler().every(Duration.ZERO, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pause must be positive, but was PT0S");
    }

    @Test
    void a_future_that_is_late_gets_the_value_or_fails() throws Exception {
        CompletableFuture<String> valued = scheduler().completeOnTimeout(new CompletableFuture<>(), "late", MOMENT);
        CompletableFuture<String> failed = scheduler().failOnTimeout(new CompletableFuture<>(), MOMENT);
        awaitUntil(() -> valued.isDone() && failed.isDone());
        assertThat(valued).isCompletedWithValue("late");
        assertThatThrownBy(() -> failed.get(0, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void a_future_that_is_in_time_keeps_its_value_and_leaves_nothing_waiting() throws Exception {
        CompletableFuture<String> future = scheduler().failOnTimeout(new CompletableFuture<>(), MOMENT);
        future.complete("in time");
        CompletableFuture<Void> later = new CompletableFuture<>();
        scheduler().after(MOMENT.multipliedBy(4), () -> later.complete(null));
        awaitUntil(later::isDone);
        assertThat(future).isCompletedWithValue("in time");
    }

    @Test
    void a_delay_of_a_hundred_years_is_no_mistake() {
        assertThatCode(() ->
                        scheduler().after(Duration.ofDays(36_500), () -> {}).cancel())
                .doesNotThrowAnyException();
    }

    @Test
    void who_sleeps_wakes_later() throws Exception {
        long begun = scheduler().nanos();
        scheduler().sleep(MOMENT);
        assertThat(scheduler().since(begun)).isGreaterThanOrEqualTo(MOMENT);
    }
}
