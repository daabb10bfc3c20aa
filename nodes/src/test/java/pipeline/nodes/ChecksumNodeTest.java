package pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.node.Arguments;
import pipeline.node.NodeFailure;
import pipeline.node.NodeResult;
import pipeline.testing.Seed;
import pipeline.text.Json;

class ChecksumNodeTest {

    private static final long SEED = Seed.of(ChecksumNodeTest.class);

    @TempDir
    Path directory;

    private static NodeResult run(Object... arguments) throws Exception {
        return new ChecksumNode()
                .run(Arguments.of(Arrays.stream(arguments).map(Json::tree).toList()));
    }

    @Test
    void an_empty_file_has_the_well_known_checksum() throws Exception {
        Path file = Files.createFile(directory.resolve("empty"));
        assertThat(run(file.toString()).json())
                .contains(Json.tree(Map.of(
                        "sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "bytes", 0L)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000})
    void a_file_of_any_size_is_read_to_its_end(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(SEED).nextBytes(content);
        Path file = Files.write(directory.resolve("data"), content);
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        assertThat(Json.write(run(file.toString()).json().orElseThrow()))
                .as("seed %d", SEED)
                .contains("\"sha256\":\"" + sum + "\"")
                .contains("\"bytes\":" + size);
    }

    @ParameterizedTest
    @ValueSource(strings = {" two  blanks ", "-dash", "a'b\"c", "$(touch x)", "line\nbreak", "müñ星"})
    void a_file_of_any_name_is_read(String name) throws Exception {
        Path file = Files.writeString(directory.resolve(name), "x", StandardCharsets.UTF_8);
        assertThat(run(file.toString()).code()).isZero();
    }

    @Test
    void a_missing_file_is_named() {
        String file = directory.resolve("none").toString();
        assertThatThrownBy(() -> run(file))
                .isInstanceOf(NodeFailure.class)
                .hasMessage(file + " does not exist on this host; check the path in the mapfile");
    }

    @Test
    void a_directory_is_refused() {
        assertThatThrownBy(() -> run(directory.toString()))
                .isInstanceOf(NodeFailure.class)
                .hasMessage(directory + " is a directory, a pipe or a device; a checksum needs a regular file");
    }

    @Test
    void a_device_without_end_is_refused() {
        assertThatThrownBy(() -> run("/dev/zero"))
                .isInstanceOf(NodeFailure.class)
                .hasMessageContaining("needs a regular file");
    }

    @Test
    void a_missing_argument_is_refused() {
        assertThatThrownBy(() -> run()).isInstanceOf(NodeFailure.class).hasMessageContaining("argument 0 is missing");
    }
}
