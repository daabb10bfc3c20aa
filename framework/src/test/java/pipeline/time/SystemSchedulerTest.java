package pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest extends SchedulerContract {

    @Override
    Scheduler scheduler() {
        return Scheduler.system();
    }

    @Override
    void awaitUntil(BooleanSupplier condition) {
        await().until(condition::getAsBoolean);
    }

    @Test
    void a_task_never_runs_on_the_thread_that_asked_for_it() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        scheduler().after(Duration.ZERO, () -> ran.complete(Thread.currentThread()));
        assertThat(ran.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void a_task_that_throws_is_not_run_again_and_what_it_threw_is_reported() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        scheduler().every(Duration.ofMillis(1), () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> {
                thread.setUncaughtExceptionHandler(null);
                reported.complete(fault);
            });
            throw new IllegalStateException("on purpose");
        });
        assertThat(reported.get()).hasMessage("on purpose");
    }
}
