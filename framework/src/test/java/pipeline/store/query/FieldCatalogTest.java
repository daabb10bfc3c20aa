package pipeline.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldCatalogTest {

    private final FieldCatalog jobs = new FieldCatalog(JobFields.ALL);

    @Test
    void the_number_comes_first_whether_it_was_named_or_not() {
        assertThat(jobs.keys("host, status,host")).containsExactly(JobFields.JOB_ID, JobFields.HOST, JobFields.STATUS);
        assertThat(jobs.keys("host,job_id")).containsExactly(JobFields.JOB_ID, JobFields.HOST);
        assertThat(jobs.keys(List.of("msg_id", "started")))
                .containsExactly(JobFields.JOB_ID, JobFields.MSG_ID, JobFields.STARTED);
        assertThat(new FieldCatalog(ConnectionFields.ALL).keys("user"))
                .containsExactly(ConnectionFields.ID, ConnectionFields.USER);
    }

    @Test
    void buffers_and_output_are_shown_only_when_they_are_named() {
        assertThat(jobs.shown())
                .contains(JobFields.JOB_ID, JobFields.HEADER, JobFields.RESULT_CONTENT)
                .doesNotContain(JobFields.BUFFERS, JobFields.RESULT_BUFFERS, JobFields.STDOUT, JobFields.STDERR);
        assertThat(jobs.keys("buffers,stdout")).contains(JobFields.BUFFERS, JobFields.STDOUT);
    }

    @Test
    void a_key_that_is_not_there_is_refused_with_the_one_that_may_be_meant() {
        assertThatThrownBy(() -> jobs.keys("host,rubbish"))
                .isInstanceOf(BadQueryException.class)
                .hasMessageStartingWith("unknown key rubbish; valid are job_id, recipe, job_name");
        assertThatThrownBy(() -> jobs.keys("statsu"))
                .hasMessageStartingWith("unknown key statsu, did you mean status? Valid are job_id,");
        assertThatThrownBy(() -> jobs.named("jobid")).hasMessageStartingWith("unknown key jobid, did you mean job_id?");
    }

    @Test
    void no_key_at_all_is_refused() {
        assertThatThrownBy(() -> jobs.keys(" , "))
                .hasMessageStartingWith("no key is named; the keys are job_id, recipe");
    }
}
