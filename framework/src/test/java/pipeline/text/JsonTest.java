package pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.testing.Seed;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final long SEED = Seed.of(JsonTest.class);

    record Point(int x, List<String> names) {}

    record Mute(int x) {
        @Override
        public int x() {
            throw new IllegalStateException("nothing to say after " + x);
        }
    }

    @Test
    void any_value_is_made_written_and_read_as_a_mapper_does_it() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            Object value = value(random, 0);
            JsonNode tree = Json.tree(value);
            String text = Json.write(tree);
            assertThat(tree)
                    .as("seed %d, round %d", SEED, i)
                    .isEqualTo(JsonMapper.shared().valueToTree(value));
            assertThat(text)
                    .as("seed %d, round %d", SEED, i)
                    .isEqualTo(JsonMapper.shared().writeValueAsString(value));
            assertThat(Json.read(text).equals(JsonTest::compared, EXACT.readTree(text)))
                    .as("seed %d, round %d, %s", SEED, i, text)
                    .isTrue();
        }
    }

    private static int compared(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "1.5",
                "-7",
                "12345678901234567890",
                "-98765432109876543210987654321",
                "0.1234567890123456789012345678901",
                "3.14159265358979323846264338327950288",
                "1e300",
                "1e-300",
                "1e400",
                "1e-400",
                "123456789012345678901234567890.5"
            })
    void numbers_keep_every_digit(String number) {
        JsonNode read = Json.read("{\"n\":" + number + "}");
        assertThat(new BigDecimal(Json.write(read.get("n")))).isEqualByComparingTo(number);
        assertThat(new BigDecimal(Json.write(JobKey.settled(read).get("n")))).isEqualByComparingTo(number);
    }

    @Test
    void whole_numbers_that_no_64_bits_hold_keep_every_digit() {
        String number = "1" + "0".repeat(320) + "7";
        JsonNode read = Json.read("[" + number + "]");
        assertThat(Json.write(JobKey.settled(read))).isEqualTo("[" + number + "]");
        assertThat(JobKey.of(Map.of("n", new BigInteger(number))).json()).isEqualTo("{\"n\":" + number + "}");
    }

    @Test
    void values_that_only_a_mapper_knows_are_made_by_one() {
        assertThat(Json.write(Json.tree(new Point(1, List.of("a"))))).isEqualTo("{\"x\":1,\"names\":[\"a\"]}");
        assertThat(Json.write(Json.tree(Instant.EPOCH))).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(Json.write(Json.tree(new byte[] {1, 2, 3}))).isEqualTo("\"AQID\"");
        assertThat(Json.write(Json.tree(Map.of(5, "five")))).isEqualTo("{\"5\":\"five\"}");
        assertThat(Json.write(Json.tree(1.5f))).isEqualTo("1.5");
    }

    record Place(Path file, CharSequence name, Shade shade, Optional<URI> page) {}

    enum Shade {
        DARK
    }

    /** Has nothing that anybody could see. */
    static final class Closed {
        @SuppressWarnings("unused")
        private final int hidden = 1;
    }

    record Holder(Closed closed) {}

    @Test
    void what_is_like_text_is_text_wherever_it_stands() throws Exception {
        Path path = Path.of("/a:b/c d%20é");
        assertThat(Json.write(Json.tree(List.of(
                        path,
                        new File("x y"),
                        URI.create("http://h/%20"),
                        CharBuffer.wrap("s"),
                        'c',
                        Shade.DARK,
                        Optional.of("o")))))
                .isEqualTo("[\"/a:b/c d%20é\",\"x y\",\"http://h/%20\",\"s\",\"c\",\"DARK\",\"o\"]");
        Place place = new Place(path, CharBuffer.wrap("n"), Shade.DARK, Optional.of(URI.create("file:/x")));
        JsonNode tree = Json.tree(place);
        assertThat(Json.write(tree))
                .isEqualTo("{\"file\":\"/a:b/c d%20é\",\"name\":\"n\",\"shade\":\"DARK\",\"page\":\"file:/x\"}");
        assertThat(Json.value(tree, Place.class))
                .isInstanceOfSatisfying(
                        Place.class, read -> assertThat(read.file()).isEqualTo(path));
        assertThat(Json.write(Json.tree(Map.of("paths", Set.of(path), "array", new Path[] {path}.length))))
                .contains("[\"/a:b/c d%20é\"]");
    }

    @Test
    void an_object_in_which_nothing_can_be_seen_is_refused_by_its_name() {
        for (Object value :
                List.of(new Closed(), new Holder(new Closed()), new Closed[] {new Closed()}, new Object())) {
            assertThatThrownBy(() -> Json.tree(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a value of ")
                    .hasMessageContaining(
                            value.getClass() == Object.class ? "java.lang.Object" : Closed.class.getName())
                    .hasMessageContaining("give a text, a number, a list, a map, or a record")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SerializationFeature"));
        }
        assertThatThrownBy(() -> ComputeJob.program("a", "x.Y", 1, new Closed()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("argument 1 of node program x.Y, counted from 0: a value of ");
    }

    @Test
    void what_json_cannot_hold_is_refused() {
        assertThatThrownBy(() -> Json.tree(new Mute(1))).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "[1,", "]", "{\"a\"}", "nul", "1 2", "{} {}", "'a'", "\"\u0001\""})
    void a_text_that_is_not_one_json_value_is_refused(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
    }

    @Test
    void a_text_nested_deeper_than_jackson_allows_is_refused_and_does_not_overflow_the_stack() {
        assertThatThrownBy(() -> Json.read("[".repeat(100_000)))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("nesting depth");
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth < 4 ? 12 : 10)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong();
            case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
            case 5 -> new BigInteger(200, random);
            case 6 -> new BigDecimal(new BigInteger(100, random), random.nextInt(50));
            case 7, 8 -> text(random);
            case 9 -> Arrays.asList(Double.NaN, Double.NEGATIVE_INFINITY, -0.0).get(random.nextInt(3));
            case 10 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(text(random), value(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 0, 0x10ffff + 1)
                .filter(point -> point < 0xd800 || point > 0xdfff)
                .map(point -> random.nextInt(3) == 0 ? point : point % 128)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
