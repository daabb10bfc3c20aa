package pipeline.hostcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import pipeline.remote.HostLogin;
import pipeline.remote.RemoteHost;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.remote.shell.HostCheckScript;
import pipeline.time.Scheduler;

/** Asks many hosts at once what is there of what jobs need, each by one connection. Thread-safe. */
public final class HostCheck {

    private final Transport transport;
    private final Limits limits;
    private final Scheduler scheduler;

    /**
     * How much is asked at a time.
     *
     * @param fanout how many hosts
     * @param answer how long a host may take for its answer once it is connected
     */
    public record Limits(int fanout, Duration answer) {}

    /**
     * What a host is asked.
     *
     * @param files that are to be there
     */
    public record Question(String host, HostCheckScript script, Collection<String> files) {

        public Question {
            files = List.copyOf(files);
        }
    }

    /** Makes it; connects to nothing yet. */
    public HostCheck(Transport transport, Limits limits, Scheduler scheduler) {
        this.transport = transport;
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /** Asks all, and returns what is to be said of each, in their order, when each has answered or cannot. */
    public List<HostReport> ask(Collection<Question> questions) throws InterruptedException {
        Semaphore places = new Semaphore(limits.fanout());
        List<CompletableFuture<HostReport>> reports = new ArrayList<>();
        for (Question question : questions) {
            places.acquire();
            CompletableFuture<HostReport> report = ask(question);
            reports.add(report);
            var unused = report.whenComplete((reported, failure) -> places.release());
        }
        return reports.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<HostReport> ask(Question question) {
        RemoteHost host = transport.host(question.host());
        CheckAnswer answer = new CheckAnswer(scheduler.wallClock());
        AtomicReference<@Nullable HostLogin> login = new AtomicReference<>();
        return host.login()
                .thenCompose(how -> {
                    login.set(how);
                    CompletableFuture<Void> asked = host.ask(question.script().lookingFor(question.files()), answer);
                    CompletableFuture<Void> limited = scheduler.failOnTimeout(asked.copy(), limits.answer());
                    var unused = limited.whenComplete((over, failure) -> asked.cancel(true));
                    return limited;
                })
                .handle((over, failure) -> report(question, Optional.ofNullable(login.get()), answer, failure));
    }

    private HostReport report(
            Question question, Optional<HostLogin> login, CheckAnswer answer, @Nullable Throwable failure) {
        HostFacts facts = answer.facts();
        List<HostProblem> problems = new ArrayList<>();
        if (failure != null) {
            problems.add(HostProblem.error(fault(question.host(), facts, failure)));
        }
        problems.addAll(new HostRules(facts, question.files().size()).problems());
        if (!answer.loginWords().isEmpty()) {
            problems.add(HostRules.noise(answer.loginWords()));
        }
        answer.skew().ifPresent(seconds -> HostRules.skew(seconds).ifPresent(problems::add));
        problems.sort((one, other) -> Boolean.compare(other.isError(), one.isError()));
        return new HostReport(question.host(), login, facts, answer.skew(), problems);
    }

    private String fault(String host, HostFacts facts, Throwable failure) {
        if (isTimeout(failure)) {
            return "logged in, but it hangs: no answer within %d s when asked for %s"
                            .formatted(
                                    limits.answer().toSeconds(),
                                    facts.all("at").stream()
                                            .reduce((first, last) -> last)
                                            .orElse("anything"))
                    + "; a network file system that does not answer is the usual cause";
        }
        TransportException transportFailure = TransportException.in(failure);
        String message = transportFailure == null ? failure.toString() : String.valueOf(transportFailure.getMessage());
        String prefix = host + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
