package pipeline.job.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pipeline.job.identity.Fingerprint.Aspect;

class ContentsChangesTest {

    private static final String SUM = "0".repeat(64);
    private static final String OTHER_SUM = "1".repeat(64);

    private final FileStamp twelve = new FileStamp("12 2026-11-28 21:00:00.000000000 +0000", SUM);
    private final FileStamp touched = new FileStamp("12 2026-11-29 21:00:00.500000000 +0000", SUM);
    private final FileStamp other = new FileStamp("12 2026-11-28 21:00:00.000000000 +0000", OTHER_SUM);

    @Test
    void a_file_is_another_one_by_the_rule_alone() {
        assertThat(reason(twelve, twelve, ContentsRule.SIZE_TIME)).isEmpty();
        assertThat(reason(twelve, touched, ContentsRule.SIZE_TIME))
                .isEqualTo(
                        "what files hold that they read has changed ('/d/a b' was 12 bytes of 2026-11-28 21:00:00, is 12 bytes of 2026-11-29 21:00:00.500000000)");
        assertThat(reason(twelve, other, ContentsRule.SIZE_TIME)).isEmpty();
        assertThat(reason(twelve, touched, ContentsRule.SHA256)).isEmpty();
        assertThat(reason(twelve, other, ContentsRule.SHA256))
                .isEqualTo("what files hold that they read has changed ('/d/a b' has another SHA-256)");
        assertThat(reason(twelve, other, ContentsRule.NAME)).isEmpty();
        assertThat(reason(twelve, FileStamp.UNKNOWN, ContentsRule.NAME)).isEmpty();
    }

    @Test
    void a_file_that_is_missing_differs_from_one_that_is_there_but_not_from_one_that_was_missing_too() {
        for (ContentsRule rule : new ContentsRule[] {ContentsRule.SIZE_TIME, ContentsRule.SHA256}) {
            assertThat(reason(FileStamp.MISSING, FileStamp.MISSING, rule)).isEmpty();
            assertThat(reason(FileStamp.MISSING, twelve, rule)).contains("was missing, is 12 bytes of 2026-11-28");
            assertThat(reason(twelve, FileStamp.MISSING, rule)).endsWith(", is missing)");
        }
    }

    @Test
    void what_is_not_known_is_never_the_same() {
        for (ContentsRule rule : new ContentsRule[] {ContentsRule.SIZE_TIME, ContentsRule.SHA256}) {
            for (FileStamp stamp : new FileStamp[] {twelve, FileStamp.UNKNOWN, FileStamp.MISSING}) {
                String expected = "it is not known what files hold that they read ('/d/a b')";
                assertThat(reason(stamp, FileStamp.UNKNOWN, rule)).isEqualTo(expected);
                assertThat(reason(FileStamp.UNKNOWN, stamp, rule)).isEqualTo(expected);
            }
        }
        assertThat(reason(twelve, new FileStamp(twelve.text(), null), ContentsRule.SHA256))
                .contains("not known");
    }

    @Test
    void what_was_not_noted_is_said_and_size_and_time_are_no_sha_256() {
        String expected = "what files held that they read was not noted ('/d/a b')";
        Fingerprint now = fingerprint(Map.of("/d/a b", twelve));
        for (ContentsRule rule : new ContentsRule[] {ContentsRule.SIZE_TIME, ContentsRule.SHA256}) {
            assertThat(reason(Fingerprint.NOTHING, now, rule)).isEqualTo(expected);
        }
        FileStamp plain = new FileStamp(twelve.text(), null);
        assertThat(reason(plain, twelve, ContentsRule.SHA256)).isEqualTo(expected);
        assertThat(reason(twelve, plain, ContentsRule.SIZE_TIME)).isEmpty();
        assertThat(reason(now, Fingerprint.NOTHING, ContentsRule.SHA256))
                .as("a file that it does not read any more")
                .isEmpty();
    }

    @Test
    void where_no_host_is_asked_only_what_was_not_noted_is_a_change() {
        Fingerprint now = fingerprint(Map.of("/d/a b", FileStamp.NOT_ASKED));
        assertThat(ContentsChanges.isNotAsked(now)).isTrue();
        assertThat(reason(fingerprint(Map.of("/d/a b", twelve)), now, ContentsRule.SHA256))
                .isEmpty();
        assertThat(reason(Fingerprint.NOTHING, now, ContentsRule.SHA256)).contains("not noted");
        assertThat(reason(new FileStamp(twelve.text(), null), FileStamp.NOT_ASKED, ContentsRule.SHA256))
                .contains("not noted");
        assertThat(reason(FileStamp.UNKNOWN, FileStamp.NOT_ASKED, ContentsRule.SIZE_TIME))
                .contains("not known");
    }

    @Test
    void of_many_files_it_is_known_whether_any_has_changed() {
        Map<String, FileStamp> files = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            files.put("/d/" + i, i % 2 == 0 ? twelve : FileStamp.MISSING);
        }
        Fingerprint before = fingerprint(files);
        assertThat(before.json()).hasSizeLessThan(400);
        for (ContentsRule rule : ContentsRule.values()) {
            assertThat(reason(before, fingerprint(files), rule)).isEmpty();
        }
        files.put("/d/500", touched);
        assertThat(reason(before, fingerprint(files), ContentsRule.SHA256)).isEmpty();
        assertThat(reason(before, fingerprint(files), ContentsRule.SIZE_TIME)).contains("has changed");
        files.put("/d/500", other);
        assertThat(reason(before, fingerprint(files), ContentsRule.SHA256)).contains("has changed");
        files.put("/d/500", FileStamp.UNKNOWN);
        assertThat(reason(before, fingerprint(files), ContentsRule.SHA256)).contains("not known");
        files.replaceAll((path, stamp) -> new FileStamp("1 x", null));
        assertThat(reason(fingerprint(files), before, ContentsRule.SHA256)).contains("not noted");
    }

    @Test
    void what_was_noted_stays_where_less_is_asked_for_and_follows_a_touch() {
        Fingerprint then = fingerprint(Map.of("/d/a b", twelve));
        Fingerprint bySize = fingerprint(Map.of("/d/a b", new FileStamp(twelve.text(), null)));
        assertThat(ContentsChanges.noted(then, Fingerprint.NOTHING, ContentsRule.NAME))
                .isEqualTo(then);
        assertThat(ContentsChanges.noted(then, bySize, ContentsRule.SIZE_TIME)).isEqualTo(then);
        Fingerprint now = fingerprint(Map.of("/d/a b", touched));
        assertThat(ContentsChanges.noted(then, now, ContentsRule.SHA256)).isEqualTo(now);
        Fingerprint unknown = fingerprint(Map.of("/d/a b", FileStamp.UNKNOWN));
        assertThat(ContentsChanges.noted(then, unknown, ContentsRule.SHA256)).isEqualTo(then);
    }

    @Test
    void an_attempt_that_ran_on_other_contents_is_other_work_unless_nobody_looks_at_contents() {
        Fingerprint before = fingerprint(Map.of("/d/a b", twelve));
        assertThat(before.isSameWork(fingerprint(Map.of("/d/a b", twelve)))).isTrue();
        assertThat(before.isSameWork(fingerprint(Map.of("/d/a b", other)))).isFalse();
        assertThat(before.isSameWork(Fingerprint.NOTHING)).isTrue();
        assertThat(Fingerprint.NOTHING.isSameWork(before)).isFalse();
        assertThat(before.isSameWork(
                        new Fingerprint.Builder().add(Aspect.INIT, "x").build()))
                .isFalse();
    }

    @Test
    void contents_go_with_a_job_that_is_pulled() {
        Fingerprint brought = fingerprint(Map.of("/d/a b", twelve));
        Fingerprint here = new Fingerprint.Builder().add(Aspect.DIRECTORY, "/d").build();
        assertThat(here.madeFromAs(brought)).isEqualTo(here.withContents(Map.of("/d/a b", twelve)));
    }

    @Test
    void seconds_since_1970_and_directories_have_words_too() {
        FileStamp mac = new FileStamp("1 1764450000.25", null);
        assertThat(reason(mac, twelve, ContentsRule.SIZE_TIME)).contains("was 1 byte of 2025-11-29 21:00:00.25, is 12");
        FileStamp one = new FileStamp("directory " + SUM, SUM);
        FileStamp two = new FileStamp("directory " + OTHER_SUM, SUM);
        assertThat(reason(one, two, ContentsRule.SIZE_TIME)).contains("'/d/a b' has other files in it");
        assertThat(reason(one, two, ContentsRule.SHA256)).isEmpty();
    }

    private static String reason(FileStamp then, FileStamp now, ContentsRule rule) {
        return reason(fingerprint(Map.of("/d/a b", then)), fingerprint(Map.of("/d/a b", now)), rule);
    }

    private static String reason(Fingerprint then, Fingerprint now, ContentsRule rule) {
        ContentsChanges changes = ContentsChanges.between(then, now, rule);
        String example = changes.example().isEmpty() ? "" : " (" + changes.example() + ")";
        return String.join(", ", changes.reasons()) + example;
    }

    private static Fingerprint fingerprint(Map<String, FileStamp> files) {
        return Fingerprint.NOTHING.withContents(files);
    }
}
