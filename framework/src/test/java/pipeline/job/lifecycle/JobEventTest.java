package pipeline.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobEventTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                //       | pending  | reserved | success | error   | ignore
                "RESERVE | RESERVED |          |         |         |",
                "COMPLETE|          | SUCCESS  |         |         |",
                "FAIL    |          | ERROR    |         |         |",
                "SKIP    |          | IGNORE   |         |         |",
                "RELEASE |          | PENDING  |         |         |",
                "RETRY   |          |          | PENDING | PENDING | PENDING",
                "CANCEL  | ERROR    | ERROR    |         |         |",
                "IGNORE  | IGNORE   |          |         | IGNORE  |",
                "CLEAR   |          |          |         | gone    |",
                "PURGE   |          |          | gone    | gone    | gone",
                "DROP    | gone     |          |         | gone    |"
            })
    void an_event_leads_from_each_status_to_one_other_or_is_refused(
            JobEvent event, String pending, String reserved, String success, String error, String ignore) {
        Iterator<String> next =
                Arrays.asList(pending, reserved, success, error, ignore).iterator();
        for (JobStatus status : JobStatus.values()) {
            String expected = next.next();
            assertThat(event.from().contains(status))
                    .as("%s of %s", event, status)
                    .isEqualTo(expected != null);
            if (expected != null) {
                assertThat(Optional.ofNullable(event.to()).map(Enum::name).orElse("gone"))
                        .as("%s of %s", event, status)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void there_are_five_statuses_and_no_sixth() {
        assertThat(JobStatus.values())
                .extracting(JobStatus::word)
                .containsExactly("pending", "reserved", "success", "error", "ignore");
        assertThat(JobStatus.of("ignore")).contains(JobStatus.IGNORE);
        assertThat(JobStatus.of("parked")).isEmpty();
    }
}
