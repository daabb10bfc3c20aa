package pipeline.recipes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The classes of pipeline.jar as Java has once loaded them, so that the many processes of the tests start in half the time. */
final class ClassArchive {

    private static final Path JAR = Path.of(System.getProperty("pipeline.jar"));
    private static final long LIMIT_SECONDS = 60;

    private static final List<String> OPTIONS = options();

    private ClassArchive() {}

    /** Returns options of Java; none without an archive, and then all is only slower. */
    static List<String> javaOptions() {
        return OPTIONS;
    }

    private static List<String> options() {
        try {
            Path archive = archive();
            return Files.exists(archive)
                    ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                    : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** One of the processes that run tests makes it, the others wait. */
    private static Path archive() throws IOException, InterruptedException {
        Path archive = JAR.resolveSibling("pipeline.jar.jsa");
        try (FileChannel lock = FileChannel.open(
                        JAR.resolveSibling("pipeline.jar.jsa.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && !isFresh(archive)) {
                make(JAR, archive);
            }
        }
        return archive;
    }

    private static boolean isFresh(Path archive) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(JAR)) > 0;
    }

    /** Has Java write down the classes of a jar, whose path counts; if it cannot, there is no archive. */
    static void make(Path jar, Path archive) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(JAR.getParent(), "class-archive");
        Path map = Files.writeString(directory.resolve("map"), "trial = [ file ]\n");
        Path configuration = Files.createFile(directory.resolve("pipeline.cfg"));
        Path fresh = directory.resolve("archive");
        List<String> command = new ArrayList<>(PipelineProcess.JAVA);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + fresh, "-jar", jar.toString(), "foreach", "-j", "trial"));
        command.addAll(List.of("-c", configuration.toString(), "-r", directory.toString(), "--mini-cluster"));
        command.addAll(List.of(map.toString(), "--", "true"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        } else if (process.exitValue() == 0 && Files.exists(fresh)) {
            Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
