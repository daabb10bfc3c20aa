package pipeline.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import pipeline.job.ResourceRequest;
import pipeline.recipe.UsageException;

class ResourceOptionsTest {

    @Test
    void nothing_typed_is_no_need() {
        ResourceOptions options = parsed();
        assertThat(options.usual()).isEqualTo(ResourceRequest.NOTHING);
        assertThat(options.areTyped()).isFalse();
    }

    @Test
    void each_option_says_what_a_job_takes() {
        ResourceOptions options = parsed("--cores", "3", "--memory", "2G", "--limit", "io=2", "--limit", "net=1");
        assertThat(options.usual()).isEqualTo(new ResourceRequest(3, 2L << 30, Map.of("io", 2, "net", 1)));
        assertThat(options.areTyped()).isTrue();
        assertThat(parsed("--limit", "io=2").areTyped()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cores|0|--cores must be at least 1, but was 0",
                "--memory|4GB|--memory must be a size above zero such as 512M",
                "--limit|io|--limit must be a name and a number of jobs such as io=2, but was io",
                "--limit|io=0|--limit must be a name and a number",
                "--limit|a b=2|--limit: a limit's name must be",
            })
    void what_is_out_of_range_is_reported(String option, String value, String message) {
        ResourceOptions options = parsed(option, value);
        assertThatThrownBy(options::usual).isInstanceOf(UsageException.class).hasMessageContaining(message);
    }

    private static ResourceOptions parsed(String... words) {
        return CommandLine.populateCommand(new Holder(), words).options;
    }

    @CommandLine.Command(name = "holder")
    static final class Holder {
        @CommandLine.Mixin
        final ResourceOptions options = new ResourceOptions();
    }
}
