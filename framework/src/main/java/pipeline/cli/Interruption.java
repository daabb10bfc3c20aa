package pipeline.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import pipeline.cli.ground.Tty;
import pipeline.dispatch.rules.Stopping;

/**
 * Ends a run in order when somebody wants it to end. The first INT or TERM ends what runs, or leaves it to the next start; the
 * second one kills it; the third one ends this process as it stands. HUP does what the habits say.
 *
 * <p>Thread-safe: each signal comes on a thread of its own. The lock guards all fields that change; nothing is called while
 * it is held.
 */
final class Interruption implements AutoCloseable {

    /** How long somebody at the terminal has to say that what runs is to be left alone. */
    private static final Duration QUESTION = Duration.ofSeconds(3);

    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;
    private static final int HUNG_UP = 129;

    private final PrintStream err;
    private final Tty tty;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Runnable> restorers = new ArrayList<>();
    private StopHabits habits = StopHabits.EARLY;
    private int signals;
    private int status;
    private @Nullable IntSupplier running;
    private @Nullable BiConsumer<Stopping, String> stop;
    private @Nullable Stopping wanted;
    private String reason = "interrupted";

    Interruption(PrintStream err, Tty tty) {
        this.err = err;
        this.tty = tty;
    }

    /** Makes the process end in order from now on. */
    static Interruption arm(PrintStream err, Tty tty) {
        Interruption interruption = new Interruption(err, tty);
        interruption.handle("INT", () -> interruption.interrupted(INTERRUPTED));
        interruption.handle("TERM", () -> interruption.interrupted(TERMINATED));
        interruption.handle("HUP", interruption::hungUp);
        return interruption;
    }

    private void handle(String name, Runnable action) {
        Optional<Runnable> restorer = Signals.handle(name, action);
        synchronized (this) {
            restorer.ifPresent(restorers::add);
        }
    }

    /**
     * Says what is to be stopped, and how; if somebody wants that already, it is stopped at once.
     *
     * @param runningJobs gives how many jobs run
     * @param stopper is given what becomes of them, and the reason
     */
    void watch(StopHabits newHabits, IntSupplier runningJobs, BiConsumer<Stopping, String> stopper) {
        Stopping late;
        synchronized (this) {
            habits = newHabits;
            running = runningJobs;
            stop = stopper;
            late = wanted;
        }
        if (late != null) {
            stopper.accept(late, reason());
        }
    }

    /** Gives the exit status of a process that was told to end; empty if it was not. */
    synchronized OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    private synchronized String reason() {
        return reason;
    }

    /** Tells that the run has come to its end and everything is written. */
    @Override
    public void close() {
        over.countDown();
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(restorers);
            restorers.clear();
        }
        all.forEach(Runnable::run);
    }

    /** Somebody wants the run to end; the more often, the sooner. */
    void interrupted(int newStatus) {
        int count;
        StopHabits known;
        IntSupplier counter;
        synchronized (this) {
            status = newStatus;
            reason = "interrupted";
            count = ++signals;
            known = habits;
            counter = running;
        }
        int jobs = counter == null ? 0 : counter.getAsInt();
        switch (count) {
            case 1 -> first(known, jobs, newStatus == INTERRUPTED);
            case 2 -> {
                say("killing " + FailureSummary.runningJobs(jobs) + "; once more ends this process at once");
                stop(Stopping.KILL);
            }
            default -> {
                say("left as it is; the next start with this job name goes on from here");
                Runtime.getRuntime().halt(newStatus);
            }
        }
    }

    private void first(StopHabits known, int jobs, boolean isTyped) {
        giveUpAfter(known.patience());
        if (known.detaches()) {
            detach(jobs);
        } else if (jobs > 0 && isTyped && tty.isAnswering()) {
            stop(Stopping.DRAIN);
            say("%s %s ended in %d s. Type d and Enter to leave them running for the next start, or Ctrl-C to kill them"
                    .formatted(FailureSummary.runningJobs(jobs), jobs == 1 ? "is" : "are", QUESTION.toSeconds()));
            if (isAnsweredByD()) {
                detach(jobs);
            } else {
                end(known, jobs);
            }
        } else {
            end(known, jobs);
        }
    }

    private boolean isAnsweredByD() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread asker = new Thread(
                () -> {
                    try {
                        answer.complete(tty.ask("", err).filter("d"::equals).isPresent());
                    } catch (IOException e) {
                        answer.complete(false);
                    }
                },
                "interruption-answer");
        asker.setDaemon(true);
        asker.start();
        return answer.completeOnTimeout(false, QUESTION.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void detach(int jobs) {
        say(FailureSummary.runningJobs(jobs) + " left behind; the next start with this job name picks them up");
        stop(Stopping.LEAVE);
    }

    private void end(StopHabits known, int jobs) {
        synchronized (this) {
            if (signals > 1) {
                return; // somebody who could not wait for the question has them killed
            }
        }
        say("ending %s; what has not ended after %d s is killed, or at once by another interrupt"
                .formatted(FailureSummary.runningJobs(jobs), known.grace().toSeconds()));
        stop(Stopping.END);
    }

    /** The terminal is gone. */
    void hungUp() {
        StopHabits known;
        synchronized (this) {
            known = habits;
            if (known.hangup() == Hangup.IGNORE || status != 0) {
                return;
            }
            status = HUNG_UP;
            reason = "hangup";
        }
        switch (known.hangup()) {
            case DRAIN -> stop(Stopping.DRAIN);
            case DETACH -> {
                giveUpAfter(known.patience());
                stop(Stopping.LEAVE);
            }
            case END -> {
                giveUpAfter(known.patience());
                stop(Stopping.END);
            }
            case IGNORE -> {
                // said above
            }
        }
    }

    private void stop(Stopping how) {
        BiConsumer<Stopping, String> stopper;
        synchronized (this) {
            wanted = how;
            stopper = stop;
        }
        if (stopper != null) {
            stopper.accept(how, reason());
        }
    }

    /** A recipe that does not come to its end must not keep the process. */
    private void giveUpAfter(Duration patience) {
        Thread watch = new Thread(
                () -> {
                    try {
                        if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                            say("the recipe did not end within " + patience.toSeconds() + " s and is given up");
                            System.exit(status().orElse(INTERRUPTED));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "interruption");
        watch.setDaemon(true);
        watch.start();
    }

    private void say(String words) {
        err.print(reason() + ": " + words + "\n");
        err.flush();
    }
}
