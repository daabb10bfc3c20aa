package pipeline.cli.signals;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
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
import pipeline.cli.console.Tty;
import pipeline.dispatch.rules.StopMode;
import pipeline.text.Plural;

/**
 * Ends a run in order when somebody wants it to end. The first INT or TERM ends what runs, or leaves it to the next start; the
 * second one kills it; the third one ends this process as it stands. HUP does what the policy says.
 *
 * <p>Thread-safe: each signal comes on a thread of its own. The lock guards all fields that change; nothing is called while
 * it is held.
 */
public final class SignalHandler implements AutoCloseable {

    /** How long somebody at the terminal has to say that what runs is to be left alone. */
    private static final Duration QUESTION = Duration.ofSeconds(3);

    /** So long it may take to record how the run stands, such as on a disk that does not answer. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;
    private static final int HUNG_UP = 129;

    private static final String INTERRUPT = "interrupted";
    private static final String DRAINED = "q was typed";
    private static final String HANGUP = "the run was hung up (HUP)";
    private static final String HANDED_OVER = "d was typed";

    private final PrintStream err;
    private final Tty tty;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Runnable> restorers = new ArrayList<>();
    private StopTarget target;
    private int signals;
    private int status;
    private @Nullable StopMode wanted;
    private String reason = INTERRUPT;
    private EarlyEndRecorder earlyEndRecorder = (code, how) -> {};
    private Runnable beforeQuestion = () -> {};

    /** Records how a run stands whose process ends before the run does. */
    @FunctionalInterface
    public interface EarlyEndRecorder {
        /**
         * Records it.
         *
         * @param code with which the process ends
         */
        void record(int code, String how);
    }

    /**
     * What is to be stopped, and how.
     *
     * @param running gives how many jobs run
     * @param stopper is given what becomes of them, and the reason
     * @param closer closes all that must be closed before the process ends; may be run on any thread, and again
     */
    public record StopTarget(
            InterruptPolicy policy,
            IntSupplier running,
            BiConsumer<StopMode, String> stopper,
            RecipeThread recipe,
            Runnable closer) {}

    private SignalHandler(PrintStream err, Tty tty, RecipeThread recipe) {
        this.err = err;
        this.tty = tty;
        this.target = new StopTarget(InterruptPolicy.EARLY, () -> 0, (how, why) -> {}, recipe, () -> {});
    }

    /** Makes the process end in order from now on. */
    public static SignalHandler arm(PrintStream err, Tty tty, RecipeThread recipe) {
        SignalHandler signals = new SignalHandler(err, tty, recipe);
        signals.handle("INT", () -> signals.interrupted(INTERRUPTED));
        signals.handle("TERM", () -> signals.interrupted(TERMINATED));
        signals.handle("HUP", signals::hungUp);
        return signals;
    }

    private void handle(String name, Runnable action) {
        Optional<Runnable> restorer = Signals.handle(name, action);
        synchronized (this) {
            restorer.ifPresent(restorers::add);
        }
    }

    /** Says what is to be stopped, and how; if somebody wants that already, it is stopped at once. */
    public void watch(StopTarget newTarget) {
        StopMode late;
        synchronized (this) {
            target = newTarget;
            late = wanted;
        }
        if (late != null) {
            newTarget.stopper().accept(late, reason());
        }
    }

    /** Returns the exit status of a process that was told to end; empty if it was not. */
    public synchronized OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Returns whether something was thrown since the process was told to end. */
    public boolean isCauseOf(Throwable thrown) {
        if (status().isEmpty()) {
            return false;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    /** Says what is to be done before somebody is asked something at the terminal. */
    synchronized void beforeQuestion(Runnable action) {
        beforeQuestion = action;
    }

    /** Has nothing more started, and what runs waited for, as somebody at the keyboard wants it. */
    void drain() {
        StopTarget known;
        synchronized (this) {
            if (status != 0 || wanted != null) {
                return;
            }
            reason = DRAINED;
            known = target;
        }
        say("waiting for %s; nothing more is started. Ctrl-C ends them"
                .formatted(Plural.of(known.running().getAsInt(), "running job")));
        stop(StopMode.DRAIN);
    }

    /**
     * Leaves what runs to another process that goes on with the run, as somebody at the keyboard wants it. Returns whether it does:
     * a run that is being ended already is not handed over.
     */
    boolean handOver() {
        StopTarget known;
        synchronized (this) {
            if (status != 0 || wanted != null) {
                return false;
            }
            status = HUNG_UP;
            reason = HANDED_OVER;
            known = target;
        }
        say("%s on; a process in the background takes over the run"
                .formatted(Plural.of(known.running().getAsInt(), "running job goes", "running jobs go")));
        stop(StopMode.LEAVE);
        endRecipe(false);
        return true;
    }

    /** Returns whether another process is to go on with the run. */
    public boolean isHandedOver() {
        return reason().equals(HANDED_OVER);
    }

    /** Says what is to be done before the process ends though the run has not. */
    public synchronized void endsWith(EarlyEndRecorder recorder) {
        earlyEndRecorder = recorder;
    }

    /** Does what is to be done before the process ends though the run has not. */
    public void beforeEnd(int code, String how) {
        EarlyEndRecorder recorder;
        synchronized (this) {
            recorder = earlyEndRecorder;
        }
        RecipeShutdown.closeAll(() -> recorder.record(code, how), MOMENT);
    }

    private synchronized String reason() {
        return reason;
    }

    private synchronized StopTarget target() {
        return target;
    }

    /** Notes that the run has come to its end and everything is written. */
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
        StopTarget known;
        synchronized (this) {
            status = newStatus;
            reason = INTERRUPT;
            count = ++signals;
            known = target;
        }
        int jobs = known.running().getAsInt();
        switch (count) {
            case 1 -> first(known.policy(), jobs, newStatus == INTERRUPTED);
            case 2 -> {
                say("killing " + Plural.of(jobs, "running job") + "; once more ends this process at once");
                stop(StopMode.KILL);
            }
            default -> {
                say("left as it is; the next start with this job name goes on from here");
                beforeEnd(newStatus, "interrupted three times, and left as it was");
                Runtime.getRuntime().halt(newStatus);
            }
        }
    }

    private void first(InterruptPolicy known, int jobs, boolean isTyped) {
        Runnable before;
        synchronized (this) {
            before = beforeQuestion;
        }
        before.run();
        if (known.detaches()) {
            detach(jobs);
        } else if (jobs > 0 && isTyped && tty.isAnswering()) {
            stop(StopMode.DRAIN);
            say("%s ended in %d s. Type d and Enter to leave them running for the next start, or Ctrl-C to kill them"
                    .formatted(Plural.of(jobs, "running job is", "running jobs are"), QUESTION.toSeconds()));
            if (isAnsweredByD()) {
                detach(jobs);
            } else {
                end(known, jobs);
            }
        } else {
            end(known, jobs);
        }
        endRecipe(false);
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
        say(Plural.of(jobs, "running job") + " left behind; the next start with this job name picks them up");
        stop(StopMode.LEAVE);
    }

    private void end(InterruptPolicy known, int jobs) {
        synchronized (this) {
            if (signals > 1) {
                return; // somebody who could not wait for the question has them killed
            }
        }
        say("ending %s; what has not ended after %d s is killed, or at once by another interrupt"
                .formatted(Plural.of(jobs, "running job"), known.grace().toSeconds()));
        stop(StopMode.END);
    }

    /** The terminal is gone. */
    void hungUp() {
        StopTarget known;
        synchronized (this) {
            known = target;
            if (known.policy().hangup() == HangupAction.IGNORE || status != 0) {
                return;
            }
            status = HUNG_UP;
            reason = HANGUP;
        }
        String jobs = Plural.of(known.running().getAsInt(), "running job");
        switch (known.policy().hangup()) {
            case DRAIN -> {
                say("waiting for %s; nothing more is started".formatted(jobs));
                stop(StopMode.DRAIN);
                endRecipe(true);
            }
            case DETACH -> {
                say("%s left behind; the next start with this job name picks them up".formatted(jobs));
                stop(StopMode.LEAVE);
                endRecipe(false);
            }
            case END -> {
                say("ending %s; what has not ended after %d s is killed"
                        .formatted(jobs, known.policy().grace().toSeconds()));
                stop(StopMode.END);
                endRecipe(false);
            }
            case IGNORE -> {
                // said above
            }
        }
    }

    /** Leaves what runs to the next start, as far as that takes no longer than it may, and returns how many jobs that are. */
    public int leave() {
        StopTarget known = target();
        int jobs = known.running().getAsInt();
        known.stopper().accept(StopMode.LEAVE, "the recipe ended the process");
        RecipeShutdown.closeAll(known.closer(), known.policy().margin());
        return jobs;
    }

    private void stop(StopMode how) {
        synchronized (this) {
            wanted = how;
        }
        target().stopper().accept(how, reason());
    }

    /** A recipe that does not come to its end must not keep the process. */
    private void endRecipe(boolean isDraining) {
        RecipeShutdown end = new RecipeShutdown(
                this::target,
                isDraining,
                over,
                () -> status().orElse(INTERRUPTED),
                this::say,
                code -> beforeEnd(code, reason() + ", and the recipe did not come to its end"));
        Thread watch = new Thread(end, "interruption");
        watch.setDaemon(true);
        watch.start();
    }

    /** Returns whether the process was told to end since its terminal is gone. */
    public boolean isHungUp() {
        return reason().equals(HANGUP);
    }

    private void say(String words) {
        err.print(reason() + ": " + words + "\n");
        err.flush();
    }
}
