package pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.job.ComputeJob;

class HostNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"n1", "lce001.cluster", "1", "_a", "user@host", "n[1]", "::1", "höst", "a,b"})
    void names_of_hosts_and_aliases_are_taken(String name) {
        assertThat(HostName.problem(name)).isNull();
        assertThat(ComputeJob.command(name, "true").host()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "., begins with a dot",
        ".., begins with a dot",
        ".node1, begins with a dot",
        "-n, begins with a dash",
        "a/b, holds a slash",
        "a b, holds a blank",
        "node*, 'holds *, and patterns are not replaced here'",
        "n?, 'holds ?, and patterns are not replaced here'",
        "'n\u00a01', holds a character that cannot be seen (U+00A0); delete it",
        "'n1\u200b', holds a character that cannot be seen (U+200B); delete it",
        "'\ufeffn1', holds a character that cannot be seen (U+FEFF); delete it",
        "'n1\u0007', holds a control character (U+0007)",
    })
    void what_is_no_name_is_refused_with_the_reason_in_maps_and_jobs_alike(String name, String reason) {
        assertThat(HostName.problem(name))
                .startsWith("expected a host's name, but '")
                .contains(reason);
        assertThatThrownBy(() -> ComputeJob.command(name, "true"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(HostName.problem(name));
    }

    @Test
    void what_cannot_be_seen_is_shown_as_an_escape() {
        assertThat(HostName.problem("n\u200b1")).contains("'n\\u200b1'");
    }

    @Test
    void a_name_has_a_greatest_length() {
        assertThat(HostName.problem("n".repeat(255))).isNull();
        assertThat(HostName.problem("n".repeat(300))).endsWith("has 300 characters; at most 255 are possible");
    }

    @Test
    void half_a_character_is_refused() {
        assertThat(HostName.problem("n\ud800")).contains("half a surrogate pair");
    }
}
