package pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobKeyTest {

    @Test
    void the_order_of_names_and_the_spelling_of_numbers_make_no_difference() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("beam", 10);
        values.put("at", List.of(1.50, Map.of("y", 2.0, "x", "a")));
        JobKey key = JobKey.of(values);
        assertThat(key.json()).isEqualTo("{\"at\":[1.5,{\"x\":\"a\",\"y\":2}],\"beam\":10}");
        assertThat(JobKey.parse(" {\"beam\": 1e1, \"at\": [1.5, {\"x\": \"a\", \"y\": 2}]} "))
                .isEqualTo(key);
        assertThat(JobKey.of(Map.of("beam", new BigDecimal("10.00"), "at", values.get("at"))))
                .isEqualTo(key);
        assertThat(JobKey.parse("{\"a\": [0.1, 0.0000001, 1e-7]}"))
                .isEqualTo(JobKey.of(Map.of("a", List.of(0.1, 1e-7, new BigDecimal("0.00000010")))));
        assertThat(key.hash())
                .isEqualTo(JobKey.parse(key.json()).hash())
                .hasSize(64)
                .matches("[0-9a-f]+");
    }

    @Test
    void what_differs_in_name_type_or_value_is_another_key() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("a", null);
        List<JobKey> keys = List.of(
                JobKey.of(Map.of("a", 1)),
                JobKey.of(Map.of("a", "1")),
                JobKey.parse("{\"a\": 1.0000000000000000000001}"),
                JobKey.of(Map.of("a", true)),
                JobKey.of(Map.of("A", 1)),
                JobKey.of(Map.of("a", List.of(1))),
                JobKey.of(Map.of("a", "ä")),
                JobKey.of(Map.of("a", "a\u0308")),
                JobKey.of(Map.of("a", 1, "b", 23)),
                JobKey.of(Map.of("a", 12, "b", 3)),
                JobKey.of(nothing));
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(keys).extracting(JobKey::hash).doesNotHaveDuplicates();
    }

    @Test
    void the_hash_is_that_of_the_canonical_text() {
        assertThat(JobKey.of(Map.of("id", 2)).hash())
                .as("printf '{\"id\":2}' | sha256sum")
                .isEqualTo("9e7e65453739bbc64ba155eed18a37bd5fb1196c7f29ded1da660b94414d7ad8");
    }

    @Test
    void datajoints_older_hash_is_that_of_the_texts_of_the_values_in_the_order_of_names() {
        assertThat(JobKey.of(Map.of("id", 2)).legacyHash()).isEqualTo("c81e728d9d4c2f636f067f89cc14862c");
        assertThat(JobKey.parse("{\"b\": 3, \"a\": 12}").legacyHash())
                .isEqualTo(JobKey.parse("{\"a\": 12, \"b\": 3}").legacyHash())
                .as("keys that share it are different keys all the same")
                .isEqualTo(JobKey.parse("{\"a\": 1, \"b\": 23}").legacyHash());
        assertThat(JobKey.of(Map.of("a", 1)).legacyHash())
                .isEqualTo(JobKey.of(Map.of("b", "1")).legacyHash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "null", "\"a\"", "", "{\"a\":", "{'a': 1}", "{\"a\": 1} x"})
    void a_key_is_a_json_object_that_holds_something(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobKey.parse(text))
                .withMessageStartingWith("a key must be a JSON object such as {\"file\": \"a.fits\"}, but was ");
    }

    @Test
    void what_json_cannot_hold_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JobKey.of(Map.of("a", Double.NaN)));
        assertThatIllegalArgumentException().isThrownBy(() -> JobKey.of(Map.of("a", new BigDecimal("1e999999999"))));
        assertThatIllegalArgumentException().isThrownBy(() -> JobKey.of(Map.of()));
    }

    @Test
    void equal_jobs_are_told_apart_by_their_number() {
        ComputeJob job = ComputeJob.command("n1", "wc", "-l");
        List<JobKey> keys = JobKey.ofEach(
                List.of(job, job, ComputeJob.command("n2", "wc", "-l"), job.label("third"), job.priority(1)));
        assertThat(keys)
                .extracting(JobKey::json)
                .containsExactly(
                        "{\"command\":[\"wc\",\"-l\"],\"host\":\"n1\"}",
                        "{\"command\":[\"wc\",\"-l\"],\"host\":\"n1\",\"number\":2}",
                        "{\"command\":[\"wc\",\"-l\"],\"host\":\"n2\"}",
                        "{\"command\":[\"wc\",\"-l\"],\"host\":\"n1\",\"number\":3}",
                        "{\"command\":[\"wc\",\"-l\"],\"host\":\"n1\",\"number\":4}");
        assertThat(JobKey.ofEach(List.of(job))).as("the same next time").containsExactly(keys.get(0));
    }

    @Test
    void a_recipe_that_gives_two_jobs_one_key_is_reported() {
        ComputeJob job = ComputeJob.command("n1", "true").key(Map.of("id", 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobKey.ofEach(
                        List.of(job, ComputeJob.command("n2", "false").key(Map.of("id", 2.0)))))
                .withMessageStartingWith("two jobs of one step have the key {\"id\":2}; give each a key of its own");
    }
}
