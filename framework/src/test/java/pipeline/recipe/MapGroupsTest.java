package pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.ResultMismatchException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.testing.FakeJobRunner;
import pipeline.text.Json;

class MapGroupsTest {

    private static final DataMap MAP = DataMap.of(List.of(
            MapEntry.of("a", "/a1"),
            MapEntry.of("b", "/b1"),
            MapEntry.of("a", "/a2", true),
            MapEntry.of("a", "/a3"),
            MapEntry.of("c", "/c1", true),
            MapEntry.of("a", "/a4")));

    private static ComputeJob job(MapEntry group) {
        return ComputeJob.command(group.host(), "count", String.join(" ", group.activeFiles()));
    }

    private static Outcome success(String host, @Nullable Object... values) {
        return Outcome.succeeded(
                ComputeJob.command(host, "count"), FakeJobRunner.attempt(), Json.tree(Arrays.asList(values)));
    }

    @Test
    void entries_of_a_host_are_together_in_their_order_and_a_skipped_one_keeps_its_place() {
        assertThat(MapGroups.of(MAP, 2).map().entries())
                .extracting(group -> group.host() + group.files() + group.activeFiles())
                .containsExactly("a[/a1, /a2][/a1]", "a[/a3, /a4][/a3, /a4]", "b[/b1][/b1]", "c[/c1][]");
        DataMap more = MAP.mapping(entry -> entry.withSkip(false));
        assertThat(MapGroups.of(more, 2).map().entries().get(1))
                .as("what is not skipped any more moves no other entry")
                .isEqualTo(MapGroups.of(MAP, 2).map().entries().get(1));
        assertThat(MapGroups.perHost(MAP).map().active())
                .extracting(MapEntry::activeFiles)
                .containsExactly(List.of("/a1", "/a3", "/a4"), List.of("/b1"));
        assertThatThrownBy(() -> MapGroups.of(MAP, 0))
                .hasMessage("a group must have room for 1 entry at least, but most was 0");
    }

    @Test
    void each_entry_has_its_own_result_and_a_failed_group_leaves_none_of_its_own() {
        MapGroups groups = MapGroups.of(MAP, 2);
        List<MapEntry> active = groups.map().active();
        MapResults<Long> results = groups.results(
                List.of(success("a", 1), FakeJobRunner.failure(job(active.get(1)), "/a4 is broken"), success("b", 3)),
                Long.class);
        assertThat(results)
                .extracting(result -> result.entry().file() + " " + result.state() + " "
                        + result.value().map(String::valueOf).orElse(result.message()))
                .containsExactly(
                        "/a1 SUCCEEDED 1",
                        "/b1 SUCCEEDED 3",
                        "/a2 SKIPPED ",
                        "/a3 FAILED /a4 is broken",
                        "/c1 SKIPPED ",
                        "/a4 FAILED /a4 is broken");
        assertThat(results.toMap().entries())
                .extracting(MapEntry::skip)
                .containsExactly(false, false, true, true, true, true);
    }

    @Test
    void what_a_job_gives_back_as_null_is_left_out_and_no_failure() {
        DataMap map = DataMap.of(List.of(MapEntry.of("a", "/1"), MapEntry.of("a", "/2")));
        MapGroups groups = MapGroups.perHost(map);
        MapResults<Long> results = groups.results(List.of(success("a", 5, null)), Long.class);
        assertThat(results.get(1).state()).isEqualTo(MapResult.State.SKIPPED);
        assertThat(results.allValues()).containsExactly(5L);
        assertThat(results.toMap().entries()).extracting(MapEntry::skip).containsExactly(false, true);
    }

    @Test
    void values_that_do_not_belong_to_the_entries_are_refused() {
        MapGroups groups = MapGroups.perHost(DataMap.of(List.of(MapEntry.of("a", "/1"), MapEntry.of("a", "/2"))));
        assertThatThrownBy(() -> groups.results(List.of(success("a", 1)), Long.class))
                .isInstanceOf(ResultMismatchException.class)
                .hasMessageEndingWith("gave back is no list of 2 values: it has 1");
        assertThatThrownBy(() -> groups.results(List.of(success("a", 1, "many")), Long.class))
                .isInstanceOf(ResultMismatchException.class)
                .hasMessageContaining("gave back is no Long: ");
        assertThatThrownBy(
                        () -> groups.results(List.of(FakeJobRunner.success(ComputeJob.command("a", "x"))), Long.class))
                .hasMessageEndingWith("gave back is no list of 2 values: it gave back nothing");
        assertThatThrownBy(() -> groups.results(List.of(), Long.class))
                .hasMessage("there must be one outcome for each of the 1 groups, but were 0");
    }
}
