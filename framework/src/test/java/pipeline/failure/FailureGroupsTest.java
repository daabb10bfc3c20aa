package pipeline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.job.FailureKind;

class FailureGroupsTest {

    private final FailureGroups groups = new FailureGroups();
    private long last;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "cannot open '/data/a.fits'|cannot open '/data/b.fits'",
                "cannot open /data/a.fits: No such file|cannot open scratch/b: No such file",
                "obs_032.wav: Invalid data found|obs_7.wav: Invalid data found",
                "no flux in beam 3|no flux in beam 12",
                "2026-11-29T01:02:03Z no flux|2026-11-28T23:59:59Z no flux",
                "at 0x7f1b2c: bad pixel|at 0x99: bad pixel",
                "lce001 port 22: refused|lce002 port 2222: refused",
                "[Errno 2] No such file: '/x/y'|[Errno 2] No such file: '/z'",
                "tile 3f2504e0-4f89-11d3-9a0c-0305e82c3301 lost|tile a32504e0-4f89-11d3-9a0c-0305e82c3302 lost"
            })
    void messages_that_differ_in_hosts_paths_numbers_and_times_are_one_cause(String one, String other) {
        add("lce001", one);
        add("lce002", other);

        assertThat(groups.largestFirst()).singleElement().satisfies(group -> {
            assertThat(group.jobs()).isEqualTo(2);
            assertThat(group.isMasked()).isTrue();
            assertThat(group.cause()).contains("…");
            assertThat(group.example().message()).isEqualTo(one);
            assertThat(group.hostSet()).isEqualTo("lce[001-002] (2 hosts)");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "No module named 'numpy'|No module named 'scipy'",
                "No such file or directory|Permission denied",
                "unrecognized option '--beam'|unrecognized option '--flux'",
                "command not found: wsclean|command not found: aoflagger"
            })
    void other_causes_stay_apart(String one, String other) {
        add("lce001", one);
        add("lce001", other);

        assertThat(groups.largestFirst()).hasSize(2);
    }

    @Test
    void the_exit_code_stays_in_what_the_messages_have_in_common() {
        add("lce001", "exit code 2: cannot open /data/a.fits");
        add("lce001", "exit code 2: cannot open /data/b.fits");

        assertThat(groups.largestFirst().get(0).cause()).isEqualTo("exit code 2: cannot open …");
    }

    @Test
    void the_same_text_with_another_exit_code_or_kind_is_another_cause() {
        groups.add(new FailedJob(1, "n", FailureKind.PROGRAM, 1, "no flux", List.of()));
        groups.add(new FailedJob(2, "n", FailureKind.PROGRAM, 2, "no flux", List.of()));
        groups.add(new FailedJob(3, "n", FailureKind.TIMEOUT, 2, "no flux", List.of()));

        assertThat(groups.largestFirst()).hasSize(3);
    }

    @Test
    void many_equal_failures_are_one_group_with_its_message_as_it_is_and_the_largest_comes_first() {
        add("lce009", "cannot read /data/x");
        for (int i = 0; i < 594; i++) {
            add("lce00" + i % 3, "exit code 2: no flux in beam 7");
        }

        assertThat(groups.jobs()).isEqualTo(595);
        assertThat(groups.largestFirst()).extracting(FailureGroup::jobs).containsExactly(594L, 1L);
        assertThat(groups.largestFirst().get(0).cause()).isEqualTo("exit code 2: no flux in beam 7");
        assertThat(groups.largestFirst().get(0).isMasked()).isFalse();
        assertThat(groups.largestFirst().get(0).hostSet()).isEqualTo("lce[000-002] (3 hosts)");
    }

    @Test
    void how_interrupted_programs_ended_makes_no_difference() {
        groups.add(new FailedJob(1, "n", FailureKind.CANCELLED, 137, "interrupted", List.of()));
        groups.add(new FailedJob(2, "n", FailureKind.CANCELLED, null, "interrupted", List.of()));

        assertThat(groups.largestFirst()).hasSize(1);
    }

    @Test
    void what_belongs_to_one_job_alone_is_no_part_of_the_cause() {
        groups.add(new FailedJob(
                1, "n", FailureKind.OUTPUT, 0, "its output alpha.done is missing", List.of("alpha.done")));
        groups.add(new FailedJob(
                2, "n", FailureKind.OUTPUT, 0, "its output beta.done is missing", List.of("beta.done", "is")));

        assertThat(groups.largestFirst())
                .singleElement()
                .satisfies(group -> assertThat(group.cause()).isEqualTo("its output … is missing"));
    }

    @Test
    void a_host_before_the_message_is_left_to_the_group() {
        add("lce001", "lce001: connection refused");
        add("lce002", "lce002: connection refused");

        assertThat(groups.largestFirst()).singleElement().satisfies(group -> {
            assertThat(group.cause()).isEqualTo("connection refused");
            assertThat(group.isMasked()).isFalse();
        });
    }

    private void add(String host, String message) {
        groups.add(new FailedJob(++last, host, FailureKind.PROGRAM, 2, message, List.of()));
    }
}
