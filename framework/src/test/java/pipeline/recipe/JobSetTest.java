package pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pipeline.dispatch.JobCall;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.DryRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.StepListener;
import pipeline.testing.FakeJobRunner;
import pipeline.time.Scheduler;
import pipeline.time.VirtualTime;

/** What a recipe submits without waiting. */
@Timeout(30)
class JobSetTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** As long as the set waits for more jobs. */
    private static final Duration MOMENT = Duration.ofMillis(25);

    private final HeldRunner runner = new HeldRunner();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Optional<DryRun> dryRun = Optional.empty();
    private Scheduler scheduler = Scheduler.system();

    @AfterEach
    void no_thread_is_left() {
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("job-adder") && thread.isAlive()))
                .allSatisfy(thread -> {
                    thread.join(LONG.toMillis());
                    assertThat(thread.isAlive()).isFalse();
                });
    }

    private interface Body {
        int run(Steps recipe) throws Exception;
    }

    private static final class Steps extends Recipe {
        private final Body body;

        Steps(Body body) {
            this.body = body;
        }

        @Override
        protected int run() throws Exception {
            return body.run(this);
        }
    }

    /** Keeps jobs until the test ends them. */
    private static final class HeldRunner implements JobRunner {

        private record Held(String step, ComputeJob job, Provenance provenance, JobListener listener) {
            void end(Outcome outcome) {
                listener.ended(outcome);
            }

            Outcome succeed() {
                Outcome outcome = FakeJobRunner.success(job);
                listener.ended(outcome);
                return outcome;
            }
        }

        private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
        private final List<Integer> additions = new CopyOnWriteArrayList<>();
        private final List<ComputeJob> refused = new CopyOnWriteArrayList<>();

        @Override
        public Outcomes run(
                String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance) {
            List<Outcome> outcomes = jobs.stream().map(FakeJobRunner::success).toList();
            outcomes.forEach(listener::ended);
            return Outcomes.of(outcomes, Outcomes.Stop.ALL_DONE);
        }

        @Override
        public JobCall open(String step, int maxPerNode, JobListener listener) {
            return new JobCall() {
                private final List<ComputeJob> open = new CopyOnWriteArrayList<>();

                @Override
                public void check(List<ComputeJob> jobs) {
                    if (jobs.stream().anyMatch(job -> job.host().equals("nowhere"))) {
                        throw new IllegalArgumentException("host nowhere is unknown");
                    }
                }

                @Override
                public void add(List<ComputeJob> jobs, Provenance provenance) {
                    if (jobs.stream().anyMatch(refused::contains)) {
                        throw new IllegalStateException("no table");
                    }
                    additions.add(jobs.size());
                    open.addAll(jobs);
                    jobs.forEach(job -> held.add(new Held(step, job, provenance, listener)));
                }

                @Override
                public void cancel(Predicate<ComputeJob> meant, String reason) {
                    List<ComputeJob> cancelled = open.stream().filter(meant).toList();
                    open.removeAll(cancelled);
                    held.removeIf(each -> cancelled.contains(each.job()));
                    cancelled.forEach(job -> listener.ended(Outcome.failed(
                            job, FakeJobRunner.attempt(), new Failure(FailureKind.CANCELLED, null, reason))));
                }

                @Override
                public Outcomes await() {
                    return Outcomes.of(List.of(), Outcomes.Stop.ALL_DONE);
                }
            };
        }
    }

    private static ComputeJob job(String host) {
        return ComputeJob.command(host, "true");
    }

    private RecipeRun run(Body body) {
        return new RecipeRun(
                new Steps(body),
                new RecipeContext(
                        new RecipeContext.Naming("job", Instant.EPOCH),
                        new RecipeContext.RecipeDirectories(Path.of("/run"), Path.of("/run/job"), Optional.empty()),
                        List.of(),
                        new RecipeContext.Scheduling(runner, 1, dryRun, StepListener.NONE, scheduler),
                        new PrintStream(printed, true, StandardCharsets.UTF_8)));
    }

    @Test
    void outcomes_come_as_jobs_end_and_are_awaited_in_the_order_of_the_jobs() throws Exception {
        List<String> came = new ArrayList<>();
        RecipeRun run = run(recipe -> {
            JobSet set = recipe.submit("calibrate", List.of(job("a"), job("b"), job("c")));
            HeldRunner.Held a = runner.held.take();
            HeldRunner.Held b = runner.held.take();
            assertThat(set.next(Duration.ZERO)).isEmpty();
            b.end(FakeJobRunner.failure(b.job(), "no"));
            came.add(set.next(LONG).orElseThrow().job().host());
            assertThat(List.of(set.size(), set.open())).containsExactly(3, 2);
            a.succeed();
            runner.held.take().succeed();
            for (Outcome outcome : set) {
                came.add(outcome.job().host());
            }
            assertThat(set.await()).extracting(outcome -> outcome.job().host()).containsExactly("a", "b", "c");
            return 0;
        });

        assertThat(run.execute()).isZero();

        assertThat(came).containsExactly("b", "a", "c");
        assertThat(run.hasError()).isTrue();
        assertThat(run.unsuccessful()).hasSize(1);
        assertThat(run.scheduledJobs()).isEqualTo(3);
        assertThat(run.stops()).containsExactly(Outcomes.Stop.ALL_DONE);
    }

    @Test
    void jobs_follow_from_outcomes_and_what_comes_at_once_goes_together() throws Exception {
        run(recipe -> {
                    JobSet first = recipe.submit("calibrate", List.of(job("a"), job("b")));
                    JobSet second = recipe.submit("image", List.of());
                    runner.held.take().succeed();
                    Outcome last = runner.held.take().succeed();
                    for (Outcome outcome : first) {
                        second.add(job(outcome.job().host()).after(outcome));
                    }
                    HeldRunner.Held image = runner.held.take();
                    assertThat(image.step()).isEqualTo("image");
                    assertThat(image.job().madeFrom()).isNotEmpty();
                    image.succeed();
                    assertThat(runner.held.take().job().madeFrom())
                            .isEqualTo(job("b").after(last).madeFrom());
                    second.cancel();
                    return second.await().successCount();
                })
                .execute();

        assertThat(runner.additions).containsExactly(2, 2);
    }

    @Test
    void jobs_that_come_one_after_the_other_go_together_once_none_has_come_for_a_moment() throws Exception {
        VirtualTime time = new VirtualTime();
        scheduler = time;
        RecipeRun run = run(recipe -> {
            JobSet set = recipe.submit("image", List.of());
            set.add(job("a"));
            for (String host : List.of("b", "c")) {
                await().until(() -> time.waiting() == 1);
                set.add(job(host));
                time.advance(MOMENT);
                await().until(() -> time.waiting() == 1);
                assertThat(runner.additions).isEmpty();
            }
            await().until(() -> {
                time.advance(MOMENT);
                return !runner.additions.isEmpty();
            });
            for (int i = 0; i < 3; i++) {
                runner.held.take().succeed();
            }
            return set.await().successCount();
        });

        assertThat(run.execute()).isEqualTo(3);
        assertThat(runner.additions).containsExactly(3);
    }

    @Test
    void the_next_outcome_is_waited_for_as_long_as_is_said_and_no_longer() throws Exception {
        VirtualTime time = new VirtualTime();
        scheduler = time;
        RecipeRun run = run(recipe -> {
            JobSet set = recipe.submit("image", List.of(job("a")));
            CompletableFuture<Optional<Outcome>> none = CompletableFuture.supplyAsync(() -> next(set));
            await().until(() -> time.waiting() == 1);
            time.advance(LONG.minusNanos(1));
            assertThat(none).isNotDone();
            time.advance(Duration.ofNanos(1));
            assertThat(none.get()).isEmpty();
            CompletableFuture<Optional<Outcome>> one = CompletableFuture.supplyAsync(() -> next(set));
            await().until(() -> time.waiting() == 1);
            runner.held.take().succeed();
            assertThat(one.get()).isPresent();
            return time.waiting();
        });

        assertThat(run.execute()).isZero();
    }

    private static Optional<Outcome> next(JobSet set) {
        try {
            return set.next(LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_listener_may_add_jobs_and_all_have_ended_when_the_set_is_awaited() throws Exception {
        RecipeRun run = run(recipe -> {
            JobSet[] set = new JobSet[1];
            set[0] = recipe.submit("loop", List.of(), 1, JobListener.onEnded(outcome -> {
                if (outcome.job().host().length() < 3) {
                    set[0].add(job(outcome.job().host() + "a").after(outcome));
                }
            }));
            set[0].add(job("a"));
            Thread ends = new Thread(() -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        runner.held.take().succeed();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            ends.start();
            assertThat(set[0].await())
                    .extracting(outcome -> outcome.job().host())
                    .containsExactly("a", "aa", "aaa");
            assertThatThrownBy(() -> set[0].add(job("late")))
                    .hasMessageStartingWith("step loop is over, since all its jobs had ended");
            return 0;
        });
        assertThat(run.execute()).isZero();
        assertThat(run.hasError()).isFalse();
    }

    @Test
    void a_job_must_say_from_which_outcomes_it_follows_while_some_are_known() throws Exception {
        RecipeRun run = run(recipe -> {
            JobSet first = recipe.submit("calibrate", List.of(job("a"), job("b")));
            recipe.scheduleJobs(List.of(job("c")));
            Outcome outcome = runner.held.take().succeed();
            first.next(LONG);
            for (Runnable wrong : List.<Runnable>of(
                    () -> first.add(job("a")),
                    () -> recipe.submit("image", List.of(job("a"))),
                    () -> assertThatThrownBy(() -> recipe.scheduleJobs(List.of(job("a"))))
                            .isInstanceOf(IllegalStateException.class))) {
                try {
                    wrong.run();
                } catch (IllegalStateException e) {
                    assertThat(e)
                            .hasMessage("job \"a: true\" must say from which outcomes it follows, since some of step"
                                    + " calibrate are known and others are not: say after those, or"
                                    + " independent if it follows from none");
                }
            }
            recipe.scheduleJobs(List.of(job("d").after(outcome), job("e").independent(), job("f").always()));
            runner.held.take().succeed();
            first.await();
            recipe.scheduleJobs(List.of(job("g")));
            return 0;
        });
        assertThat(run.execute()).isZero();
    }

    @Test
    void later_calls_are_made_from_a_set_that_is_over() throws Exception {
        List<Provenance> seen = new ArrayList<>();
        RecipeRun run = run(recipe -> {
            JobSet first = recipe.submit("calibrate", List.of(job("a")));
            runner.held.take().succeed();
            first.await();
            recipe.submit("image", List.of(job("b")));
            HeldRunner.Held image = runner.held.take();
            seen.add(image.provenance());
            image.succeed();
            return 0;
        });
        run.execute();
        assertThat(seen.get(0).before().parts()).containsOnlyKeys("calibrate");
    }

    @Test
    void one_job_or_all_are_cancelled_and_say_so() throws Exception {
        RecipeRun run = run(recipe -> {
            ComputeJob slow = job("slow");
            JobSet set = recipe.submit(List.of(job("a"), slow, job("b")));
            set.add(job("later"));
            set.cancel(slow);
            Outcome cancelled = set.next(LONG).orElseThrow();
            assertThat(cancelled.job()).isSameAs(slow);
            assertThat(cancelled.failure().orElseThrow().kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(cancelled.message()).isEqualTo("cancelled by the recipe");
            set.cancel();
            return set.await().successCount();
        });
        assertThat(run.execute()).isZero();
        assertThat(run.hasError()).isTrue();
        assertThat(run.unsuccessful()).hasSize(4);
    }

    @Test
    void a_recipe_that_returns_early_is_waited_for_and_no_failure_is_hidden() throws Exception {
        RecipeRun run = run(recipe -> {
            recipe.submit(List.of(job("a")));
            return 0;
        });
        Thread ends = new Thread(() -> {
            try {
                HeldRunner.Held held = runner.held.take();
                held.end(FakeJobRunner.failure(held.job(), "no"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ends.start();
        assertThat(run.execute()).isZero();
        assertThat(run.hasError()).isTrue();
        assertThat(run.stops()).containsExactly(Outcomes.Stop.ALL_DONE);
        ends.join();
    }

    @Test
    void jobs_that_cannot_be_run_are_refused_when_they_are_added_or_end_with_the_reason() throws Exception {
        RecipeRun run = run(recipe -> {
            JobSet set = recipe.submit("step", List.of());
            assertThatThrownBy(() -> set.add(job("nowhere"))).hasMessage("host nowhere is unknown");
            ComputeJob refused = job("refused");
            runner.refused.add(refused);
            set.add(refused);
            Outcome outcome = set.next(LONG).orElseThrow();
            assertThat(outcome.state()).isEqualTo(Outcome.State.NOT_STARTED);
            assertThat(outcome.message()).isEqualTo("no table");
            return set.size();
        });
        assertThat(run.execute()).isEqualTo(1);
        assertThat(run.hasError()).isTrue();
    }

    @Test
    void a_listener_cannot_wait_for_outcomes() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        RecipeRun run = run(recipe -> {
            JobSet other = recipe.submit("other", List.of());
            JobSet set = recipe.submit("step", List.of(job("a")), 1, JobListener.onEnded(outcome -> {
                try {
                    other.await();
                } catch (IllegalStateException | InterruptedException e) {
                    said.add(String.valueOf(e.getMessage()));
                }
            }));
            runner.held.take().succeed();
            return set.await().successCount();
        });
        assertThat(run.execute()).isEqualTo(1);
        assertThat(said).hasSize(1).allMatch(line -> line.contains("cannot be called in a job listener"));
    }

    @Test
    void an_interrupt_ends_the_waiting() {
        RecipeRun run = run(recipe -> {
            JobSet set = recipe.submit(List.of(job("a")));
            Thread.currentThread().interrupt();
            for (Outcome outcome : set) {
                throw new AssertionError(outcome);
            }
            return 0;
        });
        assertThatThrownBy(run::execute)
                .isInstanceOf(SchedulingException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_dry_run_prints_what_is_submitted_and_ends_where_outcomes_are_needed() throws Exception {
        dryRun = Optional.of((step, jobs, provenance) -> jobs);
        RecipeRun run = run(recipe -> {
            JobSet set = recipe.submit(List.of(job("a")));
            set.add(job("b"));
            for (Outcome outcome : set) {
                throw new AssertionError(outcome);
            }
            return 9;
        });
        assertThat(run.execute()).isZero();
        assertThat(run.wasCutShort()).isTrue();
        assertThat(printed).hasToString("a: true\nb: true\n");
        assertThat(run.plannedJobs().total().toRun()).isEqualTo(2);
    }

    @Test
    void a_dry_run_refuses_what_is_added_as_it_refuses_what_is_submitted() {
        List<String> checked = new ArrayList<>();
        dryRun = Optional.of(new DryRun() {
            @Override
            public List<ComputeJob> jobsToRun(String step, List<ComputeJob> jobs, Provenance provenance) {
                return jobs;
            }

            @Override
            public void check(List<ComputeJob> jobs, int maxPerNode) {
                checked.add(jobs + " " + maxPerNode);
                if (jobs.stream().anyMatch(job -> job.host().equals("small"))) {
                    throw new IllegalArgumentException("too small");
                }
            }
        });
        RecipeRun run = run(recipe -> {
            JobSet set = recipe.submit("s", List.of(job("a")), 3, JobListener.NONE);
            set.add(job("b"));
            set.cancel();
            set.add(job("small"));
            return 0;
        });
        assertThatThrownBy(run::execute).hasMessage("too small");
        assertThat(checked).containsExactly("[a: true] 3", "[b: true] 3", "[small: true] 3");
        assertThat(printed).hasToString("a: true\nb: true\n");
    }
}
