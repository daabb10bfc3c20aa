package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

/** A Maven project of one's own, as new-recipe writes it, built against the artifacts of this build. */
class MavenProjectIT {

    private static final Path ROOT = Path.of(System.getProperty("pipeline.root"));
    private static final String LIBRARIES = System.getProperty(
            "pipeline.repository",
            Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path here;

    @Test
    void it_is_built_and_tested_and_its_jar_runs_by_its_path_and_by_its_name() throws Exception {
        PipelineProcess written = PipelineProcess.run(here, "new-recipe", "sky_lines", "--maven");
        assertThat(written.exitCode()).as(written.err()).isZero();
        Path repository = here.resolve("repository");
        install(repository);

        String printed = verify(here.resolve("sky-lines"), repository);
        Path jar = here.resolve("sky-lines/target/sky-lines-1.0-SNAPSHOT.jar");
        assertThat(jar).as(printed).isRegularFile();
        assertThat(printed).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");

        Files.writeString(here.resolve("a.txt"), "1\n2\n");
        Files.writeString(here.resolve("data.map"), "node1 = [ %s ]\n".formatted(here.resolve("a.txt")));
        Files.writeString(
                here.resolve("pipeline.cfg"), "[DEFAULT]\nrecipe_directories = [%s]\n".formatted(jar.getParent()));
        PipelineProcess named = PipelineProcess.run(here, "sky_lines", "-j", "x", "--mini-cluster", "data.map");
        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(named.out()).contains("lines = 2");
        PipelineProcess again =
                PipelineProcess.run(here, jar.toString(), "-j", "x", "-v", "--mini-cluster", "data.map");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("1 of 1 job was done before");
    }

    /** Puts what is built here where mvn install puts it. */
    private static void install(Path repository) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        put(repository, "pipeline", version.group(1), ROOT);
        put(repository, "pipeline-framework", version.group(1), ROOT.resolve("framework"));
        put(repository, "pipeline-nodes", version.group(1), ROOT.resolve("nodes"));
        put(repository, "pipeline-testing", version.group(1), ROOT.resolve("testing"));
    }

    private static void put(Path repository, String artifact, String version, Path module) throws IOException {
        Path place = Files.createDirectories(
                repository.resolve("pipeline").resolve(artifact).resolve(version));
        String name = artifact + "-" + version;
        Files.copy(module.resolve("pom.xml"), place.resolve(name + ".pom"));
        Path jar = module.resolve("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, place.resolve(name + ".jar"));
        }
    }

    private String verify(Path project, Path repository) throws Exception {
        Path out = here.resolve("maven.log");
        Process maven = new ProcessBuilder(
                        ROOT.resolve("mvnw").toString(),
                        "-B",
                        "-o",
                        "-Dmaven.repo.local=" + repository,
                        "-Dmaven.repo.local.tail=" + LIBRARIES,
                        "verify")
                .directory(project.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(maven.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(maven.exitValue()).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }
}
