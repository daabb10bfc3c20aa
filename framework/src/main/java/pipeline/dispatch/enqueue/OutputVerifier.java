package pipeline.dispatch.enqueue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.JobCommand;
import pipeline.remote.ShellScript;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.store.JobRow;
import pipeline.text.ShellQuoting;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/** Looks whether jobs that are done still have the outputs they left: one question to each host, all hosts at once. Thread-safe. */
public final class OutputVerifier {

    private static final ShellScript SURVEY = new ShellScript(OutputCheck.class, "survey-outputs.sh");
    private static final ShellScript PORTION = new ShellScript(OutputCheck.class, "survey-directory.sh");

    private static final String DONE = "done";
    private static final String STAMPS = "stamps";
    private static final Duration BREATH = Duration.ofMillis(100);

    /** So many files are looked at in one portion, and named to one process on the host. */
    private static final int FILES_AT_ONCE = 200;

    private final Transport transport;
    private final DispatchSettings settings;
    private final Logger logger;
    private final BooleanSupplier isOver;
    private final Scheduler scheduler;

    /**
     * Makes one that has asked nobody.
     *
     * @param isOver tells whether the run ends: then answers are not waited for
     */
    public OutputVerifier(
            Transport transport,
            DispatchSettings settings,
            Logger logger,
            BooleanSupplier isOver,
            Scheduler scheduler) {
        this.scheduler = scheduler;
        this.transport = transport;
        this.settings = settings;
        this.logger = logger;
        this.isOver = isOver;
    }

    /**
     * A job that is done and declares outputs, or has moved files.
     *
     * @param stamps what the outputs were like when it had ended, by their paths; of the others it only counts whether they are
     *     as declared
     * @param result of the job, as JSON; null if it has none
     */
    public record Done(
            long number,
            ComputeJob job,
            Map<String, String> stamps,
            @Nullable String result) {

        /** One without a result. */
        Done(long number, ComputeJob job, Map<String, String> stamps) {
            this(number, job, stamps, null);
        }

        boolean isTransfer() {
            return job.command() instanceof JobCommand.Transfer;
        }

        /** Takes it as the table has it. */
        public static Done of(JobRow row) {
            JobRow.End ending = row.ending();
            return new Done(
                    row.id(),
                    row.job(),
                    OutputCheck.stamps(ending == null ? null : ending.outputs()),
                    ending == null ? null : ending.result());
        }
    }

    /**
     * What hosts say.
     *
     * @param faults by the number of the job, what is wrong with its first output that is not as the job left it
     * @param unknown the jobs of hosts that do not answer
     */
    public record Findings(Map<Long, String> faults, Set<Long> unknown) {
        Findings() {
            this(new HashMap<>(), new HashSet<>());
        }
    }

    /**
     * Looks for the outputs of jobs, which must have some.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public Findings look(List<Done> jobs) throws InterruptedException {
        Map<String, Map<Long, Done>> byHost = new LinkedHashMap<>();
        jobs.stream()
                .filter(done -> !done.isTransfer())
                .forEach(done -> byHost.computeIfAbsent(done.job().host(), host -> new LinkedHashMap<>())
                        .put(done.number(), done));
        Map<String, CompletableFuture<String>> answers = new LinkedHashMap<>();
        byHost.forEach((host, some) ->
                answers.put(host, transport.host(host).ask(script(settings.node(host), some.values()))));
        Findings findings = new Findings();
        transfers(jobs, findings);
        for (Map.Entry<String, CompletableFuture<String>> answer : answers.entrySet()) {
            String host = answer.getKey();
            Map<Long, Done> asked = byHost.getOrDefault(host, Map.of());
            try {
                findings.faults().putAll(new Answer(asked).read(await(answer.getValue())));
            } catch (ExecutionException e) {
                TransportException transport = TransportException.in(e);
                warn(host, transport != null ? String.valueOf(transport.getMessage()) : e.toString());
                findings.unknown().addAll(asked.keySet());
            } catch (IncompleteException e) {
                warn(host, host + ": " + e.getMessage());
                findings.unknown().addAll(asked.keySet());
            }
        }
        return findings;
    }

    private void transfers(List<Done> jobs, Findings findings) throws InterruptedException {
        TransferVerifier transfers = new TransferVerifier(settings);
        jobs.stream().filter(Done::isTransfer).forEach(done -> transfers.add(done));
        Map<String, CompletableFuture<String>> answers = new LinkedHashMap<>();
        transfers
                .scripts()
                .forEach(
                        (host, script) -> answers.put(host, transport.host(host).ask(script)));
        for (Map.Entry<String, CompletableFuture<String>> answer : answers.entrySet()) {
            String host = answer.getKey();
            try {
                if (!transfers.read(host, await(answer.getValue()))) {
                    throw new IncompleteException("it did not say what files hold");
                }
            } catch (ExecutionException | IncompleteException e) {
                TransportException transport = TransportException.in(e);
                warn(host, transport != null ? String.valueOf(transport.getMessage()) : host + ": " + e.getMessage());
                findings.unknown().addAll(transfers.jobs(host));
            }
        }
        findings.faults().putAll(transfers.faults());
    }

    private void warn(String host, String reason) {
        logger.warn("{}; it is not known whether the outputs of finished jobs on {} are still there", reason, host);
    }

    private String await(CompletableFuture<String> answer)
            throws InterruptedException, ExecutionException, IncompleteException {
        CompletableFuture<String> ended = answer.copy();
        ScheduledTask look = scheduler.every(BREATH, () -> {
            if (isOver.getAsBoolean()) {
                ended.completeExceptionally(
                        new IncompleteException("its outputs are not waited for, since the run ends"));
            }
        });
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IncompleteException incomplete) {
                throw incomplete;
            }
            throw e;
        } finally {
            look.cancel();
        }
    }

    /** Returns the question: what it prints, see {@code survey-outputs.sh}. */
    static String script(NodeSettings node, Iterable<Done> jobs) {
        Map<String, List<List<String>>> byDirectory = new LinkedHashMap<>();
        for (Done done : jobs) {
            String directory = done.job().workingDirectory().orElse(node.workingDirectory());
            byDirectory
                    .computeIfAbsent(directory == null ? "" : OutputCheck.noOption(directory), d -> new ArrayList<>())
                    .addAll(arguments(done));
        }
        StringBuilder portions = new StringBuilder();
        byDirectory.forEach((directory, outputs) -> {
            for (int i = 0; i < outputs.size(); i += FILES_AT_ONCE) {
                List<String> portion = outputs.subList(i, Math.min(i + FILES_AT_ONCE, outputs.size())).stream()
                        .flatMap(List::stream)
                        .toList();
                portions.append(PORTION.with(Map.of("pipeline_directory", directory), portion));
            }
        });
        return String.join("", OutputCheck.init(node), SURVEY.around(portions.toString(), Map.of()));
    }

    /** Returns for each output its id, its path, its SHA-256 or nothing, and whether its stamp is known. */
    private static List<List<String>> arguments(Done done) {
        List<List<String>> arguments = new ArrayList<>();
        List<DeclaredOutput> outputs = done.job().options().outputs();
        for (int i = 0; i < outputs.size(); i++) {
            DeclaredOutput output = outputs.get(i);
            boolean hasStamp = done.stamps().containsKey(output.path());
            // a file that is the same as before still has its checksum
            String sha256 = hasStamp ? "" : output.sha256().orElse("");
            arguments.add(List.of(
                    "%d.%d".formatted(done.number(), i),
                    OutputCheck.noOption(output.path()),
                    sha256,
                    hasStamp ? "1" : ""));
        }
        return arguments;
    }

    /** Reads the answer of one host. */
    private static final class Answer {

        private final Map<Long, Done> asked;
        private final Map<Long, String> faults = new HashMap<>();

        Answer(Map<Long, Done> asked) {
            this.asked = asked;
        }

        Map<Long, String> read(String answer) throws IncompleteException {
            List<String> lines = answer.lines().toList();
            if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(DONE)) {
                throw new IncompleteException(
                        "it did not say whether outputs are there; does init of [remote] end the shell?");
            }
            int i = 0;
            while (i < lines.size() - 1) {
                String[] words = lines.get(i).split(" ", -1);
                i++;
                if (words[0].equals(STAMPS)) {
                    int end = i + lines.subList(i, lines.size()).indexOf(DONE);
                    compare(words, lines.subList(i, end));
                    i = end + 1;
                } else if (words.length == 3) {
                    fault(words[0], words[1], words[2]);
                } else {
                    throw odd(String.join(" ", words));
                }
            }
            return faults;
        }

        private void compare(String[] ids, List<String> stamps) throws IncompleteException {
            for (int i = 1; i < ids.length; i++) {
                String[] id = ids[i].split("\\.", -1);
                if (id.length != 2) {
                    throw odd(ids[i]);
                }
                DeclaredOutput output = output(id[0], id[1]);
                Done done = done(id[0]);
                // where one of several went away meanwhile, nobody knows which
                boolean isSame = stamps.size() == ids.length - 1
                        && stamps.get(i - 1).equals(done.stamps().get(output.path()));
                if (!isSame) {
                    fault(id[0], id[1], OutputCheck.CHANGED);
                }
            }
        }

        private void fault(String number, String place, String word) throws IncompleteException {
            String fault = OutputCheck.fault(output(number, place), word);
            faults.putIfAbsent(done(number).number(), fault);
        }

        private Done done(String number) throws IncompleteException {
            Done done = number.matches("[0-9]{1,18}") ? asked.get(Long.parseLong(number)) : null;
            if (done == null) {
                throw odd(number);
            }
            return done;
        }

        private DeclaredOutput output(String number, String place) throws IncompleteException {
            List<DeclaredOutput> outputs = done(number).job().options().outputs();
            if (!place.matches("[0-9]{1,6}") || Integer.parseInt(place) >= outputs.size()) {
                throw odd(number + " " + place);
            }
            return outputs.get(Integer.parseInt(place));
        }

        private static IncompleteException odd(String line) {
            return new IncompleteException("it said " + ShellQuoting.quote(line) + " when asked for outputs");
        }
    }

    private static final class IncompleteException extends Exception {

        private static final long serialVersionUID = 1;

        IncompleteException(String message) {
            super(message);
        }
    }
}
