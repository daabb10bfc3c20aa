package pipeline.dispatch.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pipeline.time.VirtualTime;

@Timeout(30)
class RequestQueueTest {

    private static final Duration LINGER = Duration.ofMillis(3);
    private static final int MOST = 3;

    private final VirtualTime time = new VirtualTime();
    private final RequestQueue queue = new RequestQueue(time);

    @Test
    void what_comes_while_more_may_come_is_taken_together_until_the_time_for_that_is_over() {
        queue.add(request(1));
        CompletableFuture<List<Long>> taken = CompletableFuture.supplyAsync(() -> take(null, some -> true));
        await().until(() -> time.waiting() == 1);
        queue.add(request(2));
        time.advance(LINGER.minusNanos(1));
        assertThat(taken).isNotDone();
        time.advance(Duration.ofNanos(1));
        assertThat(taken.join()).containsExactly(1L, 2L);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void nothing_is_waited_for_if_no_more_is_to_come() {
        queue.add(request(1));
        queue.add(request(2));
        assertThat(take(null, some -> some.size() < 2)).containsExactly(1L, 2L);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void what_makes_the_rest_come_is_taken_with_it_and_ends_the_wait() {
        queue.add(request(1));
        CompletableFuture<List<Long>> taken = CompletableFuture.supplyAsync(() -> take(null, some -> some.size() < 2));
        await().until(() -> time.waiting() == 1);
        queue.add(request(2));
        assertThat(taken.join()).containsExactly(1L, 2L);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void no_more_than_the_most_is_taken_at_a_time() {
        for (int i = 1; i <= MOST + 1; i++) {
            queue.add(request(i));
        }
        assertThat(take(null, some -> true)).containsExactly(1L, 2L, 3L);
        assertThat(take(null, some -> false)).containsExactly(4L);
    }

    @Test
    void a_pause_in_which_nothing_comes_ends() {
        CompletableFuture<List<Long>> taken =
                CompletableFuture.supplyAsync(() -> take(Duration.ofSeconds(1), some -> true));
        await().until(() -> time.waiting() == 1);
        time.advance(Duration.ofSeconds(1));
        assertThat(taken.join()).isEmpty();
    }

    @Test
    void what_is_left_when_it_closes_is_taken_and_nothing_comes_in_any_more() {
        CompletableFuture<List<Long>> taken = CompletableFuture.supplyAsync(() -> take(null, some -> true));
        assertThat(queue.add(request(1))).isTrue();
        queue.close();
        assertThat(queue.add(request(2))).isFalse();
        assertThat(taken.join()).containsExactly(1L);
        assertThat(queue.isOver()).isTrue();
    }

    private List<Long> take(@Nullable Duration pause, Predicate<List<TableRequest>> isMoreToCome) {
        List<TableRequest> taken = new ArrayList<>();
        try {
            queue.take(taken, MOST, pause, LINGER, isMoreToCome);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return taken.stream()
                .map(request -> ((TableRequest.Watch) request).job())
                .toList();
    }

    private static TableRequest request(long job) {
        return new TableRequest.Watch(job, new CompletableFuture<>());
    }
}
