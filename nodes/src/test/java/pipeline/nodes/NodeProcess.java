package pipeline.nodes;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pipeline.job.wire.NodeRequest;

/**
 * What a node program left behind when its process had ended.
 *
 * @param out all of standard output
 * @param err all of standard error
 */
record NodeProcess(int code, String out, String err) {

    private static final Path JAR = Path.of("target", "pipeline-node.jar");
    private static final Path PROGRAMS = Path.of("target", "test-classes");

    static Path jar() {
        return JAR;
    }

    /** Runs the node jar as a child, with the classes of the tests behind it, as engine_classpath would have them. */
    static NodeProcess run(Path directory, String input, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", JAR + File.pathSeparator + PROGRAMS, NodeRequest.MAIN_CLASS));
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("the node program still runs after 60 s: " + input);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return new NodeProcess(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
