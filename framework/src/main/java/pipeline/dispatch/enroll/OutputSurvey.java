package pipeline.dispatch.enroll;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.Words;
import pipeline.remote.Door;
import pipeline.remote.TransportException;

/** Looks whether jobs that are done still have their outputs: one question to each host, all hosts at once. Thread-safe. */
public final class OutputSurvey {

    private static final String DONE = "done";
    private static final long BREATH_MILLIS = 100;

    private final Door door;
    private final DispatchSettings settings;
    private final Logger logger;
    private final BooleanSupplier isOver;

    /**
     * Makes one that has asked nobody.
     *
     * @param isOver tells whether the run ends: then answers are not waited for
     */
    public OutputSurvey(Door door, DispatchSettings settings, Logger logger, BooleanSupplier isOver) {
        this.door = door;
        this.settings = settings;
        this.logger = logger;
        this.isOver = isOver;
    }

    /**
     * Looks for the outputs of jobs, which must have some. What a host does not say counts as there.
     *
     * @param jobs by their numbers
     * @return by the number of the job, what is wrong with the first output that is not as declared
     * @throws InterruptedException if the thread is interrupted
     */
    public Map<Long, String> faults(Map<Long, ComputeJob> jobs) throws InterruptedException {
        Map<String, Map<Long, ComputeJob>> byHost = new LinkedHashMap<>();
        jobs.forEach((number, job) -> byHost.computeIfAbsent(job.host(), host -> new LinkedHashMap<>())
                .put(number, job));
        Map<String, CompletableFuture<String>> answers = new LinkedHashMap<>();
        byHost.forEach((host, some) -> answers.put(host, door.host(host).ask(script(settings.node(host), some))));
        Map<Long, String> faults = new HashMap<>();
        for (Map.Entry<String, CompletableFuture<String>> answer : answers.entrySet()) {
            try {
                read(await(answer.getValue()), byHost.getOrDefault(answer.getKey(), Map.of()), faults);
            } catch (ExecutionException e) {
                TransportException transport = TransportException.in(e);
                warn(answer.getKey(), transport != null ? String.valueOf(transport.getMessage()) : e.toString());
            } catch (IncompleteException e) {
                warn(answer.getKey(), answer.getKey() + ": " + e.getMessage());
            }
        }
        return faults;
    }

    private void warn(String host, String reason) {
        logger.warn("{}; the finished jobs of {} are left as they are", reason, host);
    }

    private String await(CompletableFuture<String> answer)
            throws InterruptedException, ExecutionException, IncompleteException {
        while (true) {
            try {
                return answer.get(BREATH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (isOver.getAsBoolean()) {
                    throw new IncompleteException("its outputs are not waited for, since the run ends");
                }
            }
        }
    }

    /** Gives what prints a line for each output that is not as declared: job, place in its list, finding. */
    static String script(NodeSettings node, Map<Long, ComputeJob> jobs) {
        StringBuilder text = new StringBuilder();
        if (!node.init().isEmpty()) {
            text.append("eval ").append(Words.alwaysQuoted(node.init())).append(" >/dev/null\n");
        }
        text.append(OutputCheck.FUNCTIONS)
                .append("pipeline_tell() { [ -z \"$pipeline_is\" ] || printf '%s %s\\n' \"$1\" \"$pipeline_is\"; }\n");
        Map<String, List<String>> byDirectory = new LinkedHashMap<>();
        jobs.forEach((number, job) -> {
            String directory = job.workingDirectory().orElse(node.workingDirectory());
            List<String> lines =
                    byDirectory.computeIfAbsent(directory == null ? "" : directory, d -> new ArrayList<>());
            List<DeclaredOutput> outputs = job.terms().outputs();
            for (int i = 0; i < outputs.size(); i++) {
                lines.add(OutputCheck.look(outputs.get(i)) + "; pipeline_tell '" + number + " " + i + "'");
            }
        });
        byDirectory.forEach((directory, lines) -> {
            text.append("(\n");
            if (!directory.isEmpty()) {
                String plain = directory.startsWith("-") ? "./" + directory : directory;
                text.append("cd -- ").append(Words.alwaysQuoted(plain)).append(" || pipeline_away=away\n");
            }
            lines.forEach(line -> text.append(line).append('\n'));
            text.append(")\n");
        });
        return text.append("echo ").append(DONE).toString();
    }

    private static void read(String answer, Map<Long, ComputeJob> jobs, Map<Long, String> faults)
            throws IncompleteException {
        List<String> lines = answer.lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(DONE)) {
            throw new IncompleteException(
                    "it did not say whether outputs are there; does init of [remote] end the shell?");
        }
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] words = line.split(" ", 2);
            ComputeJob job = words[0].matches("[0-9]{1,18}") ? jobs.get(Long.parseLong(words[0])) : null;
            if (job == null || words.length < 2) {
                throw new IncompleteException("it said " + Words.quote(line) + " when asked for outputs");
            }
            String fault = OutputCheck.fault(job.terms().outputs(), words[1]);
            if (fault != null) {
                faults.putIfAbsent(Long.parseLong(words[0]), fault);
            }
        }
    }

    private static final class IncompleteException extends Exception {

        private static final long serialVersionUID = 1;

        IncompleteException(String message) {
            super(message);
        }
    }
}
