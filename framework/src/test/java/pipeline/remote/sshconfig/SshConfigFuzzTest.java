package pipeline.remote.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.Seed;

class SshConfigFuzzTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> PIECES = List.of(
            "Host ",
            "Match ",
            "host=",
            "User ",
            "IdentityFile ",
            "ProxyJump ",
            "ProxyCommand ",
            "Port ",
            "HostName ",
            "UserKnownHostsFile ",
            "CanonicalizeHostname yes",
            "ConnectTimeout ",
            "IdentityAgent ",
            "*",
            "?",
            "!",
            ",",
            "%h",
            "%",
            "${",
            "}",
            "~",
            "\"",
            "'",
            "\\",
            "=",
            " ",
            "\t",
            "\r",
            "\n",
            "\n",
            "\f",
            "\0",
            "#",
            "h",
            "é",
            "\u00a0",
            "@",
            ":",
            "[",
            "]",
            "::1",
            "0x",
            "99999999999999999999",
            "none",
            "final",
            "all",
            "ssh://",
            "\u0001");

    @TempDir
    Path home;

    @Test
    void any_text_is_read_or_refused_with_a_message() throws Exception {
        long seed = Seed.of(SshConfigFuzzTest.class);
        Random random = new Random(seed);
        for (int i = 0; i < 1_500; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = random.nextInt(60); pieces > 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            // what is found by chance is not to be run
            if (!text.toString().toLowerCase(Locale.ROOT).contains("exec")) {
                read("seed " + seed + " input " + i, text.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void any_bytes_are_read_or_refused_with_a_message() throws Exception {
        long seed = Seed.of(SshConfigFuzzTest.class);
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            read("seed " + seed + " input " + i, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ", "\t", "=", "\"", "'", "\\", "*", "*a", "?", "%h", "a,", "!", "a ", "\r", "${HOME}", "[", "0", "9",
                "%", ":"
            })
    void long_rows_of_the_same_take_linear_time(String piece) throws Exception {
        String row = piece.repeat(200_000);
        for (String before : List.of(
                "",
                "Host ",
                "Port 1",
                "Match host ",
                "Match host=\"",
                "User ",
                "IdentityFile ",
                "ProxyJump ",
                "ProxyCommand ",
                "HostName ",
                "ConnectTimeout ",
                "Include /no-such-",
                "PreferredAuthentications ")) {
            read(before + "row of " + piece, (before + row + "x\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void read(String what, byte[] text) throws IOException {
        Path file = Files.write(home.resolve("config"), text);
        String message = assertTimeoutPreemptively(
                LIMIT,
                () -> {
                    try {
                        SshConfig config = SshConfig.read(
                                TestSettings.in(home).sshConfig(file).build(), any -> false);
                        config.mentions("h");
                        config.route("h");
                        return "read";
                    } catch (SshConfigException e) {
                        return e.getMessage();
                    }
                },
                what);
        assertThat(message).as(what).isNotBlank();
    }
}
