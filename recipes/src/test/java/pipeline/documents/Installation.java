package pipeline.documents;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The launcher and pipeline.jar in a directory of their own, without sources, so that the launcher runs the jar as it is. The
 * first of the processes that run tests makes it and its class archive; the others wait.
 */
final class Installation {

    private static final Path JAR = Path.of(System.getProperty("pipeline.jar"));
    private static final int LIMIT_SECONDS = 120;

    private Installation() {}

    static Path directory() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(JAR.resolveSibling("installation"));
        try (FileChannel lock = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            Path jar = directory.resolve("pipeline.jar");
            if (held.isValid() && (!Files.exists(jar) || Files.mismatch(jar, JAR) >= 0)) {
                Files.copy(JAR, jar, StandardCopyOption.REPLACE_EXISTING);
            }
            Path launcher = directory.resolve("pipeline");
            Files.copy(
                    Visitor.ROOT.resolve("pipeline"),
                    launcher,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            startOnce(launcher);
        }
        return directory;
    }

    private static void startOnce(Path launcher) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("the first start did not end within " + LIMIT_SECONDS + " s");
        }
    }
}
