package pipeline.source.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a repository of files, so that no network is needed; the local repository is the test's own. */
class MavenDependenciesTest {

    @TempDir
    Path here;

    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void a_repository() throws IOException {
        artifact("own", "leaf", "1", "");
        artifact("own", "leaf", "2", "");
        artifact(
                "own",
                "tree",
                "1",
                "<dependencies><dependency><groupId>own</groupId><artifactId>leaf</artifactId><version>1</version>"
                        + "</dependency></dependencies>");
        pom(
                "own",
                "bom",
                "1",
                "<packaging>pom</packaging><dependencyManagement><dependencies><dependency><groupId>own</groupId>"
                        + "<artifactId>leaf</artifactId><version>2</version></dependency></dependencies></dependencyManagement>");
    }

    private void artifact(String group, String name, String version, String more) throws IOException {
        pom(group, name, version, more);
        Files.writeString(directory(group, name, version).resolve(name + "-" + version + ".jar"), name);
    }

    private void pom(String group, String name, String version, String more) throws IOException {
        Files.createDirectories(directory(group, name, version));
        Files.writeString(
                directory(group, name, version).resolve(name + "-" + version + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>%s</groupId><artifactId>%s</artifactId>"
                                .formatted(group, name)
                        + "<version>%s</version>%s</project>".formatted(version, more));
    }

    private Path directory(String group, String name, String version) {
        return here.resolve("repository").resolve(group).resolve(name).resolve(version);
    }

    private List<String> resolve(boolean isOffline, String... coordinates) throws IOException {
        Map<String, String> local =
                Map.of("maven.repo.local", here.resolve("local").toString());
        return new MavenDependencies(isOffline, progress::add, local)
                        .resolve(
                                List.of(coordinates),
                                List.of("own=" + here.resolve("repository").toUri()))
                        .stream()
                        .map(path -> String.valueOf(path.getFileName()))
                        .toList();
    }

    @Test
    void a_dependency_comes_with_what_it_needs_and_from_the_local_repository_the_next_time() throws IOException {
        assertThat(resolve(false, "own:tree:1")).containsExactly("tree-1.jar", "leaf-1.jar");
        assertThat(progress).containsExactly("loading own:tree:1");

        assertThat(resolve(true, "own:tree:1")).containsExactly("tree-1.jar", "leaf-1.jar");
        assertThat(resolve(false, "own:tree:1")).containsExactly("tree-1.jar", "leaf-1.jar");
        assertThat(progress).as("the network is asked last").hasSize(1);
    }

    @Test
    void a_bill_of_materials_gives_the_versions() throws IOException {
        assertThat(resolve(false, "own:bom:1@pom", "own:leaf")).containsExactly("leaf-2.jar");
        assertThat(resolve(false, "own:bom:1@pom", "own:tree:1")).containsExactly("tree-1.jar", "leaf-2.jar");
    }

    @Test
    void what_is_in_no_repository_is_named_with_what_to_do() {
        assertThatThrownBy(() -> resolve(true, "own:tree:1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("own:tree:jar:1")
                .hasMessageEndingWith("; start once without --offline");
        assertThat(progress).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "own:", ":a:1", "a:b:c:d:e", "a b:c:1", "a:b:1@"})
    void what_has_no_form_of_coordinates_is_refused(String text) {
        assertThatThrownBy(() -> resolve(true, text))
                .isInstanceOf(IOException.class)
                .hasMessage(text + " is no dependency; write group:artifact:version, such as"
                        + " org.apache.commons:commons-math3:3.6.1");
    }

    @Test
    void what_is_no_repository_is_refused() {
        assertThatThrownBy(() -> new MavenDependencies(true, progress::add, Map.of())
                        .resolve(List.of("a:b:1"), List.of("nowhere")))
                .hasMessage(
                        "//REPOS: nowhere is no repository; write a URL, name=URL or one of central, google, jitpack,"
                                + " mavencentral");
    }
}
