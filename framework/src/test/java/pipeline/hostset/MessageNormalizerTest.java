package pipeline.hostset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageNormalizerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection refused at 127.0.0.2:2222; is sshd running there? | connection refused at 127.0.0.3:22; is sshd running there?",
                "connection refused at [fe80::1]:22 | connection refused at [::2]:2222",
                "h1: its key ssh-ed25519 SHA256:abc/+= is marked in /home/u/.ssh/known_hosts:12 | h2: its key ssh-ed25519 SHA256:x is marked in /home/u/.ssh/known_hosts:7",
                "add it by ssh-copy-id h1 | add it by ssh-copy-id h2",
            })
    void what_is_so_on_one_host_only_makes_no_difference(String first, String second) {
        assertThat(MessageNormalizer.of("h1", first)).isEqualTo(MessageNormalizer.of("h2", second));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit code 1 | exit code 2",
                "waited 15.0 s | waited 5.0 s",
                "user a was not let in | user b was not let in",
                "see h11 | see h21",
            })
    void other_causes_stay_others(String first, String second) {
        assertThat(MessageNormalizer.of("h1", first)).isNotEqualTo(MessageNormalizer.of("h2", second));
    }

    @Test
    void a_message_of_a_megabyte_is_no_matter() {
        String message = "a.".repeat(500_000) + ":1";
        assertThat(MessageNormalizer.of("h1", message)).hasSizeGreaterThan(1);
    }
}
