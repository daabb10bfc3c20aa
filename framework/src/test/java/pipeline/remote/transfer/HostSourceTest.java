package pipeline.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.dispatch.FakeHost;

/** What a host lists of a directory is only data to the master. */
class HostSourceTest {

    private final FakeHost host = new FakeHost("h");
    private final HostSource source = new HostSource(host, "/data/x");

    @Test
    void a_directory_is_listed_with_all_that_is_in_it() throws Exception {
        assertThat(listed("D|d|./a|f 12 x|./a/b\nc|l|./l|/etc|end|"))
                .containsExactly(
                        TreeEntry.directory(""),
                        TreeEntry.directory("a"),
                        TreeEntry.file("a/b\nc", 12, true),
                        TreeEntry.link("l", "/etc"));
        assertThat(listed("F 3 -|end|")).containsExactly(TreeEntry.file("", 3, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "D|f 1 -|./../x|end|",
                "D|f 1 -|/etc/x|end|",
                "D|l|./a|/etc|f 1 -|./a/passwd|end|",
                "D|f 1 -|./no/x|end|",
                "D|d|./a|d|./a|end|",
                "D|f 1 -|./|end|",
                "D|f one -|./x|end|",
                "F 99999999999999999999 -|end|",
                "odd|end|",
            })
    void what_would_lie_elsewhere_or_makes_no_sense_is_refused(String answer) {
        assertThatThrownBy(() -> listed(answer)).hasMessageContaining("/data/x on h: the host listed it in an odd way");
    }

    @Test
    void an_incomplete_list_a_bad_name_and_what_the_host_says_is_reported() {
        assertThatThrownBy(() -> listed("D|d|./a|")).hasMessageContaining("did not list all of it");
        assertThatThrownBy(() -> listed("")).hasMessageContaining("did not list all of it");
        assertThatThrownBy(() -> listed("D|d|./\ufffd|end|")).hasMessageContaining("is not valid UTF-8");
        assertThatThrownBy(() -> listed("fail|it is not there|"))
                .hasMessageContaining("cannot read /data/x on h: it is not there");
    }

    private List<TreeEntry> listed(String answer) throws ExecutionException, InterruptedException {
        host.answer = CompletableFuture.completedFuture(answer.replace('|', '\0'));
        return source.list().get();
    }
}
