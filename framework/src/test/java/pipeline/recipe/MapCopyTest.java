package pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.testing.FakeJobRunner;

class MapCopyTest {

    private static final DataMap MAP = DataMap.of(List.of(
            MapEntry.of("a", List.of("/a1", "/a2"), false, List.of(false, true)),
            MapEntry.of("b", "/none", true),
            MapEntry.of("b", "d/b1/")));

    private static List<String> described(MapCopy copy) throws Exception {
        return copy.jobs().stream()
                .map(job -> job.host() + ": " + job.command().describe())
                .toList();
    }

    @Test
    void pairs_are_copied_file_by_file_without_those_that_are_skipped_on_either_side() throws Exception {
        DataMap to = DataMap.of(List.of(
                MapEntry.of("b", List.of("/x", "/y"), false), MapEntry.of("a", "/z"), MapEntry.of("c", "/w", true)));
        MapCopy copy = MapCopy.pairs(MAP, to);
        assertThat(described(copy)).containsExactly("b: copy a:/a1 b:/x");
        assertThat(copy.targets(List.of(FakeJobRunner.success(copy.jobs().get(0))))
                        .entries())
                .extracting(MapEntry::activeFiles)
                .containsExactly(List.of("/x"), List.of(), List.of());
    }

    @Test
    void what_did_not_arrive_is_marked_skip() throws Exception {
        MapCopy copy = MapCopy.toHost(MAP, "c", "/all");
        assertThat(described(copy)).containsExactly("c: copy a:/a1 c:/all/a1", "c: copy b:d/b1/ c:/all/b1");
        List<ComputeJob> jobs = copy.jobs();
        List<Outcome> outcomes =
                List.of(FakeJobRunner.failure(jobs.get(0), "no space"), FakeJobRunner.success(jobs.get(1)));
        assertThat(copy.targets(outcomes).entries()).extracting(MapEntry::skip).containsExactly(true, true, false);
        assertThatThrownBy(() -> copy.targets(List.of()))
                .hasMessage("there must be one outcome for each of the 2 files, but were 0");
    }

    @Test
    void the_master_has_a_directory_for_each_host_and_all_hosts_get_one_file(@TempDir Path here) throws Exception {
        assertThat(described(MapCopy.toMaster(MAP, here)))
                .containsExactly("a: get a:/a1 " + here + "/a/a1", "b: get b:d/b1/ " + here + "/b/b1");
        assertThat(here.resolve("b")).isEmptyDirectory();
        assertThat(described(MapCopy.toHosts(here, List.of("a", "b", "a"), "in/")))
                .containsExactly(
                        "a: put %s a:in/%s".formatted(here, here.getFileName()),
                        "b: put %s b:in/%s".formatted(here, here.getFileName()));
        assertThat(described(MapCopy.toHosts("a", "/m", List.of("b"), "/n"))).containsExactly("b: copy a:/m b:/n");
    }

    @Test
    void two_files_that_would_be_one_are_refused() {
        DataMap twice = DataMap.of(List.of(MapEntry.of("a", "/x/1"), MapEntry.of("b", "/y/1")));
        assertThatThrownBy(() -> MapCopy.toHost(twice, "c", "/all/"))
                .isInstanceOf(MapfileException.class)
                .hasMessage("two files would be one: /all/1 on c is what entries 0 and 1 are to become, counted from 0;"
                        + " give them names or directories of their own");
        assertThatThrownBy(() -> MapCopy.pairs(MAP, twice))
                .hasMessage("the maps do not fit together: there must be a target for each source, but there are 3"
                        + " sources and 2 targets");
        DataMap other = MAP.mapping(entry -> entry.withFile("/f" + entry.index()));
        assertThatThrownBy(() -> MapCopy.pairs(MAP, other))
                .hasMessageEndingWith("entry 0, counted from 0, has 2 files in the sources and 1 in the targets");
    }
}
