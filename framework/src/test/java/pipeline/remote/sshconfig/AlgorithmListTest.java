package pipeline.remote.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;
import pipeline.testing.Seed;

/** Lists of algorithms mean what they mean to ssh, which is asked for each of them. */
class AlgorithmListTest {

    private static final int LISTS = 12;

    @ParameterizedTest
    @EnumSource(AlgorithmKeyword.class)
    void a_list_means_what_it_means_to_ssh(AlgorithmKeyword keyword) {
        long seed = Seed.of(AlgorithmListTest.class);
        Random random = new Random(seed);
        List<String> usual = effective(keyword, null);
        String query = keyword == AlgorithmKeyword.AUTHORITY_SIGNATURES ? "sig" : keyword.word();
        List<String> all = ProgramRun.of(RequiredProgram.SSH, "-Q", query)
                .orFail("ssh -Q " + query)
                .out()
                .lines()
                .toList();
        for (int i = 0; i < LISTS; i++) {
            String list = list(random, all, keyword);
            assertThat(new AlgorithmList(list, "").of(usual, all))
                    .as("%s %s, seed %d", keyword.word(), list, seed)
                    .containsExactlyElementsOf(effective(keyword, list));
        }
    }

    private static String list(Random random, List<String> all, AlgorithmKeyword keyword) {
        List<String> names = new ArrayList<>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            String name = all.get(random.nextInt(all.size()));
            names.add(
                    takesPatterns(keyword) && random.nextInt(3) == 0
                            ? name.substring(0, name.length() / 2) + "*"
                            : name);
        }
        return List.of("", "+", "-", "^").get(random.nextInt(4)) + String.join(",", names);
    }

    /** Those that ssh takes no patterns for it refuses when it reads them. */
    private static boolean takesPatterns(AlgorithmKeyword keyword) {
        return switch (keyword) {
            case HOST_KEYS, USER_KEYS, AUTHORITY_SIGNATURES -> true;
            case KEY_EXCHANGES, CIPHERS, MACS -> false;
        };
    }

    private static List<String> effective(AlgorithmKeyword keyword, String list) {
        List<String> words = new ArrayList<>(List.of("-G", "-F", "/dev/null"));
        if (list != null) {
            words.add("-o" + keyword.word() + "=" + list);
        }
        words.add("host");
        String start = keyword.lower() + " ";
        return ProgramRun.of(RequiredProgram.SSH, words.toArray(String[]::new))
                .orFail("ssh " + words)
                .out()
                .lines()
                .filter(line -> line.startsWith(start))
                .flatMap(line -> List.of(line.substring(start.length()).split(",", -1)).stream())
                .toList();
    }

    @Test
    void names_that_are_not_there_are_named() {
        AlgorithmList list = new AlgorithmList("+umac-64@openssh.com,hmac-*", "");
        assertThat(list.missing(List.of("hmac-sha1"))).containsExactly("umac-64@openssh.com");
        assertThat(new AlgorithmList("-umac-64@openssh.com", "").missing(List.of()))
                .isEmpty();
    }
}
