package pipeline.dispatch.survey;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import pipeline.dispatch.rules.StopSignal;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/** Asks many hosts at once, and waits for what they answer unless the run ends. Thread-safe. */
public final class HostQuestions {

    private static final Duration BREATH = Duration.ofMillis(100);

    private final Transport transport;
    private final StopSignal stopSignal;
    private final Scheduler scheduler;

    /**
     * Makes one that has asked nobody.
     *
     * @param stopSignal once it is given, answers are not waited for
     */
    public HostQuestions(Transport transport, StopSignal stopSignal, Scheduler scheduler) {
        this.transport = transport;
        this.stopSignal = stopSignal;
        this.scheduler = scheduler;
    }

    /** Returns whether the run ends. */
    boolean isOver() {
        return stopSignal.reason() != null;
    }

    /** Asks hosts, all at once, each with a script of its own; returns what they will answer, by their names. */
    Map<String, CompletableFuture<String>> ask(Map<String, String> scripts) {
        Map<String, CompletableFuture<String>> answers = new LinkedHashMap<>();
        scripts.forEach((host, script) -> answers.put(host, transport.host(host).ask(script)));
        return answers;
    }

    /**
     * Waits for the answer of a host.
     *
     * @throws IncompleteAnswerException if there is none, with the reason that names the host
     * @throws InterruptedException if the thread is interrupted
     */
    String await(String host, CompletableFuture<String> answer) throws InterruptedException, IncompleteAnswerException {
        CompletableFuture<String> ended = answer.copy();
        ScheduledTask look = scheduler.every(BREATH, () -> {
            if (isOver()) {
                ended.completeExceptionally(
                        new IncompleteAnswerException(host + ": its answer is not waited for, since the run ends"));
            }
        });
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IncompleteAnswerException incomplete) {
                throw incomplete;
            }
            TransportException failure = TransportException.in(e);
            throw new IncompleteAnswerException(
                    failure != null ? String.valueOf(failure.getMessage()) : host + ": " + e.getCause());
        } finally {
            look.cancel();
        }
    }
}
