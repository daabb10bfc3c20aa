package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataMapTest {

    private static final DataMap THREE =
            map(MapEntry.of("b", "/1"), MapEntry.of("a", "/2", true), MapEntry.of("b", "/1"));

    @Test
    void order_and_duplicates_are_kept_and_hosts_come_once() {
        assertThat(THREE.entries()).extracting(MapEntry::file).containsExactly("/1", "/2", "/1");
        assertThat(THREE.hosts()).containsExactly("b", "a");
    }

    @Test
    void active_entries_keep_their_index_in_the_full_map() {
        assertThat(THREE.active()).extracting(MapEntry::index).containsExactly(0, 2);
        assertThat(THREE.active().get(1)).isSameAs(THREE.entries().get(2));
    }

    @Test
    void skipping_marks_entries_and_keeps_length_and_order() {
        DataMap output = THREE.skipping(entry -> entry.index() == 2);
        assertThat(output.entries()).extracting(MapEntry::skip).containsExactly(false, true, true);
        assertThat(output.entries().get(2).fileSkips()).containsExactly(true);
        assertThat(THREE.active()).hasSize(2);
    }

    @Test
    void mapping_gives_each_entry_another_file_in_its_place() {
        DataMap output = THREE.mapping(entry -> entry.withFile(entry.file() + ".out"));
        assertThat(output.entries())
                .containsExactly(
                        MapEntry.of("b", "/1.out").at(0),
                        MapEntry.of("a", "/2.out", true).at(1),
                        MapEntry.of("b", "/1.out").at(2));
        assertThat(THREE.mapping(entry -> MapEntry.of("x", "y")).entries())
                .extracting(MapEntry::index)
                .containsExactly(0, 1, 2);
    }

    @Test
    void maps_are_equal_only_if_they_have_the_same_length() {
        assertThat(map()).isNotEqualTo(THREE).isEqualTo(map()).hasSameHashCodeAs(map());
        assertThat(THREE)
                .isNotEqualTo(map(THREE.entries().get(0), THREE.entries().get(1)));
        assertThat(THREE).isEqualTo(DataMap.of(THREE.entries())).hasSameHashCodeAs(DataMap.of(THREE.entries()));
        assertThat(THREE).hasToString("[0: b:[/1], 1: a:[/2] (skip), 2: b:[/1]]");
    }

    @Test
    void aligned_maps_are_skipped_where_one_of_them_is() throws Exception {
        DataMap sky = map(MapEntry.of("b", "s1", true), MapEntry.of("a", "s2"), MapEntry.of("b", "s3"));
        DataMap multi = map(
                MapEntry.of("b", List.of("x", "y"), false, List.of(false, true)),
                MapEntry.of("a", "z"),
                MapEntry.of("b", "z"));
        List<DataMap> aligned = DataMap.align(THREE, sky, multi);
        assertThat(aligned)
                .hasSize(3)
                .allSatisfy(map ->
                        assertThat(map.entries()).extracting(MapEntry::skip).containsExactly(true, true, false));
        assertThat(aligned.get(1).entries()).extracting(MapEntry::file).containsExactly("s1", "s2", "s3");
        assertThat(aligned.get(2).entries().get(0).fileSkips()).containsExactly(false, true);
        assertThat(DataMap.align(THREE)).containsExactly(THREE);
    }

    @Test
    void maps_with_another_host_do_not_align() {
        DataMap other = map(MapEntry.of("b", "/1"), MapEntry.of("c", "/2"));
        assertThat(catchThrowableOfType(MapfileException.class, () -> DataMap.align(THREE, THREE, other)))
                .hasMessage(
                        "the maps do not align: at index 1 the host is a in map 1 and c in map 3 (map 1 has 3 entries,"
                                + " map 3 has 2); expected the same hosts in the same order");
    }

    @Test
    void maps_of_files_are_named_with_the_lines_in_which_they_differ() throws Exception {
        DataMap data = Mapfile.read("data.map", "# comment\nh1 = [ /1,\n  /2 ]\nh2 = [ /3 ]\n");
        DataMap sky = Mapfile.read(
                "sky.map",
                "[{'host': 'h1', 'file': '/1', 'skip': False},\n\n"
                        + " {'host': 'h1', 'file': '/2', 'skip': True},\n {'host': 'h3', 'file': '/3', 'skip': False}]");
        assertThat(catchThrowableOfType(MapfileException.class, () -> AlignedMaps.of(data, sky)))
                .hasMessage("the maps do not align: at index 2 the host is h2 in data.map, line 4 and h3 in sky.map,"
                        + " line 4 (data.map has 3 entries, sky.map has 3); expected the same hosts in the same order");
        DataMap fitting =
                sky.mapping(entry -> MapEntry.of(entry.index() == 2 ? "h2" : "h1", entry.file(), entry.skip()));
        assertThat(AlignedMaps.of(data, fitting).active())
                .extracting(row -> row.index() + row.host() + row.file(0) + row.file(1))
                .containsExactly("0h1/1/1", "2h2/3/3");
    }

    @Test
    void maps_of_different_lengths_do_not_align() {
        DataMap shorter = map(MapEntry.of("b", "/1"), MapEntry.of("a", "/2"));
        assertThat(catchThrowableOfType(MapfileException.class, () -> DataMap.align(THREE, shorter)))
                .hasMessage(
                        "the maps do not align: map 1 has 3 entries, map 2 has 2; expected the same length, but index 2"
                                + " (host b) is in map 1 only");
        assertThat(catchThrowableOfType(MapfileException.class, () -> DataMap.align(shorter, THREE)))
                .hasMessageEndingWith("but index 2 (host b) is in map 2 only");
    }

    @Test
    void an_entry_of_several_files_has_no_single_one() {
        MapEntry entry = MapEntry.of("a", List.of("/1", "/2"), false, List.of(true, false));
        assertThat(entry.activeFiles()).containsExactly("/2");
        assertThat(entry.withSkip(true).activeFiles()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(entry::file)
                .withMessage("entry 0 (host a) holds 2 files, expected one; this recipe may need files()");
    }

    @Test
    void an_entry_refuses_what_no_map_can_hold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MapEntry.of("a/b", "/1"))
                .withMessageContaining("expected a host's name")
                .withMessageEndingWith("but 'a/b' holds a slash");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MapEntry.of("a", "x\0y"))
                .withMessageContaining("NUL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MapEntry.of("a", "\ude00\ud83d"))
                .withMessageContaining("half a surrogate pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MapEntry.of("a", List.of(), false))
                .withMessage("files must hold one file at least, but was empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MapEntry.of("a", List.of("x"), false, List.of()))
                .withMessage("fileSkips must hold one flag for each of the 1 files, but held 0");
    }

    @Test
    void a_long_name_is_cut_in_messages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MapEntry.of(" " + "\ud83d\ude00".repeat(1000), "x"))
                .withMessageContaining("but ' " + "\ud83d\ude00".repeat(59) + "…' has 2001 characters");
    }

    private static DataMap map(MapEntry... entries) {
        return DataMap.of(List.of(entries));
    }
}
