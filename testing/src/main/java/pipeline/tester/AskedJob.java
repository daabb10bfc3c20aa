package pipeline.tester;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.job.wire.JobVariables;
import pipeline.job.wire.NodeRequest;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.JsonNode;

/** The files in which {@code ask.sh} says what it is about to start. */
record AskedJob(Path files, String host, Path directory, List<String> words) {

    /** The words of a Java node program: java, -cp, the class path, the main class. */
    private static final int JAVA_WORDS = 4;

    static AskedJob read(Path files) throws IOException {
        List<String> words = texts(files.resolve("words"));
        return new AskedJob(files, words.get(0), Path.of(words.get(1)), List.copyOf(words.subList(2, words.size())));
    }

    boolean isJava() {
        return words.size() == JAVA_WORDS && words.get(3).equals(NodeRequest.MAIN_CLASS);
    }

    /** Returns the class path of a Java node program. */
    String classPath() {
        return words.get(2);
    }

    /** Returns the environment of a Java node program. */
    Map<String, String> environment() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String line : texts(files.resolve("environment"))) {
            int end = line.indexOf('=');
            environment.put(line.substring(0, end), line.substring(end + 1));
        }
        return environment;
    }

    /** Returns a line of sh that sets $pipeline_token to what frames the answer of the job. */
    String token() throws IOException {
        String token = isJava()
                ? ShellQuoting.quote(NodeRequest.fromJson(Files.readString(files.resolve("request")))
                        .token())
                : "${" + JobVariables.ANSWER_TOKEN + ":-}";
        return "pipeline_token=" + token + "\n";
    }

    /** Returns the job as a test names it. */
    Jobs.StartingJob named() throws IOException {
        if (!isJava()) {
            return new Jobs.StartingJob(host, words);
        }
        NodeRequest request = NodeRequest.fromJson(Files.readString(files.resolve("request")));
        List<String> named = new ArrayList<>(List.of(request.program()));
        request.arguments().forEach(argument -> addTexts(argument, named));
        return new Jobs.StartingJob(host, named);
    }

    /** Adds a value, and what is in it: a file may stand in a record. */
    private static void addTexts(JsonNode value, List<String> to) {
        to.add(value.isString() ? value.stringValue() : Json.write(value));
        value.values().forEach(part -> addTexts(part, to));
    }

    private static List<String> texts(Path file) throws IOException {
        String all = Files.readString(file, UTF_8);
        return Arrays.asList(all.substring(0, Math.max(0, all.length() - 1)).split("\0", -1));
    }
}
