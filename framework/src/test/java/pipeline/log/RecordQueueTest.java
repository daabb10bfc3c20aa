package pipeline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pipeline.log.RecordQueue.Offer;
import pipeline.time.VirtualTime;

class RecordQueueTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final VirtualTime time = new VirtualTime();
    private final RecordQueue queue = new RecordQueue(time);

    @Test
    void records_come_out_in_the_order_in_which_they_went_in() {
        for (int i = 0; i < 1000; i++) {
            queue.offer(record("m" + i), LONG);
        }
        for (int i = 0; i < 1000; ) {
            for (JobLogRecord record : queue.take()) {
                assertThat(record.message()).isEqualTo("m" + i++);
            }
        }
    }

    @Test
    void a_full_queue_says_so_when_the_time_is_over() throws Exception {
        fill();
        CompletableFuture<Offer> waiting = CompletableFuture.supplyAsync(() -> queue.offer(record("late"), LONG));
        await().until(() -> time.waiting() == 1);
        time.advance(LONG.minusNanos(1));
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofNanos(1));
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Offer.FULL);
    }

    @Test
    void who_wants_records_waits_for_them_as_long_as_is_said() throws Exception {
        CompletableFuture<List<JobLogRecord>> none = CompletableFuture.supplyAsync(() -> queue.take(LONG));
        await().until(() -> time.waiting() == 1);
        time.advance(LONG);
        assertThat(none.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(queue.isOver()).isFalse();

        CompletableFuture<List<JobLogRecord>> one = CompletableFuture.supplyAsync(() -> queue.take(LONG));
        await().until(() -> time.waiting() == 1);
        queue.offer(record("m"), Duration.ZERO);
        assertThat(one.get(10, TimeUnit.SECONDS)).hasSize(1);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void a_few_huge_records_fill_it_too() {
        int taken = 0;
        while (queue.offer(record("x".repeat(1 << 20)), Duration.ZERO) == Offer.TAKEN) {
            taken++;
        }
        assertThat(taken).isBetween(10, 20);
    }

    @Test
    void who_waits_goes_on_when_there_is_room() throws Exception {
        fill();
        CompletableFuture<Offer> waiting = CompletableFuture.supplyAsync(() -> queue.offer(record("late"), LONG));
        queue.take();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Offer.TAKEN);
    }

    @Test
    void who_waits_goes_on_when_it_is_closed() throws Exception {
        fill();
        CompletableFuture<Offer> waiting = CompletableFuture.supplyAsync(() -> queue.offer(record("late"), LONG));
        queue.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void what_waits_in_a_closed_queue_can_still_be_taken() {
        queue.offer(record("last"), LONG);
        queue.close();
        assertThat(queue.take()).hasSize(1);
        assertThat(queue.take()).isEmpty();
        assertThat(queue.offer(record("late"), LONG)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void an_interrupt_loses_no_record_and_is_kept() throws Exception {
        fill();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            Offer offer = queue.offer(record("late"), LONG);
            kept.complete(offer == Offer.TAKEN && Thread.currentThread().isInterrupted());
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        queue.take();
        assertThat(kept.get(10, TimeUnit.SECONDS)).isTrue();
        waiting.join();
    }

    private void fill() {
        for (Offer offer = Offer.TAKEN; offer == Offer.TAKEN; ) {
            offer = queue.offer(record("m"), Duration.ZERO);
        }
    }

    private static JobLogRecord record(String message) {
        return new JobLogRecord(0, Instant.EPOCH, LogLevel.INFO, "node.a.b", message, null);
    }
}
