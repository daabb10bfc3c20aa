package pipeline.job.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pipeline.job.identity.Fingerprint.Aspect;

class FingerprintTest {

    private final Fingerprint.Builder base = new Fingerprint.Builder().add(Aspect.DIRECTORY, "/data");

    @Test
    void the_order_in_which_it_is_gathered_does_not_matter() {
        Fingerprint one = new Fingerprint.Builder()
                .add(Aspect.INIT, "1")
                .add(Aspect.ENVIRONMENT, "B", "2")
                .add(Aspect.ENVIRONMENT, "A", "3")
                .build();
        Fingerprint other = new Fingerprint.Builder()
                .add(Aspect.ENVIRONMENT, "A", "3")
                .add(Aspect.ENVIRONMENT, "B", "2")
                .add(Aspect.INIT, "1")
                .build();
        assertThat(one).isEqualTo(other);
        assertThat(one.json()).isEqualTo("{\"environment A\":\"3\",\"environment B\":\"2\",\"init\":\"1\"}");
        assertThat(one.changesTo(other)).isEmpty();
    }

    @Test
    void what_has_changed_is_said_in_words() {
        assertThat(changes(
                        base.copy().add(Aspect.CODE, "my_node.py", "1"),
                        base.copy().add(Aspect.CODE, "my_node.py", "2")))
                .isEqualTo("my_node.py has changed");
        assertThat(changes(base, new Fingerprint.Builder()))
                .isEqualTo("they start in the login directory, not in /data");
        assertThat(changes(base, base.copy().add(Aspect.ENVIRONMENT, "CALIB", "x")))
                .isEqualTo("the variable CALIB has changed");
        assertThat(changes(base, base.copy().add(Aspect.INIT, "x"))).isEqualTo("init of [remote] has changed");
        assertThat(changes(base, base.copy().add(Aspect.ENGINE, "java_home", "x")))
                .isEqualTo("java_home of [deploy] has changed");
        assertThat(changes(base, base.copy().add(Aspect.ARGUMENTS, "x"))).isEqualTo("their arguments have changed");
        assertThat(changes(base, base.copy().add(Aspect.MADE_FROM, "group", "x")))
                .isEqualTo("what step group made has changed");
        assertThat(changes(base, base.copy().add(Aspect.MADE_FROM, "x")))
                .isEqualTo("what they were made from has changed");
        assertThat(changes(
                        base.copy().add(Aspect.INIT, "1").add(Aspect.CODE, "a.sh", "1"),
                        base.copy().add(Aspect.INIT, "2").add(Aspect.CODE, "a.sh", "2")))
                .isEqualTo("a.sh has changed, init of [remote] has changed");
    }

    @Test
    void what_a_job_was_made_from_can_be_kept_where_all_else_is_found_out_anew() {
        Fingerprint brought = base.copy()
                .add(Aspect.INIT, "x")
                .add(Aspect.MADE_FROM, "1", "old")
                .build();
        Fingerprint here = new Fingerprint.Builder()
                .add(Aspect.DIRECTORY, "/here")
                .add(Aspect.MADE_FROM, "2", "new")
                .build();
        assertThat(here.madeFromAs(brought))
                .isEqualTo(new Fingerprint.Builder()
                        .add(Aspect.DIRECTORY, "/here")
                        .add(Aspect.MADE_FROM, "1", "old")
                        .build());
    }

    private static String changes(Fingerprint.Builder before, Fingerprint.Builder now) {
        return String.join(", ", before.build().changesTo(now.build()));
    }
}
