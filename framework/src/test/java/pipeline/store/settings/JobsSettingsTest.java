package pipeline.store.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.job.ExitCodes;
import pipeline.job.TimeLimit;
import pipeline.job.identity.ContentsRule;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.store.RetentionLimits;
import pipeline.store.TableLocation;
import pipeline.store.VersionMethod;

class JobsSettingsTest {

    @TempDir
    Path directory;

    private Map<String, String> environment = Map.of("HOME", "/home/olaf");

    @Test
    void without_a_section_the_table_is_a_file_in_the_runtime_directory() throws Exception {
        JobsSettings settings = read();

        assertThat(settings).isEqualTo(JobsSettings.defaults(TableLocation.in(Path.of("/run/p/jobs.sqlite"))));
        assertThat(settings.place().sqliteFile()).contains(Path.of("/run/p/jobs.sqlite"));
        assertThat(settings.timing())
                .isEqualTo(new JobsSettings.Timing(
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Optional.of(Duration.ofHours(1)),
                        Optional.of(Duration.ofMinutes(10))));
        assertThat(settings.rules())
                .isEqualTo(new JobsSettings.Rules(true, true, false, 5, ContentsRule.NAME, AttemptRules.DEFAULT));
    }

    @Test
    void all_keys_count() throws Exception {
        JobsSettings settings = read(
                "url = jdbc:postgresql://db/pipeline?sslmode=require",
                "user = olaf",
                "auto_refresh = no",
                "keep_completed = no",
                "keep_errors = yes",
                "contents = size+time",
                "stale_timeout = never",
                "patience = 2h",
                "orphan_timeout = 5m",
                "heartbeat = 1m",
                "default_priority = 7",
                "version_method = git",
                "retries = 2",
                "no_retry_exit = 64-66",
                "timeout = 300%",
                "retention = 30d, 1000000 jobs, 5 GB");

        assertThat(settings.place().url()).isEqualTo("jdbc:postgresql://db/pipeline?sslmode=require");
        assertThat(settings.place().user()).contains("olaf");
        assertThat(settings.timing())
                .isEqualTo(new JobsSettings.Timing(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Optional.empty(),
                        Optional.of(Duration.ofHours(2))));
        assertThat(read("patience = never").timing().patience()).isEmpty();
        assertThat(settings.rules())
                .isEqualTo(new JobsSettings.Rules(
                        false,
                        false,
                        true,
                        7,
                        ContentsRule.SIZE_TIME,
                        new AttemptRules(2, ExitCodes.parse("64-66"), Optional.of(new TimeLimit.OfMedian(300)))));
        assertThat(settings.versionMethod()).isEqualTo(VersionMethod.GIT);
        assertThat(settings.retention())
                .isEqualTo(new RetentionLimits(
                        Optional.of(Duration.ofDays(30)), OptionalLong.of(1_000_000), OptionalLong.of(5_000_000_000L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "contents = size; contents in [jobs]: must be one of name, size+time, sha256, but was size",
                "timeout = 100%; timeout in [jobs]: must be a time above zero such as 90, 90s, 2m, 1h30m or 1d, or a"
                        + " percentage of the median above 100 such as 300%, but was 100%",
                "no_retry_exit = 78-64; no_retry_exit in [jobs]: must be exit codes from 1 to 255 and ranges of them, such"
                        + " as 64-78,100, but was 78-64",
            })
    void rules_for_attempts_that_are_none_are_refused(String line, String message) throws Exception {
        assertThat(problem(line)).isEqualTo("pipeline.cfg:2: " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:jobs/mine.sqlite, jdbc:sqlite:/run/p/jobs/mine.sqlite",
        "jdbc:sqlite:/data/../jobs.sqlite, jdbc:sqlite:/jobs.sqlite",
        "jdbc:sqlite:~/jobs.sqlite, jdbc:sqlite:/home/olaf/jobs.sqlite",
        "jdbc:sqlite::memory:, jdbc:sqlite::memory:",
        "jdbc:mariadb://db:3307/pipeline, jdbc:mariadb://db:3307/pipeline",
        "jdbc:mysql://db/pipeline?useSsl=true, jdbc:mysql://db/pipeline?useSsl=true"
    })
    void a_url_means_the_same_table_wherever_the_command_is_typed(String typed, String url) throws Exception {
        assertThat(read("url = " + typed).place().url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:oracle:thin:@db",
                "sqlite:jobs",
                "jdbc:sqlite:",
                "jdbc:sqlite::resource:x",
                "jdbc:sqlite:file:x?mode=ro",
                "jdbc:sqlite:x?cache=shared"
            })
    void other_urls_are_refused(String url) throws Exception {
        assertThat(problem("url = " + url)).startsWith("pipeline.cfg:2: url in [jobs]: must be jdbc:sqlite:FILE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://olaf:secret@db/pipeline",
                "jdbc:postgresql://db/pipeline?password=secret",
                "jdbc:mariadb://db/pipeline?useSsl=true&user=olaf&PASSWORD=secret",
                "jdbc:db2://olaf:secret@db",
                "jdbc:db2://db?password=secret"
            })
    void a_password_in_the_url_is_refused_and_not_shown(String url) throws Exception {
        assertThat(problem("url = " + url)).contains("url in [jobs]: must").doesNotContain("secret");
    }

    @Test
    void the_environment_goes_before_the_file() throws Exception {
        environment = Map.of(
                "PIPELINE_JOBS_URL", "jdbc:mariadb://db/other",
                "PIPELINE_JOBS_USER", "eva",
                "PIPELINE_JOBS_PASSWORD", "from outside");
        TableLocation place = read("url = jdbc:sqlite:x", "user = olaf", "password_file = /nowhere")
                .place();

        assertThat(place)
                .isEqualTo(
                        new TableLocation("jdbc:mariadb://db/other", Optional.of("eva"), Optional.of("from outside")));
        environment = Map.of("PIPELINE_JOBS_URL", "x");
        assertThat(problem()).contains("PIPELINE_JOBS_URL of the environment must be jdbc:sqlite:FILE");
    }

    @Test
    void a_password_comes_from_a_file_that_others_cannot_read() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "top 100% secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        TableLocation place = read("password_file = " + file).place();
        assertThat(place.password()).contains("top 100% secret");
        assertThat(place).hasToString("jdbc:sqlite:/run/p/jobs.sqlite");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(problem("password_file = " + file)).contains("other users may read", "chmod o= ");
    }

    @Test
    void a_password_file_that_is_of_no_use_is_reported() throws Exception {
        assertThat(problem("password_file = /nowhere/password")).contains("/nowhere/password cannot be read");
        Path empty = Files.createFile(
                directory.resolve("empty"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertThat(problem("password_file = " + empty)).contains("must be the password, but is empty");
        assertThat(problem("password = x", "password_file = " + empty)).contains("is not needed beside password");
    }

    @Test
    void a_password_may_stand_in_a_file_of_ones_own() throws Exception {
        assertThat(read("password = 100%").place().password()).contains("100%");
        Files.setPosixFilePermissions(directory.resolve("pipeline.cfg"), PosixFilePermissions.fromString("rw-r--r--"));
        Configuration open = Configuration.read(directory.resolve("pipeline.cfg"), Map.of(), Map.of());
        JobsSettings.from(open, environment, Path.of("/run/p"));
        assertThat(problems(open)).contains("other users may read this file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heartbeat = 30s|heartbeat in [jobs]: the heartbeat must come more than twice in the orphan timeout",
                "orphan_timeout = 20s|orphan_timeout in [jobs]: the heartbeat must come more than twice",
                "stale_timeout = 0|stale_timeout in [jobs]: must be a time above zero such as 90, 90s, 2m, 1h30m or 1d, or never, but was 0; 1s is the shortest",
                "default_priority = 256|default_priority in [jobs] must be a whole number from 0 to 255",
                "version_method = gti|must be one of git, jar, none, but was \"gti\", did you mean git?",
                "retries = -1|retries in [jobs] must be a whole number from 0",
                "retention = 30d, 10d|says one thing twice",
                "retention = a while|must be a list of an age, a number of jobs and a size",
                "retention = 99999999 TB|has a size that is too large",
                "retris = 1|did you mean `retries`?"
            })
    void mistakes_are_reported_with_their_line(String line, String message) throws Exception {
        assertThat(problem(line)).startsWith("pipeline.cfg:2: ").contains(message);
    }

    private JobsSettings read(String... lines) throws Exception {
        Configuration configuration = configuration(lines);
        JobsSettings settings = JobsSettings.from(configuration, environment, Path.of("/run/p"));
        configuration.check();
        return settings;
    }

    private String problem(String... lines) throws Exception {
        Configuration configuration = configuration(lines);
        JobsSettings.from(configuration, environment, Path.of("/run/p"));
        return problems(configuration);
    }

    private String problems(Configuration configuration) {
        try {
            configuration.check();
            return "";
        } catch (ConfigurationException e) {
            return String.join("\n", e.problems()).replace(directory + "/", "");
        }
    }

    private Configuration configuration(String... lines) throws Exception {
        Path file = directory.resolve("pipeline.cfg");
        Files.writeString(file, "[jobs]\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Configuration.read(file, Map.of(), Map.of());
    }
}
