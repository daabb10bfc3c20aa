package pipeline.python;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.Gang;
import pipeline.job.Outcome;
import pipeline.job.Scratch;
import tools.jackson.databind.JsonNode;

/** Turns the jobs of a recipe in Python into jobs, and outcomes into what Python is sent. Thread-safe. */
final class PythonJobs {

    private static final double NANOS = 1e9;

    /** The outcomes that Python knows, by their numbers. */
    private final List<Outcome> reported = Collections.synchronizedList(new ArrayList<>());

    /**
     * Reads jobs.
     *
     * @throws IllegalArgumentException if a job has what no job can have; the message names the job by its number, from 0
     */
    List<ComputeJob> read(JsonNode jobs) {
        List<ComputeJob> all = new ArrayList<>();
        for (JsonNode message : jobs) {
            try {
                all.add(job(message));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("job %d: %s".formatted(all.size(), e.getMessage()), e);
            }
        }
        return withGangs(all, jobs);
    }

    /** The jobs of one gang have its name, in the order of their ranks. */
    private static List<ComputeJob> withGangs(List<ComputeJob> all, JsonNode messages) {
        Map<String, List<Integer>> gangs = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            JsonNode name = messages.path(i).path("gang");
            if (name.isString()) {
                gangs.computeIfAbsent(name.stringValue(), gang -> new ArrayList<>())
                        .add(i);
            }
        }
        gangs.forEach((name, places) -> {
            List<ComputeJob> jobs = places.stream().map(all::get).toList();
            List<ComputeJob> seated =
                    Gang.of(name, jobs.get(0), jobs.subList(1, jobs.size())).jobs();
            for (int i = 0; i < seated.size(); i++) {
                all.set(places.get(i), seated.get(i));
            }
        });
        return all;
    }

    private ComputeJob job(JsonNode message) {
        String host = message.path("host").asString();
        List<String> words = texts(message.path("words"));
        ComputeJob job = message.has("transfer")
                ? transfer(host, message.path("transfer"))
                : message.has("script")
                        ? ComputeJob.script(
                                host, Path.of(message.path("script").asString()), words.toArray(String[]::new))
                        : ComputeJob.command(host, words);
        for (Map.Entry<String, JsonNode> option : message.properties()) {
            job = with(job, option.getKey(), option.getValue());
        }
        return job;
    }

    private static ComputeJob transfer(String host, JsonNode message) {
        String from = message.path("from").asString();
        String to = message.path("to").asString();
        return switch (message.path("kind").asString()) {
            case "put" -> ComputeJob.put(host, Path.of(from), to);
            case "get" -> ComputeJob.get(host, from, Path.of(to));
            default -> ComputeJob.copy(message.path("from_host").asString(), from, host, to);
        };
    }

    private ComputeJob with(ComputeJob job, String option, JsonNode value) {
        return switch (option) {
            case "label" -> job.label(value.asString());
            case "environment" -> {
                ComputeJob all = job;
                for (Map.Entry<String, JsonNode> variable : value.properties()) {
                    all = all.environment(variable.getKey(), variable.getValue().asString());
                }
                yield all;
            }
            case "secrets" -> {
                ComputeJob all = job;
                for (Map.Entry<String, JsonNode> secret : value.properties()) {
                    all = all.secret(secret.getKey(), secret.getValue().asString());
                }
                yield all;
            }
            case "working_directory" -> job.workingDirectory(value.asString());
            case "timeout" ->
                job.timeout(Duration.ofNanos((long) (number(option, value).asDouble() * NANOS)));
            case "retries" -> job.retries(number(option, value).asInt());
            case "cores" -> job.cores(number(option, value).asInt());
            case "memory" -> job.memory(number(option, value).asLong());
            case "priority" -> job.priority(number(option, value).asInt());
            case "outputs" -> job.outputs(texts(value).toArray(String[]::new));
            case "reads" -> {
                if (!value.isArray()) {
                    throw new IllegalArgumentException("reads must be a list of paths, but was " + value);
                }
                yield job.reads(texts(value));
            }
            case "atomic_outputs" -> {
                ComputeJob all = job;
                for (String path : texts(value)) {
                    all = all.atomicOutput(path);
                }
                yield all;
            }
            case "scratch" ->
                value.isString() ? job.scratch(Scratch.in(value.asString())) : value.asBoolean() ? job.scratch() : job;
            case "parameter_file" ->
                job.parameterFile(value.path(0).asString(), value.path(1).asString());
            case "capture_output" -> value.asBoolean() ? job.captureOutput() : job;
            case "skip_exit" -> job.skipExit(codes(option, value));
            case "limits" -> {
                ComputeJob all = job;
                for (Map.Entry<String, JsonNode> limit : value.properties()) {
                    all = all.limit(
                            limit.getKey(), number(option, limit.getValue()).asInt());
                }
                yield all;
            }
            case "key" -> {
                Map<String, JsonNode> key = new LinkedHashMap<>();
                value.properties().forEach(entry -> key.put(entry.getKey(), entry.getValue()));
                yield job.key(key);
            }
            case "after" -> {
                List<Outcome> before = new ArrayList<>();
                value.forEach(number -> before.add(reported.get(number.asInt())));
                yield job.after(before);
            }
            case "independent" -> value.asBoolean() ? job.independent() : job;
            case "always" -> value.asBoolean() ? job.always() : job;
            default -> job;
        };
    }

    private static JsonNode number(String option, JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException(option + " must be a number, but was " + value);
        }
        return value;
    }

    private static int[] codes(String option, JsonNode value) {
        return value.isArray()
                ? value.valueStream()
                        .mapToInt(code -> number(option, code).asInt())
                        .toArray()
                : new int[] {number(option, value).asInt()};
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asString()));
        return texts;
    }

    /** Makes the messages of outcomes, in their order. */
    List<Map<String, @Nullable Object>> write(List<Outcome> outcomes) {
        return outcomes.stream().map(this::write).toList();
    }

    /** Makes the message of an outcome, which Python may name from now on. */
    Map<String, @Nullable Object> write(Outcome outcome) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        synchronized (reported) {
            message.put("number", reported.size());
            reported.add(outcome);
        }
        message.put("state", outcome.state().name().toLowerCase(Locale.ROOT));
        message.put(
                "failure",
                outcome.failure().map(failure -> failure.kind().word()).orElse(null));
        message.put("message", outcome.message());
        message.put("code", outcome.exitCode().orElse(null));
        message.put("result", outcome.result().orElse(null));
        return message;
    }
}
